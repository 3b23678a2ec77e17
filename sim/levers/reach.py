"""How a lever's reach is stated: a share, shares by type of community, a number, or names."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator

from sim.enums import Habitat

TYPES = {
    "old_estate": Habitat.OLD,
    "commercial": Habitat.COMMERCIAL,
    "business": Habitat.BUSINESS,
    "mixed": Habitat.MIXED,
    "village": Habitat.VILLAGE,
}
"""Types of communities, as settings and tables name them."""
NAMES = {habitat: name for name, habitat in TYPES.items()}
SHARES = "a share from 0 to 1, or shares by type, such as {old_estate: 1, commercial: 0.5}"
NUMBER_OR_NAMES = "a whole number, or names, such as [North Lane, Mill Road]"

ByType = tuple[tuple[str, float], ...]
"""Shares by type of community, in the order of TYPES; a type that is left out has 0."""


def _coverage(value: object) -> float | ByType:
    """Raises ValueError for what is neither a share nor shares by type."""
    if not isinstance(value, Mapping | list | tuple):
        return _share(value)
    pairs = [*value.items()] if isinstance(value, Mapping) else [*value]
    if not pairs or not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs):
        raise ValueError(SHARES)
    shares = dict(pairs)
    for name in shares:
        if name not in TYPES:
            raise ValueError(f"{name}: no such type of community; there are {', '.join(TYPES)}")
    return tuple((name, _share(shares[name])) for name in TYPES if name in shares)


def stated(coverage: float | ByType) -> float | dict[str, float]:
    """A coverage as it is written: shares by type as a mapping, whole ones without a fraction."""
    if isinstance(coverage, float):
        return coverage
    return {name: int(share) if share.is_integer() else share for name, share in coverage}


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(SHARES + (", not text" if isinstance(value, str) else ""))
    if not value >= 0:
        raise ValueError("should be greater than or equal to 0")
    if not value <= 1:
        raise ValueError("should be less than or equal to 1")
    return float(value) + 0.0


def _communities(value: object) -> int | tuple[str, ...] | None:
    """Raises ValueError for what is neither a number of communities nor their names."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        if value < 0:
            raise ValueError("should be greater than or equal to 0")
        return value
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(NUMBER_OR_NAMES)
    for name in value:
        if isinstance(name, bool) or not isinstance(name, int | str):
            raise ValueError(NUMBER_OR_NAMES)
    names = sorted(map(str, value))
    for name, after in pairwise(names):
        if name == after:
            raise ValueError(f"{name} is named twice")
    return tuple(names)


Coverage = Annotated[float | ByType, BeforeValidator(_coverage)]
Communities = Annotated[int | tuple[str, ...] | None, BeforeValidator(_communities)]
