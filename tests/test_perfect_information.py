"""Value of information: estimates against closed forms, noise limits, intervals."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.statistics.perfect_information import (
    curves,
    partial_perfect_information,
    perfect_information,
)

LONG = bool(os.environ.get("UNBURDEN_LONG"))
TIMES = 200 if LONG else 40
MEAN, SLOPES, NOISE = 0.3, (1.0, 0.5), 1.0


def known(mean: float, slope: float) -> float:
    """E max(0, N(mean, slope^2)) - max(0, mean), for utilities 0 and one that is linear."""
    ratio = mean / slope
    gain = slope * stats.norm.pdf(ratio) + mean * stats.norm.cdf(ratio)
    return float(gain - max(0.0, mean))


def normal_case(
    seed: int, societies: int = 200, idle: int = 8
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two decisions: nothing, and one that is linear in the first two inputs, with noise."""
    random = np.random.default_rng(seed)
    inputs = random.standard_normal((societies, len(SLOPES) + idle))
    gain = MEAN + inputs[:, : len(SLOPES)] @ np.array(SLOPES)
    gain += NOISE * random.standard_normal(societies)
    points = pd.DataFrame(inputs, columns=[f"x{place}" for place in range(inputs.shape[1])])
    return points, pd.DataFrame({"nothing": np.zeros(societies), "reform": gain})


def test_values_are_those_of_the_closed_form() -> None:
    found = []
    for seed in range(TIMES):
        points, utilities = normal_case(seed)
        rows = partial_perfect_information(points, utilities, seed, permutations=2, samples=2)
        found.append(rows.set_index("assumption")["evppi"][["x0", "x1"]])
    means = np.mean(found, axis=0)
    assert means[0] == pytest.approx(known(MEAN, SLOPES[0]), rel=0.15)
    assert means[1] == pytest.approx(known(MEAN, SLOPES[1]), rel=0.25)


def test_many_societies_give_the_closed_form_closely() -> None:
    points, utilities = normal_case(1, societies=40_000, idle=1)
    rows = partial_perfect_information(points, utilities, 1, permutations=1, samples=1)
    found = rows.set_index("assumption")["evppi"]
    assert found["x0"] == pytest.approx(known(MEAN, SLOPES[0]), rel=0.05)
    assert found["x1"] == pytest.approx(known(MEAN, SLOPES[1]), rel=0.1)
    assert found["x2"] < 0.001
    whole = np.sqrt(np.sum(np.square(SLOPES)) + NOISE**2)
    best = perfect_information(utilities)
    assert best.evpi == pytest.approx(known(MEAN, float(whole)), rel=0.05)
    assert best.low < known(MEAN, float(whole)) < best.high
    assert best.best == "reform"


def test_intervals_hold_the_truth() -> None:
    held = []
    for seed in range(TIMES):
        points, utilities = normal_case(seed, idle=0)
        rows = partial_perfect_information(points, utilities, seed, permutations=2, samples=200)
        rows = rows.set_index("assumption")
        for name, slope in zip(("x0", "x1"), SLOPES, strict=True):
            held.append(rows["low"][name] <= known(MEAN, slope) <= rows["high"][name])
    assert np.mean(held) > 0.85


def test_idle_inputs_are_beyond_noise_in_one_case_of_twenty() -> None:
    wrong, largest = [], []
    for seed in range(TIMES):
        points, utilities = normal_case(seed)
        rows = partial_perfect_information(
            points.drop(columns=["x0", "x1"]), utilities, seed, permutations=60, samples=2
        )
        wrong.append(rows["beyond_noise"].any())
        largest.append(rows["evppi"].max())
        assert rows["beyond_noise"].eq(rows["evppi"] > rows["noise_limit"]).all()
    assert np.mean(wrong) <= (0.09 if LONG else 0.15)
    assert np.median(largest) < known(MEAN, SLOPES[0]) / 5


def test_what_matters_comes_first_and_says_which_decision_it_turns() -> None:
    points, utilities = normal_case(2, societies=400)
    rows = partial_perfect_information(points, utilities, 2, permutations=60, samples=50)
    first = rows.iloc[0]
    assert first["assumption"] == "x0"
    assert first["rank"] == 1
    assert first["beyond_noise"]
    assert first["p_noise"] < 0.05
    assert (first["best_low"], first["best_high"]) == ("nothing", "reform")
    assert first["switch"] == pytest.approx(-MEAN / SLOPES[0], abs=0.2)
    assert first["explained"] == pytest.approx(1 / (1 + 0.25 + 1), abs=0.1)


def test_knowledge_is_worth_nothing_where_one_decision_is_always_best() -> None:
    points, utilities = normal_case(3)
    utilities["best"] = utilities.max(axis=1) + 1
    rows = partial_perfect_information(points, utilities, 3, permutations=10, samples=10)
    assert (rows[["evppi", "low", "bias"]] == 0).all().all()
    assert not rows["beyond_noise"].any()
    assert perfect_information(utilities)[:3] == (0, 0, 0)


def test_a_factor_has_a_mean_for_each_value() -> None:
    """Best decisions at three values: 1, 0 and 1 better, a third of societies each."""
    level = np.tile([0.0, 1.0, 2.0], 100)
    points = pd.DataFrame({"choice": level, "same": np.ones(300)})
    utilities = pd.DataFrame({"nothing": 0.0, "reform": np.where(level == 1, -1.0, 1.0)})
    rows = partial_perfect_information(points, utilities, 1, permutations=5, samples=5)
    found = rows.set_index("assumption")["evppi"]
    assert found["choice"] == pytest.approx(2 / 3 - 1 / 3)
    assert found["same"] == 0


def test_scale_and_skewness_of_an_assumption_do_not_matter() -> None:
    points, utilities = normal_case(4)
    skewed = pd.DataFrame(np.exp(3 * points.to_numpy()), points.index, points.columns)
    one, other = (
        partial_perfect_information(each, utilities, 4, permutations=5, samples=5)["evppi"]
        for each in (points, skewed)
    )
    np.testing.assert_allclose(one, other)


@pytest.mark.parametrize(("societies", "coefficients"), [(50, 3), (150, 4), (400, 5)])
def test_curves_are_orthonormal_and_without_the_constant(societies: int, coefficients: int) -> None:
    basis = curves(np.random.default_rng(1).random(societies))
    assert basis.shape == (societies, coefficients)
    np.testing.assert_allclose(basis.T @ basis, np.eye(coefficients), atol=1e-9)
    np.testing.assert_allclose(basis.sum(axis=0), 0, atol=1e-9)
