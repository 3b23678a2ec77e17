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

PLACES = Decimal("0.0001")
"""Decimals to which the least coverage is written."""


class Switch(NamedTuple):
    """A lever or shock that is on: its path in settings, and the communities it covers."""

    path: str
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
        Switch(path, lever, covered(keys, places, lever.facts.number, lever.coverage))
        for path, lever in _on(settings)
    ]


def recruits_by_lever(settings: Settings, keys: npt.NDArray[np.uint64]) -> dict[str, list[int]]:
    """Recruits of each community, by the path of the lever that recruits them.

    Levers that do not override `Lever.recruits` are left out. The start day does not matter.
    """

    def uniform(stream: str, entity: int) -> float:
        return float(draw(keys[NUMBER[stream]], entity, 0, 0)[0])

    by_path = {}
    for switch in switches(settings, keys):
        if type(switch.lever).recruits is not Lever.recruits:
            people = by_path[switch.path] = [0] * settings.territory.communities
            for community in switch.communities:
                people[community] = switch.lever.recruits(community, uniform)
    return by_path


def unreached(settings: Settings) -> list[Unreached]:
    """Coverages of levers and shocks that are on, above zero, and reach no community."""
    places = settings.territory.communities
    least = float((Decimal("0.5") / places).quantize(PLACES, ROUND_CEILING))
    return [
        Unreached(f"{path}.coverage", lever.coverage, places, least)
        for path, lever in _on(settings)
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
    `number` is the registered number of the lever, which never changes.
    """
    count = reached(coverage, communities)
    if count == communities:
        return list(range(communities))
    key = keys[NUMBER["coverage"]]
    ranked = sorted(range(communities), key=lambda c: (draw(key, c, 0, number)[0], c))
    return sorted(ranked[:count])


def _on(settings: Settings) -> Iterator[tuple[str, Lever]]:
    for part, group in (("levers", settings.levers), ("shocks", settings.shocks)):
        for name, lever in group:
            if lever.on:
                yield f"{part}.{name}", lever
