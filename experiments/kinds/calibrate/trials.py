"""Societies at draws of all assumptions, and their value of each documented outcome."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.designs.documented_cases import applied, cases
from experiments.designs.targets import Target, simulated
from experiments.laboratory import Kind, Laboratory
from experiments.runs.design import Case, Design
from experiments.runs.plan import Plan, plan
from experiments.runs.points import EDGE, assumed
from sim.evidence import Ledger


class Trials:
    """Runs the cases of targets at draws: quantiles of all assumptions with a range.

    Draws are a frame with one row a draw, under its number, and one column an assumption. Settings
    of a case (its place and its levers) win over the user's. `first` is the plan that was run
    first.
    """

    def __init__(self, laboratory: Laboratory[Kind]) -> None:
        self.ledger: Ledger = laboratory.ledger
        self.first: Plan | None = None
        self._laboratory = laboratory
        self._trees = applied(cases(self.ledger), laboratory.study)

    def run(self, drawn: pd.DataFrame, targets: Sequence[Target]) -> pd.DataFrame:
        """Values of each target in feasible, finished draws; each draw has a different seed."""
        design = self._design(drawn, targets)
        seed = self._laboratory.chosen.seed
        runs = plan(design, 1, seed, seed_by_point=True, skip_impossible=True)
        return self._simulated(runs, targets).droplevel("replication")

    def repeat(
        self, drawn: pd.DataFrame, targets: Sequence[Target], replications: int
    ) -> pd.DataFrame:
        """As `run`, by point and replication; the seeds are the same for all draws."""
        design = self._design(drawn, targets)
        runs = plan(design, replications, self._laboratory.chosen.seed, skip_impossible=True)
        return self._simulated(runs, targets)

    def points(self, drawn: pd.DataFrame) -> pd.DataFrame:
        """Values of the assumptions, columns `assume:ID`, at these quantiles."""
        inside = np.clip(drawn.to_numpy(np.float64), EDGE, 1.0 - EDGE)
        names = [str(name) for name in drawn]
        return assumed(names, self.ledger, inside).set_axis(drawn.index)

    def _design(self, drawn: pd.DataFrame, targets: Sequence[Target]) -> Design:
        wanted = {name for target in targets for name in target.cases}
        trees = {name: tree for name, tree in self._trees.items() if name in wanted}
        return Design(trees, self.ledger, self.points(drawn))

    def _simulated(self, runs: Plan, targets: Sequence[Target]) -> pd.DataFrame:
        if not len(runs):
            if self.first is None:
                runs.refuse_impossible()
            index = pd.MultiIndex.from_arrays([[], []], names=["point", "replication"])
            return pd.DataFrame(
                index=index, columns=[target.name for target in targets], dtype=float
            )
        self.first = self.first or runs
        outcomes = list(dict.fromkeys(target.outcome for target in targets))
        values = self._laboratory.values(runs, outcomes, gaps=True)
        cases_done = values.groupby(["point", "replication"]).transform("size")
        point = int(runs.table["point"].iloc[0])
        settings = {name: runs.design.settings(Case(name, point)) for name in runs.scenarios}
        return simulated(values[cases_done == len(runs.scenarios)], targets, settings)
