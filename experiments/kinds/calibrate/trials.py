"""Baselines of societies, run for the years that patterns of plausibility need."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome
from experiments.laboratory import Kind, Laboratory
from experiments.patterns import plausibility
from experiments.runs.design import SOCIETY, Design
from experiments.runs.plan import Plan, plan
from sim.enums import YEAR_DAYS
from sim.settings.nested import Tree, overlay

YEARS = max(pattern.years for pattern in plausibility.PATTERNS)
RUN = (SOCIETY, "replication")


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
        none = pd.MultiIndex.from_arrays([[], []], names=RUN)
        self.values = pd.DataFrame(index=none)

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
        settings = runs.settings(BASELINE)
        wanted = plausibility.outcomes(settings.horizon_days // YEAR_DAYS)
        measures = {one.measure for one in wanted} | plausibility.ACROSS
        rows = self._laboratory.rows(runs, "measures", measures)
        frame = whole_place(rows, wanted).join(plausibility.spreads(rows, list(RUN)))
        values = plausibility.values(frame, settings)
        known = pd.concat([self.values, values]) if len(self.values) else values
        self.values = known[~known.index.duplicated(keep="last")].sort_index()
        return values

    def mean(self, societies: Sequence[int], replications: int) -> pd.DataFrame:
        """Means over so many replications of societies that have all of them."""
        found = self.values[self.values.index.get_level_values(SOCIETY).isin(societies)]
        by = found.groupby(level=SOCIETY)
        means: pd.DataFrame = by.mean()[by.size() >= replications]
        return means


def whole_place(rows: pd.DataFrame, wanted: Sequence[Outcome]) -> pd.DataFrame:
    """Outcomes of the whole place: a row a run, a column an outcome; empty where it has none."""
    rows = rows[rows["community"].isna()]
    names = [str(Outcome(*pair)) for pair in zip(rows["measure"], rows["group"], strict=True)]
    wide = rows.assign(outcome=names).pivot(index=list(RUN), columns="outcome", values="value")
    return wide.reindex(columns=[str(one) for one in wanted])
