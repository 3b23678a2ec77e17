"""Patterns of a plausible baseline: bands for what a place without any reform shows (ODD 1).

seeds/patterns/plausibility.yaml has them, with reasons and sources. Levels are those of the first
year; years 2 and 3 are compared with it where a run has them. A society is plausible if its
baseline is within all bands that a run of its length is judged by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from experiments.config.outcomes import Outcome
from experiments.patterns.entries import STRICT, Number, OutcomeName, OutcomeNames, entries
from experiments.patterns.targets import SCALES, Per
from sim.enums import YEAR_DAYS
from sim.evidence.ledger import default_folder
from sim.measures.measure import of_year
from sim.settings import Settings

Scale = Literal["linear", "log"]
Grade = Literal["fact", "literature", "assumed"]
Text = Annotated[str, Field(min_length=1)]
LEAST = 0.01
"""On a scale of ratios nothing is less than this share of the band's lower end."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A value of the baseline that is from `low` to `high`, with the reason and its sources.

    The value is `outcome`, with `plus` and without `minus`, over the sum of `over`, as a rate
    where `per` says so. `across` makes it the largest community's over the smallest's, each with
    the outcome of the whole window. An `optional` one is not judged where a place lacks it.
    """

    __pydantic_config__ = STRICT

    name: str
    meaning: Text
    outcome: OutcomeName
    low: Number
    high: Number
    unit: Text
    reason: Text
    grade: Grade
    sources: tuple[Text, ...] = ()
    plus: OutcomeNames = ()
    minus: OutcomeNames = ()
    over: OutcomeNames = ()
    per: Per = ""
    across: bool = False
    scale: Scale = "linear"
    optional: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError("low: should be less than high")
        if self.scale == "log" and self.low <= 0:
            raise ValueError("low: should be above 0 on a log scale")
        if self.grade != "assumed" and not self.sources:
            raise ValueError(f"sources: should not be empty, as the grade is {self.grade}")

    @property
    def outcomes(self) -> OutcomeNames:
        """The outcomes that its value is computed from."""
        return (self.outcome, *self.plus, *self.minus, *self.over)

    @property
    def years(self) -> int:
        """Years that a run needs for it."""
        return max(of_year(outcome.group)[1] or 1 for outcome in self.outcomes)

    def scaled(self, values: pd.Series) -> pd.Series:
        """Values on the scale of the pattern, where its band is from 0 to 1."""
        low, high = self.low, self.high
        if self.scale == "log":
            values = pd.Series(np.log(values.clip(lower=LEAST * low)), values.index)
            low, high = float(np.log(low)), float(np.log(high))
        return (values - low) / (high - low)


PATTERNS = entries(default_folder() / "patterns" / "plausibility.yaml", Pattern)
BY_NAME = {pattern.name: pattern for pattern in PATTERNS}
ACROSS = frozenset(
    outcome.measure for pattern in PATTERNS if pattern.across for outcome in pattern.outcomes
)
"""Measures that patterns across communities need."""


def judged(years: int) -> tuple[Pattern, ...]:
    """Patterns that a run of so many whole years is judged by: none under a year."""
    return tuple(pattern for pattern in PATTERNS if pattern.years <= years)


def outcomes(years: int) -> tuple[Outcome, ...]:
    """The outcomes of the whole place that `values` needs of runs of so many whole years."""
    named = (
        _of_run(outcome, years)
        for pattern in judged(years)
        if not pattern.across
        for outcome in pattern.outcomes
    )
    return tuple(dict.fromkeys(named))


def measured() -> frozenset[Outcome]:
    """Outcomes of the whole place that some pattern bounds, whichever year it is of."""
    return frozenset(
        Outcome(outcome.measure, of_year(outcome.group)[0])
        for pattern in PATTERNS
        if not pattern.across
        for outcome in pattern.outcomes
    )


def values(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Values of patterns: a row a run, a column a pattern by its name.

    Parameters:
        frame: a column for each of `outcomes`, as `Laboratory.values` has them, and for patterns
            across communities those of `spreads`; without these they are empty.
        settings: of these runs; their place and their length count alone.
    """
    years = settings.horizon_days // YEAR_DAYS
    columns = {}
    for pattern in judged(years):
        if pattern.across:
            empty = pd.Series(np.nan, frame.index)
            columns[pattern.name] = frame.get(pattern.name, empty)
            continue
        value = _value(frame, pattern, years) * SCALES[pattern.per](settings)
        if pattern.per and years > 1:  # of one year, and not of the window
            value = value * (settings.horizon_days / YEAR_DAYS)
        columns[pattern.name] = value
    return pd.DataFrame(columns, frame.index)


def spreads(measures: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Values of patterns across communities: a row a run, a column a pattern by its name.

    Parameters: a tidy frame of ACROSS, at least, with rows of communities; its columns that tell
    runs apart. Empty where there is one community alone.
    """
    rows = measures[measures["community"].notna() & measures["measure"].isin(ACROSS)]
    names = [str(Outcome(*pair)) for pair in zip(rows["measure"], rows["group"], strict=True)]
    wide = rows.assign(outcome=names).pivot(
        index=[*by, "community"], columns="outcome", values="value"
    )
    columns = {}
    for pattern in PATTERNS:
        if pattern.across:
            each = _value(wide, pattern, 1).groupby(level=list(by))
            spread: pd.Series = each.max() / each.min()
            columns[pattern.name] = spread.where(each.count() > 1)
    return pd.DataFrame(columns)


def scaled(values: pd.DataFrame) -> pd.DataFrame:
    """Values of patterns on their own scales, where each band is from 0 to 1."""
    columns = {pattern.name: pattern.scaled(column) for pattern, column in _columns(values)}
    return pd.DataFrame(columns, values.index)


def verdicts(values: pd.DataFrame) -> pd.DataFrame:
    """Whether each value is within its band; a lacking one is not, unless a place may lack it."""
    within = {
        pattern.name: column.between(pattern.low, pattern.high)
        | (column.isna() & pattern.optional)
        for pattern, column in _columns(values)
    }  # fmt: skip
    return pd.DataFrame(within, values.index)


def plausible(values: pd.DataFrame) -> pd.Series:
    """Whether all values are within their bands, a row a run."""
    return verdicts(values).all(axis=1)


def distance(values: pd.DataFrame) -> pd.DataFrame:
    """Distance to the band in widths of it, on the scale of the pattern; 0 within.

    A lacking value is infinitely far, unless a place may lack it.
    """
    distances = {}
    for pattern, column in _columns(values):
        at = pattern.scaled(column)
        beyond = (at - at.clip(0.0, 1.0)).abs()
        distances[pattern.name] = beyond.fillna(0.0 if pattern.optional else np.inf)
    return pd.DataFrame(distances, values.index)


def _columns(values: pd.DataFrame) -> Iterator[tuple[Pattern, pd.Series]]:
    """Patterns by the names of columns, each with its column."""
    for name in map(str, values):
        yield BY_NAME[name], values[name]


def _of_run(outcome: Outcome, years: int) -> Outcome:
    """An outcome as runs of so many years have it: one year alone is the whole window."""
    base, year = of_year(outcome.group)
    if year is None or years > 1:
        return outcome
    return Outcome(outcome.measure, base)


def _value(frame: pd.DataFrame, pattern: Pattern, years: int) -> pd.Series:
    """The sum of a pattern's outcomes, over that of others; empty where that is zero."""

    def total(outcomes: OutcomeNames) -> pd.Series:
        columns = [str(_of_run(outcome, years)) for outcome in outcomes]
        summed: pd.Series = frame[columns].sum(axis=1, skipna=False)
        return summed

    value = total((pattern.outcome, *pattern.plus)) - total(pattern.minus)
    if not pattern.over:
        return value
    over = total(pattern.over)
    return value / over.where(over > 0)
