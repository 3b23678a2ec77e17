"""Emulators on functions that are known: what they predict, and that their errors are honest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from experiments.statistics.emulator import LEAST, MOST_INPUTS, fit, screened
from experiments.statistics.implausibility import implausibility, variance_of_chance

Array = npt.NDArray[np.float64]
NOISE = 0.3


def curved(inputs: Array) -> Array:
    """A bend in input 3 beside a slope in input 0; all others do nothing."""
    return np.asarray(inputs[:, 0] + 1.5 * np.sin(1.5 * inputs[:, 3]), np.float64)


def known(runs: int, seed: int = 1, noise: float = NOISE, inputs: int = 40) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    given = rng.standard_normal((runs, inputs))
    return given, curved(given) + rng.normal(0.0, noise, runs)


def test_inputs_that_matter_are_found_and_most_of_the_others_are_not() -> None:
    rng = np.random.default_rng(2)
    given = rng.standard_normal((300, 80))
    found = screened(given, given[:, 5] - 0.5 * given[:, 61] + rng.normal(0, 0.5, 300))
    assert found[:2].tolist() == [5, 61]
    assert len(found) <= 6
    assert len(screened(given, rng.standard_normal(300))) <= MOST_INPUTS


def test_a_bend_is_predicted_up_to_noise_where_a_trend_is_not_enough() -> None:
    given, output = known(400)
    emulator = fit(given, output, 1)
    assert emulator is not None
    other, truth = known(400, 7, noise=0.0)
    mean, variance = emulator.predict(other)
    errors = emulator.transformed(truth) - mean
    spread = emulator.transformed(output).std()
    assert np.sqrt(np.mean(errors**2)) / spread < 0.25
    assert emulator.check.error < 0.75 * emulator.check.linear
    noise = NOISE / output.std() * spread
    assert np.median(np.sqrt(variance)) == pytest.approx(noise, rel=0.5)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_intervals_hold_new_runs_as_often_as_they_say(seed: int) -> None:
    given, output = known(250, seed)
    emulator = fit(given, output, 1)
    assert emulator is not None
    other, values = known(1000, seed + 10)
    mean, variance = emulator.predict(other)
    beyond = np.abs(emulator.transformed(values) - mean) > 1.645 * np.sqrt(variance)
    assert 0.84 <= 1.0 - beyond.mean() <= 0.96
    assert 0.8 <= emulator.check.coverage <= 1.0


def test_a_skewed_output_keeps_its_order() -> None:
    given, output = known(200)
    emulator = fit(given, np.exp(output), 1)
    assert emulator is not None
    values = emulator.transformed(np.array([0.1, 1.0, 10.0]))
    assert (np.diff(values) > 0).all()
    assert emulator.check.error < 0.6


def test_runs_without_a_value_are_left_out_and_too_few_or_equal_ones_give_none() -> None:
    given, output = known(LEAST + 20)
    gaps = output.copy()
    gaps[:20] = np.nan
    emulator = fit(given, gaps, 1)
    assert emulator is not None
    assert emulator.trained == LEAST
    assert emulator.check.rows.min() >= 20
    gaps[20] = np.nan
    assert fit(given, gaps, 1) is None
    assert fit(given, np.full(len(output), 0.1), 1) is None


@pytest.mark.parametrize("differ", [[7], [4], [4, 9, 14], [5, 6, 7]])
def test_an_output_that_hardly_any_run_differs_in_has_no_emulator(differ: list[int]) -> None:
    inputs, _ = known(200)
    output = np.full(200, 3.0)
    output[differ] = 0.5
    assert fit(inputs, output, 1) is None


def test_the_same_runs_give_the_same_bits() -> None:
    given, output = known(120)
    found = [fit(given, output, 3) for _ in range(2)]
    first, second = (one.predict(given) for one in found if one is not None)
    assert first[0].tobytes() == second[0].tobytes()
    assert first[1].tobytes() == second[1].tobytes()


def test_implausibility_is_the_distance_to_the_band_in_deviations() -> None:
    mean, variance = np.array([0.5, 3.0, -1.0, 2.0]), np.array([1.0, 4.0, 0.25, 0.0])
    assert implausibility(mean, variance, 0.0, 1.0).tolist() == [0.0, 1.0, 2.0, np.inf]
    assert implausibility(mean, variance, 0.0, 3.0).tolist() == [0.0, 0.0, 2.0, 0.0]


def test_chance_is_the_variance_within_societies_and_not_between_them() -> None:
    """Half of them have one run alone, and say nothing."""
    rng = np.random.default_rng(1)
    pairs = [(society, run) for society in range(800) for run in range(1 + society % 2)]
    index = pd.MultiIndex.from_tuples(pairs, names=["society", "replication"])
    between = rng.normal(0, 10, 800)[index.get_level_values("society")]
    values = pd.DataFrame({"m": between + rng.normal(0, 2, len(index))}, index)
    assert variance_of_chance(values, "society")["m"] == pytest.approx(4.0, rel=0.15)
