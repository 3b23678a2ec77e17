"""Coverage of intervals over matched societies, where it is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from experiments.statistics.synthetic_truth import (
    contained,
    expected,
    interval,
    overall,
    placed,
    within,
)

Array = npt.NDArray[np.float64]
POOL, TRUTHS, LEAST = 1500, 600, 20


def toy(rng: np.random.Generator, size: int) -> tuple[Array, Array, Array]:
    """Patterns of one run, the held-out outcome of that run, and its mean over many runs.

    Three assumptions are normal. Two patterns and the outcome are functions of them, and of chance.
    """
    drawn = rng.normal(0.0, 1.0, (size, 3))
    patterns = np.column_stack([drawn[:, 0] + drawn[:, 1], drawn[:, 1] - drawn[:, 2]])
    mean = drawn[:, 0] - drawn[:, 2] ** 2
    observed = patterns + rng.normal(0.0, 0.1, patterns.shape)
    return observed, mean + rng.normal(0.0, 1.0, size), mean


def covered(rng: np.random.Generator, off: float = 0.0) -> tuple[float, float, float]:
    """Over truths of a toy: the share of one run that is covered, of means, and that expected.

    Parameters: outcomes of the societies that are matched are too large by `off`.
    """
    patterns, runs, _ = toy(rng, POOL)
    known, one, mean = toy(rng, TRUTHS)
    found = []
    for at in range(TRUTHS):
        kept = within(patterns, placed(known[at], rng))
        if kept.sum() >= LEAST:
            ends = interval(runs[kept][:, None] + off)
            both = [float(contained(value[at : at + 1], ends)[0]) for value in (one, mean)]
            found.append([*both, expected(int(kept.sum()))])
    assert len(found) > TRUTHS / 2
    first, second, third = np.mean(found, axis=0)
    return float(first), float(second), float(third)


def test_intervals_over_matched_societies_contain_a_run_of_the_truth_as_often_as_expected() -> None:
    """Within two standard errors of 600 truths, though bands are wide and the outcome is skewed."""
    one, mean, due = covered(np.random.default_rng(1))
    assert one == pytest.approx(due, abs=0.025)
    assert mean > one + 0.02


def test_intervals_of_a_model_that_is_off_contain_it_less_often() -> None:
    one, _, due = covered(np.random.default_rng(2), 2.0)
    assert one < due - 0.1


def test_chance_in_an_interval_makes_it_contain_means_more_often() -> None:
    """Without any band, means of N(0, 1) and chance of N(0, 1): 1.645 sqrt(2) deviations."""
    rng = np.random.default_rng(3)
    runs = rng.normal(0.0, np.sqrt(2.0), (20_000, 1))
    means = rng.normal(0.0, 1.0, 20_000)
    due = 1.0 - 2.0 * stats.norm.sf(stats.norm.ppf(0.95) * np.sqrt(2.0))
    assert contained(means, np.repeat(interval(runs), 20_000, axis=1)).mean() == pytest.approx(
        due, abs=0.005
    )


@pytest.mark.parametrize("societies", [20, 40])
def test_an_interval_over_few_societies_contains_less_than_it_says(societies: int) -> None:
    """Even draws: the 5 to 95 % of 20 hold 81 % of others, of 40 86 %."""
    rng = np.random.default_rng(4)
    ends = np.quantile(rng.random((20_000, societies)), (0.05, 0.95), axis=1, method="weibull")
    assert float((ends[1] - ends[0]).mean()) == pytest.approx(expected(societies), abs=0.002)


def test_bands_have_the_width_of_one_and_lie_evenly_around_the_truth() -> None:
    rng = np.random.default_rng(5)
    low = placed(np.full(20_000, 3.0), rng)
    assert stats.kstest(low, stats.uniform(2.0, 1.0).cdf).pvalue > 0.01
    values = np.array([[3.0, 0.0], [3.5, 0.4], [4.1, 0.0], [3.0, np.nan]])
    assert within(values, np.array([3.0, -0.5])).tolist() == [True, True, False, False]
    assert within(values, np.array([3.0, np.nan])).tolist() == [False, False, False, True]


def test_outcomes_of_one_truth_count_together() -> None:
    """Ten outcomes that agree are no more than one: the interval is that of 20 truths."""
    hits = np.array([1.0] * 15 + [0.0] * 5)
    share, low, high = overall(np.repeat(hits[:, None], 10, axis=1), 1)
    assert share == 0.75
    ends = stats.binom.ppf([0.025, 0.975], 20, 0.75) / 20
    assert [low, high] == pytest.approx(ends.tolist(), abs=0.051)
    mixed = np.tile([1.0, 1.0, 1.0, 0.0], (20, 1))
    assert overall(mixed, 1)[0] == 0.75
    assert np.isnan(overall(mixed, 1)[1])


def test_a_value_that_is_lacking_is_neither_within_nor_outside() -> None:
    ends = np.array([[0.0, 0.0, np.nan], [1.0, 1.0, np.nan]])
    found = contained(np.array([0.5, np.nan, 0.5]), ends)
    assert found[0] == 1.0
    assert np.isnan(found[1:]).all()
    gaps = np.array([[1.0, np.nan], [0.0, 1.0]])
    assert overall(gaps, 1)[0] == pytest.approx(2 / 3)
