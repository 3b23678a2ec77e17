"""Communities, their workers and residents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.coverage import recruits_by_lever
from sim.enums import FOR_EVER, NOBODY, Tier
from sim.initialization import villages
from sim.kernels.jit import entry
from sim.records import COMMUNITY, MICRO_GRID, RESIDENT, TIER, WORKER
from sim.settings import Settings
from sim.streams import NUMBER, draw, draws, normal

VULNERABLE_BASE = 5000
Keys = npt.NDArray[np.uint64]


def bounds(
    total: int, parts: int, weights: npt.NDArray[np.float64] | None
) -> npt.NDArray[np.int64]:
    """Bounds of parts that share a total, int64 (parts + 1,): first numbers, then the total.

    Parameters:
        weights: of each part, (parts,); None for even parts.
    """
    if weights is None:
        return np.arange(parts + 1) * total // parts
    running = np.cumsum([0.0, *weights])
    return np.array([*np.floor(total * running[:-1] / running[-1]), total], np.int64)


def communities(settings: Settings, keys: Keys) -> npt.NDArray[np.void]:
    """COMMUNITY (C,), with workers and residents shared out; sim/ODD.md, section 3."""
    place = settings.territory
    table = np.zeros(place.communities, COMMUNITY)
    people, agents = people_and_agents(settings, keys)
    staff = workers_of_each(settings, people)
    headed = settings.organisation.head & (staff >= 2)
    table["front"] = headed
    table["frontline"] = staff - headed
    table["recruits"] = recruits(settings, keys)
    table["workers"] = staff + table["recruits"]
    table["first_worker"] = np.cumsum(table["workers"]) - table["workers"]
    table["people"] = people
    table["first_agent"] = np.cumsum(agents) - agents
    table["agents"] = agents
    each = place.each
    table["households"] = known(each.households, table["people"] / place.household_size)
    table["household_size"] = place.household_size
    table["street"] = place.street_of
    for c, homes in enumerate(each.households):
        if homes:
            table["household_size"][c] = table["people"][c] / homes or place.household_size
    table["merchants"] = known(each.merchants, villages.merchants(settings))
    table["boards_up"] = table["board_obligations"] = each.boards or settings.obligations.boards
    table["obligations"] = settings.obligations.kinds
    table["trust"] = settings.residents.trust_start
    table["free_task"] = table["waiting_task"] = NOBODY
    table["head_root"] = NOBODY
    return table


def known(stated: Sequence[Any], usual: Any) -> Any:
    """What is stated of each community, (C,); `usual`, of it or of all, where nothing is."""
    if not stated:
        return usual
    blank = [value is None for value in stated]
    values = np.array([value or 0 for value in stated])
    return np.where(blank, usual, values)


def people_and_agents(
    settings: Settings, keys: Keys
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Residents and resident agents of each community, both int64 (C,)."""
    place = settings.territory
    if place.each.residents:
        people = np.array(place.each.residents)
        return people, np.maximum(people // place.residents_per_agent, people > 0)
    weights = resident_weights(settings, keys)
    agents = bounds(place.residents // place.residents_per_agent, place.communities, weights)
    return np.diff(bounds(place.residents, place.communities, weights)), np.diff(agents)


def workers_of_each(settings: Settings, people: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Workers of each community without recruits, int64 (C,).

    Parameters:
        people: residents of each community, (C,).
    """
    if settings.territory.each.workers:
        return np.array(settings.territory.each.workers)
    return np.diff(worker_bounds(settings, people))


def resident_weights(settings: Settings, keys: Keys) -> npt.NDArray[np.float64] | None:
    """Weight of each community among residents, float64 (C,); None if all have the same."""
    place, rule = settings.territory, settings.rules.caseloads
    if not rule.on and not place.villages:
        return None
    weights = np.ones(place.communities)
    if place.residents and place.villages:
        weights[[*place.is_village]] = place.village_residents / place.usual_residents
    if rule.on:
        uniforms, _ = draws(keys[NUMBER["caseload"]], np.arange(place.communities))
        weights *= [math.exp(rule.caseload_sigma * normal(u)) for u in uniforms]
    return weights


def worker_bounds(settings: Settings, people: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Bounds of the workers of each community without recruits, int64 (C + 1,).

    Parameters:
        people: residents of each community, (C,).
    """
    place, rule = settings.territory, settings.rules.caseloads
    if not rule.on and not place.villages:
        return bounds(place.workers, place.communities, None)
    weights = np.ones(place.communities)
    if rule.on and place.residents:
        sizes = people / place.usual_residents
        weights = (1.0 - rule.staff_by_size) + rule.staff_by_size * sizes
    if place.villages:
        weights[[*place.is_village]] = place.village_staff_weight
    more = bounds(place.workers - place.communities, place.communities, weights)
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
    for name in ("task", "root", "residents_root", "dated_root", "released", "released_residents"):
        table[name] = NOBODY
    last = places["first_worker"] + places["workers"]
    vacant = np.arange(len(table)) >= np.repeat(last - places["recruits"], places["workers"])
    table["vacant_until"][vacant] = FOR_EVER
    return table


def blank_micro_grids(settings: Settings, places: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """MICRO_GRID (M,), still without agents; sets where they begin in `places`."""
    each, size = settings.territory.residents_per_agent, places["household_size"]
    last = np.floor((places["agents"] - 1) * each / size)
    number = np.floor(last / settings.organisation.micro_grid_households) + 1
    places["micro_grids"] = np.where(places["agents"] > 0, number, 0)
    places["first_micro_grid"] = np.cumsum(places["micro_grids"]) - places["micro_grids"]
    return np.zeros(int(places["micro_grids"].sum()), MICRO_GRID)


def residents(
    settings: Settings, keys: Keys, places: npt.NDArray[np.void], micro_grids: npt.NDArray[np.void]
) -> tuple[npt.NDArray[np.void], npt.NDArray[np.int64], npt.NDArray[np.void]]:
    """RESIDENT (A,), int64 with the local numbers of vulnerable agents, and TIER (C, 4).

    Sets the counts of COMMUNITY in `places`, and who lives in each of MICRO_GRID.
    """
    place = settings.territory
    table = np.zeros(int(places["agents"].sum()), RESIDENT)
    tiers = np.zeros((len(places), len(Tier)), TIER)
    _settle(
        places,
        table,
        micro_grids,
        tiers,
        _tier_bounds(settings),
        keys[NUMBER["vulnerable"]],
        listed_shares(settings, keys, places),
        place.residents_per_agent,
        settings.organisation.micro_grid_households,
    )
    listed = known(place.each.vulnerable, places["listed_households"])
    places["listed_households"] = np.minimum(listed, places["households"])
    places["first_vulnerable"] = np.cumsum(places["vulnerable_agents"])
    places["first_vulnerable"] -= places["vulnerable_agents"]
    vulnerable = np.flatnonzero(table["vulnerable"])
    theirs = table[vulnerable]
    vulnerable = vulnerable[np.lexsort((vulnerable, theirs["tier"], theirs["community"]))]
    first = np.repeat(places["first_agent"], places["vulnerable_agents"])
    return table, vulnerable - first, tiers


def listed_shares(
    settings: Settings, keys: Keys, places: npt.NDArray[np.void]
) -> npt.NDArray[np.float64]:
    """Bound of the uniforms of households on the list, float64 (C,).

    It is their share; where their number is stated, as many households that agents live in, in
    proportion, are below it.
    """
    place = settings.territory
    shares = place.vulnerable_households * places["household_size"] / VULNERABLE_BASE
    for c, stated in enumerate(place.each.vulnerable):
        community = places[c]
        if stated is None or not community["agents"] or not community["households"]:
            continue
        people = np.arange(community["agents"]) * place.residents_per_agent
        homes = np.unique(np.floor(people / community["household_size"]).astype(np.int64))
        uniforms, _ = draws(keys[NUMBER["vulnerable"]], (c << 32) + homes)
        listed = math.floor(len(homes) * stated / community["households"] + 0.5)
        shares[c] = np.append(np.sort(uniforms), 1.0)[min(listed, len(homes))]
    return shares


def _tier_bounds(settings: Settings) -> npt.NDArray[np.float64]:
    """Running sums of the shares of tiers but for the last, float64 (3,); 1 if the rule is off."""
    rule = settings.rules.tiers
    if not rule.on:
        return np.ones(len(Tier) - 1)
    red, orange = rule.tier_red, rule.tier_red + rule.tier_orange
    return np.array([red, orange, orange + rule.tier_yellow])


@entry
def _settle(  # type: ignore[no-untyped-def]
    places,
    people,
    micro_grids,
    tiers,
    bounds,
    key,
    shares,
    each,
    micro_grid_households,
):
    """Let agents live in households and micro-grids; a share of households is on the list."""
    for c in range(len(places)):
        community = places[c]
        last, lived_in, on_list, vulnerable = -1, 0, 0, 0
        listed, number, tier = False, 0, 0
        for agent in range(community.agents):
            household = math.floor(agent * each / community.household_size)
            if household != last:
                u, v = draw(key, (c << 32) + household, 0, 0)
                listed = u < shares[c]
                tier = 0
                while listed and tier < len(bounds) and v >= bounds[tier]:
                    tier += 1
                tiers[c, tier].households += listed
                number = math.floor(household / micro_grid_households)
                last = household
                lived_in += 1
                on_list += listed
            resident = people[community.first_agent + agent]
            resident.community = c
            resident.grid = agent * community.frontline // community.agents
            resident.micro_grid = number
            resident.trust = community.trust
            resident.vulnerable = listed
            resident.tier = tier
            vulnerable += listed
            tiers[c, tier].agents += listed
            micro_grid = micro_grids[community.first_micro_grid + number]
            if micro_grid.agents == 0:
                micro_grid.first_agent = agent
                micro_grid.worker = community.front + resident.grid
            micro_grid.agents += 1
        community.vulnerable_agents = vulnerable
        if lived_in > 0:
            community.listed_households = community.households * (on_list / lived_in)


def set_first_volunteers(
    settings: Settings,
    keys: Keys,
    places: npt.NDArray[np.void],
    micro_grids: npt.NDArray[np.void],
    staff: npt.NDArray[np.void],
) -> None:
    """Sets volunteers of MICRO_GRID, of COMMUNITY in `places`, and of WORKER in `staff`."""
    rule = settings.rules.volunteers
    home = np.repeat(np.arange(len(places)), places["micro_grids"])
    number = np.arange(len(micro_grids)) - places["first_micro_grid"][home]
    uniforms, _ = draws(keys[NUMBER["volunteers"]], (home << 32) + number)
    active = rule.on & (micro_grids["agents"] > 0) & (uniforms < rule.volunteers_before)
    micro_grids["volunteers"] = active
    workers = (places["first_worker"][home] + micro_grids["worker"])[active]
    places["volunteers"] = np.bincount(home[active], minlength=len(places))
    staff["volunteers"] = np.bincount(workers, minlength=len(staff))
