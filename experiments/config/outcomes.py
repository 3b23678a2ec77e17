"""Outcomes of experiments: a measure of the whole place, or of one of its groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from experiments.config.errors import InputError, did_you_mean
from sim.measures.measure import ALL, Key, Measure, of_year
from sim.measures.registry import MEASURES
from sim.measures.working_time import FREED, HOURS

__all__ = ["ALL", "DIRECTED", "FREED", "KEY", "STANDARD", "Outcome", "check_known", "outcome"]


class Outcome(NamedTuple):
    """One measure and its group; `str()` gives `measure` or `measure.group`."""

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


def outcome(name: str) -> Outcome:
    """The outcome that is written `measure` or `measure.group`."""
    measure, _, group = name.partition(".")
    return Outcome(measure, group or ALL)


def check_known(wanted: Iterable[Outcome], known: Iterable[Outcome], key: str) -> None:
    """Raises InputError for an outcome that the model does not measure."""
    names = {FREED}
    for outcome in known:
        names.add(str(outcome))
        base, year = of_year(outcome.group)
        if outcome.measure == HOURS and base == ALL and year is not None:
            names.add(f"{FREED}.{outcome.group}")
    for outcome in wanted:
        if (name := str(outcome)) not in names:
            message = f"no such measure{did_you_mean(name, names)}; comparison.csv of a comparison"
            allowed = f"{message} lists measures and groups, written measure.group"
            raise InputError(key, outcome, allowed)


def _key() -> dict[Outcome, Key]:
    pairs = [
        (Outcome(name, key.group), key) for name, measure in MEASURES.items() for key in measure.key
    ]
    return dict(sorted(pairs, key=lambda pair: pair[1].place))


KEY = _key()
"""Key outcomes, in the order in which they are shown."""
STANDARD = tuple(outcome for outcome, key in KEY.items() if key.primary)
"""The primary outcomes, unless others are declared; every run of sixty days or more
has them."""
DIRECTED = tuple(sorted(name for name, measure in MEASURES.items() if measure.better))
"""Measures with a direction: more is better, or less is."""
