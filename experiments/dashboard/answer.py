"""The answer so far: what the levers change in each society that has been run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.config.outcomes import Outcome
from experiments.dashboard.course import Course
from experiments.dashboard.question import Question
from experiments.reporting.style import SEGMENTS
from experiments.statistics.net_freed import NET, NUMBERS, WORK, parts
from sim.measures.working_time import HOURS

SOLVED = "days_to_resolution_restricted_mean"
OWN, DEPARTMENTS = "own_powers", "needs_departments"
VISITS = Outcome(HOURS, "visits")


@dataclass(frozen=True, eq=False, slots=True)
class Compared:
    """A society, counted from 0, without the levers and with them."""

    number: int
    baseline: Course
    reform: Course

    @property
    def freed(self) -> float:
        """Hours freed per worker and week, at equal delivery."""
        before, after = (
            {
                (one.measure, one.group): np.array([value])
                for one, value in side.measures.items()
                if one.measure in (WORK, NUMBERS)
            }
            for side in (self.baseline, self.reform)
        )
        return float(parts(before, after)[NET][0])

    def change(self, outcome: Outcome) -> float:
        """How much more of an outcome there is with the levers."""
        return self.reform.measures[outcome] - self.baseline.measures[outcome]


@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """To a question: societies that have been run, in their order; an error in place of others."""

    question: Question
    found: tuple[Compared, ...] = ()
    error: str = ""

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return bool(self.error) or len(self.found) == self.question.societies

    @property
    def freed(self) -> list[float]:
        """Hours freed by society."""
        return [one.freed for one in self.found]

    def levels(self, outcome: Outcome) -> tuple[list[float], list[float]]:
        """An outcome by society, without the levers and with them."""
        return (
            [one.baseline.measures[outcome] for one in self.found],
            [one.reform.measures[outcome] for one in self.found],
        )

    def changes(self, outcome: Outcome) -> list[float]:
        """The change of an outcome by society."""
        return [one.change(outcome) for one in self.found]

    def week(self) -> list[tuple[str, str, float, float]]:
        """Label, colour, and hours per worker and week of each segment of the working week.

        Without the levers and with them; means over societies, which add up to the whole week.
        """
        rows = []
        for label, activities, colour in SEGMENTS:
            sides = [
                sum(
                    side.measures.get(Outcome(HOURS, name), 0.0)
                    for side in (getattr(one, which) for one in self.found)
                    for name in activities
                )
                / len(self.found)
                for which in ("baseline", "reform")
            ]
            rows.append((label, colour, sides[0], sides[1]))
        return rows


def median(values: list[float]) -> float:
    """The median, NaN without a value."""
    return float(np.median(values)) if values else float("nan")
