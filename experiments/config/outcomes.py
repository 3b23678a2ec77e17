"""Outcomes of experiments: a measure of the whole place, or of one of its groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from experiments.config.errors import InputError, did_you_mean
from experiments.language import _
from experiments.language.phrase import Phrase, phrase
from sim.enums import YEAR_DAYS
from sim.measures.activities import FREED_FROM
from sim.measures.full_delivery import FREED, FULL
from sim.measures.measure import ALL, Key, Measure, in_year, of_year
from sim.measures.registry import MEASURES
from sim.measures.working_time import HOURS, LESS

__all__ = [
    "ALL", "FREED", "FULL", "HOURS", "KEY", "LESS", "STANDARD", "Outcome", "check_known",
    "directed", "outcome",
]  # fmt: skip


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
        """What a reader sees in place of its name, without the unit, in the language in use."""
        return self.phrase.shown()

    @property
    def phrase(self) -> Phrase:
        """Its label, to be kept in a file and shown in any language."""
        if self.specification:
            return _label(self.specification, self.group)
        return phrase(str(self).replace(".", ", ").replace("_", " "))

    def titled(self, unit: str) -> str:
        """The label with the unit of the measure, for where nothing else shows it."""
        return _("{label}, {unit}").format(label=self.label, unit=_(unit))

    @property
    def better(self) -> int:
        """+1 where more is better, -1 where less is, 0 where that cannot be said."""
        return self.specification.better if self.specification else 0

    @property
    def parts(self) -> tuple[Outcome, ...]:
        """Outcomes whose sum in the baseline, minus that in a scenario, is this one.

        None of an outcome that a run has by itself.
        """
        if self.measure == FREED:
            return (Outcome(FULL, self.group),)
        if self.measure != LESS:
            return ()
        activity, year = of_year(self.group)
        counted = FREED_FROM if activity == ALL else (activity,)
        return tuple(Outcome(HOURS, one if year is None else in_year(one, year)) for one in counted)

    @property
    def yearly(self) -> bool:
        """Whether runs of two years or more have it for each year apart."""
        return self.specification is not None and self.group in self.specification.by_year

    def of_year(self, year: int) -> Outcome:
        """The same of one year."""
        return Outcome(self.measure, in_year(self.group, year))

    @property
    def censored(self) -> bool:
        """Whether a run without a value is one in which it would be the largest."""
        return bool(self.specification and self.specification.censored)


def _label(measure: Measure, group: str) -> Phrase:
    """The label of a measure's group as `Measure.label_of` has it."""
    base, year = of_year(group)
    if year is not None:
        return phrase("{label}, year {year}", label=_label(measure, base), year=year)
    if group == ALL:
        return phrase(measure.label)
    named = phrase(measure.groups.get(group) or group.replace("_", " "))
    return phrase(measure.grouped, label=phrase(measure.label), group=named)


def outcome(name: str) -> Outcome:
    """The outcome that is written `measure` or `measure.group`."""
    measure, _, group = name.partition(".")
    return Outcome(measure, group or ALL)


def check_known(wanted: Iterable[Outcome], known: Iterable[Outcome], key: str) -> None:
    """Raises InputError for an outcome that the model does not measure."""
    measured = set(known)
    names = {str(one) for one in (*measured, Outcome(FREED), Outcome(LESS))}
    for one in wanted:
        if one in measured or (one.parts and measured.issuperset(one.parts)):
            continue
        if least := _days_of_year(one):
            raise InputError(key, one, f"needs horizon_days={least} or more")
        message = f"no such measure{did_you_mean(str(one), names)}; comparison.csv of a comparison"
        allowed = f"{message} lists measures and groups, written measure.group"
        raise InputError(key, one, allowed)


def _days_of_year(one: Outcome) -> int:
    """Days of a run that has this outcome of a year; 0 of one that no run has."""
    group, year = of_year(one.group)
    known = one.specification and year and group in one.specification.by_year
    return YEAR_DAYS * max(year or 0, 2) if known else 0


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


def directed() -> list[str]:
    """Measures with a direction: more is better, or less is."""
    return sorted(name for name, measure in MEASURES.items() if measure.better)
