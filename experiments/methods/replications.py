"""Replications of a design that are run a few at a time, and looked at in between."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from experiments.laboratory import Laboratory, RunsFailed
from experiments.runs.design import Design
from experiments.runs.plan import plan
from experiments.words.outcomes import Outcome


class Replications:
    """All that has been run so far; frames are those that a single plan would have given."""

    def __init__(self, laboratory: Laboratory[Any], design: Design) -> None:
        """Raises SettingsError for a society that cannot be."""
        self._laboratory, self._design = laboratory, design
        self._seed: int = laboratory.chosen.seed
        self._parts: list[tuple[pd.DataFrame, pd.DataFrame]] = []
        self.plan = plan(design, 0, self._seed)

    def go_on(self, replications: int) -> None:
        """Run what is lacking to so many replications. Raises as `Laboratory.frames` does."""
        done = self.plan.replications
        if replications > done:
            more = plan(self._design, replications - done, self._seed, first=done)
            self._parts.append(self._laboratory.frames(more))
            self.plan = plan(self._design, replications, self._seed)

    def refuse_unmeasured(self, outcomes: Collection[Outcome], key: str) -> None:
        """Raises Refusal for an outcome that there will not be."""
        settings = self._design.settings(next(iter(self._design)))
        self._laboratory.refuse_unmeasured(settings, outcomes, key)

    def refuse_failures(self) -> None:
        """Raises RunsFailed if any run failed."""
        if self._laboratory.failures:
            raise RunsFailed(self._laboratory.failures, self.plan.runs)

    @property
    def measures(self) -> pd.DataFrame:
        return self._joined([measures for measures, _ in self._parts])

    @property
    def series(self) -> pd.DataFrame:
        return self._joined([series for _, series in self._parts])

    def measures_of(self, outcomes: Collection[Outcome]) -> pd.DataFrame:
        """Rows of these outcomes alone, of the whole place, in no particular order."""
        return pd.concat([_of(measures, outcomes) for measures, _ in self._parts])

    def _joined(self, parts: list[pd.DataFrame]) -> pd.DataFrame:
        """By scenario, then replication, then as they were."""
        if len(parts) == 1:
            return parts[0]
        rows = pd.concat(parts, ignore_index=True)
        place = {name: number for number, name in enumerate(self.plan.scenarios)}
        order = np.lexsort([rows["replication"], rows["scenario"].map(place)])
        return rows.iloc[order].reset_index(drop=True)


def _of(measures: pd.DataFrame, outcomes: Collection[Outcome]) -> pd.DataFrame:
    names = {one.measure for one in outcomes}
    some = measures[measures["community"].isna() & measures["measure"].isin(names)]
    pairs = zip(some["measure"], some["group"], strict=True)
    return some[[pair in outcomes for pair in pairs]]
