"""Levers and shocks that are on, and the communities that they reach."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.levers import Lever
from sim.settings import Settings
from sim.streams import NUMBER, draw

FIRST_SHOCK = 64
PLACES = Decimal("0.0001")
"""Decimals to which the least coverage is written."""


class Switch(NamedTuple):
    """A lever or shock that is on: its path in settings, its number, the communities it covers."""

    path: str
    number: int
    lever: Lever
    communities: list[int]


class Unreached(NamedTuple):
    """A coverage above zero that rounds to no community. `least` is one that reaches one."""

    path: str
    coverage: float
    communities: int
    least: float


def switches(settings: Settings, keys: npt.NDArray[np.uint64]) -> list[Switch]:
    """Levers, then shocks, that are on, in the order in which they are applied."""
    places = settings.territory.communities
    return [
        Switch(path, number, lever, covered(keys, places, number, lever.coverage))
        for path, number, lever in _on(settings)
    ]


def brought(settings: Settings, keys: npt.NDArray[np.uint64]) -> dict[str, list[int]]:
    """People by community whom each lever brings that brings any by its nature, by its path.

    Only levers with a rule of their own for it (`Lever.brings`) are there, whatever start day.
    """

    def uniform(stream: str, entity: int) -> float:
        return float(draw(keys[NUMBER[stream]], entity, 0, 0)[0])

    found = {}
    for switch in switches(settings, keys):
        if type(switch.lever).brings is not Lever.brings:
            people = found[switch.path] = [0] * settings.territory.communities
            for community in switch.communities:
                people[community] = switch.lever.brings(community, uniform)
    return found


def unreached(settings: Settings) -> list[Unreached]:
    """Coverages of levers and shocks that are on, above zero, and reach no community."""
    places = settings.territory.communities
    least = float((Decimal("0.5") / places).quantize(PLACES, ROUND_CEILING))
    return [
        Unreached(f"{path}.coverage", lever.coverage, places, least)
        for path, _, lever in _on(settings)
        if lever.coverage > 0.0 and reached(lever.coverage, places) == 0
    ]


def reached(coverage: float, communities: int) -> int:
    """How many communities a share of them is, rounded half up in decimals: 0.29 of 50 is 15."""
    exact = Decimal(str(float(coverage))) * communities
    return int(exact.to_integral_value(ROUND_HALF_UP))


def covered(
    keys: npt.NDArray[np.uint64], communities: int, number: int, coverage: float
) -> list[int]:
    """Communities that a lever reaches, in order of index.

    They are ranked once per run and lever by a fixed uniform, ties by index; a coverage takes the
    first `reached(coverage, communities)` of them, so a larger coverage contains a smaller one.
    """
    count = reached(coverage, communities)
    if count == communities:
        return list(range(communities))
    key = keys[NUMBER["coverage"]]
    ranked = sorted(range(communities), key=lambda c: (draw(key, c, 0, number)[0], c))
    return sorted(ranked[:count])


def _on(settings: Settings) -> Iterator[tuple[str, int, Lever]]:
    for part, group, first in (
        ("levers", settings.levers, 0),
        ("shocks", settings.shocks, FIRST_SHOCK),
    ):
        for number, (name, lever) in enumerate(group, first):
            if lever.on:
                yield f"{part}.{name}", number, lever
