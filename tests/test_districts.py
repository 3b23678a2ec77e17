"""How a city is shared out among its districts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from experiments.config.compose import compose
from sim.evidence import Ledger
from sim.settings import Settings, SettingsError
from sim.settings.apportionment import largest_remainder
from sim.settings.territory import Territory

CITY = {"districts": 3, "communities": 8, "villages": 4, "workers": 61, "residents": 23001}


def city(**changes: object) -> Territory:
    return Settings(territory=CITY | changes).territory


@given(
    some.integers(0, 10**9),
    some.lists(some.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=20),
)
def test_largest_remainders_add_up_and_are_within_one_of_the_exact_share(
    total: int, weights: list[float]
) -> None:
    parts = largest_remainder(total, weights)
    exact = [Fraction(weight) for weight in (weights if any(weights) else [1.0] * len(weights))]
    assert sum(parts) == total
    for part, weight in zip(parts, exact, strict=True):
        assert abs(part - total * weight / sum(exact)) < 1


def test_what_is_left_goes_to_the_largest_fractions_and_of_equal_ones_to_the_first() -> None:
    assert largest_remainder(10, [1.0, 1.0, 1.0]) == [4, 3, 3]
    assert largest_remainder(10, [1.0, 1.0, 2.0, 0.0]) == [3, 2, 5, 0]
    assert largest_remainder(7, [45.0, 35.0, 20.0]) == [3, 3, 1]
    assert largest_remainder(2, [0.0, 0.0]) == [1, 1]


def test_districts_share_communities_and_villages_evenly_and_people_by_these() -> None:
    districts = city().divided()
    assert [part.communities for part in districts] == [3, 3, 2]
    assert [part.villages for part in districts] == [2, 1, 1]
    assert sum(part.residents for part in districts) == 23001
    assert sum(part.workers for part in districts) == 61
    assert {part.districts for part in districts} == {1}
    for part in districts:
        assert part.usual_residents == pytest.approx(city().usual_residents, abs=1)
        of_villages = 5 * part.villages
        assert part.workers == pytest.approx(
            of_villages + (61 - 20) / 4 * (part.communities - part.villages), abs=1
        )


def test_the_city_has_the_sizes_of_the_documents() -> None:
    place = Settings.read(compose("territory=city").society).territory
    facts = Ledger.load().facts
    districts = place.divided()
    assert len(districts) == facts["tj_districts"].value == 16
    assert sum(part.villages for part in districts) == facts["tj_villages"].value == 3520
    assert place.communities - place.villages == facts["tj_communities"].value == 1889
    assert {part.communities for part in districts} == {338, 339}
    assert sum(part.towns for part in districts) == facts["tj_townships"].value == 128
    urban = [part.streets - part.towns for part in districts]
    assert sum(urban) == facts["tj_urban_streets"].value == 122
    assert set(urban) == {7, 8}
    assert {part.towns for part in districts} == {8}
    assert place.usual_residents == pytest.approx(5000, abs=1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"districts": 9, "communities": 8}, "territory.districts=9: with communities=8; at most"),
        ({"villages": 9}, "territory.villages=9: with communities=8; at most as"),
        ({"districts": 0}, "territory.districts=0: should be greater than or equal to 1"),
        ({"workers": 7}, "territory.workers=7: with communities=8; at least one"),
        (
            {"villages": 4, "communities": 6, "workers": 30, "residents": 6010,
             "residents_per_agent": 1000},
            "in a district: with .*; an agent at least a community",
        ),
    ],
)  # fmt: skip
def test_impossible_cities_are_refused_in_one_line(changes: dict[str, int], message: str) -> None:
    with pytest.raises(SettingsError, match=message) as refused:
        city(**changes)
    assert "\n" not in str(refused.value)
