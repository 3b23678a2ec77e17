"""Subsets of a package on the same draws of all assumptions, against the baseline of each draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.config.outcomes import Outcome
from experiments.designs.lever_package import LeverPackage
from experiments.kinds.portfolio.options import LEAST
from experiments.laboratory import Kind, Laboratory, RunsFailed
from experiments.runs.plan import Plan, plan
from experiments.statistics.subset_search import Score
from sim.enums import WEEK_DAYS

SETUP = Outcome("hours_per_worker_week", "setup")
DEPARTMENTS = Outcome("department_hours_per_week")


class SubsetEvaluation:
    """Changes of each subset on every draw; a subset is run once, however often it is requested.

    `setup_hours` are a worker's hours of set-up over the horizon, `department_hours` those of all
    departments in a week, both in addition to the baseline's.
    """

    def __init__(
        self,
        laboratory: Laboratory[Kind],
        package: LeverPackage,
        outcomes: Sequence[Outcome],
        limits: Mapping[str, float],
        confidence: float,
        draws: int,
        seed: int,
    ) -> None:
        self._points = laboratory.draw_assumptions(laboratory.ledger.ranged, draws, "latin", seed)
        self._laboratory, self._package = laboratory, package
        self._outcomes, self._limits, self._confidence = outcomes, limits, confidence
        self._seed = seed
        self._changes: dict[int, pd.DataFrame] = {}
        self._baseline = pd.DataFrame()
        self._infeasible = 0
        self.left_out: dict[str, int] = {}
        self._planned = 0

    def run(self, subsets: Sequence[int]) -> Plan:
        """Run the subsets that are new, with the baseline; the plan of these runs.

        Raises InputError for an unknown outcome or too few feasible draws, else as `values`.
        """
        new = [subset for subset in subsets if subset not in self._changes]
        design = self._package.design(dict.fromkeys([0, *new]), self._points)
        runs = plan(design, 1, self._seed, seed_by_point=True, skip_impossible=True)
        self._infeasible = len(runs.impossible)
        feasible = len(self._points) - self._infeasible
        if not feasible:
            runs.refuse_impossible()
        if feasible < LEAST:
            reason = f"only {feasible} of these draws are feasible, at least {LEAST} are needed"
            raise InputError("draws", len(self._points), reason)
        self._planned += len(runs)
        parts = [part for outcome in self._outcomes for part in outcome.parts]
        wanted = list(dict.fromkeys([*self._outcomes, SETUP, DEPARTMENTS, *parts]))
        values = self._laboratory.values(runs, wanted, gaps=True).droplevel("replication")
        cases = [design.scenarios, self._points.index]
        values = values.reindex(pd.MultiIndex.from_product(cases, names=values.index.names))
        weeks = runs.settings(BASELINE).horizon_days / WEEK_DAYS
        self._baseline = pd.DataFrame(values.xs(BASELINE, level="scenario"))
        by_set = {name: rows.droplevel("scenario") for name, rows in values.groupby("scenario")}
        for subset in new:
            changes = by_set[self._package.name(subset)] - by_set[BASELINE]
            self._changes[subset] = changes[[str(outcome) for outcome in self._outcomes]].assign(
                setup_hours=changes[str(SETUP)] * weeks,
                department_hours=changes[str(DEPARTMENTS)],
            )
        return runs

    def scales(self) -> dict[str, float]:
        """By outcome, the standard deviation of the baseline over the draws that have a value.

        Of hours freed and time spent less it is that of the hours that they are a fall of. A scale
        does not depend on the sets that are evaluated. It is 0 or NaN where the baseline does not
        vary.
        """
        columns = {
            str(outcome): [str(part) for part in outcome.parts or (outcome,)]
            for outcome in self._outcomes
        }
        sums = {
            name: self._baseline[parts].sum(axis=1, min_count=len(parts))
            for name, parts in columns.items()
        }
        return {name: float(values.std()) for name, values in sums.items()}

    def scores(self, subsets: Sequence[int]) -> list[Score]:
        """Objectives for a search: means over the draws that have a value. New subsets are run."""
        self.run(subsets)
        return [self._score(self._changes[subset]) for subset in subsets]

    def changes(self, subsets: Sequence[int]) -> pd.DataFrame:
        """Changes by set and draw, at those draws that have a value for every set and outcome.

        `left_out` then counts the infeasible draws, and those that lack a value or a run. Raises
        RunsFailed or InputError where fewer than LEAST are left.
        """
        names = [self._package.name(subset) for subset in subsets]
        changes = [self._changes[subset] for subset in subsets]
        rows = pd.concat(changes, keys=names, names=["set", "draw"])
        finite = pd.DataFrame(np.isfinite(rows)).groupby("draw").all()
        used = finite.index[finite.all(axis=1)]
        lacking = len(finite) - len(used) - self._infeasible
        self.left_out = {"impossible": self._infeasible, "lacking": lacking}
        if len(used) < LEAST:
            if self._laboratory.failures:
                raise RunsFailed(self._laboratory.failures, self._planned)
            rarest = finite.sum().idxmin()
            of = counted(len(finite), "draw")
            reason = f"has a value for every set in {finite[rarest].sum()} of {of}"
            allowed = f"at least {LEAST} are needed: a longer horizon_days, a larger place or more"
            raise InputError("outcomes", rarest, f"{reason}, {allowed} draws")
        return rows[rows.index.isin(used, level="draw")]

    def _score(self, changes: pd.DataFrame) -> Score:
        whole = changes[np.isfinite(changes).all(axis=1)]
        means = [whole[str(outcome)].mean() * outcome.better for outcome in self._outcomes]
        kept = pd.Series(True, whole.index)
        for name, limit in self._limits.items():
            kept &= whole[name] <= limit
        share = float(kept.mean()) if len(kept) else 0.0
        return Score(tuple(means), max(0.0, self._confidence - share))
