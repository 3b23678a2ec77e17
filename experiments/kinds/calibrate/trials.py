"""Baselines of societies, run for the years that patterns of plausibility need."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.designs import plausibility
from experiments.laboratory import Kind, Laboratory
from experiments.runs.design import SOCIETY, Design
from experiments.runs.plan import Plan, plan
from sim.enums import YEAR_DAYS
from sim.settings.nested import Tree, overlay

YEARS = max(pattern.years for pattern in plausibility.PATTERNS)


class Trials:
    """Runs baselines of societies, in full, and keeps the value of each pattern of each run.

    `tree` has the settings that all have in common: the study's, for the years that patterns need
    unless the user set `horizon_days`. `values` has a row a run, by society and replication.
    """

    def __init__(self, laboratory: Laboratory[Kind]) -> None:
        """Raises InputError for a horizon under a year."""
        study = laboratory.study
        self.ledger = laboratory.ledger
        self.tree: Tree = study.trees(())[BASELINE]
        if "horizon_days" not in study.overrides:
            self.tree = overlay(self.tree, {"horizon_days": YEARS * YEAR_DAYS})
        days = self.tree["horizon_days"]
        if isinstance(days, int) and days < YEAR_DAYS:
            raise InputError("horizon_days", days, f"should be {YEAR_DAYS} at least: a year")
        laboratory.check(())
        self._laboratory = laboratory
        self.values = pd.DataFrame()

    def plan(self, points: pd.DataFrame, replications: int) -> Plan:
        """The baselines of societies, whose numbers are the index; infeasible ones are left out."""
        points = points.rename_axis(SOCIETY)
        design = Design({BASELINE: self.tree}, self.ledger, points)
        seed = self._laboratory.chosen.seed
        return plan(design, replications, seed, skip_impossible=True)

    def run(self, points: pd.DataFrame, replications: int = 1) -> pd.DataFrame:
        """Values of patterns by society and replication, of feasible, finished runs."""
        runs = self.plan(points, replications)
        if not len(runs):
            return self.values.iloc[:0]
        rows = self._laboratory.rows(runs, "measures", plausibility.ACROSS)
        spread = plausibility.spreads(rows, [SOCIETY, "replication"])
        settings = runs.settings(BASELINE)
        wanted = plausibility.outcomes(settings.horizon_days // YEAR_DAYS)
        frame = self._laboratory.values(runs, wanted, gaps=True).xs(BASELINE, level="scenario")
        values = plausibility.values(frame.join(spread), settings)
        known = pd.concat([self.values, values])
        self.values = known[~known.index.duplicated(keep="last")].sort_index()
        return values

    def mean(self, societies: Sequence[int], replications: int) -> pd.DataFrame:
        """Means over so many replications of societies that have all of them."""
        found = self.values[self.values.index.get_level_values(SOCIETY).isin(societies)]
        by = found.groupby(level=SOCIETY)
        means: pd.DataFrame = by.mean()[by.size() >= replications]
        return means
