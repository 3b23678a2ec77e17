"""Quantiles over societies: known values, gaps, and what 5 to 95 % of them hold."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.statistics.society_quantiles import SPAN, quantiles


def test_the_kth_of_n_values_is_the_quantile_k_over_n_plus_one() -> None:
    values = np.arange(1.0, 20.0)
    assert quantiles(values, [0.05, 0.25, 0.5, 0.95]) == pytest.approx([1, 5, 10, 19])


def test_fewer_than_nineteen_have_their_outermost_values_as_ends() -> None:
    assert quantiles(np.array([3.0, 1.0, 2.0]), SPAN).tolist() == [1.0, 3.0]


def test_what_is_not_finite_is_left_out_and_nothing_has_no_quantile() -> None:
    values = np.array([[1.0, np.nan, 3.0, np.inf], [np.nan] * 4])
    found = quantiles(values, (0.5,), axis=1)
    assert found.shape == (1, 2)
    assert found[0, 0] == 2.0
    assert np.isnan(found[0, 1])
    assert quantiles(values.T, (0.5,)) == pytest.approx(found, nan_ok=True)


@pytest.mark.parametrize("societies", [20, 40, 200])
def test_five_to_ninety_five_percent_hold_a_further_one_in_ninety_of_a_hundred_cases(
    societies: int,
) -> None:
    rng = np.random.default_rng(5)
    draws = rng.lognormal(size=(20_000, societies + 1))
    low, high = quantiles(draws[:, :-1], SPAN, axis=1)
    held = (low <= draws[:, -1]) & (draws[:, -1] <= high)
    assert held.mean() == pytest.approx(0.9, abs=0.008)
