"""Societies under evidence of a user: each keeps its quantile of what the user replaced."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.evidence import Assumption, Ledger, quantile
from sim.evidence.entries import level
from sim.settings.variants import ASSUMPTION


def at_kept_quantiles(points: pd.DataFrame, before: Ledger, now: Ledger) -> pd.DataFrame:
    """Assumptions of societies, of which some have another distribution now.

    A value becomes the same quantile of the new distribution. An assumption that has no range any
    more is left out: it follows its formula in each society.

    Parameters
    ----------
    points
        A row for each society, a column `assume:ID` for each assumption.
    before, now
        The evidence that the values were drawn from, and the one with replaced assumptions.
    """
    columns = {}
    for column in map(str, points):
        name = column.removeprefix(ASSUMPTION)
        old, new = before.assumptions[name], now.assumptions[name]
        modes = before.value(f"assume:{name}"), now.value(f"assume:{name}")
        if _same_distribution(old, new, modes):
            columns[column] = points[column]
        elif new.low is not None:
            levels = [level(old, modes[0], value) for value in points[column].tolist()]
            kind = np.int64 if new.distribution == "integer" else np.float64
            values = [quantile(new, modes[1], each) for each in levels]
            columns[column] = pd.Series(values, points.index, kind)
    return pd.DataFrame(columns, points.index)


def _same_distribution(
    old: Assumption, new: Assumption, modes: tuple[int | float, int | float]
) -> bool:
    if old is new:
        return True
    alike = (old.low, old.high, old.distribution) == (new.low, new.high, new.distribution)
    return alike and (old.distribution != "triangular" or modes[0] == modes[1])
