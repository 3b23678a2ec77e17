"""Communities, their workers and residents."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from sim.settings import Settings
from sim.state import COMMUNITY, RESIDENT, WORKER
from sim.streams import NUMBER, draw
from sim.terms import NOBODY

VULNERABLE_BASE = 5000


def dealt(total: int, parts: int) -> npt.NDArray[np.int64]:
    """First numbers of parts that share a total evenly, and the total; int64 (parts + 1,)."""
    return np.array([part * total // parts for part in range(parts + 1)], np.int64)


def communities(settings: Settings) -> npt.NDArray[np.void]:
    """COMMUNITY (C,), workers and residents dealt out evenly."""
    place = settings.territory
    table = np.zeros(place.communities, COMMUNITY)
    workers = dealt(place.workers, place.communities)
    agents = dealt(place.residents // place.residents_per_agent, place.communities)
    people = dealt(place.residents, place.communities)
    table["first_worker"] = workers[:-1]
    table["workers"] = np.diff(workers)
    headed = settings.organisation.head & (table["workers"] >= 2)
    table["front"] = headed
    table["frontline"] = table["workers"] - headed
    table["people"] = np.diff(people)
    table["first_agent"] = agents[:-1]
    table["agents"] = np.diff(agents)
    table["households"] = table["people"] / place.household_size
    table["boards_up"] = table["board_duties"] = settings.obligations.boards
    table["free_task"] = table["waiting_task"] = NOBODY
    table["free_issue"] = table["head_root"] = NOBODY
    table["pool_opens"] = NOBODY
    return table


def workers(settings: Settings, places: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """WORKER (W,), community after community, with nothing to do yet."""
    table = np.zeros(settings.territory.workers, WORKER)
    table["community"] = np.repeat(np.arange(len(places)), places["workers"])
    table["task"] = table["root"] = NOBODY
    return table


def residents(
    settings: Settings, keys: npt.NDArray[np.uint64], places: npt.NDArray[np.void]
) -> tuple[npt.NDArray[np.void], npt.NDArray[np.int32]]:
    """Resident agents, and the local numbers of the vulnerable ones; fills the counts of places."""
    place = settings.territory
    table = np.zeros(int(places["agents"].sum()), RESIDENT)
    table["trust"] = settings.residents.trust_start
    share = place.vulnerable_households * place.household_size / VULNERABLE_BASE
    lists: list[npt.NDArray[np.int32]] = []
    for c, community in enumerate(places):
        first, agents = int(community["first_agent"]), int(community["agents"])
        local = np.arange(agents)
        here = table[first : first + agents]
        here["community"] = c
        here["grid"] = local * community["frontline"] // max(agents, 1)
        household = np.floor(local * place.residents_per_agent / place.household_size).astype(int)
        count = int(household[-1]) + 1 if agents else 0
        listed = _listed(keys[NUMBER["vulnerable"]], c, count, share)
        here["vulnerable"] = listed[household]
        lived_in = np.unique(household)
        if agents:
            share_listed = float(listed[lived_in].sum()) / len(lived_in)
            community["listed_households"] = community["households"] * share_listed
        lists.append(np.flatnonzero(here["vulnerable"]).astype(np.int32))
        community["vulnerable_agents"] = len(lists[-1])
    first_vulnerable = np.cumsum([0, *(len(local_numbers) for local_numbers in lists)])
    places["first_vulnerable"] = first_vulnerable[:-1]
    return table, np.concatenate([np.zeros(0, np.int32), *lists])


@njit(cache=True, nogil=True)
def _listed(key, c, count, share):  # type: ignore[no-untyped-def]
    """Which households of a community are on the list of vulnerable ones."""
    listed = np.zeros(count, np.bool_)
    for household in range(count):
        u, _ = draw(key, (c << 32) + household, 0, 0)
        listed[household] = u < share
    return listed
