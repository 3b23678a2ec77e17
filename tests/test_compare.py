"""Comparisons: paired, exact where nothing varies, and the same however they are computed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments import Results, compare
from experiments.statistics.pairs import BURDEN, comparison, freed, holm, paired


def tidy(values: dict[str, list[float]]) -> pd.DataFrame:
    rows = [
        (scenario, replication, pd.NA, "m", "all", value, "h")
        for scenario, column in values.items()
        for replication, value in enumerate(column)
    ]
    names = ["scenario", "replication", "community", "measure", "group", "value", "unit"]
    return pd.DataFrame(rows, columns=names)


def test_intervals_are_those_of_the_paired_t_test() -> None:
    rng = np.random.default_rng(1)
    before, after = rng.normal(5, 1, (3, 12)), rng.normal(6, 2, (3, 12))
    ours = paired(before, after)
    for row in range(3):
        theirs = stats.ttest_rel(after[row], before[row])
        low, high = theirs.confidence_interval(0.95)
        assert ours["ci_low"][row] == pytest.approx(low)
        assert ours["ci_high"][row] == pytest.approx(high)
        assert ours["p"][row] == pytest.approx(theirs.pvalue)
        assert ours["difference"][row] == pytest.approx((after[row] - before[row]).mean())


def test_without_variance_the_interval_is_the_difference() -> None:
    result = comparison(tidy({"baseline": [1, 2, 3], "a": [3, 4, 5], "b": [1, 2, 3]}), "baseline")
    a, b = (result[result["scenario"] == name].iloc[0] for name in "ab")
    assert (a["ci_low"], a["ci_high"], a["p_holm"]) == (2, 2, 0)
    assert (b["ci_low"], b["ci_high"], b["p_holm"]) == (0, 0, 1)


def test_differences_that_only_rounding_makes_are_none() -> None:
    result = comparison(tidy({"baseline": [0.3, 0.3], "a": [0.1 + 0.2, 0.3]}), "baseline").iloc[0]
    assert result["difference"] == 0
    assert result["p_holm"] == 1


def test_a_single_replication_has_no_interval() -> None:
    result = comparison(tidy({"baseline": [1.0], "a": [3.0]}), "baseline").iloc[0]
    assert result["difference"] == 2
    assert result["replications"] == 1
    assert result[["ci_low", "ci_high", "p_holm"]].isna().all()


def test_pairs_with_an_empty_side_are_left_out_and_counted() -> None:
    nan = float("nan")
    rows = tidy({"baseline": [1, 2, nan, 4], "a": [2, 4, 6, nan], "b": [nan] * 4})
    result = comparison(rows, "baseline").set_index("scenario")
    assert result.loc["a", "replications"] == 2
    assert result.loc["a", "baseline"] == 1.5
    assert result.loc["a", "value"] == 3
    assert result.loc["a", "difference"] == 1.5
    assert result.loc["b", "replications"] == 0
    assert result["difference"].isna()["b"]


@pytest.mark.filterwarnings("error")
def test_what_is_not_finite_is_empty() -> None:
    nan, inf = float("nan"), float("inf")
    rows = tidy({"baseline": [-inf, nan, 2], "a": [-inf, 1, 3], "b": [inf, -inf, nan]})
    result = comparison(rows, "baseline").set_index("scenario")
    assert result.loc["a", "replications"] == 1
    assert result.loc["a", "difference"] == 1
    assert result.loc["b", "replications"] == 0
    assert result["difference"].isna()["b"]


def test_holm_steps_down_over_the_p_values_that_are_there() -> None:
    p = np.array([[0.01, 0.04, 0.03, 0.005], [0.2, np.nan, 0.02, np.nan]])
    expected = np.array([[0.03, 0.06, 0.06, 0.02], [0.2, np.nan, 0.04, np.nan]])
    np.testing.assert_allclose(holm(p), expected)


def test_freed_hours_are_the_baselines_minus_the_scenarios(compared: Results) -> None:
    rows = compared.measures[compared.measures["replication"] == 1].fillna({"community": -1})
    wide = rows.set_index(["scenario", "community", "measure", "group"])["value"].sort_index()
    for community in (-1, 0, 1):
        gained = 0.0
        for activity in BURDEN:
            before = wide["baseline", community, "hours_per_worker_week", activity]
            after = wide["one_table", community, "hours_per_worker_week", activity]
            saved = wide["one_table", community, "hours_freed_per_worker_week", activity]
            assert saved == pytest.approx(before - after)
            gained += saved
        total = wide["one_table", community, "hours_freed_per_worker_week", "all"]
        assert total == pytest.approx(gained)
    assert (wide["baseline", :, "hours_freed_per_worker_week"] == 0).all()


def test_freeing_is_paired_by_replication() -> None:
    rows = tidy({"baseline": [10, 20], "a": [9, 18]})
    rows = rows.assign(measure="hours_per_worker_week", group="forms", seed=0)
    saved = freed(rows, "baseline").set_index(["scenario", "replication", "group"])["value"]
    assert saved["a", 0, "forms"] == 1
    assert saved["a", 1, "all"] == 2


def test_one_process_and_two_give_the_same_file(here: Path, tiny: Sequence[str]) -> None:
    chosen = {"scenarios": ["one_table"], "replications": 3}
    compare(*tiny, **chosen, output="one", store="r1")
    words = [word for word in tiny if not word.startswith("executor")]
    compare(*words, **chosen, executor="processes", workers=2, output="two", store="r2")
    for name in ("measures.parquet", "series.parquet", "comparison.csv"):
        assert (here / "one" / name).read_bytes() == (here / "two" / name).read_bytes()


def test_runs_are_shared_between_experiments(here: Path, tiny: Sequence[str]) -> None:
    first = compare(*tiny, scenarios=["one_table"], replications=2)
    again = compare(*tiny, scenarios=["one_table", "signboard_removal"], replications=3)
    assert first.manifest["runs"] == {"planned": 4, "computed": 4, "reused": 0}
    assert again.manifest["runs"] == {"planned": 9, "computed": 5, "reused": 4}
    shared = again.measures["scenario"].isin(["baseline", "one_table"])
    shared &= again.measures["replication"] < 2
    pd.testing.assert_frame_equal(
        again.measures[shared].reset_index(drop=True), first.measures.reset_index(drop=True)
    )
