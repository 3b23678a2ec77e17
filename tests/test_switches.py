"""Which communities levers and shocks reach."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.coverage import Unreached, active_levers, first, reached, unreached
from sim.districts import divided
from sim.initialization.habitats import habitats
from sim.levers.reach import TYPES
from sim.parameters import SettingsError
from sim.streams import stream_keys

SEEDS = range(40)


def covered(keys: Any, communities: int, number: int, coverage: float) -> list[int]:
    """What a share of the communities covers."""
    return first(keys, number, np.arange(communities), reached(coverage, communities))


@pytest.mark.parametrize(
    ("coverage", "communities", "count"),
    [
        (0.5, 12, 6), (0.5, 5, 3), (0.25, 2, 1), (0.29, 50, 15), (0.145, 100, 15), (0.499, 1, 0),
        (0.5, 1, 1), (0.0, 9, 0), (1.0, 9, 9), (1e-9, 9, 0), (0.7, 3, 2), (0.04, 12, 0),
    ],
)  # fmt: skip
def test_a_share_is_rounded_half_up_in_decimals(
    coverage: float, communities: int, count: int
) -> None:
    assert reached(coverage, communities) == count
    for seed in SEEDS:
        assert len(covered(stream_keys(seed), communities, 1, coverage)) == count


def test_a_larger_coverage_contains_a_smaller_one() -> None:
    for seed in SEEDS:
        before: set[int] = set()
        for coverage in np.linspace(0.0, 1.0, 25):
            now = set(covered(stream_keys(seed), 12, 3, float(coverage)))
            assert now >= before
            before = now
        assert before == set(range(12))


def test_the_seed_chooses_and_each_lever_for_itself() -> None:
    chosen = [tuple(covered(stream_keys(seed), 12, 1, 0.5)) for seed in range(2000)]
    often = np.bincount(np.concatenate(chosen), minlength=12) / len(chosen)
    assert np.abs(often - 0.5).max() < 0.05
    assert len(set(chosen)) > 700
    keys = stream_keys(1)
    by_lever = {tuple(covered(keys, 12, number, 0.5)) for number in (0, 1, 2, 64)}
    assert len(by_lever) == 4


def test_a_model_names_the_communities_it_covers_and_acts_there_alone() -> None:
    place = {"communities": 5, "workers": 30, "residents": 3000}
    half = {"on": True, "coverage": 0.5}
    more = half | {"per_community": 2.0}
    settings = Settings(
        territory=place,
        levers={"data_cockpit": half, "recruitment": more},
        shocks={"census_campaign": half},
        horizon_days=2,
        warmup_days=0,
    )
    model = GovernanceModel(settings, 5)
    model.run()
    assert list(model.covered) == [
        "levers.recruitment", "levers.data_cockpit", "shocks.census_campaign"
    ]  # fmt: skip
    assert [len(communities) for communities in model.covered.values()] == [3, 3, 3]
    recruits = model.state.communities["recruits"]
    assert np.flatnonzero(recruits).tolist() == model.covered["levers.recruitment"]
    assert set(recruits) == {0, 2}


def test_a_coverage_that_rounds_to_no_community_is_named_with_the_least_that_does_not() -> None:
    def of(coverage: float, communities: int) -> list[Unreached]:
        place = {"communities": communities, "workers": 10 * communities}
        levers = {"one_table": {"on": True, "coverage": coverage}, "monitoring": {"coverage": 0.01}}
        return unreached(Settings(territory=place, levers=levers))

    path = "levers.one_table.coverage"
    assert of(0.4, 1) == [Unreached(path, 0.4, 1, 0.5)]
    assert of(0.01, 12) == [Unreached(path, 0.01, 12, 0.0417)]
    assert reached(0.0417, 12) == 1
    assert of(0.0, 12) == of(0.5, 1) == of(0.0417, 12) == []


STREET = {"communities": 12, "workers": 60, "residents": 30000, "villages": 3}


def of_lever(seed: int = 1, **reach: Any) -> set[int]:
    """The communities of a street that a lever covers."""
    settings = Settings(territory=STREET, levers={"one_table": {"on": True, **reach}})
    (active,) = active_levers(settings, stream_keys(seed))
    return set(active.communities)


def test_a_number_of_communities_is_the_first_of_those_that_a_share_covers() -> None:
    for seed in SEEDS:
        before: set[int] = set()
        for number in range(13):
            now = of_lever(seed, communities=number)
            assert len(now) == number
            assert now >= before
            before = now
        for share in (0.0, 0.25, 0.5, 0.75):
            assert of_lever(seed, coverage=share) == of_lever(seed, communities=int(12 * share))


def test_shares_by_type_are_of_the_communities_of_that_type_alone() -> None:
    settings = Settings(territory=STREET)
    for seed in SEEDS:
        types = habitats(settings, stream_keys(seed))
        members = {name: set(np.flatnonzero(types == TYPES[name])) for name in TYPES}
        assert len(members["village"]) == 3
        whole = of_lever(seed, coverage={"old_estate": 1.0, "village": 1})
        assert whole == members["old_estate"] | members["village"]
        before: set[int] = set()
        for share in np.linspace(0.0, 1.0, 9):
            now = of_lever(seed, coverage={"old_estate": float(share), "village": 0.5})
            assert now >= before
            assert len(now & members["old_estate"]) == reached(share, len(members["old_estate"]))
            assert len(now & members["village"]) == 2
            before = now


def test_shares_of_all_types_alike_do_not_differ_by_their_order() -> None:
    shares = {"village": 0.5, "old_estate": 0.3}
    levers = [{"one_table": {"on": True, "coverage": each}} for each in (
        shares, dict(reversed(shares.items())), [["old_estate", 0.3], ["village", 0.5]],
    )]  # fmt: skip
    assert len({Settings(territory=STREET, levers=lever).canonical() for lever in levers}) == 1


@pytest.mark.parametrize(
    ("reach", "message"),
    [
        ({"coverage": {"old": 1.0}}, "coverage={'old': 1.0}: old: no such type of community"),
        ({"coverage": {"village": 2}}, "less than or equal to 1"),
        ({"coverage": {}}, "shares by type"),
        ({"coverage": True}, "a share from 0 to 1"),
        ({"communities": -1}, "greater than or equal to 0"),
        ({"communities": 2.5}, "a whole number, or names"),
        ({"communities": "Mill Road"}, "a whole number, or names"),
        ({"communities": ["A", "A"]}, "A is named twice"),
        ({"communities": 13}, "with territory.communities=12; at most all of them"),
        ({"communities": 3, "coverage": 0.5}, "with coverage=0.5; one of the two"),
        (
            {"communities": 3, "coverage": {"old_estate": 1, "mixed": 0.5}},
            "with coverage={old_estate: 1, mixed: 0.5}; one of the two",
        ),
    ],
)
def test_a_reach_that_there_is_not_is_refused(reach: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        of_lever(**reach)
    assert message in str(refused.value)
    assert str(refused.value).startswith("levers.one_table.")


NAMES = ["North Lane", "Mill Road", "河东里", "Hill"]
KNOWN = {"communities": 4, "workers": 20, "residents": 4000, "each": {"names": NAMES}}


def test_communities_that_are_named_are_covered_whatever_the_seed() -> None:
    for names in (["河东里", "North Lane"], ["North Lane", "河东里"]):
        levers = {"one_table": {"on": True, "communities": names}}
        settings = Settings(territory=KNOWN, levers=levers)
        for seed in SEEDS:
            (active,) = active_levers(settings, stream_keys(seed))
            assert active.communities == [0, 2]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["Mil Road", "Hill"], "no community Mil Road; there are Mill Road, ..."),
        (["3"], "no community 3; there are North Lane, Mill Road, 河东里, Hill"),
    ],
)
def test_a_name_that_no_community_has_is_refused_with_near_names(
    names: list[str], message: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings(territory=KNOWN, levers={"one_table": {"on": True, "communities": names}})
    assert message in str(refused.value)
    with pytest.raises(SettingsError, match="have no names"):
        of_lever(communities=names)


def test_in_a_city_a_number_of_communities_is_refused_and_shares_by_type_are_not() -> None:
    city = {"districts": 2, "communities": 8, "workers": 40, "residents": 8000, "villages": 2}
    for reach in ({"communities": 2}, {"communities": ["A"]}):
        with pytest.raises(SettingsError, match="in a city use coverage"):
            Settings(territory=city, levers={"one_table": {"on": True, **reach}})
    by_type = {"on": True, "coverage": {"village": 1.0}}
    settings = Settings(territory=city, levers={"one_table": by_type})
    covers = [
        active_levers(part, stream_keys(seed))[0].communities for part, seed in divided(settings, 1)
    ]
    assert covers == [[3], [3]]


def test_each_type_that_is_not_reached_is_named() -> None:
    def of(**coverage: float) -> list[Unreached]:
        levers = {"one_table": {"on": True, "coverage": coverage}}
        return unreached(Settings(territory=STREET, levers=levers))

    path = "levers.one_table.coverage"
    assert of(village=0.1) == [Unreached(f"{path}.village", 0.1, 3, 0.1667)]
    assert of(village=0.2, old_estate=0.0) == []
    none = {"rules": {"types": {"on": False}}, "territory": STREET}
    levers = {"one_table": {"on": True, "coverage": {"old_estate": 1.0, "village": 1.0}}}
    assert unreached(Settings(**none, levers=levers)) == [
        Unreached(f"{path}.old_estate", 1.0, 0, 0.0)
    ]
