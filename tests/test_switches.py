"""Which communities levers and shocks reach."""

from __future__ import annotations

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.coverage import Unreached, covered, reached, unreached
from sim.streams import stream_keys

SEEDS = range(40)


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
