"""Levers and shocks that are on, and the communities that they reach."""

from __future__ import annotations

import itertools
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.enums import Habitat
from sim.initialization.habitats import habitats
from sim.levers import Lever
from sim.levers.reach import NAMES, TYPES
from sim.own_streams import uniform
from sim.settings import Settings
from sim.settings.territory import Territory
from sim.streams import NUMBER, draws, stream_keys

VILLAGE = NAMES[Habitat.VILLAGE]
PLACES = Decimal("0.0001")
"""Decimals of the least coverage that a message names."""


class ActiveLever(NamedTuple):
    """A lever or shock that is on: its dotted path in settings, and the communities it covers."""

    path: str
    lever: Lever
    communities: list[int]


class Unreached(NamedTuple):
    """A share above zero that rounds to no community; `least` would reach one, 0 if none can.

    `communities` are those that the lever reaches: of the place, or of the type that the path ends
    in; of `villages_alone` the others do not count.
    """

    path: str
    coverage: float
    communities: int
    least: float
    villages_alone: bool = False


def active_levers(settings: Settings, keys: npt.NDArray[np.uint64]) -> list[ActiveLever]:
    """Levers, then shocks, that are on, in the order in which they are applied.

    Parameters:
        keys: uint64 (streams,), keys of the random streams of a run (`sim.streams.stream_keys`).
    """
    return [
        ActiveLever(path, lever, covered(settings, keys, lever))
        for path, lever in switched_on(settings).items()
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
    """Shares above zero, of levers and shocks that are on, that reach no community.

    Of shares by type there is one entry for each type that is not reached; how many communities
    have it depends on no seed.
    """
    # A coverage holds in each district of a city, of which the first are the largest.
    territory = settings.territory
    place = territory if territory.districts == 1 else territory.divided()[0]
    gaps = []
    for path, lever in switched_on(settings).items():
        alone = lever.in_villages_alone
        if isinstance(lever.coverage, tuple):
            numbers = _numbers_by_type(settings, place)
            if alone:
                numbers = {name: numbers[name] * (name == VILLAGE) for name in numbers}
            stated = [
                (f"{path}.coverage.{name}", share, numbers[name]) for name, share in lever.coverage
            ]
        else:
            among = place.villages if alone else place.communities
            stated = [(f"{path}.coverage", lever.coverage, among)]
        gaps += [
            Unreached(share_path, share, among, _least(among), alone)
            for share_path, share, among in stated
            if share > 0.0 and reached(share, among) == 0
        ]
    return gaps


def _least(communities: int) -> float:
    """The least share that reaches one of them, in PLACES; 0 if there are none."""
    if not communities:
        return 0.0
    return float((Decimal("0.5") / communities).quantize(PLACES, ROUND_CEILING))


def _numbers_by_type(settings: Settings, place: Territory) -> dict[str, int]:
    """How many communities of each type a place of one district has, whatever the seed."""
    if place is not settings.territory:
        settings = settings.changed({"territory": place.model_dump()})
    types = habitats(settings, stream_keys(0))
    return {name: int((types == habitat).sum()) for name, habitat in TYPES.items()}


def reached(coverage: float, communities: int) -> int:
    """Number of communities in a share of them, rounded half up in decimals: 0.29 of 50 is 15."""
    exact = Decimal(str(float(coverage))) * communities
    return int(exact.to_integral_value(ROUND_HALF_UP))


def covered(settings: Settings, keys: npt.NDArray[np.uint64], lever: Lever) -> list[int]:
    """Indices of the communities that a lever covers, in ascending order (sim/ODD.md, section 10).

    Communities are ranked once per run and lever by a random number, ties by index. A number takes
    the first of all, a share its number of them; a share of a type the first of that type. So a
    larger number or share contains a smaller one. Names take the communities that have them. For
    a lever that reaches villages alone there are no other communities.

    Parameters:
        settings: of a place of one district.
        keys: uint64 (streams,), keys of the random streams of a run.
        lever: it is on.
    """
    everywhere = np.arange(settings.territory.communities)
    if lever.in_villages_alone:
        everywhere = np.flatnonzero(settings.territory.is_village)
    number = lever.facts.number
    if isinstance(lever.coverage, tuple):
        types = habitats(settings, keys)[everywhere]
        alike = [(everywhere[types == TYPES[name]], share) for name, share in lever.coverage]
        parts = [first(keys, number, some, reached(share, len(some))) for some, share in alike]
        return sorted(itertools.chain(*parts))
    if lever.communities is None:
        return first(keys, number, everywhere, reached(lever.coverage, len(everywhere)))
    if isinstance(lever.communities, int):
        return first(keys, number, everywhere, min(lever.communities, len(everywhere)))
    named = map(settings.territory.each.names.index, lever.communities)
    return sorted(set(named).intersection(everywhere.tolist()))


def first(
    keys: npt.NDArray[np.uint64], number: int, communities: npt.NDArray[np.int64], count: int
) -> list[int]:
    """The first of some communities in the ranking of a lever, in ascending order.

    Parameters:
        keys: uint64 (streams,), keys of the random streams of a run.
        number: registered number of the lever, which never changes.
        communities: indices in ascending order, int64.
        count: how many of them, at most all.
    """
    if count == len(communities):
        return [*map(int, communities)]
    uniforms, _ = draws(keys[NUMBER["coverage"]], communities, number)
    ranked = communities[np.argsort(uniforms, kind="stable")]
    return sorted(ranked[:count].tolist())


def switched_on(settings: Settings) -> dict[str, Lever]:
    """Levers, then shocks, that are on, by dotted path, in the order in which they are applied."""
    return {
        f"{part}.{name}": lever
        for part, group in (("levers", settings.levers), ("shocks", settings.shocks))
        for name, lever in group
        if lever.on
    }
