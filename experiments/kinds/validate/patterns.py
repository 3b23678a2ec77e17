"""Patterns: directions that documents report without a number, and their outcomes in runs.

patterns.yaml lists them. They were written down before they were run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import PlainValidator

from experiments.config.least_difference import least_difference
from experiments.patterns.entries import STRICT, Number, OutcomeName, OutcomeNames, entries
from experiments.patterns.targets import Kind
from experiments.statistics.paired_differences import ROUNDING
from experiments.statistics.verdicts import Way


class Passage(NamedTuple):
    """A place in a document: its number, its character, and a paraphrase of the text."""

    source: str
    offset: int
    text: str

    @property
    def place(self) -> str:
        """The place in the notation of the evidence."""
        return f"{self.source}@{self.offset}"


def _passages(value: object) -> tuple[Passage, ...]:
    if not isinstance(value, dict) or not value:
        raise ValueError("should be a mapping of DOCUMENT@CHARACTER to text")
    return tuple(_passage(place, text) for place, text in value.items())


def _passage(place: str, text: object) -> Passage:
    source, _, offset = place.partition("@")
    if not source or not offset.isdecimal() or not isinstance(text, str):
        raise ValueError(f"{place} should be DOCUMENT@CHARACTER, with a text")
    return Passage(source, int(offset), text)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A claim that an outcome goes one way, its passages, and the result that would refute it.

    What is checked is the sum of `outcomes`, less those of `less`: in the case, less `share` of the
    same in the other case (`against`; without it, the level). `since` names two cases from which
    the two sides are counted. `where` leaves out societies in which its outcome does not fall from
    the other case to this.
    """

    __pydantic_config__ = STRICT

    name: str
    claim: str
    passages: Annotated[tuple[Passage, ...], PlainValidator(_passages)]
    kind: Kind
    outcomes: OutcomeNames
    case: str
    way: Way
    opposite: str
    unit: str
    against: str = ""
    less: OutcomeNames = ()
    share: Number = 1.0
    since: tuple[str, str] | None = None
    where: OutcomeName | None = None
    why: str = ""

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that the pattern needs."""
        against = (self.against,) if self.against else ()
        return (self.case, *against, *(self.since or ()))

    @property
    def read(self) -> OutcomeNames:
        """The outcomes that the pattern needs."""
        where = (self.where,) if self.where else ()
        return (*self.outcomes, *self.less, *where)

    @property
    def yearly(self) -> bool:
        """Whether runs of two years or more have its outcomes for each year apart."""
        return all(outcome.yearly for outcome in self.read)

    def of_year(self, year: int) -> Pattern:
        """The same of one year of a run."""
        return replace(
            self,
            outcomes=tuple(outcome.of_year(year) for outcome in self.outcomes),
            less=tuple(outcome.of_year(year) for outcome in self.less),
            where=self.where and self.where.of_year(year),
        )

    def least(self, values: pd.DataFrame) -> float:
        """The least change that matters; `values` as for `changes`.

        Where it is a share of the usual level, that is the median in the other case. It counts as
        often as that case does: of a change against a quarter of the other case it is a quarter.
        """
        levels: Any = values.xs(self.against or self.case, level="scenario")
        usual = levels[[str(outcome) for outcome in self.outcomes]].sum(axis=1, skipna=False)
        return self.share * least_difference(self.unit, float(usual.median()))

    def changes(self, values: pd.DataFrame) -> pd.Series:
        """The change to be checked, by society; `values` has a row a case (`scenario`) and society.

        Empty where an outcome is, and where the condition does not hold; zero where rounding alone
        makes it.
        """
        sides = [(1.0, self.case)]
        sides += [(-self.share, self.against)] if self.against else []
        sides += zip((-1.0, self.share), self.since, strict=True) if self.since else []
        terms = [
            sign * weight * values.xs(case, level="scenario")[str(outcome)]
            for weight, case in sides
            for sign, outcomes in ((1.0, self.outcomes), (-1.0, self.less))
            for outcome in outcomes
        ]
        table = pd.concat(terms, axis=1)
        total: pd.Series = table.sum(axis=1, skipna=False)
        total = total.mask(total.abs() <= ROUNDING * table.abs().max(axis=1), 0.0)
        if self.where is None:
            return total
        condition = values[str(self.where)]
        value, reference = (
            condition.xs(case, level="scenario") for case in (self.case, self.against)
        )
        return total.where(value < reference, np.nan)


PATTERNS = entries(Path(__file__).with_suffix(".yaml"), Pattern)
