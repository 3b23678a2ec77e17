"""Cells of tables over societies: the median of a change, 90 % of societies, the share it helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.language import _, in_percent, marked
from experiments.reporting.labels import signed
from experiments.reporting.table import Cell

FEW = 0.05
"""A share of societies that lose which a cell does not mention."""
SEVERAL = 5
"""Societies from which a share of them is in percent; of fewer it is a count."""
CELL_NOTE = marked(
    "A cell is the median change over societies, [5 %, 95 %] of them, and the share of societies "
    "in which the change is better (helps), or worse (hurts), by more than the least difference "
    "that matters."
)


def change_cell(row: Mapping[Any, Any] | pd.Series, digits: int, factor: float = 1.0) -> Cell:
    """The change of one outcome over societies.

    Parameters: a row with columns EFFECT of `over_societies`; decimals; from the unit of the row to
    the one that is shown.
    """
    if not row["societies"] or pd.isna(row["median"]):
        return Cell(_("none"))
    if not row["differing"]:
        return Cell(_("same"))
    span = [interval(row["low"] * factor, row["high"] * factor, digits)]
    lines = [*(span if row["societies"] > 1 else []), *helped(row)]
    return Cell(signed(row["median"] * factor, digits), "\n".join(lines))


def helped(row: Mapping[Any, Any] | pd.Series) -> list[str]:
    """In which share of societies a change helps, and hurts; nothing of one society."""
    number = int(row["societies"])
    if number < 2 or not np.isfinite(row["share_helped"]):
        return []
    shares = [_("helps {share}").format(share=share_of(row["share_helped"], number))]
    if row["share_hurt"] >= FEW:
        shares.append(_("hurts {share}").format(share=share_of(row["share_hurt"], number)))
    return shares


def interval(low: float, high: float, digits: int) -> str:
    """Both ends in brackets."""
    return f"[{signed(low, digits).lstrip('+')}, {signed(high, digits).lstrip('+')}]"


def change_columns(rows: pd.DataFrame, alone: str = "difference") -> tuple[str, str, str]:
    """Columns of a change and both ends of its interval; of one society the first is `alone`."""
    return ("median", "low", "high") if "median" in rows else (alone, "ci_low", "ci_high")


def clear(rows: pd.DataFrame) -> pd.Series:
    """Whether 90 % of societies are on one side of 0."""
    return rows["low"] * rows["high"] > 0


def share_of(share: float, societies: int) -> str:
    """A share of societies: `45 %`; of few `2 of 4`."""
    if societies < SEVERAL:
        return _("{n} of {all}").format(n=round(share * societies), all=societies)
    return percent(share)


def percent(share: float) -> str:
    """A share in percent; only all is 100 and only none is 0."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return in_percent("> 99")
    return in_percent("< 1" if rounded == 0 and share > 0 else str(rounded))
