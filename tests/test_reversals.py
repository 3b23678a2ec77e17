"""Reversals: which orders flip, and which assumption tells where."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.statistics.reversals import reversals


def case(seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`up` is better than `flat` where x is above 0.7; `worst` is worse than both."""
    random = np.random.default_rng(seed)
    points = pd.DataFrame(random.random((100, 6)), columns=["a", "b", "x", "c", "d", "e"])
    up = np.where(points["x"] > 0.7, 1.0, -1.0)
    return points, pd.DataFrame({"flat": 0.0, "up": up, "worst": -5.0 - random.random(100)})


def test_a_flip_is_found_with_what_it_depends_on() -> None:
    points, utilities = case()
    rows = reversals(points, utilities, 0.25, 1)
    first = rows.iloc[0]
    share = (points["x"] > 0.7).mean()
    assert (first["decision"], first["other"]) == ("flat", "up")
    assert first["better"] == pytest.approx(1 - share)
    assert first["reversal"] == first["worse"] == pytest.approx(share)
    assert (first["assumption"], first["side"], first["auc"]) == ("x", "below", 1.0)
    assert first["beyond_noise"]
    assert first["threshold"] == pytest.approx(0.7, abs=0.03)
    assert first["agreement"] == 1.0
    assert first["agreement_without"] == pytest.approx(1 - share)
    assert rows["flips"].tolist() == [True, False, False]
    assert rows["assumption"].isna().tolist() == [False, True, True]


def test_the_area_is_that_of_mann_and_whitney() -> None:
    points, utilities = case()
    random = np.random.default_rng(3)
    utilities["up"] = 3 * (points["x"] - 0.6) + random.standard_normal(100)
    row = reversals(points[["x"]], utilities[["flat", "up"]], 0.0, 1).iloc[0]
    above = utilities["up"] > 0
    statistic = stats.mannwhitneyu(points["x"][above], points["x"][~above]).statistic
    assert row["auc"] == pytest.approx(statistic / above.sum() / (~above).sum())


def test_differences_that_do_not_matter_are_alike() -> None:
    points, utilities = case()
    row = reversals(points, utilities[["flat", "up"]], 1.5, 1).iloc[0]
    assert row["alike"] == 1
    assert not row["flips"]


def test_noise_is_named_in_one_case_of_twenty() -> None:
    wrong = []
    for seed in range(60):
        random = np.random.default_rng(seed)
        points = pd.DataFrame(random.random((60, 10)))
        utilities = pd.DataFrame({"a": random.standard_normal(60), "b": 0.0})
        wrong.append(reversals(points, utilities, 0.0, seed, 60)["beyond_noise"].iloc[0])
    assert np.mean(wrong) <= 0.13


def test_a_pair_has_the_same_noise_limit_whatever_other_pairs_there_are() -> None:
    points, utilities = case()
    some, more = (reversals(points, utilities[names], 0.25, 1) for names in (
        ["flat", "up"], ["flat", "worst", "up"]
    ))  # fmt: skip
    pd.testing.assert_series_equal(some.iloc[0], more.iloc[0])
