"""What a claim of direction is, and what of runs answers to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.config.outcomes import Outcome
from experiments.designs.targets import Kind
from experiments.statistics.paired_differences import ROUNDING
from experiments.statistics.verdicts import Way


class Passage(NamedTuple):
    """Where a document says it: the document, the character, and what stands there in our words."""

    source: str
    offset: int
    words: str

    @property
    def place(self) -> str:
        """As the evidence writes places."""
        return f"{self.source}@{self.offset}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A claim that an outcome goes one way, where it is told, and what would speak against it.

    What is looked at is the sum of `outcomes`, less those of `less`: in the one case, less `share`
    of the same in the other (`against`; without it, the level). `since` names two cases from which
    the two sides are counted. `where` leaves out draws in which its outcome does not fall from the
    other case to this.
    """

    name: str
    claim: str
    passages: tuple[Passage, ...]
    kind: Kind
    outcomes: tuple[Outcome, ...]
    case: str
    against: str
    way: Way
    opposite: str
    unit: str = "hours per worker-week"
    less: tuple[Outcome, ...] = ()
    share: float = 1.0
    since: tuple[str, str] | None = None
    where: Outcome | None = None
    why: str = ""

    @property
    def cases(self) -> tuple[str, ...]:
        """Those that have to be run for it."""
        against = (self.against,) if self.against else ()
        return (self.case, *against, *(self.since or ()))

    @property
    def read(self) -> tuple[Outcome, ...]:
        """All that has to be read off a run for it."""
        where = (self.where,) if self.where else ()
        return (*self.outcomes, *self.less, *where)

    def answers(self, values: pd.DataFrame) -> pd.Series:
        """The change, one a draw; `values` has one row a case (`scenario`) and draw.

        Empty where an outcome is, and where the condition does not hold; nought where rounding
        alone makes it.
        """
        sides = [(1.0, self.case)]
        sides += [(-self.share, self.against)] if self.against else []
        sides += zip((-1.0, self.share), self.since, strict=True) if self.since else []
        terms = [
            sign * weight * values.xs(case, level="scenario")[str(one)]
            for weight, case in sides
            for sign, outcomes in ((1.0, self.outcomes), (-1.0, self.less))
            for one in outcomes
        ]
        table = pd.concat(terms, axis=1)
        total: pd.Series = table.sum(axis=1, skipna=False)
        total = total.mask(total.abs() <= ROUNDING * table.abs().max(axis=1), 0.0)
        if self.where is None:
            return total
        condition = values[str(self.where)]
        here, there = (condition.xs(one, level="scenario") for one in (self.case, self.against))
        return total.where(here < there, np.nan)
