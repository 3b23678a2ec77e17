"""Yuan for a unit of an effect: intervals by hand, and no ratio where the effect may be zero."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from experiments.statistics.ratios import (
    UNDEFINED,
    Interval,
    Sign,
    fieller,
    of_mean,
    over_societies,
    ratio_over_societies,
)

nan, inf = float("nan"), float("inf")
RNG = np.random.default_rng(5)


@pytest.mark.parametrize(
    ("interval", "sign"),
    [
        (Interval(2, 1, 3), Sign.ABOVE),
        (Interval(-2, -3, -1), Sign.BELOW),
        (Interval(0.1, -0.2, 0.4), Sign.NOTHING),
        (Interval(0.1, -0.2, 0.6), Sign.EITHER),
        (Interval(0, 0, 0), Sign.NOTHING),
        (Interval(2, nan, nan), Sign.UNKNOWN),
    ],
)
def test_an_interval_is_above_below_or_holds_zero(interval: Interval, sign: Sign) -> None:
    assert interval.sign(0.5) is sign


def test_fieller_is_the_set_of_ratios_that_a_t_test_does_not_reject() -> None:
    """A ratio r is in it where the mean of cost - r effect does not differ from zero."""
    effect = RNG.normal(5.0, 2.0, 12)
    cost = 3.0 * effect + RNG.normal(0.0, 4.0, 12)
    found = fieller(cost, effect)
    assert found.middle == pytest.approx(cost.mean() / effect.mean())
    for end in (found.low, found.high):
        assert stats.ttest_1samp(cost - end * effect, 0.0).pvalue == pytest.approx(0.05)
    inside, outside = np.mean([found.low, found.high]), found.high + 1.0
    assert stats.ttest_1samp(cost - inside * effect, 0.0).pvalue > 0.05
    assert stats.ttest_1samp(cost - outside * effect, 0.0).pvalue < 0.05


def test_fieller_of_a_fixed_cost_is_that_of_the_effect_turned_over() -> None:
    effect = RNG.normal(5.0, 1.0, 8)
    mean, found = of_mean(effect), fieller(np.full(8, 30.0), effect)
    assert found == pytest.approx((30 / mean.middle, 30 / mean.high, 30 / mean.low))


@pytest.mark.parametrize("shift", [0.0, -5.0])
def test_there_is_no_ratio_where_the_effect_may_be_zero_or_is_below(shift: float) -> None:
    effect = np.array([-1.0, 2.0, 0.5, -0.5, 1.0]) + shift
    cost = np.full(5, 10.0)
    assert np.isnan(fieller(cost, effect)).all()
    assert np.isnan(ratio_over_societies(cost, effect)).all()


def test_an_effect_without_spread_has_no_interval_and_no_ratio_but_none_at_all_is_nothing() -> None:
    assert of_mean(np.array([2.0, 2.0])).sign() is Sign.UNKNOWN
    assert np.isnan(fieller(np.array([1.0, 2.0]), np.array([2.0, 2.0]))).all()
    assert of_mean(np.zeros(3)) == (0, 0, 0)


def test_over_societies_a_ratio_is_taken_in_each_of_them() -> None:
    """19 societies: 5 and 95 % are the first and the last, the middle is the tenth."""
    effect = np.arange(1.0, 20.0)
    cost = 2.0 * effect * np.arange(1.0, 20.0)
    assert over_societies(effect) == (10, 1, 19)
    assert ratio_over_societies(cost, effect) == (20, 2, 38)


def test_a_society_in_which_nothing_is_freed_has_no_price_that_buys_it() -> None:
    """Of 39 societies one has no effect: the interval of the effect is above zero, from the second
    on, and the upper end of the ratio is the second largest, which is finite.
    """
    effect = np.concatenate([[-1.0], np.full(38, 2.0)])
    cost = np.full(39, 10.0)
    assert over_societies(effect).low > 0
    assert ratio_over_societies(cost, effect) == (5, 5, 5)
    worst = np.concatenate([[-0.001], np.full(29, 2.0)])
    found = ratio_over_societies(np.full(30, 10.0), worst)
    assert found.middle == 5
    assert found.high == inf


def test_a_society_without_a_value_leaves_none() -> None:
    assert over_societies(np.array([1.0, nan])) is UNDEFINED
    assert np.isnan(ratio_over_societies(np.array([1.0, nan]), np.array([1.0, 1.0]))).all()
