"""Communities, their workers and residents."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.coverage import recruits_by_lever
from sim.enums import FOR_EVER, NOBODY
from sim.kernels.jit import entry
from sim.records import COMMUNITY, MICRO_GRID, RESIDENT, WORKER
from sim.settings import Settings
from sim.streams import NUMBER, draw, normal

VULNERABLE_BASE = 5000
Keys = npt.NDArray[np.uint64]


def even_bounds(total: int, parts: int) -> npt.NDArray[np.int64]:
    """Bounds of parts that share a total evenly, int64 (parts + 1,): first numbers, then total."""
    return np.array([part * total // parts for part in range(parts + 1)], np.int64)


def weighted_bounds(weights: Sequence[float], total: int) -> npt.NDArray[np.int64]:
    """Bounds of parts that share a total by weight, int64 (parts + 1,), as `even_bounds`."""
    running = [0.0]
    for weight in weights:
        running.append(running[-1] + weight)
    shares = [math.floor(total * part / running[-1]) for part in running[:-1]]
    return np.array([*shares, total], np.int64)


def communities(settings: Settings, keys: Keys) -> npt.NDArray[np.void]:
    """COMMUNITY (C,), with workers and residents shared out; sim/ODD.md, section 3."""
    place = settings.territory
    table = np.zeros(place.communities, COMMUNITY)
    agents = resident_bounds(settings, keys, place.residents // place.residents_per_agent)
    people = resident_bounds(settings, keys, place.residents)
    staff = np.diff(worker_bounds(settings, np.diff(people)))
    headed = settings.organisation.head & (staff >= 2)
    table["front"] = headed
    table["frontline"] = staff - headed
    table["recruits"] = recruits(settings, keys)
    table["workers"] = staff + table["recruits"]
    table["first_worker"] = np.cumsum(table["workers"]) - table["workers"]
    table["people"] = np.diff(people)
    table["first_agent"] = agents[:-1]
    table["agents"] = np.diff(agents)
    table["households"] = table["people"] / place.household_size
    table["boards_up"] = table["board_obligations"] = settings.obligations.boards
    table["obligations"] = settings.obligations.form_kinds
    table["trust"] = settings.residents.trust_start
    table["free_task"] = table["waiting_task"] = NOBODY
    table["free_issue"] = table["head_root"] = NOBODY
    return table


def resident_bounds(settings: Settings, keys: Keys, total: int) -> npt.NDArray[np.int64]:
    """Bounds of the residents (or agents) of each community, int64 (C + 1,)."""
    place, rule = settings.territory, settings.rules.caseloads
    if not rule.on and not place.villages:
        return even_bounds(total, place.communities)
    village = place.village_residents / place.usual_residents if total else 1.0
    weights = []
    for c in range(place.communities):
        weight = village if c >= place.communities - place.villages else 1.0
        if rule.on:
            u, _ = draw(keys[NUMBER["caseload"]], c, 0, 0)
            weight *= math.exp(rule.caseload_sigma * normal(u))
        weights.append(weight)
    return weighted_bounds(weights, total)


def worker_bounds(settings: Settings, people: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Bounds of the workers of each community without recruits, int64 (C + 1,).

    Parameters:
        people: residents of each community, (C,).
    """
    place, rule = settings.territory, settings.rules.caseloads
    if not rule.on and not place.villages:
        return even_bounds(place.workers, place.communities)
    weights = []
    for c in range(place.communities):
        weight = 1.0
        if c >= place.communities - place.villages:
            weight = place.village_staff_weight
        elif rule.on and place.residents:
            size = float(people[c]) / place.usual_residents
            weight = (1.0 - rule.staff_by_size) + rule.staff_by_size * size
        weights.append(weight)
    more = weighted_bounds(weights, place.workers - place.communities)
    return more + np.arange(place.communities + 1)


def recruits(settings: Settings, keys: Keys) -> list[int]:
    """Number of recruits of each community, summed over levers and shocks."""
    nobody = [0] * settings.territory.communities
    return [
        sum(people)
        for people in zip(nobody, *recruits_by_lever(settings, keys).values(), strict=True)
    ]


def workers(places: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """WORKER (W,), community after community; places of recruits are vacant."""
    table = np.zeros(int(places["workers"].sum()), WORKER)
    table["community"] = np.repeat(np.arange(len(places)), places["workers"])
    table["task"] = table["root"] = NOBODY
    table["space_factor"] = 1.0
    for community in places:
        last = community["first_worker"] + community["workers"]
        table["vacant_until"][last - community["recruits"] : last] = FOR_EVER
    return table


def residents(
    settings: Settings, keys: Keys, places: npt.NDArray[np.void]
) -> tuple[npt.NDArray[np.void], npt.NDArray[np.int64]]:
    """RESIDENT (A,), and int64 with the local numbers of vulnerable agents.

    Sets the counts of COMMUNITY in `places`.
    """
    place = settings.territory
    table = np.zeros(int(places["agents"].sum()), RESIDENT)
    table["trust"] = settings.residents.trust_start
    share = place.vulnerable_households * place.household_size / VULNERABLE_BASE
    lists: list[npt.NDArray[np.int64]] = []
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
        here["micro_grid"] = np.floor(household / settings.rules.volunteers.micro_grid_households)
        lived_in = np.unique(household)
        if agents:
            share_listed = float(listed[lived_in].sum()) / len(lived_in)
            community["listed_households"] = community["households"] * share_listed
        lists.append(np.flatnonzero(here["vulnerable"]).astype(np.int64))
        community["vulnerable_agents"] = len(lists[-1])
    first_vulnerable = np.cumsum([0, *(len(local_numbers) for local_numbers in lists)])
    places["first_vulnerable"] = first_vulnerable[:-1]
    return table, np.concatenate([np.zeros(0, np.int64), *lists])


@entry
def _listed(key, c, count, share):  # type: ignore[no-untyped-def]
    """Whether each household of a community is on the list of vulnerable households."""
    listed = np.zeros(count, np.bool_)
    for household in range(count):
        u, _ = draw(key, (c << 32) + household, 0, 0)
        listed[household] = u < share
    return listed


def micro_grids(
    settings: Settings,
    keys: Keys,
    places: npt.NDArray[np.void],
    people: npt.NDArray[np.void],
    staff: npt.NDArray[np.void],
) -> npt.NDArray[np.void]:
    """MICRO_GRID (M,), with their first volunteers.

    Sets the counts of COMMUNITY in `places` and of WORKER in `staff`.
    """
    rule = settings.rules.volunteers
    tables = []
    first = 0
    for c, community in enumerate(places):
        start, agents = int(community["first_agent"]), int(community["agents"])
        here = people[start : start + agents]
        numbers, starts, counts = np.unique(
            here["micro_grid"], return_index=True, return_counts=True
        )
        table = np.zeros(int(numbers[-1]) + 1 if agents else 0, MICRO_GRID)
        for number, agent, count in zip(numbers, starts, counts, strict=True):
            u, _ = draw(keys[NUMBER["volunteers"]], (c << 32) + int(number), 0, 0)
            row = table[number]
            row["first_agent"], row["agents"] = agent, count
            row["worker"] = community["front"] + here["grid"][agent]
            row["volunteers"] = rule.on and u < rule.volunteers_before
            staff["volunteers"][community["first_worker"] + row["worker"]] += row["volunteers"]
        community["first_micro_grid"], community["micro_grids"] = first, len(table)
        community["volunteers"] = table["volunteers"].sum()
        first += len(table)
        tables.append(table)
    return np.concatenate([np.zeros(0, MICRO_GRID), *tables])
