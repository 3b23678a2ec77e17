"""Bounds that several settings share, and the error that names all of them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Self

from pydantic import BaseModel

from sim.parameters import SettingsError

TOLERANCE = 1e-9
"""By which a sum of shares may pass its bound: fractions are rounded."""


class JointError(SettingsError):
    """Several settings together are invalid; the message names each with its value.

    Parameters:
        members: value of each of them, by its path.
        rule: what is allowed of them together.
        makes: what they make together, if that is a number.

    `path` is of the first one that was given, as far as that is known (`given`).
    """

    def __init__(
        self, members: Mapping[str, object], rule: str, makes: float | None = None
    ) -> None:
        self.members, self.rule, self.makes = dict(members), rule, makes
        path, value = next(iter(members.items()))
        others = [
            f"{_beside(path, one)}={_written(members[one])}" for one in members if one != path
        ]
        number = "" if makes is None else f" makes {makes:.6g}"
        super().__init__(path, value, f"with {', '.join(others)}{number}; {rule}")

    @property
    def reason(self) -> str:
        first, *others = sorted(self.members)
        names = [first, *(_beside(first, other) for other in others)]
        return f"{', '.join(names)}: {self.rule}"

    def inside(self, group: str) -> Self:
        members = {f"{group}.{path}": value for path, value in self.members.items()}
        return type(self)(members, self.rule, self.makes)

    def given(self, paths: Collection[str]) -> Self:
        chosen = sorted(self.members, key=lambda path: path not in paths)
        return type(self)({path: self.members[path] for path in chosen}, self.rule, self.makes)


def refuse_sum(group: BaseModel, *keys: str, rule: str = "1 at most") -> None:
    """Refuse shares that sum to more than 1.

    Parameters:
        group: of settings.
        keys: of the shares.

    Raises:
        JointError: they do.
    """
    members = {key: getattr(group, key) for key in keys}
    total = math.fsum(members.values())
    if total > 1.0 + TOLERANCE:
        raise JointError(members, rule, total)


def _beside(path: str, other: str) -> str:
    """The other path, without its group where that is the group of the path."""
    group, _, key = other.rpartition(".")
    return key if group == path.rpartition(".")[0] else other


def _written(value: object) -> str:
    """A value in a message: a mapping as in YAML, all else as in Python."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {one!r}" for key, one in value.items()) + "}"
    return repr(value)
