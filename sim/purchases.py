"""What the levers of a run need: resources, and how many units of each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.coverage import active_levers, recruits_by_lever
from sim.districts import divided
from sim.enums import Habitat
from sim.initialization.habitats import habitats
from sim.initialization.people import VULNERABLE_BASE, blank_micro_grids, communities, known
from sim.levers import Lever
from sim.levers.registry import kind_of, names
from sim.levers.resources import FUNDS, OF_TIME, Covered, Resource
from sim.settings import Settings, default_ledger
from sim.streams import stream_keys


class ResourceError(ValueError):
    """A lever states resources that cannot be used; one line."""


class Purchase(NamedTuple):
    """Units of a resource that a lever needs, by the lever's dotted path."""

    path: str
    resource: Resource
    units: float


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
    found: dict[tuple[str, Resource], float] = {}
    for part, seed in divided(settings, run_seed):
        for path, resource, units in _of_district(part, seed):
            found[path, resource] = found.get((path, resource), 0.0) + units
    return [Purchase(*place, units) for place, units in found.items()]


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
                found = [each for each, _ in _stated(path, kind(on=True).resources(one))]
                for price in dict.fromkeys(price for each in found for price in each.prices):
                    if isinstance(price, str):
                        uses.setdefault(price, []).append(f"{path}.resources")
    return uses


def _of_district(settings: Settings, seed: int) -> Iterator[Purchase]:
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
    for path, lever, covered in active:
        sizes = _sizes(settings, places[covered], sum(posts.get(path, ())))
        for resource, units in _stated(path, lever.resources(sizes)):
            yield Purchase(path, resource, units)


def _stated(path: str, resources: object) -> Iterator[tuple[Resource, float]]:
    """Raises ResourceError for what is no mapping of resources to numbers of units."""
    allowed = "should be numbers of units, 0 or more, by Resource"
    if not isinstance(resources, Mapping):
        raise ResourceError(f"{path}: resources: {resources!r}: {allowed}")
    for resource, units in resources.items():
        number = isinstance(units, int | float | np.number) and not isinstance(units, bool)
        if not isinstance(resource, Resource) or not number or not 0 <= units < math.inf:
            raise ResourceError(f"{path}: resources: {resource!r}: {units!r}: {allowed}")
        yield resource, float(units)


def _sizes(settings: Settings, places: npt.NDArray[np.void], posts: int) -> Covered:
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
        departments=district * settings.obligations.demanding,
        streets=place.usual_communities
        / float(default_ledger().value("fact:tiedonglu_communities")),
        districts=district,
        visit_hours=settings.workday.visit_minutes / 60.0,
        **sums,
    )
