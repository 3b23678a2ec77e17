"""Factors that change nothing: points whose societies are equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.runs.design import Case, Design
from experiments.runs.plan import Plan
from sim.evidence import Ledger
from sim.settings import SettingsError
from sim.settings.nested import Tree

BASES = 8


def unmoved(
    scenarios: Mapping[str, Tree], ledger: Ledger, points: pd.DataFrame
) -> dict[str, list[str]]:
    """By column, the scenarios that are the same society at its first and last level.

    Each column is tried by itself from up to BASES points spread over the table, as a lever that is
    off at one may be on at another. Columns that move every scenario are left out.
    """
    rows = np.unique(np.linspace(0, len(points) - 1, BASES).round().astype(int))
    left = {str(name): set(scenarios) for name in points}
    for row in rows:
        columns = [name for name in left if left[name]]
        design = Design(scenarios, ledger, _probes(points, row, columns))
        for number, name in enumerate(columns):
            left[name] &= _same(design, left[name], 2 * number)
    return {name: [one for one in scenarios if one in left[name]] for name in left if left[name]}


def _probes(points: pd.DataFrame, row: int, columns: Sequence[str]) -> pd.DataFrame:
    """Two copies of a point for each of these columns: at its first level, and at its last."""
    probes = {name: np.repeat(points[name].to_numpy()[[row]], 2 * len(columns)) for name in points}
    for number, name in enumerate(columns):
        ends = points[name].sort_values().iloc[[0, -1]]
        probes[name][2 * number : 2 * number + 2] = ends
    return pd.DataFrame(probes)


def _same(design: Design, scenarios: set[str], first: int) -> set[str]:
    """Scenarios with equal societies at a point and the next."""
    equal = set()
    for name in scenarios:
        try:
            one, other = (
                design.settings(Case(name, point)).canonical() for point in (first, first + 1)
            )
        except SettingsError:
            continue
        if one == other:
            equal.add(name)
    return equal


def twins(runs: Plan) -> list[str]:
    """Scenarios whose society equals the baseline at every point."""
    first = runs.table[runs.table["replication"] == runs.table["replication"].min()]
    keys = first.pivot(index="point", columns="scenario", values="key")
    baseline, *others = runs.scenarios
    return [name for name in others if (keys[name] == keys[baseline]).all()]
