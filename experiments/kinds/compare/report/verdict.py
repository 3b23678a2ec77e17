"""What a comparison says of one outcome of one scenario: better, worse, either, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

import numpy as np

from experiments.config.least_difference import least_difference
from experiments.config.outcomes import Outcome
from experiments.reporting.results import Results

ALL, MOST, SOME = 0.95, 0.5, 0.1
"""Shares of societies: a change in as many is clear, usual, or not to be neglected."""
AGAINST = 0.25
"""The share of societies that go the other way from which on nothing is usual."""


class Verdict(Enum):
    """What a change is, for those whom the outcome is of."""

    UNKNOWN = "no value"
    EQUAL = "no run differs"
    SMALL = "less than matters"
    UNCERTAIN = "not distinguished from chance"
    MIXED = "better in some societies, worse in others"
    SOMETIMES_BETTER = "better in some societies"
    MOSTLY_BETTER = "better in most societies"
    BETTER = "better"
    SOMETIMES_WORSE = "worse in some societies"
    MOSTLY_WORSE = "worse in most societies"
    WORSE = "worse"


GAINS = (Verdict.BETTER, Verdict.MOSTLY_BETTER)
LOSSES = (Verdict.WORSE, Verdict.MOSTLY_WORSE)
DIRECTIONS = {
    **dict.fromkeys(GAINS, 1), **dict.fromkeys(LOSSES, -1),
    Verdict.SOMETIMES_BETTER: 1, Verdict.SOMETIMES_WORSE: -1,
}  # fmt: skip
"""+1 of a change for the better, -1 of one for the worse; others have none."""


class Effect(NamedTuple):
    """The change of an outcome in a scenario, in the unit of the outcome.

    Over societies `middle` is their median, `low` and `high` are 5 and 95 % of them, `helped` and
    `hurt` the shares that are better and worse by more than `least`. Of one society it is the mean
    with its 95 % interval, and there are no shares.
    """

    outcome: Outcome
    unit: str
    middle: float
    low: float
    high: float
    least: float
    helped: float
    hurt: float
    lacking: int
    differing: int
    societies: int

    @property
    def better(self) -> int:
        """+1 where more is better, -1 where less is."""
        return self.outcome.better

    @property
    def gain(self) -> float:
        """The change with the sign that is better."""
        return self.middle * (self.better or 1)

    @property
    def verdict(self) -> Verdict:
        if self.lacking or not np.isfinite(self.middle):
            return Verdict.UNKNOWN
        if not self.differing:
            return Verdict.EQUAL
        return self._over() if self.societies else self._alone()

    def _over(self) -> Verdict:
        """By the shares of societies that gain and that lose, and by the median society."""
        helped, hurt = self.helped, self.hurt
        if helped >= MOST and hurt < AGAINST and self.gain > self.least:
            return Verdict.BETTER if helped >= ALL else Verdict.MOSTLY_BETTER
        if hurt >= MOST and helped < AGAINST and self.gain < -self.least:
            return Verdict.WORSE if hurt >= ALL else Verdict.MOSTLY_WORSE
        if helped >= SOME and hurt >= SOME:
            return Verdict.MIXED
        if helped < SOME and hurt < SOME:
            return Verdict.SMALL
        return Verdict.SOMETIMES_BETTER if helped >= SOME else Verdict.SOMETIMES_WORSE

    def _alone(self) -> Verdict:
        """Of one society: by where the interval lies."""
        if not np.isfinite([self.low, self.high]).all():
            return Verdict.UNCERTAIN
        low, high = sorted((self.low * (self.better or 1), self.high * (self.better or 1)))
        if -self.least <= low and high <= self.least:
            return Verdict.SMALL
        if low > 0 and self.gain > self.least:
            return Verdict.BETTER
        return Verdict.WORSE if high < 0 and self.gain < -self.least else Verdict.UNCERTAIN


Effects = Mapping[str, Effect]
"""Effects by scenario."""


def turned(year: Effect | None, whole: Effect) -> bool:
    """Whether a year is a gain or a loss, and the whole window does not go that way.

    Parameters: the effect in a year, None where there is none; that of the whole window.
    """
    if year is None or whole.verdict is Verdict.UNKNOWN or year.verdict not in (*GAINS, *LOSSES):
        return False
    return DIRECTIONS[year.verdict] != DIRECTIONS.get(whole.verdict, 0)


def effects(results: Results, outcome: Outcome) -> dict[str, Effect]:
    """Effects by scenario, in the order of the request; none of what was not compared."""
    rows = results.comparison
    mine = rows[(rows["measure"] == outcome.measure) & (rows["group"] == outcome.group)]
    found = {row["scenario"]: effect(outcome, row) for row in mine.to_dict("records")}
    return {name: found[name] for name in results.manifest["scenarios"][1:] if name in found}


def effect(outcome: Outcome, row: Mapping[Any, Any]) -> Effect:
    """The effect of a row of a comparison, over societies or of one."""
    unit = str(row["unit"])
    if "median" in row:
        return Effect(
            outcome, unit, row["median"], row["low"], row["high"], row["least"],
            row["share_helped"], row["share_hurt"], int(row["lacking"]), int(row["differing"]),
            int(row["societies"]) + int(row["lacking"]),
        )  # fmt: skip
    return Effect(
        outcome, unit, row["difference"], row["ci_low"], row["ci_high"],
        least_difference(unit, float(row["baseline"])), np.nan, np.nan, int(row["lacking"]),
        int(row["differing"]), 0,
    )  # fmt: skip
