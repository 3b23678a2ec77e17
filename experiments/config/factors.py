"""What a sweep varies: settings by their paths, assumptions by their ids, and over what."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from experiments.config.catalogue import OF_STUDIES
from experiments.config.errors import InputError, nearest
from sim.evidence import Ledger
from sim.settings import Settings

Level = bool | int | float | str
Scheme = Literal["grid", "list", "latin", "sobol"]
Sampling = Literal["latin", "sobol"]
KINDS = {bool: "true or false", int: "whole numbers", float: "numbers", str: "words"}
RANGE = "{low: ..., high: ...}, with scale: log where wanted"


@dataclass(frozen=True, slots=True)
class Factor:
    """A setting, or an assumption which all that is derived from it follows.

    `word` is its path or id, `kind` the type of its levels (bool, int, float or str), `unit` that
    of its evidence, empty where there is none.
    """

    word: str
    kind: type
    unit: str = ""
    assumption: bool = False

    @property
    def label(self) -> str:
        """As a reader wants it, without the unit."""
        return ": ".join(part.replace("_", " ") for part in self.word.split(".")[-2:])

    @property
    def short(self) -> str:
        """Its last word alone."""
        return self.word.rpartition(".")[2].replace("_", " ")

    @property
    def axis(self) -> str:
        """The label with the unit, where one is known."""
        known = self.unit and self.unit not in self.label
        return f"{self.label} ({self.unit})" if known else self.label

    def shown(self, level: Any) -> str:
        """One of its levels as text."""
        if self.kind is bool:
            yes, no = ("on", "off") if self.word.endswith(".on") else ("yes", "no")
            return yes if level else no
        return f"{level:.4g}" if self.kind is float else str(level)

    def fits(self, level: object) -> bool:
        """Whether the level is of its kind; whether it is allowed, only settings know."""
        if self.kind is float:
            number = isinstance(level, int | float) and not isinstance(level, bool)
            return number and math.isfinite(level)  # type: ignore[arg-type]
        return type(level) is self.kind


@dataclass(frozen=True, slots=True)
class Range:
    """From low to high, evenly on a plain or a logarithmic scale."""

    low: float
    high: float
    log: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A factor and what it is varied over; None stands for an assumption's own distribution."""

    factor: Factor
    over: tuple[Level, ...] | Range | None


def axes(vary: Mapping[str, Any], sampling: Scheme, ledger: Ledger) -> tuple[Axis, ...]:
    """What `vary` says, checked: lists for grid and list, ranges for latin and sobol.

    Raises InputError for a path or id that is not there, and for what cannot be its levels.
    """
    if not vary:
        raise InputError("vary", "{}", "should name at least one setting or assumption")
    listed = sampling in ("grid", "list")
    found = []
    for word, over in vary.items():
        one = factor(word, ledger, "vary")
        found.append(Axis(one, _levels(one, over, sampling) if listed else _range(one, over)))
    if sampling == "list":
        lengths = {one.factor.word: len(one.over) for one in found if isinstance(one.over, tuple)}
        if len(set(lengths.values())) > 1:
            told = "lists of equal length, which sampling=list takes together row by row"
            raise InputError("vary", ", ".join(f"{word}: {n}" for word, n in lengths.items()), told)
    return tuple(found)


def factor(word: str, ledger: Ledger, key: str) -> Factor:
    """The setting at a path, or the assumption of an id. Raises InputError, under `key`."""
    settings = _settings(ledger)
    if word in settings:
        kind, source = settings[word]
        if kind not in KINDS:
            raise InputError(
                key, word, "is a list, which cannot be varied; scenarios can have others"
            )
        return Factor(word, kind, ledger.entry(source).unit if ":" in source else "")
    if word in ledger.ranged:
        entry = ledger.assumptions[word]
        whole = entry.distribution == "integer"
        return Factor(word, int if whole else float, entry.unit, assumption=True)
    if word in ledger.assumptions:
        told = f"has no range of its own: it follows {ledger.assumptions[word].formula}"
        raise InputError(key, word, told)
    if word in ledger.facts:
        paths = [path for path, (_, source) in settings.items() if source == f"fact:{word}"]
        instead = f"; there is the setting {' or '.join(paths[:3])}" if paths else ""
        raise InputError(key, word, f"is a fact, and facts stay{instead}")
    if word in OF_STUDIES:
        allowed = f"is a key of the study, and no setting; -m {word}=A,B makes a study of each"
        raise InputError(key, word, allowed)
    known = [*settings, *ledger.ranged]
    groups = [path for path in settings if path.startswith(f"{word}.")]
    hint = f" but a group, of {groups[0]} and others" if groups else nearest(word, known)
    raise InputError(key, word, f"no setting or assumption{hint}")


@lru_cache(1)
def _settings(ledger: Ledger) -> dict[str, tuple[type, str]]:
    """Type of the value and source of every setting, by its path."""
    rows = Settings.read({}, ledger).provenance()
    return {row["path"]: (type(row["value"]), row["source"]) for row in rows}


def _levels(one: Factor, over: object, sampling: Scheme) -> tuple[Level, ...]:
    key, kind = f"vary.{one.word}", KINDS[one.kind]
    if not isinstance(over, Sequence) or isinstance(over, str) or not over:
        ranged = "; ranges are for sampling=latin and sobol" if _is_range(over) else ""
        raise InputError(key, over, f"should be a list of {kind}{ranged}")
    for level in over:
        if not one.fits(level):
            raise InputError(key, level, f"should be {kind}")
    levels = tuple(one.kind(level) for level in over)
    if sampling == "grid" and len(set(levels)) < len(levels):
        twice = next(level for level in levels if levels.count(level) > 1)
        raise InputError(key, twice, "is there twice")
    return levels


def _range(one: Factor, over: object) -> Range | None:
    key, kind = f"vary.{one.word}", KINDS[one.kind]
    if one.kind in (bool, str):
        raise InputError(key, over, f"is {kind}, which has no range; list it in a grid")
    if over is None and one.assumption:
        return None
    if not _is_range(over):
        own = ", or null for its own range and distribution" if one.assumption else ""
        lists = "; lists are for sampling=grid and list" if isinstance(over, list) else ""
        raise InputError(key, over, f"should be {RANGE}{own}{lists}")
    assert isinstance(over, Mapping)
    low, high, scale = over["low"], over["high"], over.get("scale", "linear")
    for name, end in (("low", low), ("high", high)):
        if not one.fits(end):
            raise InputError(f"{key}.{name}", end, f"should be {kind}")
    if not low < high:
        raise InputError(key, over, "low should be below high")
    if scale not in ("linear", "log"):
        raise InputError(f"{key}.scale", scale, "should be linear or log")
    if scale == "log" and low <= 0:
        raise InputError(f"{key}.low", low, "should be above 0 on a logarithmic scale")
    return Range(low, high, scale == "log")


def _is_range(over: object) -> bool:
    return isinstance(over, Mapping) and {"low", "high"} <= set(over) <= {"low", "high", "scale"}
