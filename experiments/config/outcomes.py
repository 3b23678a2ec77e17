"""What experiments look at: a measure of the whole place, written `measure` or `measure.group`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from experiments.config.errors import InputError, nearest
from sim.measures.measure import ALL, Key, Measure
from sim.measures.registry import MEASURES
from sim.measures.working_time import FREED

__all__ = ["ALL", "DIRECTED", "FREED", "KEY", "STANDARD", "Outcome", "outcome", "refuse_unknown"]


class Outcome(NamedTuple):
    """One measure and its group. `str()` gives the word that names it."""

    measure: str
    group: str = ALL

    def __str__(self) -> str:
        return self.measure if self.group == ALL else f"{self.measure}.{self.group}"

    @property
    def specification(self) -> Measure | None:
        """The specification of its measure, None of one that the model does not have."""
        return MEASURES.get(self.measure)

    @property
    def label(self) -> str:
        """What a reader sees in place of its name, without the unit."""
        if self.specification:
            return self.specification.label_of(self.group)
        return str(self).replace(".", ", ").replace("_", " ")

    def titled(self, unit: str) -> str:
        """The label with the unit of the measure, for where nothing else shows it."""
        return f"{self.label}, {unit}"

    @property
    def better(self) -> int:
        """+1 where more is better, -1 where less is, 0 where that cannot be said."""
        return self.specification.better if self.specification else 0

    @property
    def censored(self) -> bool:
        """Whether a run without a value is one in which it would be the largest."""
        return bool(self.specification and self.specification.censored)


def outcome(word: str) -> Outcome:
    """The outcome that a word names."""
    measure, _, group = word.partition(".")
    return Outcome(measure, group or ALL)


def refuse_unknown(wanted: Iterable[Outcome], known: Iterable[Outcome], key: str) -> None:
    """Raises InputError for an outcome that the model does not measure."""
    there = {str(one) for one in known} | {FREED}
    for one in wanted:
        if str(one) not in there:
            told = f"no such measure{nearest(str(one), there)}; comparison.csv of a comparison"
            raise InputError(key, one, f"{told} lists measures and groups, written measure.group")


def _key() -> dict[Outcome, Key]:
    pairs = [(Outcome(name, key.group), key) for name, one in MEASURES.items() for key in one.key]
    return dict(sorted(pairs, key=lambda pair: pair[1].place))


KEY = _key()
"""Key outcomes, in the order in which they are shown."""
STANDARD = tuple(one for one, key in KEY.items() if key.primary)
"""The primary outcomes, unless others are declared; every run of sixty days or more
has them."""
DIRECTED = tuple(sorted(name for name, one in MEASURES.items() if one.better))
"""Measures of which it can be said whether more is better."""
