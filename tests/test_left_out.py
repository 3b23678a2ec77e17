"""Patterns left out one by one: known tables of verdicts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.statistics.left_out import left_out, left_out_values

RNG = np.random.default_rng(4)
MANY = 400
COIN = RNG.random((MANY, 3)) < 0.5


def verdicts(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_a_pattern_that_another_implies_follows_and_cuts_nothing() -> None:
    """Narrow is met only where wide is."""
    wide = COIN[:, 0]
    found = left_out(verdicts(narrow=wide & COIN[:, 1], wide=wide)).set_index("pattern")
    assert found["share_others"]["wide"] == 1.0
    assert found["relation"]["wide"] == "follows"
    assert found["share_others"]["narrow"] == pytest.approx((wide & COIN[:, 1]).sum() / wide.sum())
    assert found["others"]["narrow"] == wide.sum()


def test_a_pattern_that_excludes_another_is_against_it() -> None:
    found = left_out(verdicts(one=COIN[:, 0], other=~COIN[:, 0])).set_index("pattern")
    assert found["relation"].to_list() == ["against", "against"]
    assert (found["share_others"] == 0.0).all()


def test_patterns_without_relation_are_open_and_met_as_often_as_by_all() -> None:
    found = left_out(verdicts(a=COIN[:, 0], b=COIN[:, 1], c=COIN[:, 2])).set_index("pattern")
    assert set(found["relation"]) == {"open"}
    assert (found["share_others_low"] < found["share"]).all()
    assert (found["share_others_high"] > found["share"]).all()


def test_shares_and_their_intervals_are_those_of_counts() -> None:
    """Of 10 societies 6 meet a; of the 4 that meet b and c, 3."""
    a = [True] * 6 + [False] * 4
    b = [True, True, True, False, False, False, True, False, False, False]
    c = [True] * 9 + [False]
    row = left_out(verdicts(a=a, b=b, c=c)).iloc[0]
    assert (row["societies"], row["share"]) == (10, 0.6)
    assert (row["others"], row["share_others"]) == (4, 0.75)
    exact = stats.binomtest(3, 4).proportion_ci(0.95, "exact")
    ends = [row["share_others_low"], row["share_others_high"]]
    assert ends == pytest.approx([exact.low, exact.high])
    table = [[3, 1], [3, 3]]
    assert row["p"] == pytest.approx(stats.fisher_exact(table).pvalue)


def test_where_nobody_meets_the_others_there_is_no_share() -> None:
    found = left_out(verdicts(a=[True, False], b=[False, False])).set_index("pattern")
    assert found["others"]["a"] == 0
    assert np.isnan(found["share_others"]["a"])
    assert found["relation"]["a"] == "open"


def test_values_are_those_that_the_own_band_did_not_cut() -> None:
    values = pd.DataFrame({
        "a": [0.0, 1.0, 2.0, 3.0, 4.0, 99.0, np.nan], "b": [1.0, 1.0, 1.0, 1.0, 1.0, 9.0, 1.0],
    })  # fmt: skip
    within = verdicts(a=values["a"].between(0.0, 1.0), b=values["b"].between(0.0, 2.0))
    found = left_out_values(values, within).set_index("pattern")
    ends = [found[name]["a"] for name in ("value_05", "value_50", "value_95")]
    assert ends == pytest.approx(np.quantile([0.0, 1.0, 2.0, 3.0, 4.0], [0.05, 0.5, 0.95]).tolist())
    assert found["lacking"]["a"] == 1
    assert found["value_50"]["b"] == 1.0
