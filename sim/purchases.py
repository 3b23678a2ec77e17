"""What the levers of a run need: resources, and how many units of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.coverage import active_levers, recruits_by_lever
from sim.districts import divided
from sim.enums import Habitat
from sim.failed_code import place_of
from sim.initialization.habitats import habitats
from sim.initialization.people import VULNERABLE_BASE, blank_micro_grids, communities, known
from sim.levers import Lever
from sim.levers.registry import kind_of, names
from sim.levers.resources import FUNDS, MORE, OF_TIME, Covered, Resource, is_amount, plain
from sim.own_streams import uniform
from sim.settings import Settings, default_ledger
from sim.settings.territory import Territory
from sim.streams import stream_keys


class ResourceError(ValueError):
    """A lever states resources that cannot be used; one line."""


class Purchase(NamedTuple):
    """Units of a resource that a lever needs, by the lever's dotted path.

    `acting` is the share of the window in which the lever acts.
    """

    path: str
    resource: Resource
    units: float
    acting: float = 1.0


def purchases(settings: Settings, run_seed: int) -> list[Purchase]:
    """Resources of all levers and shocks that are on; those of a city are summed over districts.

    Of a city all streets count, whatever share of them is run.

    Parameters:
        settings: of a run.
        run_seed: its seed, on which it depends what levers cover and how large communities are.

    Raises:
        ResourceError: A lever states what are no units of resources.
    """
    if settings.territory.sampled < 1:
        settings = settings.changed({"territory": {"sampled": 1.0}})
    several = settings.territory.streets > 1
    found: dict[tuple[str, Resource], Purchase] = {}
    for part, seed in divided(settings, run_seed):
        for one in _of_district(part, seed, several):
            place = one.path, one.resource
            units = found[place].units if place in found else 0.0
            found[place] = one._replace(units=units + one.units)
    return [*found.values()]


def price_uses() -> dict[str, list[str]]:
    """What uses each price, by its reference: resources of levers, and hours of people."""
    uses = {reference: [f"costs.{name}"] for name, reference in OF_TIME.items()}
    uses[FUNDS] = ["costs.share_of_funds"]
    one = Covered(**dict.fromkeys((field.name for field in fields(Covered)), 1.0))
    for part in ("levers", "shocks"):
        for name in names(part):
            path, kind = f"{part}.{name}", kind_of(name)
            if kind is None or kind.resources is Lever.resources:
                continue
            with suppress(ResourceError):
                lever = kind(on=True)
                with _as_resource_errors(path, lever):
                    found = [each for each, _ in _stated(path, lever.resources(one))]
                for price in dict.fromkeys(price for each in found for price in each.prices):
                    if isinstance(price, str):
                        uses.setdefault(price, []).append(f"{path}.resources")
    return uses


def _of_district(settings: Settings, seed: int, several: bool) -> Iterator[Purchase]:
    """Those of a district; whether its city, or the district itself, has several streets."""
    keys = stream_keys(seed)
    active = [lever for lever in active_levers(settings, keys) if lever.communities]
    if not active:
        return
    places = communities(settings, keys)
    blank_micro_grids(settings, places)
    listed = settings.territory.vulnerable_households * places["people"] / VULNERABLE_BASE
    listed = known(settings.territory.each.vulnerable, listed)
    places["listed_households"] = np.minimum(listed, places["households"])
    places["habitat"] = habitats(settings, keys)
    posts = recruits_by_lever(settings, keys)
    streets = _streets(settings.territory, several)
    for path, lever, covered in active:
        acting = 1.0 - lever.start_day / settings.horizon_days
        with _as_resource_errors(path, lever):
            sent = sum(lever.sent(community, partial(uniform, keys)) for community in covered)
            filled = sum(posts.get(path, ()))
            sizes = _sizes(settings, places[covered], filled, sent, streets)
            stated = [*_stated(path, lever.resources(sizes))]
        yield from (Purchase(path, resource, units, acting) for resource, units in stated)


@contextmanager
def _as_resource_errors(path: str, lever: Lever) -> Iterator[None]:
    """Raise as ResourceError whatever the code of a lever raises."""
    try:
        yield
    except ResourceError:
        raise
    except (Exception, SystemExit) as error:  # code of users may end the process
        where = place_of(path, lever, error)
        raise ResourceError(f"{where}: resources: {type(error).__name__}: {error}") from error


def _streets(place: Territory, several: bool) -> float:
    """Streets of a place: its own where there are several, else by its communities."""
    usual = float(default_ledger().value("fact:tiedonglu_communities"))
    return float(place.streets) if several else place.usual_communities / usual


def _stated(path: str, resources: object) -> Iterator[tuple[Resource, float]]:
    """Raises ResourceError for what is no mapping of resources to numbers of units."""
    if not isinstance(resources, Mapping):
        allowed = "should be numbers of units by Resource"
        raise ResourceError(f"{path}: resources: {plain(resources)}: {allowed}")
    for resource, units in resources.items():
        if not isinstance(resource, Resource):
            raise ResourceError(f"{path}: resources: {plain(resource)}: should be a Resource")
        fault = resource.fault()
        if not fault and not is_amount(units):
            fault = f"units: {plain(units)}: should be a number {MORE}"
        if fault:
            raise ResourceError(f"{path}: resources: {resource.name}: {fault}")
        yield resource, float(units)


def _sizes(
    settings: Settings, places: npt.NDArray[np.void], posts: int, sent: float, streets: float
) -> Covered:
    place, types = settings.territory, settings.rules.types
    old = int((places["habitat"] == Habitat.OLD).sum()) if types.on else 0
    estates = settings.rules.mediation.estates
    district = place.usual_communities / place.district_communities
    summed: Sequence[str] = (
        "residents", "households", "listed_households", "frontline", "merchants", "micro_grids",
    )  # fmt: skip
    fields = {"residents": "people"}
    sums = {name: float(places[fields.get(name, name)].sum()) for name in summed}
    return Covered(
        communities=len(places),
        unkept_estates=old * estates * types.no_property_estates,
        posts=posts,
        sent=sent,
        departments=district * settings.obligations.demanding,
        streets=streets,
        districts=district,
        visit_hours=settings.workday.visit_minutes / 60.0,
        **sums,
    )
