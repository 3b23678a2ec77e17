"""Documented outcomes, each with the simulated outcome that it is compared with.

A target is a number of the evidence: a fact that a document reports as reached, or what the
literature of an assumption reports of an outcome. Nothing is fitted to any of them: societies are
plausible by patterns (plausibility.py), and targets say what these predict. targets.yaml lists
them, unused_facts.yaml the facts that no outcome is compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from experiments.patterns.entries import STRICT, Number, OutcomeName, OutcomeNames, entries
from sim.enums import WEEK_DAYS, YEAR_DAYS
from sim.evidence import Fact, Ledger
from sim.settings import Settings

Kind = Literal["outcome", "assumed", "prescribed"]
"""Whether a documented outcome comes out of a run, out of one assumption, or is set by a lever."""
Per = Literal["", "community_year", "residents_year", "dispute", "form"]
BASELINE = "baseline"
OBSERVATION = {"exact": 0.0, "bound": 0.05, "approximate": 0.1, "literature": 0.1}
"""Standard error of a documented number as a share of it, by the grade of its evidence."""


@dataclass(frozen=True, slots=True)
class Target:
    """A documented number, and the outcome of a case (against another) that corresponds to it.

    `change` says whether it is the outcome's level, its fall against the other case, or that fall
    as a share. Outcomes in `plus` are added to it and those in `minus` subtracted, before the sum
    is divided by the outcome `over`; `per` then makes a rate of it. Literature has its range here,
    `printed` in the reasons of the assumption; facts have theirs from the ledger.
    """

    __pydantic_config__ = STRICT

    name: str
    evidence: str
    meaning: str
    unit: str
    why: str
    outcome: OutcomeName
    case: str
    against: str = ""
    change: Literal["level", "fall", "share"] = "level"
    per: Per = ""
    printed: str = ""
    low: Number = -np.inf
    high: Number = np.inf
    kind: Kind = "outcome"
    plus: OutcomeNames = ()
    minus: OutcomeNames = ()
    over: OutcomeName | None = None

    @property
    def outcomes(self) -> OutcomeNames:
        """The outcomes that the target needs."""
        over = (self.over,) if self.over else ()
        return (self.outcome, *self.plus, *self.minus, *over)

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that the target needs."""
        return (self.case, self.against) if self.against else (self.case,)

    @property
    def yearly(self) -> bool:
        """Whether runs of two years or more have its outcomes for each year apart."""
        return all(outcome.yearly for outcome in self.outcomes)

    def of_year(self, year: int) -> Target:
        """The same of one year of a run."""
        return replace(
            self,
            outcome=self.outcome.of_year(year),
            plus=tuple(outcome.of_year(year) for outcome in self.plus),
            minus=tuple(outcome.of_year(year) for outcome in self.minus),
            over=self.over and self.over.of_year(year),
        )

    def range(self, ledger: Ledger) -> tuple[float, float]:
        """The documented range, from low to high; open at one end for a bound."""
        entry = ledger.entry(self.evidence)
        if not isinstance(entry, Fact):
            return self.low, self.high
        value = float(entry.value)
        low = -np.inf if entry.bound == "upper" else value
        return low, np.inf if entry.bound == "lower" else value

    def place(self, ledger: Ledger) -> str:
        """The source of the number."""
        entry = ledger.entry(self.evidence)
        return entry.subject if isinstance(entry, Fact) else "; ".join(entry.sources)

    def variance(self, ledger: Ledger, discrepancy: float) -> float:
        """Variance of observation and `discrepancy`, a share of the documented value."""
        size = self.size(ledger)
        error = OBSERVATION[ledger.entry(self.evidence).grade] * size
        return error**2 + (discrepancy * size) ** 2

    def size(self, ledger: Ledger) -> float:
        """The documented number, or the middle of its range."""
        ends = [end for end in self.range(ledger) if np.isfinite(end)]
        return float(np.mean(np.abs(ends)))


@dataclass(frozen=True, slots=True)
class Unused:
    """Facts that documents report as reached, and why no outcome is compared with them."""

    __pydantic_config__ = STRICT

    name: str
    why: str
    facts: Annotated[tuple[str, ...], Field(min_length=1)]


TARGETS = entries(Path(__file__).with_name("targets.yaml"), Target)
UNUSED: Mapping[str, tuple[str, ...]] = {
    reason.why: reason.facts
    for reason in entries(Path(__file__).with_name("unused_facts.yaml"), Unused)
}
"""Other facts that documents report as reached, by why nothing is compared with them."""

SCALES: Mapping[Per, Callable[[Settings], float]] = {
    "": lambda society: 1.0,
    "community_year": lambda society: 1.0 / (society.territory.communities * _years(society)),
    "residents_year": lambda society: 1000.0 / (society.territory.residents * _years(society)),
    "dispute": lambda society: society.territory.residents * _years(society) / 1000.0,
    "form": lambda society: 60.0 * society.territory.workers * society.horizon_days / WEEK_DAYS,
}
"""Factor from a count in a run to a rate, or from rates to a value for each."""


def simulated(
    values: pd.DataFrame, targets: Sequence[Target], settings: Mapping[str, Settings]
) -> pd.DataFrame:
    """Simulated values of targets: one row a point and replication, one column a target.

    `values` are outcomes by scenario (the case), point and replication; `settings` by case.
    """
    columns = {}
    for target in targets:
        level = _level(values, target.case, target)
        if target.against:
            before = _level(values, target.against, target)
            fall = before - level
            level = fall / before.where(before > 0) if target.change == "share" else fall
        columns[target.name] = level * SCALES[target.per](settings[target.case])
    return pd.DataFrame(columns)


def _level(values: pd.DataFrame, case: str, target: Target) -> pd.Series:
    """The sum of a target's outcomes in a case, divided by the outcome `over` if there is one."""
    selected: Any = values.xs(case, level="scenario")
    level: pd.Series = selected[str(target.outcome)]
    for sign, outcomes in ((1.0, target.plus), (-1.0, target.minus)):
        for other in outcomes:
            level = level + sign * selected[str(other)]
    if target.over is None:
        return level
    over: pd.Series = selected[str(target.over)]
    ratio: pd.Series = level / over.where(over > 0)
    return ratio


def _years(society: Settings) -> float:
    return society.horizon_days / YEAR_DAYS
