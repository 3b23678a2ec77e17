"""Subsets of a package on the same draws of all assumptions, against the baseline of each draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.outcomes import FREED, Outcome
from experiments.config.plurals import counted
from experiments.designs.lever_package import Package
from experiments.kinds.portfolio.options import LEAST
from experiments.laboratory import Kind, Laboratory, RunsFailed
from experiments.runs.design import Design
from experiments.runs.plan import Plan, plan
from experiments.statistics.paired_differences import BURDEN
from experiments.statistics.subset_search import Score
from sim.enums import WEEK_DAYS

SETUP = Outcome("hours_per_worker_week", "setup")
HOURS = tuple(Outcome("hours_per_worker_week", activity) for activity in BURDEN)
DEPARTMENTS = Outcome("department_hours_per_week")


class Appraisal:
    """What each subset changes on every draw; a subset is run once, however often it is asked for.

    `setup_hours` are a worker's hours of set-up over the horizon, `department_hours` those of all
    departments in a week, both beyond the baseline's.
    """

    def __init__(
        self,
        laboratory: Laboratory[Kind],
        package: Package,
        outcomes: Sequence[Outcome],
        limits: Mapping[str, float],
        confidence: float,
        draws: int,
        seed: int,
    ) -> None:
        self._points = laboratory.drawn(laboratory.ledger.ranged, draws, "latin", seed)
        self._laboratory, self._package = laboratory, package
        self._outcomes, self._limits, self._confidence = outcomes, limits, confidence
        self._seed = seed
        self._found: dict[int, pd.DataFrame] = {}
        self._baseline = pd.DataFrame()
        self._impossible = 0
        self.left_out: dict[str, int] = {}
        self._planned = 0

    def look(self, subsets: Sequence[int]) -> Plan:
        """Run those that were not yet, with the baseline; the plan of these runs.

        Raises InputError for an unknown outcome or where too few draws can be, else as `values`.
        """
        new = [one for one in subsets if one not in self._found]
        trees = self._package.trees(dict.fromkeys([0, *new]))
        design = Design(trees, self._laboratory.ledger, self._points)
        runs = plan(design, 1, self._seed, seed_by_point=True, skip_impossible=True)
        self._impossible = len(runs.impossible)
        possible = len(self._points) - self._impossible
        if not possible:
            runs.refuse_impossible()
        if possible < LEAST:
            told = f"only {possible} of these draws can be, it takes {LEAST}"
            raise InputError("draws", len(self._points), told)
        self._planned += len(runs)
        wanted = list(dict.fromkeys([*self._outcomes, SETUP, DEPARTMENTS, *HOURS]))
        values = self._laboratory.values(runs, wanted, gaps=True).droplevel("replication")
        cases = [design.scenarios, self._points.index]
        values = values.reindex(pd.MultiIndex.from_product(cases, names=values.index.names))
        weeks = runs.settings(BASELINE).horizon_days / WEEK_DAYS
        self._baseline = pd.DataFrame(values.xs(BASELINE, level="scenario"))
        by_set = {name: rows.droplevel("scenario") for name, rows in values.groupby("scenario")}
        for one in new:
            changes = by_set[self._package.name(one)] - by_set[BASELINE]
            self._found[one] = changes[[str(outcome) for outcome in self._outcomes]].assign(
                setup_hours=changes[str(SETUP)] * weeks,
                department_hours=changes[str(DEPARTMENTS)],
            )
        return runs

    def scales(self) -> dict[str, float]:
        """By outcome, the standard deviation of the baseline over the draws that have a value.

        Of freed hours it is that of the hours which could be freed. A scale does not depend on the
        sets that are looked at. It is 0 or NaN where the baseline does not vary.
        """
        hours = self._baseline[[str(one) for one in HOURS]].sum(axis=1, min_count=len(HOURS))
        return {
            str(one): float((hours if one.measure == FREED else self._baseline[str(one)]).std())
            for one in self._outcomes
        }

    def scores(self, subsets: Sequence[int]) -> list[Score]:
        """Means over those draws that have a value, for a search; runs what is new."""
        self.look(subsets)
        return [self._score(self._found[one]) for one in subsets]

    def changes(self, subsets: Sequence[int]) -> pd.DataFrame:
        """Changes by set and draw, at those draws that have a value for every set and outcome.

        `left_out` then counts the draws that are impossible, and those that lack a value or a run.
        Raises RunsFailed or InputError where fewer than LEAST are left.
        """
        names = [self._package.name(one) for one in subsets]
        rows = pd.concat([self._found[one] for one in subsets], keys=names, names=["set", "draw"])
        there = pd.DataFrame(np.isfinite(rows)).groupby("draw").all()
        used = there.index[there.all(axis=1)]
        lacking = len(there) - len(used) - self._impossible
        self.left_out = {"impossible": self._impossible, "lacking": lacking}
        if len(used) < LEAST:
            if self._laboratory.failures:
                raise RunsFailed(self._laboratory.failures, self._planned)
            rarest = there.sum().idxmin()
            of = counted(len(there), "draw")
            told = f"has a value for every set in {there[rarest].sum()} of {of}"
            allowed = f"it takes {LEAST}: a longer horizon_days, a larger place or more draws"
            raise InputError("outcomes", rarest, f"{told}, {allowed}")
        return rows[rows.index.isin(used, level="draw")]

    def _score(self, changes: pd.DataFrame) -> Score:
        whole = changes[np.isfinite(changes).all(axis=1)]
        means = [whole[str(one)].mean() * one.better for one in self._outcomes]
        kept = pd.Series(True, whole.index)
        for name, limit in self._limits.items():
            kept &= whole[name] <= limit
        share = float(kept.mean()) if len(kept) else 0.0
        return Score(tuple(means), max(0.0, self._confidence - share))
