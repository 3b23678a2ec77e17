"""Settings at many points of a design, of which each changes some.

What no point changes is looked up, validated and written as JSON once. What a point changes is
validated by the classes of settings themselves, together with all groups that contain it.

An example: points replace `assume:overlap` and give `horizon_days`. `Variants(tree, ledger,
["assume:overlap", "horizon_days"], [0.5, 250])` reads the settings at that point and notes which of
them follow `overlap`, directly or by a formula. `.at([0.6, 125])` fills in those numbers, validates
the groups with them, and puts them into the JSON text noted for the rest. The settings are equal to
those of `Settings.read` at that point.
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import cloudpickle

from sim.evidence import EvidenceError, Ledger, Number, formula
from sim.levers import registry
from sim.parameters import (
    NUMBERS,
    Group,
    SettingsError,
    evidence_of,
    reference_of,
    source_of,
    unsigned,
)
from sim.settings import Settings, to_json
from sim.settings.nested import Tree, grow, overlay

ASSUMPTION = "assume:"
SWITCHED = ("levers", "rules", "shocks")
"""Groups of which canonical JSON has only the members that are on."""
KEPT_VARIANTS = 64
"""Variants that a process keeps of those that were sent to it."""


class Unfit(Exception):
    """Settings at a point are not made in this way: perhaps they are invalid."""


@dataclass(slots=True)
class Branch:
    """A group of settings in which points change something.

    Attributes:
        switched: whether JSON has only those groups within that are on.
        fixed: values, and whole groups, that no point changes.
        given: paths, by key, of settings that columns give.
        followed: ids of assumptions, by key, for settings that follow them.
        branches: groups within in which points change something.
        texts: keys of settings that points change and that are no numbers.
        lines: canonical JSON of each key, in order; `%(key)s` or, for numbers, `%(key)r` stand for
            a value that points change.
        template: of them all, where there is no choice among them.
    """

    switched: bool
    fixed: dict[str, Any] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    followed: dict[str, str] = field(default_factory=dict)
    branches: dict[str, Branch] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)
    template: str = ""

    @property
    def changes(self) -> bool:
        return bool(self.given or self.followed or self.branches)


class Variants:
    """The settings of a nested mapping at any values of some columns.

    Parameters:
        tree: settings that all points have in common, as for `Settings.read`.
        ledger: the evidence.
        columns: dotted paths of settings, or `assume:ID` of assumptions that are replaced.
        values: values of the columns at one point that settings allow.

    Raises:
        Unfit: settings or evidence do not allow these values.
    """

    def __init__(
        self, tree: Tree, ledger: Ledger, columns: Sequence[str], values: Sequence[Any]
    ) -> None:
        self._paths = {path: at for at, path in enumerate(columns) if not is_assumption(path)}
        self._drawn = {
            name.removeprefix(ASSUMPTION): at
            for at, name in enumerate(columns)
            if is_assumption(name)
        }
        chosen = {path: values[at] for path, at in self._paths.items()}
        if any(reference_of(value) is not None for value in chosen.values()):
            raise Unfit
        if any(isinstance(value, Mapping) for value in chosen.values()):
            raise Unfit  # a whole group
        try:
            evidence = ledger.replace({name: values[at] for name, at in self._drawn.items()})
            first = Settings.read(overlay(tree, grow(chosen)), evidence)
        except (SettingsError, EvidenceError) as error:
            raise Unfit from error
        self._whole = [
            at
            for name, at in self._drawn.items()
            if ledger.assumptions[name].distribution == "integer"
        ]
        self._named = {name: ledger.assumptions[name].names for name in self._drawn}
        self._named = {name: names for name, names in self._named.items() if names}
        self._formulas = evidence.derived_from(self._drawn)
        used = {name for text in self._formulas.values() for name in formula.names(text)}
        self._constants = evidence.values(used)
        self._sources = dict(first.sources)
        self._moved = {f"{ASSUMPTION}{name}" for name in (*self._drawn, *self._formulas)}
        self._choices: list[tuple[str, int, Any, str]] = []
        self._root = self._branch(first, "", "")
        self._packed: bytes | None = None

    def at(self, values: Sequence[Any]) -> Settings:
        """The settings at a point. Raises Unfit."""
        try:
            settings = Settings.validated(
                _filled(self._root, self._given(values), self._numbers(values)),
                self._sources_at(values),
            )
        except (ValueError, TypeError, ArithmeticError) as error:
            raise Unfit from error
        if not registry.sources():
            settings.keep(_written(self._root, settings), (_at, (self, tuple(values))))
        return settings

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle: packed, and unpacked at the other end, once."""
        if self._packed is None:
            self._packed = cloudpickle.dumps(self.__dict__)
        return _unpacked, (self._packed,)

    def _given(self, values: Sequence[Any]) -> dict[str, Any]:
        """The values that columns give, by path."""
        given = {path: values[at] for path, at in self._paths.items()}
        for path, value in given.items():
            if reference_of(value) is not None:
                raise Unfit
            given[path] = unsigned(tuple(value) if isinstance(value, list) else value)
        return given

    def _numbers(self, values: Sequence[Any]) -> dict[str, Number | str]:
        """The values of assumptions that points change, and of what these follow from, by id."""
        drawn = [values[at] for at in self._drawn.values()]
        if not {*map(type, drawn)} <= {int, float} or not math.isfinite(sum(drawn)):
            raise Unfit
        if not {type(values[at]) for at in self._whole} <= {int}:
            raise Unfit
        if 0 in drawn:
            drawn = [*map(unsigned, drawn)]
        numbers = self._constants | dict(zip(self._drawn, drawn, strict=True))
        for name, text in self._formulas.items():
            numbers[name] = unsigned(formula.evaluate(text, numbers))
        return numbers | {name: self._choice(name, numbers[name]) for name in self._named}

    def _choice(self, name: str, number: Number) -> str:
        """The name of a choice that an assumption numbers."""
        names = self._named[name]
        if not 0 <= number < len(names):
            raise Unfit
        return names[int(number)]

    def _sources_at(self, values: Sequence[Any]) -> dict[str, str]:
        return self._sources | {
            path: source_of(values[at], usual, None, group)
            for path, at, usual, group in self._choices
        }

    def _branch(self, group: Group, path: str, name: str) -> Branch:
        """What points change in a group, given the group at a point."""
        branch = Branch(path in SWITCHED)
        written = group.model_dump(mode="json")
        for key, setting in sorted(type(group).model_fields.items()):
            place = f"{path}.{key}" if path else key
            value = getattr(group, key)
            text, constant = f"%({key})s", False
            if isinstance(value, Group):
                inner = self._branch(value, place, key)
                if inner.changes:
                    branch.branches[key] = inner
                else:
                    text, constant = _escaped(_written(inner, value)), True
            elif place in self._paths:
                branch.given[key] = place
                if evidence_of(setting, name) is None:
                    self._choices.append((place, self._paths[place], setting.default, path))
                if setting.annotation in NUMBERS:
                    text = f"%({key})r"
                else:
                    branch.texts.append(key)
            elif self._sources[place] in self._moved:
                branch.followed[key] = self._sources[place].removeprefix(ASSUMPTION)
                if isinstance(value, str):
                    branch.texts.append(key)
                else:
                    text = f"%({key})r"
            else:
                text, constant = _escaped(to_json(written[key])), True
            if constant and key in group.model_fields_set:
                branch.fixed[key] = value
            branch.lines[key] = f"{_escaped(to_json(key))}:{text}"
        branch.template = _joined(branch.lines)
        return branch


def is_assumption(column: str) -> bool:
    """Whether a column replaces an assumption."""
    return column.startswith(ASSUMPTION)


def _filled(
    branch: Branch, given: Mapping[str, Any], numbers: Mapping[str, Number | str]
) -> dict[str, Any]:
    """A group of settings at a point, as it is validated."""
    full = branch.fixed.copy()
    for key, name in branch.followed.items():
        full[key] = numbers[name]
    for key, path in branch.given.items():
        full[key] = given[path]
    for key, inner in branch.branches.items():
        full[key] = _filled(inner, given, numbers)
    return full


def _written(branch: Branch, group: Group) -> str:
    """Canonical JSON of a group in which points change something."""
    values = group.__dict__
    template, inside = branch.template, branch.branches
    if branch.switched:
        template = _joined({key: text for key, text in branch.lines.items() if values[key].on})
        inside = {key: inner for key, inner in inside.items() if values[key].on}
    if inside or branch.texts:
        values = values | {key: to_json(values[key]) for key in branch.texts}
        values |= {key: _written(inner, values[key]) for key, inner in inside.items()}
    return template % values


def _joined(lines: Mapping[str, str]) -> str:
    return "{" + ",".join(lines.values()) + "}"


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _at(variants: Variants, values: Sequence[Any]) -> Settings:
    return variants.at(values)


@lru_cache(KEPT_VARIANTS)
def _unpacked(packed: bytes) -> Variants:
    variants = object.__new__(Variants)
    variants.__dict__.update(pickle.loads(packed))
    return variants


registry.on_change(_unpacked.cache_clear)
