"""Changes over societies: hand-worked numbers, simulated truth, and what counts as help."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats

from experiments.config.least_difference import least_difference
from experiments.config.outcomes import Outcome
from experiments.statistics.matched_values import Matched, Values
from experiments.statistics.over_societies import (
    COLUMNS,
    by_society,
    changes,
    of_values,
    over_societies,
    variance_shares,
)

Array = npt.NDArray[np.float64]
nan = float("nan")
DAYS = ("days_to_resolution_restricted_mean", "own_powers", "days")
LOAD = ("department_load", "all", "share of hours for communities")
HOURS = ("hours_per_worker_week", "forms", "hours per worker-week")


def table(
    rows: list[tuple[str, str, str]], before: Array, after: Array, societies: list[int]
) -> pd.DataFrame:
    """Rows by outcome, of one scenario."""
    places = np.array(societies, np.int64)
    return over_societies(Matched(rows, before, {"a": after}, places))


def test_parts_of_the_variance_are_those_worked_out_by_hand() -> None:
    """Means 2, 6, 10 (variance 16), within 2: between 16 - 2/2 = 15, in all 17."""
    cube = np.array([[[1.0, 3.0], [5.0, 7.0], [9.0, 11.0]]])
    share, low, high, chance = variance_shares(cube)
    assert share[0] == pytest.approx(15 / 17)
    assert chance[0] == pytest.approx(1.0)
    ratio = stats.f_oneway(*cube[0]).statistic
    assert ratio == pytest.approx(16)
    for end, tail in ((low, 0.975), (high, 0.025)):
        f = ratio / stats.f.ppf(tail, 2, 3)
        assert end[0] == pytest.approx(max(0.0, (f - 1) / (f + 1)))


def test_societies_with_different_numbers_of_runs_are_weighted_by_the_harmonic_mean() -> None:
    """Means 2, 5, 11 (variance 21); within (2 + 0 + 8) / 3; harmonic mean of 2, 1, 3 is 18/11."""
    cube = np.array([[[1.0, 3.0, nan], [5.0, nan, nan], [9.0, 11.0, 13.0]]])
    share, low, high, chance = variance_shares(cube)
    within = 10 / 3
    between = 21 - within / (18 / 11)
    assert share[0] == pytest.approx(between / (between + within))
    assert chance[0] == pytest.approx(np.sqrt(within / (18 / 11)))
    assert low[0] < share[0] < high[0]


@pytest.mark.filterwarnings("error")
def test_without_variance_or_societies_there_is_no_interval() -> None:
    alike = np.ones((1, 4, 2))
    steady = np.arange(4.0)[None, :, None] + np.zeros((1, 4, 2))
    single = np.arange(4.0)[None, :, None]
    one = np.array([[[1.0, 2.0]]])
    none = np.full((1, 4, 2), nan)
    for cube in (alike, single, one, none):
        share, low, high, _ = variance_shares(cube)
        assert np.isnan([share, low, high]).all()
    share, low, high, chance = variance_shares(steady)
    assert share[0] == 1
    assert chance[0] == 0
    assert np.isnan([low, high]).all()


def test_the_share_is_cut_off_at_0_where_means_differ_less_than_chance() -> None:
    share, low, high, _ = variance_shares(np.array([[[-1.0, 1.0], [-2.0, 2.0], [-3.0, 3.1]]]))
    assert share[0] == low[0] == 0
    assert 0 <= high[0] <= 1


@pytest.mark.parametrize("truth", [0.0, 0.3, 0.7, 0.95])
@pytest.mark.parametrize("gaps", [False, True])
def test_intervals_of_the_share_contain_the_truth_as_often_as_they_say(
    truth: float, gaps: bool
) -> None:
    """500 sets of 40 societies with two runs each, a quarter of them with one."""
    rng = np.random.default_rng([21, int(100 * truth), gaps])
    between = np.sqrt(truth) * rng.normal(size=(500, 40, 1))
    cube = between + np.sqrt(1 - truth) * rng.normal(size=(500, 40, 2))
    if gaps:
        cube[:, :10, 1] = nan
    share, low, high, chance = variance_shares(cube)
    covered = ((low <= truth) & (truth <= high)).mean()
    assert 0.92 <= covered <= (1.0 if truth == 0 else 0.98)
    if truth:
        assert share.mean() == pytest.approx(truth, abs=0.02)
    assert np.mean(chance**2) == pytest.approx((1 - truth) / (1.6 if gaps else 2), rel=0.03)


def test_medians_and_intervals_are_over_the_means_of_societies() -> None:
    rng = np.random.default_rng(3)
    before, after = rng.normal(5, 1, (1, 42)), rng.normal(6, 2, (1, 42))
    societies = [*range(21), *range(21)]
    row = table([HOURS], before, after, societies).iloc[0]
    change = (after - before)[0].reshape(2, 21).mean(axis=0)
    assert row["median"] == pytest.approx(np.median(change))
    ends = np.quantile(change, [0.05, 0.95], method="weibull")
    assert (row["low"], row["high"]) == pytest.approx(tuple(ends))
    assert row["mean"] == pytest.approx(change.mean())
    assert row["baseline"] == pytest.approx(np.median(before[0].reshape(2, 21).mean(axis=0)))
    assert row["level"] == pytest.approx(np.median(after[0].reshape(2, 21).mean(axis=0)))
    assert row["societies"] == row["differing"] == 21
    assert list(table([HOURS], before, after, societies)) == COLUMNS


def test_help_is_more_than_the_least_difference_in_the_better_direction() -> None:
    """Days: less is better. Of changes -1, -0.4, 0, 0.4, 1 one helps and one hurts."""
    before = np.full((2, 5), 10.0)
    after = before + np.array([-1.0, -0.4, 0.0, 0.4, 1.0])
    rows = table([DAYS, HOURS], before, after, [0, 1, 2, 3, 4])
    days = rows.iloc[0]
    assert (days["share_helped"], days["share_hurt"], days["least"]) == (0.2, 0.2, 0.5)
    exact = stats.binomtest(1, 5).proportion_ci(method="exact")
    assert days["share_helped_low"] == pytest.approx(exact.low)
    assert days["share_helped_high"] == pytest.approx(exact.high)
    neither = rows.iloc[1]
    assert neither[["share_helped", "share_helped_low", "share_hurt", "least"]].isna().all()
    assert rows["differing"].tolist() == [4, 4]


def test_a_society_that_waits_too_long_for_a_mean_leaves_the_row_without_numbers() -> None:
    before = np.array([[9.0, 8.0, 9.0, nan], [0.5, 0.5, 0.5, 0.5]])
    after = np.array([[5.0, 8.0, 7.0, 9.0], [0.6, 0.6, 0.6, nan]])
    rows = table([DAYS, LOAD], before, after, [0, 0, 1, 1]).set_index("measure")
    days, load = rows.loc["days_to_resolution_restricted_mean"], rows.loc["department_load"]
    assert (days["societies"], days["lacking"]) == (1, 1)
    assert days[["baseline", "level", "median", "low", "share_helped", "chance"]].isna().all()
    assert (load["societies"], load["lacking"]) == (2, 0)
    assert load["median"] == pytest.approx(0.1)


def test_runs_that_failed_are_not_counted_as_waiting() -> None:
    before = np.array([[9.0, nan, 8.0], [0.5, nan, 0.5]])
    after = np.array([[8.0, 7.0, 7.0], [0.6, 0.6, 0.6]])
    days = table([DAYS, LOAD], before, after, [0, 1, 2]).iloc[0]
    assert (days["societies"], days["lacking"], days["median"]) == (2, 0, -1.0)


def test_baselines_that_wait_the_most_that_is_counted_are_told() -> None:
    before = np.array([[60.0, 59.8, 30.0, 10.0]])
    days = table([DAYS], before, before - 1, [0, 1, 2, 3]).iloc[0]
    assert days["at_ceiling"] == 0.5
    assert np.isnan(table([LOAD], before, before - 1, [0, 1, 2, 3])["at_ceiling"][0])


def test_a_scenario_that_changes_nothing_helps_nobody() -> None:
    before = np.random.default_rng(5).normal(20, 3, (1, 8))
    days = table([DAYS], before, before.copy(), [0, 1, 2, 3] * 2).iloc[0]
    assert (days["median"], days["low"], days["high"], days["differing"]) == (0, 0, 0, 0)
    assert (days["share_helped"], days["share_hurt"]) == (0, 0)
    assert np.isnan(days["share_assumptions"])


def test_a_scenario_that_harms_is_reversed_in_sign_and_shares() -> None:
    before = np.random.default_rng(5).normal(20, 3, (1, 8))
    helped, hurt = (table([DAYS], before, before + by, [0, 1, 2, 3] * 2).iloc[0] for by in (-4, 4))
    assert helped["median"] == pytest.approx(-hurt["median"])
    assert (helped["share_helped"], helped["share_hurt"]) == (1, 0)
    assert (hurt["share_helped"], hurt["share_hurt"]) == (0, 1)


def test_society_numbers_may_have_gaps_and_come_in_any_order() -> None:
    values = np.array([[1.0, 2.0, 3.0, 4.0, 5.0]])
    cube = by_society(values, np.array([7, 2, 7, 2, 9]))
    np.testing.assert_array_equal(cube[0], [[2, 4], [1, 3], [5, nan]])


def test_values_of_runs_keep_their_society() -> None:
    values = Values()
    columns = values.columns([LOAD])
    for society in (0, 2, 5):
        for replication in (0, 1):
            for name, by in (("baseline", 0.0), ("a", 1.0)):
                value = np.array([100.0 * society + replication + by])
                values.add(name, replication, columns, value, society)
    found = values.matched("baseline")
    assert found.societies is not None
    cube = by_society(found.baseline, found.societies)
    np.testing.assert_array_equal(cube[0], [[0, 1], [200, 201], [500, 501]])


def test_a_table_of_outcomes_gives_the_same_rows() -> None:
    rng = np.random.default_rng(8)
    names = ["scenario", "society", "replication"]
    index = pd.MultiIndex.from_product([["baseline", "a", "b"], [3, 1, 4], [0, 1]], names=names)
    outcome = Outcome(*DAYS[:2])
    values = pd.DataFrame({str(outcome): rng.normal(20, 2, len(index))}, index)
    rows: Any = of_values(values, [outcome], ["days"]).set_index("scenario")
    wide = values[str(outcome)].unstack("scenario")
    for name in "ab":
        means = (wide[name] - wide["baseline"]).groupby("society").mean()
        assert rows.loc[name, "median"] == pytest.approx(means.median())
        assert rows.loc[name, "societies"] == 3


def test_a_run_that_finished_without_a_value_is_lacking_and_a_failed_one_is_not() -> None:
    names = ["scenario", "society", "replication"]
    index = pd.MultiIndex.from_product([["baseline", "a"], [0, 1, 2], [0, 1]], names=names)
    outcome = Outcome(*DAYS[:2])
    values = pd.DataFrame({str(outcome): np.arange(12.0)}, index)
    values.loc[("a", 1, 1), str(outcome)] = nan
    lacking = of_values(values, [outcome], ["days"]).iloc[0]
    assert (lacking["societies"], lacking["lacking"]) == (2, 1)
    failed = of_values(values.drop(index=("a", 1, 1)), [outcome], ["days"]).iloc[0]
    assert (failed["societies"], failed["lacking"]) == (3, 0)


def test_least_differences_are_in_the_unit_of_the_measure() -> None:
    assert least_difference("share solved for good within the promise", 0.9) == 0.01
    assert least_difference("hours per worker-week", 7.0) == 0.25
    assert least_difference("issues", 500.0) == pytest.approx(10.0)


def test_a_row_without_values_is_empty() -> None:
    found = changes(np.full((1, 3, 2), nan), np.array([1]), np.array([0.25]))
    assert found["societies"][0] == 0
    assert np.isnan([found["median"][0], found["share_helped"][0]]).all()
