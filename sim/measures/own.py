"""Measures of users: a function from the tables of a run to a number, registered by a decorator.

A run computes them at its end and keeps their values with the others. Their source is part of the
run's identity, and jobs carry them to workers by value.
"""

from __future__ import annotations

import inspect
import math
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeVar

from sim.levers.source import carry, source
from sim.measures.measure import ALL, WHOLE, Groups, Line, Measure, Section, Values

if TYPE_CHECKING:
    from sim.measures.observation import Observation
    from sim.measures.run_tables import RunTables

Given = TypeVar("Given", bound=Callable[["RunTables"], Any])
MOST_DIGITS = 9
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class MeasureError(ValueError):
    """A measure that cannot be registered or computed; one line."""


@dataclass(frozen=True, slots=True)
class OwnMeasure:
    """A registered measure: its specification, and the digest of its source code."""

    specification: Measure
    source: str


_OWN: dict[str, OwnMeasure] = {}
_TABLES: list[dict[str, Measure]] = []


def measure(
    *,
    label: str,
    unit: str,
    definition: str,
    better: int = 0,
    groups: Mapping[str, str] | Iterable[str] = (),
    communities: bool = False,
    digits: int = 1,
) -> Callable[[Given], Given]:
    """Register the function that follows as a measure of every run from now on.

    Its name is that of the function. It takes `sim.measures.run_tables.RunTables` and returns a
    number, NaN where there is none, or numbers by group.

    Parameters:
        label: short, for a table or an axis, without the unit.
        unit: of its values; one that begins with "share" is shown as percent.
        definition: what it counts, in a sentence.
        better: 1 if more is better, -1 if less is, 0 if neither.
        groups: names of the groups that it returns, or labels by name; needed where it returns
            numbers by group.
        communities: whether it is computed for each community as well.
        digits: decimals in tables.

    Raises:
        MeasureError: The name is taken, or an argument is not allowed.

    Example:
        @measure(label="share of forms at the head", unit="share of hours", better=-1,
                 definition="hours of heads on forms, over those of all workers")
        def heads_forms(tables):
            forms = tables.hours.query("activity == 'forms'")
            return forms.query("head")["hours"].sum() / forms["hours"].sum()
    """

    def register(function: Given) -> Given:
        name = getattr(function, "__name__", "")
        named = _checked_groups(name, groups)
        _check(name, function, {"label": label, "unit": unit, "definition": definition}, better)
        if (
            isinstance(digits, bool)
            or not isinstance(digits, int)
            or not 0 <= digits <= MOST_DIGITS
        ):
            allowed = f"should be a whole number from 0 to {MOST_DIGITS}"
            raise MeasureError(f"measure {name}: digits={digits!r}: {allowed}")
        values = OwnValues(name, function, tuple(named))
        place = 1000 + len(_OWN)  # after all others in the headline table
        lines = [
            Line(Section.OTHERS, place, f"{label}, {text}" if text else label, key)
            for key, text in named.items()
        ]
        specification = Measure(
            name=name, label=label, unit=unit, definition=definition, values=values,
            groups=named, better=better, digits=digits, whole_only=not communities,
            one_place=True, lines=tuple(lines),
        )  # fmt: skip
        carry(function.__module__)
        _put(OwnMeasure(specification, source(function)))
        return function

    return register


def forget(name: str) -> None:
    """Take out a measure that was registered. Raises KeyError."""
    del _OWN[name]
    for table in _TABLES:
        table.pop(name, None)


def names() -> tuple[str, ...]:
    """Names of registered measures, in the order of registration."""
    return tuple(_OWN)


def function_of(name: str) -> Callable[..., Any]:
    """The function of a registered measure. Raises KeyError."""
    values = _OWN[name].specification.values
    assert isinstance(values, OwnValues)
    return values.function


def sources() -> dict[str, str]:
    """Digests of the source code of registered measures, by name."""
    return {name: own.source for name, own in _OWN.items()}


def registered() -> tuple[OwnMeasure, ...]:
    """All of them, as a job takes them to a worker."""
    return tuple(_OWN.values())


def adopt(measures: Iterable[OwnMeasure]) -> None:
    """Have exactly these measures, as who sent them has."""
    wanted = {own.specification.name: own for own in measures}
    for name in [name for name in _OWN if name not in wanted]:
        forget(name)
    for name, own in wanted.items():
        if name not in _OWN or _OWN[name].source != own.source:
            _put(own)


def keep(table: dict[str, Measure]) -> None:
    """Keep own measures in this table of all measures, after the others."""
    _TABLES.append(table)
    table.update({name: own.specification for name, own in _OWN.items()})


def _put(own: OwnMeasure) -> None:
    name = own.specification.name
    _OWN[name] = own
    for table in _TABLES:
        table[name] = own.specification


@dataclass(frozen=True, slots=True)
class OwnValues:
    """Computes the values of a measure by group, and says in one line what is wrong with them."""

    name: str
    function: Callable[[RunTables], Any]
    groups: tuple[str, ...]

    def __call__(self, seen: Observation) -> Values:
        """Raises MeasureError where the function raises or gives no number.

        Before the last day it may: values are then NaN.
        """
        import numpy as np

        from sim.measures.run_tables import RunTables

        try:
            with np.errstate(divide="ignore", invalid="ignore"):
                return self._checked(self.function(RunTables(seen)))
        except MeasureError:
            if seen.over:
                raise
        except (Exception, SystemExit) as error:
            if seen.over:
                raise MeasureError(f"measure {self.name}: {_where(self.function, error)}") from None
        return dict.fromkeys(self.groups, math.nan)

    def _checked(self, found: Any) -> Values:
        given = found if isinstance(found, Mapping) else {ALL: found}
        if unknown := [key for key in given if key not in self.groups]:
            allowed = "groups=(...) of its decorator names all groups"
            if ALL not in given:
                allowed += f", which are {', '.join(self.groups)}"
            raise MeasureError(f"measure {self.name}: gives {unknown[0]!r}: {allowed}")
        return {group: self._number(given.get(group, math.nan), group) for group in self.groups}

    def _number(self, value: Any, group: str) -> float:
        if isinstance(value, Real) and not math.isinf(value):
            return float(value)
        where = "" if group == ALL else f" for {group}"
        shown = " ".join(repr(value).split())[:60]
        allowed = 'should be a number; float("nan") says that there is none'
        raise MeasureError(f"measure {self.name}: gives {shown}{where}: {allowed}")


def _where(function: Callable[..., Any], error: BaseException) -> str:
    """The line of the function's file that an exception came from, and what it says."""
    file = function.__code__.co_filename
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__)
             if frame.filename == file]  # fmt: skip
    line = f"line {lines[-1]}: " if lines else ""
    return " ".join(f"{line}{type(error).__name__}: {error}".split())


def _checked_groups(name: str, groups: Mapping[str, str] | Iterable[str]) -> Groups:
    if isinstance(groups, str) or not isinstance(groups, Iterable):
        raise MeasureError(f"measure {name}: groups={groups!r}: should be a list of texts")
    named = dict(groups) if isinstance(groups, Mapping) else dict.fromkeys(groups, "")
    for key, text in named.items():
        texts = isinstance(key, str) and isinstance(text, str)
        if not texts or not key or "." in key or not f"{key}{text}".isprintable():
            allowed = "should be a text in one line, without a dot"
            raise MeasureError(f"measure {name}: groups={key!r}: {allowed}")
    return {key: text or ("" if key == ALL else key.replace("_", " ")) for key, text in
            named.items()} or WHOLE  # fmt: skip


def _check(name: str, function: Any, texts: Mapping[str, str], better: int) -> None:
    """Raises MeasureError for what is not allowed."""
    from sim.measures.registry import MEASURES

    if not inspect.isfunction(function):
        raise MeasureError(f"{function!r}: a measure is a function of tables")
    if inspect.isgeneratorfunction(function) or inspect.iscoroutinefunction(function):
        raise MeasureError(f"measure {name}: should return a number, without yield or async")
    if not NAME.fullmatch(name):
        raise MeasureError(f"measure {name}: cannot be a name; rename the function, as in my_hours")
    before = _OWN.get(name)
    if name in MEASURES and (before is None or not _redefines(function, function_of(name))):
        where = "the model" if before is None else function_of(name).__module__
        raise MeasureError(f"measure {name}: {where} has a measure of this name; rename it")
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip() or not text.isprintable():
            raise MeasureError(f"measure {name}: {key}={text!r}: should be a text in one line")
    if better not in (-1, 0, 1):
        raise MeasureError(f"measure {name}: better={better!r}: should be 1, 0 or -1")


def _redefines(function: Any, old: Any) -> bool:
    """Whether a function takes the place of an earlier version, as in a notebook."""
    same = (old.__module__, old.__qualname__) == (function.__module__, function.__qualname__)
    return same and old is not function
