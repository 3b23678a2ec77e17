"""Where a series is cut, its moving mean, and its trend, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.statistics.initial_transient import moving_mean, truncation
from experiments.statistics.trend import trend


def test_the_cut_that_leaves_the_smallest_error_of_the_mean() -> None:
    """6 2 1 1 2 1 1 2: sums of squares over squared lengths for cuts of 0, 1, 2 and 3.

    0: (52 - 16^2 / 8) / 64 = 0.3125; 1: (16 - 100 / 7) / 49 = 0.035; 2: (12 - 64 / 6) / 36 =
    0.037; 3: (11 - 49 / 5) / 25 = 0.048; after that more. So one observation goes.
    """
    series = np.array([6.0, 2.0, 1.0, 1.0, 2.0, 1.0, 1.0, 2.0])
    assert truncation(series, batch=1) == 1


def test_batches_of_five_are_cut_as_a_whole() -> None:
    steady = np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 20)
    wave = np.repeat(np.tile([0.1, -0.1], 10), 5)
    assert truncation(np.concatenate([np.full(7, 60.0), (steady + wave)[7:]])) == 10
    assert truncation(steady + wave) == 0


def test_a_series_that_still_moves_has_no_cut() -> None:
    assert truncation(np.arange(200.0) ** 2) is None
    assert truncation(np.array([1.0, 2.0])) is None


def test_a_decay_is_cut_after_some_of_its_time_constants() -> None:
    """exp(-t / 30) from 10 to 0 with noise of 1: at 100 days 0.4 is left, at 200 days 0.01."""
    rng = np.random.default_rng(3)
    days = np.arange(1000)
    cuts = [truncation(10 * np.exp(-days / 30) + rng.normal(0, 1, 1000)) for _ in range(50)]
    found = [cut for cut in cuts if cut is not None]
    assert len(found) > 30
    assert 60 < np.median(found) < 200


def test_the_moving_mean_widens_to_its_window_and_averages_runs() -> None:
    """Means over both runs are 2 4 6 8 12; windows of 1, 3, 3 and 3 days, none for the last."""
    runs = np.array([[1.0, 3.0, 5.0, 7.0, 11.0], [3.0, 5.0, 7.0, 9.0, 13.0]])
    assert moving_mean(runs, 1).tolist() == pytest.approx([2.0, 4.0, 6.0, 26 / 3])


def test_a_trend_is_the_mean_slope_over_the_mean() -> None:
    """Slopes 1 and 3 around a mean of 10: 0.2 a year; half of the interval t(1, 0.95) x 0.1."""
    found = trend(np.array([[9.0, 10.0, 11.0], [7.0, 10.0, 13.0]]))
    assert found.change == pytest.approx(0.2)
    assert found.high - found.change == pytest.approx(6.313752 * 0.1, rel=1e-6)
    assert not found.within(0.5)


def test_noise_hides_no_trend_and_no_trend_is_found_to_be_none() -> None:
    rng = np.random.default_rng(5)
    flat = 10 + rng.normal(0, 0.5, (12, 3))
    assert trend(flat).within(0.05)
    assert not trend(flat + np.array([0.0, 1.0, 2.0])).within(0.05)
    assert not trend(10 + rng.normal(0, 8.0, (3, 3))).within(0.05)
