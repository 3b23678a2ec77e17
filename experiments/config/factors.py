"""What a sweep varies: settings by their paths, assumptions by their ids, and their levels."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType
from typing import Any, Literal, get_args

from experiments.config.catalogue import OF_STUDIES
from experiments.config.errors import InputError, did_you_mean
from experiments.language import _, bracketed, marked
from sim.evidence import Ledger
from sim.parameters import Group
from sim.settings import Settings

Level = bool | int | float | str
Scheme = Literal["grid", "list", "latin", "sobol"]
Sampling = Literal["latin", "sobol"]
KINDS = {bool: "true or false", int: "whole numbers", float: "numbers", str: "text"}
BOOLEANS = {"true": True, "false": False}
COVERAGE = marked("coverage")
"""The setting that sweeps vary most; other settings are shown by their names."""
RANGE = "{low: ..., high: ...}, with scale: log if wanted"


@dataclass(frozen=True, slots=True)
class Factor:
    """A setting, or an assumption together with all that is derived from it.

    `word` is its path or id, `kind` the type of its levels (bool, int, float or str), `unit` that
    of its evidence, empty where there is none.
    """

    word: str
    kind: type
    unit: str = ""
    assumption: bool = False

    @property
    def label(self) -> str:
        """Its name for readers, without the unit."""
        *group, name = (_(part.replace("_", " ")) for part in self.word.split(".")[-2:])
        return _("{label}: {group}").format(label=group[0], group=name) if group else name

    @property
    def short(self) -> str:
        """The last part of its name."""
        return _(self.word.rpartition(".")[2].replace("_", " "))

    @property
    def axis(self) -> str:
        """The label with the unit, where one is known."""
        known = self.unit and _(self.unit) not in self.label
        return bracketed(self.label, _(self.unit)) if known else self.label

    def shown(self, level: Any) -> str:
        """One of its levels as text."""
        if self.kind is bool:
            switch = self.word.endswith(".on")
            yes, no = (_("on"), _("off")) if switch else (_("yes"), _("no"))
            return yes if level else no
        return f"{level:.4g}" if self.kind is float else str(level)

    def fits(self, level: object) -> bool:
        """Whether the level is of its kind; whether it is allowed, only settings know."""
        if self.kind is float:
            number = isinstance(level, int | float) and not isinstance(level, bool)
            return number and math.isfinite(level)  # type: ignore[arg-type]
        return type(level) is self.kind

    def level(self, cell: object) -> Level | None:
        """A cell of a table as one of its levels, None where it cannot be one; 12.0 is whole."""
        if isinstance(cell, str):
            return _read(cell, self.kind)
        if isinstance(cell, int) and abs(cell) > sys.float_info.max:
            return None
        return _converted(cell, self.kind)


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
    """The factors of `vary` with their levels: lists for grid and list, ranges for latin and sobol.

    Raises InputError for an unknown path or id, and for levels that it cannot have.
    """
    if not vary:
        raise InputError("vary", "{}", "should name at least one setting or assumption")
    listed = sampling in ("grid", "list")
    varied = []
    for name, over in vary.items():
        chosen = factor(name, ledger, "vary")
        varied.append(
            Axis(chosen, _levels(chosen, over, sampling) if listed else _range(chosen, over))
        )
    if sampling == "list":
        lengths = {
            axis.factor.word: len(axis.over) for axis in varied if isinstance(axis.over, tuple)
        }
        if len(set(lengths.values())) > 1:
            given = ", ".join(f"{name}: {length}" for name, length in lengths.items())
            allowed = "should be lists of equal length, which sampling=list combines row by row"
            raise InputError("vary", given, allowed)
    return tuple(varied)


def factor(name: str, ledger: Ledger, key: str) -> Factor:
    """The setting at a path, or the assumption of an id. Raises InputError, under `key`."""
    settings = _settings(ledger)
    if name in settings:
        kind, source = settings[name]
        if kind not in KINDS:
            raise InputError(
                key, name, "is a list, which cannot be varied; scenarios can have others"
            )
        return Factor(name, kind, ledger.entry(source).unit if ":" in source else "")
    if name in ledger.ranged:
        entry = ledger.assumptions[name]
        whole = entry.distribution == "integer"
        return Factor(name, int if whole else float, entry.unit, assumption=True)
    if name in ledger.assumptions:
        allowed = f"has no range of its own: it follows {ledger.assumptions[name].formula}"
        raise InputError(key, name, allowed)
    if name in ledger.facts:
        paths = [path for path, (_, source) in settings.items() if source == f"fact:{name}"]
        instead = f"; there is the setting {' or '.join(paths[:3])}" if paths else ""
        raise InputError(key, name, f"is a fact, and facts are not varied{instead}")
    if name in OF_STUDIES:
        allowed = f"is a key of the study, not a setting; -m {name}=A,B makes a study of each"
        raise InputError(key, name, allowed)
    known = [*settings, *ledger.ranged]
    groups = [path for path in settings if path.startswith(f"{name}.")]
    hint = f" but a group, of {groups[0]} and others" if groups else did_you_mean(name, known)
    raise InputError(key, name, f"no setting or assumption{hint}")


def _converted(cell: object, kind: type) -> Level | None:
    if kind is int and isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if kind is float and isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    if type(cell) is kind and isinstance(cell, bool | int | float):
        return cell
    return None


def _read(text: str, kind: type) -> Level | None:
    if kind is bool:
        return BOOLEANS.get(text.lower())
    try:
        level: Level = kind(text)
    except ValueError:
        try:
            return _converted(float(text), int) if kind is int else None
        except ValueError:
            return None
    return level if text else None


@lru_cache(1)
def _settings(ledger: Ledger) -> dict[str, tuple[type, str]]:
    """Type of the value and source of every setting, by its path."""
    usual = Settings.read({}, ledger)
    return {
        row["path"]: (_kind(usual, row["path"], row["value"]), row["source"])
        for row in usual.provenance()
    }


def _kind(settings: Settings, path: str, value: object) -> type:
    """The type of a setting's value; where it has none, that of the number it may have."""
    if value is not None:
        return type(value)
    *groups, key = path.split(".")
    group: Group = settings
    for name in groups:
        group = getattr(group, name)
    may_be = get_args(type(group).model_fields[key].annotation)
    return next((kind for kind in may_be if kind in KINDS), NoneType)


def _levels(factor: Factor, over: object, sampling: Scheme) -> tuple[Level, ...]:
    key, kind = f"vary.{factor.word}", KINDS[factor.kind]
    if not isinstance(over, Sequence) or isinstance(over, str) or not over:
        ranged = "; ranges are for sampling=latin and sobol" if _is_range(over) else ""
        raise InputError(key, over, f"should be a list of {kind}{ranged}")
    for level in over:
        if not factor.fits(level):
            raise InputError(key, level, f"should be {kind}{_by_type(factor, level)}")
    levels = tuple(factor.kind(level) for level in over)
    if sampling == "grid" and len(set(levels)) < len(levels):
        twice = next(level for level in levels if levels.count(level) > 1)
        raise InputError(key, twice, "is listed twice")
    return levels


def _by_type(factor: Factor, level: object) -> str:
    """What to do instead where shares by type of community stand for a coverage."""
    if not factor.word.endswith(f".{COVERAGE}") or not isinstance(level, Mapping):
        return ""
    shares = ",".join(f"{name}:{share}" for name, share in level.items())
    studies = f"-m '{factor.word}=0.5,{{{shares}}}' makes a study of each"
    return f"; shares by type are not swept: {studies}"


def _range(factor: Factor, over: object) -> Range | None:
    key, kind = f"vary.{factor.word}", KINDS[factor.kind]
    if factor.kind in (bool, str):
        raise InputError(key, over, f"is {kind}, which has no range; list it in a grid")
    if over is None and factor.assumption:
        return None
    if not _is_range(over):
        null = ", or null for its own range and distribution" if factor.assumption else ""
        lists = "; lists are for sampling=grid and list" if isinstance(over, list) else ""
        raise InputError(key, over, f"should be {RANGE}{null}{lists}")
    assert isinstance(over, Mapping)
    low, high, scale = over["low"], over["high"], over.get("scale", "linear")
    for name, end in (("low", low), ("high", high)):
        if not factor.fits(end):
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
