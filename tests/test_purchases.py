"""Units that levers need: of cadres who come, of streets that there are; what is no resource."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import pytest

from sim.levers.resources import APPLICATION, BROADCASTS, CADRE, CAMERAS, MODULE, Budget, Resource
from sim.own_streams import uniform
from sim.purchases import Purchase, ResourceError, _stated, purchases
from sim.settings import Settings
from sim.streams import stream_keys

PLACE = {"communities": 6, "workers": 30, "residents": 12000, "district_communities": 24}
SHARES = {"secretary_share": 0.5, "team_share": 0.25, "team_cadres": 2.0}


def bought(place: dict[str, int], seed: int = 3, **levers: Any) -> dict[str, Purchase]:
    """Purchases by resource."""
    on = {name: {"on": True, **values} for name, values in levers.items()}
    tree = {"territory": {**PLACE, **place}, "levers": on, "horizon_days": 100}
    return {one.resource.name: one for one in purchases(Settings.read(tree), seed)}


def test_cadres_are_paid_where_they_are_drawn() -> None:
    """Three villages: a secretary where the number is below a half, a team below a quarter."""
    found = set()
    for seed in range(8):
        draw = partial(uniform, stream_keys(seed), "cadre")
        drawn = [float(draw(village) < 0.5) + 2.0 * (draw(village) < 0.25) for village in (3, 4, 5)]
        units = bought({"villages": 3}, seed, village_teams=SHARES)[CADRE.name].units
        assert units == sum(drawn)
        found.add(units)
    assert len(found) > 2


def test_where_no_cadre_is_drawn_none_is_paid() -> None:
    none = {"secretary_share": 1e-9, "team_share": 1e-9}
    assert bought({"villages": 2}, village_teams=none)[CADRE.name].units == 0.0


def test_a_lever_acts_from_its_start_day_to_the_end_of_the_window() -> None:
    for start, share in ((0, 1.0), (25, 0.75), (50, 0.5)):
        one = bought({"villages": 2}, produce_help={"start_day": start})[BROADCASTS.name]
        assert one.acting == share


@pytest.mark.parametrize("streets", [2, 3, 6])
def test_what_a_street_needs_is_bought_for_each_of_several_streets(streets: int) -> None:
    units = bought({"streets": streets}, resident_app={}, entry_control={"gates": True})
    assert {units[one.name].units for one in (APPLICATION, MODULE)} == {float(streets)}


def test_streets_of_towns_and_of_a_city_are_those_that_its_districts_have() -> None:
    """A district of two may have one street, and it is one of the four."""
    place = {"streets": 4, "towns": 2, "villages": 4, "communities": 8, "workers": 40}
    assert bought(place, resident_app={})[APPLICATION.name].units == 4.0
    assert bought({**place, "districts": 2}, resident_app={})[APPLICATION.name].units == 4.0
    city = {"communities": 6, "districts": 2, "streets": 2}
    assert bought(city, resident_app={})[APPLICATION.name].units == 2.0


def test_of_one_street_a_place_needs_its_part_by_communities() -> None:
    """Six communities, where a street has twelve."""
    assert bought({}, resident_app={})[APPLICATION.name].units == 0.5


def tablet(**other: Any) -> Resource:
    return Resource("tablet", **{"budget": Budget.STREET, **other})


@pytest.mark.parametrize(
    ("resources", "fault"),
    [
        ({tablet(life=0.0): 1}, "tablet: life: 0.0: should be a number above 0"),
        ({tablet(life=-1): 1}, "tablet: life: -1: should be a number above 0"),
        ({tablet(once=-5.0): 1}, "tablet: once: -5.0: should be a number from 0 on"),
        ({tablet(once=math.nan): 1}, "tablet: once: nan: should be a number from 0 on"),
        ({tablet(yearly=None): 1}, "tablet: yearly: None: should be a number from 0 on"),
        ({tablet(yearly=True): 1}, "tablet: yearly: True: should be a number from 0 on"),
        ({tablet(upkeep=math.inf): 1}, "tablet: upkeep: inf: should be a number from 0 on"),
        ({tablet(hours=-1e9): 1}, "tablet: hours: -1000000000.0: should be a number from 0 on"),
        ({tablet(hours=()): 1}, "tablet: hours: a tuple: should be a number from 0 on"),
        ({tablet(paid_time=2): 1}, "tablet: paid_time: 2: should be True or False"),
        ({tablet(budget="moon"): 1},
         f"tablet: budget: 'moon': should be one of {', '.join(Budget)}"),
        ({Resource(" ", Budget.CITY): 1}, " : name: ' ': should be a text"),
        ({tablet(): -1}, "tablet: units: -1: should be a number from 0 on"),
        ({tablet(): "many"}, "tablet: units: 'many': should be a number from 0 on"),
        ({"tablet": 3}, "'tablet': should be a Resource"),
        ([tablet()], "a list: should be numbers of units by Resource"),
        (None, "None: should be numbers of units by Resource"),
    ],
)  # fmt: skip
def test_what_is_no_resource_is_said_in_plain_words(resources: object, fault: str) -> None:
    with pytest.raises(ResourceError) as error:
        list(_stated("levers.tablets", resources))
    assert str(error.value) == f"levers.tablets: resources: {fault}"


def test_a_price_that_is_looked_up_has_the_same_limits() -> None:
    assert CAMERAS.fault(lambda _: 1.0) == ""
    found = CAMERAS.fault(lambda name: 0.0 if name.endswith("life") else 1.0)
    assert found == "life: assume:device_life: 0.0: should be a number above 0"
    found = CAMERAS.fault(lambda name: -2600.0 if name.endswith("community") else 1.0)
    assert found == "once: assume:camera_community: -2600.0: should be a number from 0 on"
