"""Draws are functions of what they are for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim import streams

FULL = 0xFFFFFFFF


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((FULL,) * 4, (FULL,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_vectors(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    found = streams.philox(*(np.uint64(word) for word in (*counter, *key)))
    assert tuple(int(word) for word in found) == words


def test_draws_depend_on_stream_entity_day_and_ordinal_alone() -> None:
    key, other = streams.stream_key(7, "arrivals"), streams.stream_key(7, "place")
    base = streams.draw(np.uint64(key), 5, 3, 2)
    assert base == streams.draw(np.uint64(key), 5, 3, 2)
    changed = [
        streams.draw(np.uint64(other), 5, 3, 2),
        streams.draw(np.uint64(key), 6, 3, 2),
        streams.draw(np.uint64(key), 5, 4, 2),
        streams.draw(np.uint64(key), 5, 3, 1),
        streams.draw(np.uint64(key), 5 + (1 << 40), 3, 2),
    ]
    assert len({base, *changed}) == len(changed) + 1


def test_draws_of_arrays_are_those_of_each_number_to_the_bit() -> None:
    keys = streams.stream_keys(2**62 + 5)[:3]
    entities = np.array([0, 1, 77, FULL, 1 << 32, (5408 << 32) + 1999, 2**63 - 1, -1])
    ordinals = np.arange(3)[:, None, None]
    found = streams.draws(keys[:, None], entities, ordinals)
    assert found[0].shape == found[1].shape == (3, 3, 8)
    for ordinal, key, entity in np.ndindex(3, 3, 8):
        expected = streams.draw(keys[key], entities[entity], 0, ordinal)
        assert expected == (found[0][ordinal, key, entity], found[1][ordinal, key, entity])


def test_uniforms_are_uniform_and_inside_the_open_interval() -> None:
    key = np.uint64(streams.stream_key(1, "effort"))
    pairs = np.array([streams.draw(key, entity, 0, 0) for entity in range(20_000)])
    assert pairs.min() > 0
    assert pairs.max() < 1
    for column in pairs.T:
        assert stats.kstest(column, "uniform").pvalue > 1e-3


@pytest.mark.parametrize("u", [1e-12, 0.01, 0.3, 0.5, 0.77, 0.999, 1 - 1e-12])
def test_quantiles_are_those_of_the_library(u: float) -> None:
    assert streams.normal(u) == pytest.approx(stats.norm.ppf(u), rel=1e-12, abs=1e-15)
    assert streams.exponential(u, 5.0) == pytest.approx(stats.expon.ppf(u, scale=5), rel=1e-9)
    sigma = np.sqrt(np.log(1 + 0.8**2))
    scale = 45 * np.exp(-(sigma**2) / 2)
    expected = stats.lognorm.ppf(u, sigma, scale=scale)
    assert streams.lognormal(u, 45.0, 0.8) == pytest.approx(expected, rel=1e-9)
    for mean in (0.2, 3.0, 60.0, 480.0):
        assert streams.poisson(u, mean) == stats.poisson.ppf(u, mean)


def test_run_seeds_are_63_bits_and_differ() -> None:
    seeds = {streams.run_seed(seed, replication) for seed in range(20) for replication in range(20)}
    assert len(seeds) == 400
    assert all(0 <= seed < 2**63 for seed in seeds)


@pytest.mark.parametrize("mean", [1.25, 2.0, 5.0, 20.0, 60.0])
def test_whole_days_have_the_declared_mean(mean: float) -> None:
    """The mean is summed over the whole law: days exceed k for the uniforms above a threshold."""
    law = stats.geom(1.0 / mean)
    for days in range(1, 200):
        below, above = law.cdf(days) * (1 - 1e-9), law.cdf(days) * (1 + 1e-9)
        if above < 1 - 1e-6:
            assert streams.waiting_days(below, mean) <= days < streams.waiting_days(above, mean)
    uniforms = (np.arange(20_000) + 0.5) / 20_000
    waits = np.array([streams.waiting_days(u, mean) for u in uniforms])
    assert waits.min() == 1
    assert waits.mean() == pytest.approx(mean, rel=2e-3)


def test_a_wait_of_less_than_a_day_is_a_day_and_none_is_endless() -> None:
    for u in (1e-12, 0.5, 1 - 1e-12):
        for mean in (0.001, 0.5, 1.0):
            assert streams.waiting_days(u, mean) == 1
        assert 1 <= streams.waiting_days(u, 1e300) <= streams.LONGEST_WAIT
