"""Comparisons: paired, exact where nothing varies, and the same however they are computed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats

from experiments import Results, compare, load
from experiments.cli import answer
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome
from experiments.config.study import Study
from experiments.designs.replications import Replications
from experiments.kinds.compare.experiment import run
from experiments.kinds.compare.headline import headline, size_of_place
from experiments.kinds.compare.notes import background, notes
from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import Laboratory, RunsFailed
from experiments.runs.run import Detail
from experiments.runs.storage.rows import Frame
from experiments.runs.storage.store import Store
from experiments.statistics import precision
from experiments.statistics.bootstrap import bca
from experiments.statistics.multiplicity import holm
from experiments.statistics.paired_differences import BURDEN, comparison, paired
from experiments.statistics.paired_differences import compared as paired_effects
from sim.society import Society

Array = npt.NDArray[np.float64]
M = Outcome("m")


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


@pytest.mark.filterwarnings("error")
def test_without_variance_there_is_no_interval_and_no_p_value() -> None:
    rows = tidy({"baseline": [1, 2, 3], "a": [3, 4, 5], "b": [1, 2, 3]})
    result = comparison(rows, "baseline", primary=[M]).set_index("scenario")
    assert result["difference"].to_dict() == {"a": 2, "b": 0}
    assert result["differing"].to_dict() == {"a": 3, "b": 0}
    assert result[["ci_low", "ci_high", "p_holm", "q_fdr"]].isna().all(axis=None)


def test_differences_that_only_rounding_makes_are_none() -> None:
    result = comparison(tidy({"baseline": [0.3, 0.3], "a": [0.1 + 0.2, 0.3]}), "baseline").iloc[0]
    assert result["difference"] == 0
    assert result["differing"] == 0
    assert np.isnan(result["ci_low"])


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
    # The last run of `a`, and all of `b`, have no value at all: they did not finish.
    assert result["lacking"].to_dict() == {"a": 0, "b": 0}


def test_a_quantile_of_days_that_a_pair_lacks_has_no_effect() -> None:
    """The pairs without a median have the longest waits: dropping them hides the worst."""
    nan = float("nan")
    days = tidy({"baseline": [9, 10, 11, nan], "a": [5, 8, 7, 9], "b": [8, 8, 9, 7]})
    hours = tidy({"baseline": [1, 2, 3, 4], "a": [2, 4, 6, 9], "b": [1, 1, 3, 5]})
    for measure, biased in (("days_to_resolution_median", True), ("relapse_share", False)):
        rows = pd.concat([days.assign(measure=measure), hours])
        found = comparison(rows, "baseline")
        here = found[found["measure"] == measure]
        numbers = here[["baseline", "value", "difference", "ci_low", "ci_high", "q_fdr"]]
        assert numbers.isna().all(axis=None) == numbers.isna().any(axis=None) == biased
        assert here["replications"].tolist() == [3, 3]
        assert here["lacking"].tolist() == [1, 1]
        assert found.loc[found["measure"] == "m", "difference"].notna().all()


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


def test_holm_takes_a_single_row_and_one_without_p_values() -> None:
    np.testing.assert_allclose(holm(np.array([0.02, 0.6, 0.01])), [0.04, 0.6, 0.03])
    assert np.isnan(holm(np.full((2, 3), np.nan))).all()
    assert holm(np.empty((4, 0))).shape == (4, 0)


def test_primary_p_values_are_corrected_over_all_scenarios_and_primary_outcomes() -> None:
    rng = np.random.default_rng(5)
    values = {"baseline": rng.normal(0, 1, 8), "a": rng.normal(1, 1, 8), "b": rng.normal(3, 1, 8)}
    values |= {f"other {name}": rng.normal(0, 1, 8) for name in ("baseline", "a", "b")}
    parts = [
        tidy({name: list(values[prefix + name]) for name in ("baseline", "a", "b")}).assign(
            measure=measure
        )
        for measure, prefix in (("m", ""), ("n", "other "), ("o", ""), ("p", "other "))
    ]
    result = comparison(pd.concat(parts), "baseline", primary=[M, Outcome("n")])
    p = np.array(
        [
            stats.ttest_rel(values[prefix + name], values[f"{prefix}baseline"]).pvalue
            for name in "ab" for prefix in ("", "other ")
        ]
    )  # fmt: skip
    rows: Any = result.set_index(["measure", "scenario"])
    first = np.array([rows.loc[(measure, name), "p_holm"] for name in "ab" for measure in "mn"])
    others = np.array([rows.loc[(measure, name), "q_fdr"] for name in "ab" for measure in "op"])
    np.testing.assert_allclose(first, holm(p))
    np.testing.assert_allclose(others, stats.false_discovery_control(p, method="by"))
    families = result.set_index("measure")["family"].to_dict()
    assert families == dict.fromkeys("mn", "primary") | dict.fromkeys("op", "exploratory")
    primary = result["family"] == "primary"
    assert result.loc[~primary, "p_holm"].isna().all()
    assert result.loc[primary, "q_fdr"].isna().all()


def test_pairing_is_told_as_correlation_and_variance_reduction() -> None:
    before = np.array([1.0, 2.0, 3.0, 4.0, np.nan])
    after = np.array([2.0, 2.0, 5.0, 5.0, 9.0])
    found = paired(before[None], after[None])
    assert found["correlation"][0] == pytest.approx(np.corrcoef(before[:4], after[:4])[0, 1])
    apart = np.var([1.0, 0.0, 2.0, 1.0], ddof=1)
    both = np.var(before[:4], ddof=1) + np.var(after[:4], ddof=1)
    assert found["variance_reduction"][0] == pytest.approx(both / apart)


def test_seeds_that_are_independent_reduce_no_variance() -> None:
    before, after = np.random.default_rng(3).normal(size=(2, 1, 20_000))
    found = paired(before, after)
    assert found["correlation"][0] == pytest.approx(0, abs=0.03)
    assert found["variance_reduction"][0] == pytest.approx(1, abs=0.03)


def test_variance_reduction_is_empty_where_it_is_not_defined() -> None:
    still, moving = [1.0, 1.0, 1.0, 1.0], [1.0, 2.0, 4.0, 3.0]
    shifted, two = [2.0, 3.0, 5.0, 4.0], [np.nan, np.nan, 4.0, 9.0]
    before = np.array([still, moving, moving, moving])
    found = paired(before, np.array([moving, still, shifted, two]))
    assert np.isnan(found["correlation"][[0, 1, 3]]).all()
    assert found["correlation"][2] == pytest.approx(1)
    assert np.isnan(found["variance_reduction"]).all()


def test_columns_on_pairing_follow_the_columns_of_the_contract(
    compared: Results,
) -> None:
    assert list(compared.comparison) == [
        "scenario", "measure", "group", "unit", "baseline", "value", "difference", "ci_low",
        "ci_high", "replications", "p_holm", "q_fdr", "family", "correlation",
        "variance_reduction", "differing", "lacking",
    ]  # fmt: skip
    rows = compared.comparison
    correlation = rows["correlation"]
    assert correlation[rows["measure"] == "hours_freed_per_worker_week"].isna().all()
    assert correlation[rows["measure"] == "reporting_desk"].between(-1, 1).all()


def test_a_higher_level_widens_intervals_and_scales_p_values_alike() -> None:
    rng = np.random.default_rng(8)
    before, after = rng.normal(0, 1, 15), rng.normal(1, 1, 15)
    rows = tidy({"baseline": list(before), "a": list(after)})
    found = comparison(rows, "baseline", primary=[M], level=0.99).iloc[0]
    theirs = stats.ttest_rel(after, before)
    low, high = theirs.confidence_interval(0.99)
    assert (found["ci_low"], found["ci_high"]) == (pytest.approx(low), pytest.approx(high))
    assert found["p_holm"] == pytest.approx(5 * theirs.pvalue)
    assert (found["p_holm"] < 0.05) == (low > 0 or high < 0)


def test_bootstrap_intervals_are_those_of_scipy() -> None:
    values = np.random.default_rng(2).exponential(size=60)
    interval = stats.bootstrap(
        (values,), np.mean, n_resamples=9999, method="BCa", rng=np.random.default_rng(4)
    ).confidence_interval
    low, high = bca(values[None], 0.95, 4)
    assert (low[0], high[0]) == (pytest.approx(interval.low), pytest.approx(interval.high))


def test_a_bootstrap_interval_hangs_on_its_own_row_and_the_seed_alone() -> None:
    rows = np.random.default_rng(6).exponential(size=(3, 55))
    rows[1, :4] = np.nan
    together = np.array(bca(rows, 0.95, 9))
    alone = np.array([bca(rows[[row]], 0.95, 9) for row in range(3)])[:, :, 0].T
    np.testing.assert_array_equal(together, alone)
    assert (together != np.array(bca(rows, 0.95, 10))).all()


@pytest.mark.filterwarnings("error")
def test_bootstrap_intervals_are_empty_for_few_pairs_and_without_variance() -> None:
    rows = np.random.default_rng(7).normal(size=(3, 50))
    rows[0, 0] = np.nan
    rows[1] = 2.5
    low, high = bca(rows, 0.95, 1)
    assert np.isnan([low[:2], high[:2]]).all()
    assert low[2] < rows[2].mean() < high[2]


def test_a_comparison_by_bootstrap_keeps_the_p_values_of_the_paired_t_test() -> None:
    rng = np.random.default_rng(12)
    rows = tidy({"baseline": [0.0] * 50, "a": list(rng.exponential(size=50))})
    by_t, by_bootstrap = (
        comparison(rows, "baseline", primary=[M], bootstrap_seed=s).iloc[0] for s in (None, 3)
    )
    assert by_t["p_holm"] == by_bootstrap["p_holm"]
    assert by_t["difference"] - by_t["ci_low"] == pytest.approx(
        by_t["ci_high"] - by_t["difference"]
    )
    skew = by_bootstrap["ci_high"] - by_bootstrap["difference"]
    assert skew > by_bootstrap["difference"] - by_bootstrap["ci_low"]


def looked(values: Array, target: float, start: int = 10, most: int = 500) -> list[precision.Look]:
    """Looks at differences of shape (rows, replications), with the same target in each row."""
    targets = np.full(len(values), target)

    def observe(number: int) -> tuple[Array, Array]:
        return 0 * values[:, :number], values[:, :number]

    return list(precision.looks(observe, targets, start, most))


def test_levels_of_looks_leave_out_no_more_than_a_twentieth_together() -> None:
    left = [1 - precision.level(look) for look in range(1, 10_000)]
    assert left[0] == pytest.approx(0.05 * 6 / np.pi**2)
    assert left[2] == pytest.approx(left[0] / 9)
    assert 0.0499 < sum(left) < 0.05


def test_looks_come_with_half_as_many_more_each_time_up_to_the_most() -> None:
    assert list(precision.sizes(10, 60)) == [10, 15, 23, 35, 53, 60]
    assert list(precision.sizes(20, 30)) == [20, 30]
    assert list(precision.sizes(20, 20)) == [20]


def test_looking_stops_when_every_interval_is_as_narrow_as_wanted() -> None:
    values = np.random.default_rng(1).normal(size=(2, 500))
    found = looked(values, 0.5)
    for number, look in enumerate(found, 1):
        assert look.level == precision.level(number)
        for row in range(2):
            data = values[row, : look.replications]
            theirs = stats.ttest_1samp(data, 0).confidence_interval(look.level)
            assert look.half_widths[row] == pytest.approx((theirs.high - theirs.low) / 2)
        assert look.reached == (look.half_widths.max() <= 0.5)
    assert [look.reached for look in found] == [False] * (len(found) - 1) + [True]
    assert len(found) > 2


def test_a_gap_does_not_count_as_narrow() -> None:
    values = np.random.default_rng(1).normal(size=(2, 40))
    values[1, 1:] = np.nan
    *_, last = looked(values, 100, most=40)
    assert not last.reached
    assert last.replications == 40
    assert precision.needed(last, np.array([100, 100]), 10) is None


def test_intervals_of_the_last_look_have_their_coverage_after_any_number_of_looks() -> None:
    hits = []
    for seed in range(600):
        values = np.random.default_rng([11, seed]).normal(3, 1, (1, 500))
        *_, last = looked(values, 0.45)
        mean = values[0, : last.replications].mean()
        hits.append(abs(mean - 3) <= last.half_widths[0])
    coverage = np.mean(hits)
    assert coverage - 3 * np.sqrt(0.05 * 0.95 / len(hits)) >= 0.95


@pytest.mark.parametrize("target", [0.3, 0.03])
def test_rare_differences_are_not_taken_for_none(target: float) -> None:
    """One pair in fifty differs by 1: a first look sees no difference in 82 % of studies."""
    hits, stopped_at_once = [], 0
    for seed in range(400):
        values = (np.random.default_rng([13, seed]).random((1, 500)) < 0.02).astype(float)
        *_, last = looked(values, target)
        mean = values[0, : last.replications].mean()
        hits.append(abs(mean - 0.02) <= last.half_widths[0])
        stopped_at_once += last.replications == 10 and mean == 0
    assert stopped_at_once == 0
    assert np.mean(hits) >= 0.95


def test_a_row_without_any_difference_goes_on_to_the_most() -> None:
    *_, last = looked(np.stack([np.zeros(60), np.arange(60.0)]), 100.0, most=60)
    assert last.replications == 60
    assert not last.reached
    assert last.equal.tolist() == [True, False]
    assert np.isnan(last.half_widths).tolist() == [True, False]
    assert precision.needed(last, np.array([100.0, 100.0]), 10) is None


def test_needed_replications_assume_that_spreads_stay_the_same() -> None:
    values = np.random.default_rng(4).normal(size=(1, 5_000))
    *_, short = looked(values, 0.1, most=100)
    *_, whole = looked(values, 0.1, most=5_000)
    assert not short.reached
    assert whole.reached
    assert precision.needed(short, np.array([0.1]), 10) == whole.replications
    assert precision.needed(short, np.array([1e-300]), 10) is None


@pytest.fixture(scope="module")
def study(alone: Sequence[str], tmp_path_factory: pytest.TempPathFactory) -> Study:
    """One table against the baseline, ten replications; what is derived from it shares its runs."""
    folder = tmp_path_factory.mktemp("study")
    places = (f"output={folder / 'out'}", f"store={folder / 'runs'}", "overwrite=true")
    return compose(*alone, *places, "scenarios=[one_table]", "replications=10")


def choosing(study: Study, **choices: object) -> Study:
    return replace(study, options={**study.options, **choices})


def test_replications_a_few_at_a_time_give_the_values_of_a_single_plan(study: Study) -> None:
    laboratory = Laboratory(study, CompareOptions)
    design = laboratory.design(["one_table"])
    some, whole = (Replications(laboratory, design) for _ in range(2))
    for number in (1, 3, 2, 4):
        some.extend_to(number)
    whole.extend_to(4)
    assert some.plan.table.equals(whole.plan.table)
    pd.testing.assert_frame_equal(
        paired_effects(some.matched()), paired_effects(whole.matched()), check_exact=True
    )


def test_a_study_of_several_looks_leaves_the_tables_of_one_that_runs_as_many_at_once(
    study: Study,
) -> None:
    looked = run(choosing(study, precision={"reporting_desk": 0.45}))
    assert len(looked.manifest["precision"]["looks"]) > 1
    measures, series = looked.measures, looked.series
    whole = run(choosing(study, replications=looked.manifest["replications"]))
    pd.testing.assert_frame_equal(whole.measures, measures, check_exact=True)
    pd.testing.assert_frame_equal(whole.series, series, check_exact=True)
    same = ["baseline", "value", "difference", "correlation", "lacking", "differing"]
    pd.testing.assert_frame_equal(whole.comparison[same], looked.comparison[same], check_exact=True)


def test_a_look_reads_only_runs_that_are_new(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    rows = Store.rows

    def counting(self: Store, frame: Frame, keys: Collection[str], detail: Detail) -> Any:
        read.append(len(keys))
        return rows(self, frame, keys, detail)

    laboratory = Laboratory(study, CompareOptions)
    replications = Replications(laboratory, laboratory.design(["one_table"]))
    monkeypatch.setattr(Store, "rows", counting)
    for number in (2, 5, 9):
        replications.extend_to(number)
        replications.matched([M])
    assert read == [4, 6, 8]


def test_a_comparison_is_that_of_its_own_file_of_measures(compared: Results) -> None:
    """Statistics come from values in memory: the file has to say the same."""
    again = comparison(compared.measures, "baseline")
    pd.testing.assert_frame_equal(compared.comparison, again, check_exact=True)


def test_precision_goes_on_until_it_is_reached_and_does_no_run_twice(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(choosing(study, precision={"reporting_desk": 0.45}))
    told = found.manifest["precision"]
    sizes = [look["replications"] for look in told["looks"]]
    assert told["reached"]
    assert sizes == list(precision.sizes(10, 500))[: len(sizes)]
    assert 1 < len(sizes) < 6
    assert found.manifest["runs"]["planned"] == 2 * sizes[-1]
    assert found.manifest["replications"] == found.measures["replication"].nunique() == sizes[-1]
    assert capsys.readouterr().err.count("wider than wanted") == len(sizes) - 1
    level = precision.level(len(sizes))
    assert found.manifest["interval"] == {"method": "t", "level": level}
    row = found.comparison[found.comparison["measure"] == "reporting_desk"].iloc[0]
    (width,) = told["looks"][-1]["half_widths"]
    assert (width["scenario"], width["outcome"]) == ("one_table", "reporting_desk")
    assert width["half_width"] == pytest.approx((row["ci_high"] - row["ci_low"]) / 2)
    assert width["half_width"] <= 0.45 < told["looks"][0]["half_widths"][0]["half_width"]
    assert any(f"computed at {100 * level:.2f} %" in note for note in background(found))
    assert not any("Not precise enough" in note for note in notes(found))


def test_precision_that_is_not_reached_is_reported_with_the_replications_needed(
    study: Study,
) -> None:
    found = run(choosing(study, precision=0.001, most_replications=12))
    told = found.manifest["precision"]
    assert told["targets"] == {"hours_freed_per_worker_week": 0.001}
    assert not told["reached"]
    assert found.manifest["replications"] == 12
    assert told["needed"] > 10_000
    (note,) = (note for note in notes(found) if "Not precise enough" in note)
    assert "12 replications" in note
    assert "in one table. It takes about" in note


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"precision": -1}, "precision.hours_freed_per_worker_week=-1: should be greater than 0"),
    ({"precision": {"satisfaction": 0}}, "precision.satisfaction=0: should be greater than 0"),
    ({"precision": float("inf")}, "should be a finite number"),
    ({"precision": "narrow"}, "precision=narrow: should be a half-width of hours freed"),
    ({"precision": True}, "precision=true: should be a half-width of hours freed"),
    ({"precision": {}}, "should name at least one"),
    ({"primary": ["bliss"]}, "primary=bliss: no such measure"),
    ({"primary": []}, "primary=[]: "),
    ({"precision": {"satisfacton": 0.1}}, "precision=satisfacton: no such measure; did you mean"),
    (
        {"precision": {"days_to_resolution_median.dispute": 1}},
        "precision.days_to_resolution_median.dispute=1.0: empty in one_table or the baseline",
    ),
    ({"precision": 1, "replications": 9}, "replications=9: at least 10 with precision"),
    ({"precision": 1, "most_replications": 9}, "most_replications=9: at least replications"),
    ({"precision": 1, "interval": "bca"}, "interval=bca: not with precision"),
    ({"precision": 1, "scenarios": ["baseline"]}, "scenarios=baseline: with precision there"),
    ({"interval": "bca", "replications": 49}, "interval=bca: takes at least 50 replications, not"),
    ({"interval": "normal"}, "interval=normal: should be 't' or 'bca'"),
]


@pytest.mark.parametrize(("choices", "told"), REFUSED, ids=lambda one: str(one)[:40])
def test_choices_that_do_not_go_are_refused(
    choices: dict[str, object], told: str, study: Study, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        run(choosing(study, **choices, output=str(tmp_path / "out")))
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_outcome_is_refused_before_any_run(study: Study, tmp_path: Path) -> None:
    precise = choosing(study, precision={"bliss": 1}, store=str(tmp_path / "runs"))
    with pytest.raises(InputError, match="no such measure"):
        run(precise)
    assert list(tmp_path.iterdir()) == []


def test_outcomes_can_be_named_on_the_command_line(
    here: Path, alone: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    word = "precision={satisfaction:0.01,days_to_resolution_median.own_powers:-1}"
    assert answer([*alone, word]) == 2
    told = capsys.readouterr().err
    assert "precision.days_to_resolution_median.own_powers=-1: should be greater than 0" in told
    assert list(here.iterdir()) == []


def test_precision_stops_where_a_run_fails(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once, calls = Society.run, iter(range(100))

    def fragile(self: Society) -> None:
        if next(calls) == 5:
            raise ArithmeticError("it broke")
        once(self)

    monkeypatch.setattr(Society, "run", fragile)
    fresh = choosing(study, precision=0.001, store=str(tmp_path / "runs"))
    with pytest.raises(RunsFailed, match="1 of 20 runs failed"):
        run(choosing(fresh, output=str(tmp_path / "out")))
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_without_a_baseline_there_is_no_comparison(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = Society.run

    def fragile(self: Society) -> None:
        if not self.settings.levers.one_table.on:
            raise ArithmeticError("it broke")
        once(self)

    monkeypatch.setattr(Society, "run", fragile)
    fresh = choosing(study, replications=2, store=str(tmp_path / "runs"))
    with pytest.raises(RunsFailed, match="2 of 4 runs failed, the others are kept"):
        run(choosing(fresh, output=str(tmp_path / "out")))
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_a_comparison_by_bootstrap_says_so_and_hangs_on_the_seed_of_the_study(
    study: Study,
) -> None:
    found = run(choosing(study, interval="bca", replications=50))
    again = comparison(found.measures, "baseline", bootstrap_seed=1)
    pd.testing.assert_frame_equal(found.comparison, again)
    by_t = comparison(found.measures, "baseline")
    ends = ["ci_low", "ci_high"]
    pd.testing.assert_frame_equal(found.comparison.drop(columns=ends), by_t.drop(columns=ends))
    few = by_t["replications"].between(2, 49) & by_t["ci_low"].notna()
    assert few.any()
    assert found.comparison.loc[few, "ci_low"].isna().all()
    told = " ".join(background(found))
    assert "BCa bootstrap" in told
    assert "p_holm and q_fdr in comparison.csv stay those of paired t" in told


def with_rows(results: Results, replications: int, **columns: pd.Series | float) -> Results:
    """The same results, as if of so many replications, with these columns of the comparison."""
    manifest = json.loads(json.dumps(results.manifest)) | {"replications": replications}
    rows = results.comparison.assign(replications=replications, **columns)
    frames = {**results.frames, "comparison": rows}
    return replace(results, manifest=manifest, frames=frames)


def test_notes_report_the_variance_reduction_from_ten_pairs_on(compared: Results) -> None:
    def told(replications: int) -> list[str]:
        reduction = compared.comparison["scenario"].map({"one_table": 4.0, "signboard_removal": 9})
        shown = with_rows(compared, replications, correlation=0.75, variance_reduction=reduction)
        return [note for note in background(shown) if "under independent seeds" in note]

    assert told(9) == []
    (note,) = told(10)
    assert "reporting at the desk 4.0 to 9.0 (correlation 0.75)" in note


def test_notes_warn_of_few_replications(compared: Results) -> None:
    def told(replications: int) -> str:
        return " ".join(notes(with_rows(compared, replications)))

    assert "no intervals" in told(1)
    assert "95 %" not in told(1)
    assert "With so few replications" in told(2)
    assert "With so few replications" not in told(20)


def test_the_table_shows_the_number_of_pairs_of_a_change(compared: Results) -> None:
    desk = compared.comparison["measure"] == "reporting_desk"
    pairs = compared.comparison["replications"].mask(desk, 2)
    rows = compared.comparison.assign(replications=pairs)
    shown = replace(compared, frames={**compared.frames, "comparison": rows})
    cells = {line.measure: cells for line, cells in headline(shown).cells.items()}
    assert [cell.note for cell in cells["reporting_desk"]] == ["", "2/3 pairs", "2/3 pairs"]
    assert [cell.note for cell in cells["reporting_all"]] == ["", "", ""]


def test_a_median_that_some_pair_lacks_has_no_change_in_the_table(
    compared: Results,
) -> None:
    measures = compared.measures.copy()
    own = measures["measure"].eq("days_to_resolution_median") & measures["group"].eq("own_powers")
    own &= measures["community"].isna()
    measures.loc[own, "value"] = np.arange(float(own.sum()))
    lost = own & measures["replication"].eq(1)
    lost &= measures["scenario"].isin(["baseline", "one_table"])
    measures.loc[lost, "value"] = np.nan
    frames = {**compared.frames, "measures": measures}
    frames["comparison"] = comparison(measures, "baseline")
    cells = headline(replace(compared, frames=frames)).cells
    (line,) = [
        line for line in cells
        if line.measure == "days_to_resolution_median" and line.group == "own_powers"
    ]  # fmt: skip
    baseline, boards, table = cells[line]
    assert baseline.level == table.level == "none"
    assert baseline.below == table.below == "no median in\n1 of 3 runs"
    assert boards.level != "none"
    assert boards.change == ""
    assert boards.note == "no median in\n1 of 3 pairs"


def test_the_table_leads_with_days_that_every_run_has(compared: Results) -> None:
    order = [line.measure for line in headline(compared).cells if line.measure[:4] == "days"]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == 2


def test_the_table_says_where_no_pair_differs_and_which_outcomes_are_primary(
    compared: Results,
) -> None:
    head = headline(compared)
    same = [cell.change for cells in head.cells.values() for cell in cells]
    assert "no difference" in same
    primary = {str(line.outcome) for line, label in head.labels.items() if label[-1] == "†"}
    assert primary == set(compared.manifest["primary"])
    (note,) = [note for note in background(compared) if note.startswith("† Primary outcomes")]
    rows = compared.comparison
    tests = rows["p_holm"].count(), rows["q_fdr"].count()
    assert f"({tests[0]} tests" in note
    assert f"{tests[1]} tests" in note
    (note,) = [note for note in background(compared) if note.startswith("'no difference'")]
    assert "of 3 pairs" in note
    assert "at most 63 % of all pairs differ" in note


def test_primary_outcomes_can_be_declared(study: Study) -> None:
    found = run(choosing(study, primary=["reporting_desk", "trust"]))
    family = found.comparison[found.comparison["family"] == "primary"]
    assert set(family["measure"]) == {"reporting_desk", "trust"}
    assert found.manifest["primary"] == ["reporting_desk", "trust"]


def test_messages_use_the_singular_for_one_replication(
    alone: Sequence[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*alone, "scenarios=[one_table]", "replications=1"]) == 0
    told = capsys.readouterr().out
    assert "1 scenario against the baseline" in told
    assert "one society, 1 replication" in " ".join(told.split())
    assert not re.search(r"\b1 (replications|pairs|runs|communities|scenarios)\b", told)


@pytest.mark.parametrize(("days", "told"), [(60, "a horizon of 60 days is too short"), (61, "")])
def test_a_horizon_too_short_for_the_restricted_mean_is_said(
    compared: Results, days: int, told: str
) -> None:
    manifest = json.loads(json.dumps(compared.manifest))
    for settings in manifest["settings"].values():
        settings["horizon_days"] = days
    note = " ".join(background(Results(compared.folder, compared.frames, manifest)))
    assert told in note
    assert ("too short for it" in note) == bool(told)
    assert "every run has it" not in note


def test_notes_of_a_loaded_folder_are_the_same(compared: Results) -> None:
    again = load(compared.folder)
    assert (notes(again), background(again)) == (notes(compared), background(compared))


def test_the_notes_below_the_table_are_few_and_short(compared: Results) -> None:
    assert len(notes(compared)) <= 6
    assert max(map(len, notes(compared))) < 260
    assert any("take horizon_days=120 or more" in note for note in notes(compared))


def test_comparisons_are_the_baselines_minus_the_scenarios(compared: Results) -> None:
    rows = compared.measures[compared.measures["replication"] == 1].fillna({"community": -1})
    wide = rows.set_index(["scenario", "community", "measure", "group"])["value"].sort_index()
    for community in (-1, 0, 1):
        gained = 0.0
        for activity in BURDEN:
            before = wide["baseline", community, "hours_per_worker_week", activity]
            after = wide["one_table", community, "hours_per_worker_week", activity]
            saved = wide["one_table", community, "hours_less_per_worker_week", activity]
            assert saved == pytest.approx(before - after)
            gained += saved
        total = wide["one_table", community, "hours_less_per_worker_week", "all"]
        assert total == pytest.approx(gained)
        full = "upward_work_at_full_delivery"
        before, after = (wide[name, community, full, "all"] for name in ("baseline", "one_table"))
        freed = wide["one_table", community, "hours_freed_per_worker_week", "all"]
        assert freed == pytest.approx(before - after)
    for measure in ("hours_less_per_worker_week", "hours_freed_per_worker_week"):
        assert (wide["baseline", :, measure] == 0).all()


def test_the_table_of_hours_freed_has_the_measure_of_that_name(compared: Results) -> None:
    rows = compared.comparison.set_index(["scenario", "measure", "group"])["difference"]
    split = compared.frames["freed"].set_index(["scenario", "entry"])["freed"]
    for name in ("one_table", "signboard_removal"):
        freed = rows[name, "hours_freed_per_worker_week", "all"]
        assert split[name, "equal_delivery"] == pytest.approx(freed)
        less = rows[name, "hours_less_per_worker_week", "all"]
        assert split[name, "spent"] == pytest.approx(less)
        assert split[name, "paid"] + split[name, "overtime"] == pytest.approx(less)


def test_runs_are_shared_between_experiments(here: Path, alone: Sequence[str]) -> None:
    first = compare(*alone, scenarios=["one_table"], replications=2)
    again = compare(*alone, scenarios=["one_table", "signboard_removal"], replications=3)
    assert first.manifest["runs"] == {"planned": 4, "computed": 4, "reused": 0}
    assert again.manifest["runs"] == {"planned": 9, "computed": 5, "reused": 4}
    shared = again.measures["scenario"].isin(["baseline", "one_table"])
    shared &= again.measures["replication"] < 2
    pd.testing.assert_frame_equal(
        again.measures[shared].reset_index(drop=True), first.measures.reset_index(drop=True)
    )


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ({"communities": 1}, "1 community"),
        ({"communities": 12, "villages": 0, "districts": 1}, "12 communities"),
        ({"communities": 12, "villages": 5}, "7 communities, 5 villages"),
        ({"communities": 3, "villages": 3}, "3 villages"),
        (
            {"communities": 5409, "villages": 3520, "districts": 16},
            "16 districts, 1,889 communities, 3,520 villages",
        ),
    ],
)
def test_the_title_tells_villages_from_other_communities(size: dict[str, int], words: str) -> None:
    assert size_of_place(size) == words
