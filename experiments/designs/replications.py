"""Replications of a design that are run in batches, with analysis in between."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import Outcome
from experiments.laboratory import Laboratory, RunsFailed
from experiments.runs.design import Design
from experiments.runs.plan import plan
from experiments.statistics.matched_values import Matched, Values


class Replications:
    """All replications run so far; their values equal those of a single plan."""

    def __init__(self, laboratory: Laboratory[Any], design: Design) -> None:
        """Raises SettingsError for infeasible settings."""
        self._laboratory, self._design = laboratory, design
        self._seed: int = laboratory.chosen.seed
        self.values = Values()
        self.plan = plan(design, 0, self._seed)

    def extend_to(self, replications: int) -> None:
        """Run replications up to this number. Raises as `Laboratory.collect` does."""
        done = self.plan.replications
        if replications > done:
            more = plan(self._design, replications - done, self._seed, first=done)
            self._laboratory.collect(more, self.values)
            self.plan = plan(self._design, replications, self._seed)

    def refuse_unmeasured(self, outcomes: Collection[Outcome], key: str) -> None:
        """Raises InputError for an outcome that is not measured."""
        settings = self._design.settings(next(iter(self._design)))
        self._laboratory.refuse_unmeasured(settings, outcomes, key)

    def refuse_failures(self) -> None:
        """Raises RunsFailed if any run failed."""
        if self._laboratory.failures:
            raise RunsFailed(self._laboratory.failures, self.plan.runs)

    def matched(self, outcomes: Collection[Outcome] | None = None) -> Matched:
        """Values of all outcomes, or of some, beside the baseline's."""
        return self.values.matched(BASELINE, outcomes)
