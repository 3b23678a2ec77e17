"""Factors that change nothing: points whose societies are equal."""

from __future__ import annotations

from collections.abc import Mapping

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
    by_column: dict[str, list[str]] = {}
    for name in points:
        ends = points[name].sort_values().iloc[[0, -1]]
        left = set(scenarios)
        for row in rows:
            if left:
                probe = pd.concat([points.iloc[[row]]] * 2, ignore_index=True)
                probe[name] = ends.to_numpy()
                left &= _same(Design(scenarios, ledger, probe), left)
        if left:
            by_column[str(name)] = [scenario for scenario in scenarios if scenario in left]
    return by_column


def _same(design: Design, scenarios: set[str]) -> set[str]:
    """Scenarios with equal societies at both points of a design."""
    equal = set()
    for name in scenarios:
        try:
            first, last = (design.settings(Case(name, point)).canonical() for point in (0, 1))
        except SettingsError:
            continue
        if first == last:
            equal.add(name)
    return equal


def twins(runs: Plan) -> list[str]:
    """Scenarios whose society equals the baseline at every point."""
    first = runs.table[runs.table["replication"] == runs.table["replication"].min()]
    keys = first.pivot(index="point", columns="scenario", values="key")
    baseline, *others = runs.scenarios
    return [name for name in others if (keys[name] == keys[baseline]).all()]
