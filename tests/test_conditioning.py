"""Shifts and dependence that a condition puts into independent quantities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy.special import ndtr

from experiments.statistics.conditioning import dependence, shifts

NORMAL = np.random.default_rng(1).standard_normal((4000, 12))
NAMES = [f"x{number}" for number in range(12)]


def quantiles(chosen: npt.NDArray[np.bool_]) -> pd.DataFrame:
    return pd.DataFrame(ndtr(NORMAL[chosen]), columns=NAMES)


def test_independent_quantities_neither_move_nor_depend() -> None:
    free = quantiles(np.ones(len(NORMAL), np.bool_))
    assert (shifts(free)["shift"].abs() < 4 * shifts(free)["error"]).all()
    assert dependence(free).empty


def test_a_bound_on_a_sum_shifts_both_terms_and_makes_them_depend() -> None:
    """x0 + x1 > 1: each has the mean phi(1/sqrt2)/(sqrt2 (1 - Phi(1/sqrt2))) = 0.916; r < 0."""
    found = quantiles(NORMAL[:, 0] + NORMAL[:, 1] > 1.0)
    moved = shifts(found)
    assert sorted(moved["name"].head(2)) == ["x0", "x1"]
    assert moved["shift"].head(2).to_numpy() == pytest.approx([0.916, 0.916], abs=0.1)
    assert (moved["spread"].head(2) < 1.0).all()
    pairs = dependence(found)
    assert pairs[["first", "second"]].to_numpy().tolist() == [["x0", "x1"]]
    assert pairs["rank_correlation"].item() < -0.5


def test_dependence_that_a_condition_puts_in_is_found_with_its_sign() -> None:
    found = quantiles(np.abs(NORMAL[:, 2] - NORMAL[:, 3]) < 0.5)
    pairs = dependence(found)
    assert pairs["first"].tolist() == ["x2"]
    assert pairs["rank_correlation"].item() > 0.8
