"""Levers and shocks that are on, and the communities that they reach."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.levers import Lever
from sim.own_streams import uniform
from sim.settings import Settings
from sim.streams import NUMBER, draws

PLACES = Decimal("0.0001")
"""Decimals of the smallest coverage that a message names."""


class ActiveLever(NamedTuple):
    """A lever or shock that is on: its dotted path in settings, and the communities it covers."""

    path: str
    lever: Lever
    communities: list[int]


class Unreached(NamedTuple):
    """A coverage above zero that rounds to no community; `least` would reach one community."""

    path: str
    coverage: float
    communities: int
    least: float


def active_levers(settings: Settings, keys: npt.NDArray[np.uint64]) -> list[ActiveLever]:
    """Levers, then shocks, that are on, in the order in which they are applied.

    Parameters:
        keys: uint64 (streams,), keys of the random streams of a run (`sim.streams.stream_keys`).
    """
    places = settings.territory.communities
    return [
        ActiveLever(path, lever, covered(keys, places, lever.facts.number, lever.coverage))
        for path, lever in _on(settings)
    ]


def recruits_by_lever(settings: Settings, keys: npt.NDArray[np.uint64]) -> dict[str, list[int]]:
    """Number of recruits of each community, by the path of the lever that recruits them.

    Levers that do not override `Lever.recruits` are left out. The start day has no influence.
    """

    by_path = {}
    for active in active_levers(settings, keys):
        if type(active.lever).recruits is not Lever.recruits:
            people = by_path[active.path] = [0] * settings.territory.communities
            for community in active.communities:
                people[community] = active.lever.recruits(community, partial(uniform, keys))
    return by_path


def unreached(settings: Settings) -> list[Unreached]:
    """Levers and shocks that are on with a coverage above zero that reaches no community."""
    # A coverage holds in each district of a city, of which the first are the largest.
    places = -(-settings.territory.communities // settings.territory.districts)
    least = float((Decimal("0.5") / places).quantize(PLACES, ROUND_CEILING))
    return [
        Unreached(f"{path}.coverage", lever.coverage, places, least)
        for path, lever in _on(settings)
        if lever.coverage > 0.0 and reached(lever.coverage, places) == 0
    ]


def reached(coverage: float, communities: int) -> int:
    """Number of communities in a share of them, rounded half up in decimals: 0.29 of 50 is 15."""
    exact = Decimal(str(float(coverage))) * communities
    return int(exact.to_integral_value(ROUND_HALF_UP))


def covered(
    keys: npt.NDArray[np.uint64], communities: int, number: int, coverage: float
) -> list[int]:
    """Indices of the communities that a lever covers, in ascending order (sim/ODD.md, section 10).

    Communities are ranked once per run and lever by a random number, ties by index. A coverage
    takes the first `reached(coverage, communities)`. So a larger coverage contains a smaller one.

    Parameters:
        keys: uint64 (streams,), keys of the random streams of a run.
        communities: how many the place has.
        number: registered number of the lever, which never changes.
        coverage: share of communities, 0 to 1.
    """
    count = reached(coverage, communities)
    if count == communities:
        return list(range(communities))
    uniforms, _ = draws(keys[NUMBER["coverage"]], np.arange(communities), number)
    ranked = np.argsort(uniforms, kind="stable")
    return sorted(ranked[:count].tolist())


def _on(settings: Settings) -> Iterator[tuple[str, Lever]]:
    for part, group in (("levers", settings.levers), ("shocks", settings.shocks)):
        for name, lever in group:
            if lever.on:
                yield f"{part}.{name}", lever
