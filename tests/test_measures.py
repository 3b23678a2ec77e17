"""Measures on logs small enough to work out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from lifelines import KaplanMeierFitter, utils
from scipy.stats import CensoredData, ecdf

from sim import GovernanceModel, Settings
from sim.enums import RESTRICTED_DAYS, UPWARD_WORKS, Work
from sim.measures.activities import ACTIVITIES, ACTIVITY, UPWARD
from sim.measures.measure import ALL, WEEKLY, Measure
from sim.measures.registry import MEASURES
from sim.measures.series import SERIES, Series
from sim.measures.survival import Days, Survival, Waits

SMALL = {
    "territory": {"communities": 2, "workers": 14, "residents": 4000},
    "horizon_days": 40,
    "warmup_days": 10,
}


@pytest.fixture(scope="module")
def model() -> GovernanceModel:
    model = GovernanceModel(Settings(**SMALL), rng=11)
    model.run()
    return model


def survival(days: np.ndarray[Any, Any], resolved: np.ndarray[Any, Any]) -> Survival:
    """Of issues of one group."""
    order = np.argsort(days)
    solved = resolved[order].astype(np.int32)
    rows = Days(days[order], solved, 1 - solved, np.zeros(len(days), np.int8))
    waits = Waits(rows, {ALL: np.ones(1, np.bool_)}, 100)
    return waits.survival()


def test_survival_by_hand() -> None:
    days = np.array([1.0, 2.0, 3.0, 4.0])
    resolved = np.array([True, False, True, True])
    median, ninth, mean = survival(days, resolved)
    assert (median, ninth) == (3.0, 4.0)
    assert mean == pytest.approx(1 + 0.75 * 2 + 0.375 * 1)


def test_survival_is_empty_where_it_is_not_reached() -> None:
    assert np.isnan(survival(np.array([1.0, 5.0, 5.0]), np.array([True, False, False]))).all()
    assert np.isnan(survival(np.array([5.0]), np.array([False]))).all()
    assert np.isnan(survival(np.zeros(0), np.zeros(0, bool))).all()
    assert survival(np.array([90.0]), np.array([False]))[2] == RESTRICTED_DAYS


def share_open(days: np.ndarray[Any, Any], resolved: np.ndarray[Any, Any], at: Any) -> list[float]:
    order = np.argsort(days)
    solved = resolved[order].astype(np.int32)
    rows = Days(days[order], solved, 1 - solved, np.zeros(len(days), np.int8))
    waits = Waits(rows, {ALL: np.ones(1, np.bool_)}, 100)
    shares = waits.open_after(np.asarray(at, float))
    assert waits.by_minute().open_after(np.asarray(at, float)) == pytest.approx(shares, nan_ok=True)
    return shares


def test_the_curve_of_closing_by_hand() -> None:
    days, resolved = np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False])
    assert share_open(days, resolved, [0.5, 1, 2, 3, 4, 5]) == pytest.approx(
        [1, 0.75, 0.75, 0.375, 0.375, np.nan], nan_ok=True
    )
    assert share_open(np.array([1.0, 2.0]), np.array([True, True]), [3]) == [0.0]
    assert np.isnan(share_open(np.zeros(0), np.zeros(0, bool), [1, 60])).all()


def test_the_curve_of_closing_is_that_of_the_library() -> None:
    rng = np.random.default_rng(5)
    days = rng.integers(0, 90, 500).astype(float)
    resolved = rng.random(500) < 0.7
    at = np.array([0, 1, 5, 20, 60, 85])
    fitted = KaplanMeierFitter().fit(days, resolved).survival_function_at_times(at)
    assert share_open(days, resolved, at) == pytest.approx(fitted.to_list())


@pytest.mark.filterwarnings("ignore:Approximating:lifelines.exceptions.ApproximationWarning")
def test_survival_is_that_of_the_library() -> None:
    rng = np.random.default_rng(3)
    days = rng.exponential(30, 500).round(1)
    resolved = rng.random(500) < 0.7
    fitted = KaplanMeierFitter().fit(days, resolved)
    median, ninth, mean = survival(days, resolved)
    assert median == fitted.median_survival_time_
    assert ninth == fitted.percentile(0.1)
    assert mean == pytest.approx(utils.restricted_mean_survival_time(fitted, RESTRICTED_DAYS))


def of_scipy(days: np.ndarray[Any, Any], resolved: np.ndarray[Any, Any]) -> list[float]:
    """Median, 90 % quantile and restricted mean of the curve of scipy."""
    curve = ecdf(CensoredData.right_censored(days, ~resolved)).sf
    times, unsolved = curve.quantiles, curve.probabilities
    quantiles = [times[unsolved <= share][:1].tolist() for share in (0.5, 0.1)]
    steps = np.concatenate([[0.0], times[times < RESTRICTED_DAYS], [RESTRICTED_DAYS]])
    heights = np.concatenate([[1.0], unsolved[times < RESTRICTED_DAYS]])
    watched = unsolved[-1] == 0 or days.max() >= RESTRICTED_DAYS
    mean = float((np.diff(steps) * heights).sum()) if watched else np.nan
    return [*(found[0] if found else np.nan for found in quantiles), mean]


@pytest.mark.parametrize("solved", [0.05, 0.4, 0.7, 1.0])
@pytest.mark.parametrize("size", [3, 70, 3000])
def test_survival_has_the_bits_of_scipy(size: int, solved: float) -> None:
    rng = np.random.default_rng(size)
    days = rng.integers(0, 500 * 90, size) / 500
    resolved = rng.random(size) < solved
    resolved[0] = True
    np.testing.assert_array_equal(survival(days, resolved), of_scipy(days, resolved))


def test_every_work_has_one_activity() -> None:
    assert list(ACTIVITY) == list(Work)
    assert sorted(work for activity in ACTIVITIES for work in activity.works) == sorted(Work)
    upward = [work for activity in ACTIVITIES if activity.upward for work in activity.works]
    assert sorted(UPWARD_WORKS) == sorted(upward)
    assert set(UPWARD) < set(ACTIVITY.values())


def test_rows_are_those_that_specifications_name(model: GovernanceModel) -> None:
    frame = model.measures()
    departments = model.settings.departments.answering
    computed = {name: one for name, one in MEASURES.items() if one.values is not None}
    assert list(frame["measure"].unique()) == list(computed)
    for name, one in computed.items():
        groups = (*one.groups, *(departments if one.each_department else ()))
        here = frame[frame["measure"] == name]
        assert tuple(here.loc[here["community"].isna(), "group"]) == groups, name
        assert set(here["unit"]) == {one.unit}, name
        assert here["community"].notna().any() != one.whole_only, name


def test_series_are_those_that_specifications_name(model: GovernanceModel) -> None:
    frame = model.series().drop_duplicates(["measure", "group"])
    named = [(one.name, group, one.unit) for one in SERIES for group in one.groups]
    assert list(frame[["measure", "group", "unit"]].itertuples(index=False, name=None)) == named


def test_specifications_say_what_a_reader_needs() -> None:
    specified: list[Measure | Series] = [*MEASURES.values(), *SERIES]
    for one in specified:
        assert one.label, one.name
        assert "_" not in one.label, one.name
        assert one.definition, one.name
        assert one.unit, one.name
    labels = [measure.label_of(group) for measure in MEASURES.values() for group in measure.groups]
    assert not any("_" in label for label in labels)
    for measure in MEASURES.values():
        shown = [line.group for line in measure.lines] + [key.group for key in measure.key]
        assert set(shown) <= set(measure.groups), measure.name
    without = [measure for measure in MEASURES.values() if measure.values is None]
    assert [(measure.name, measure.unit) for measure in without] == [
        ("hours_less_per_worker_week", WEEKLY), ("hours_freed_per_worker_week", WEEKLY)
    ]  # fmt: skip


def test_regular_hours_are_the_paid_week(model: GovernanceModel) -> None:
    values = model.measures().set_index(["community", "measure", "group"])["value"]
    whole = values[values.index.get_level_values(0).isna()].droplevel(0)
    hours = whole["hours_per_worker_week"]
    overtime = whole["overtime_hours_per_worker_week"]
    assert hours["all"] - overtime["all"] == pytest.approx(40)
    assert hours.drop("all").sum() == pytest.approx(hours["all"])


def test_the_whole_is_the_mean_of_its_communities(model: GovernanceModel) -> None:
    frame = model.measures()
    for measure, group in (("reporting_all", "all"), ("hours_per_worker_week", "patrol")):
        rows = frame[(frame["measure"] == measure) & (frame["group"] == group)]
        parts = rows[rows["community"].notna()]["value"]
        assert rows[rows["community"].isna()]["value"].item() == pytest.approx(parts.mean())


def test_outcomes_hold_every_issue_once(model: GovernanceModel) -> None:
    issues = model.outcomes()
    assert issues["entity"].is_unique
    measured = issues["reported"] >= 10
    daily = model.series().query("measure == 'issues_raised'")["value"]
    assert daily.sum() == measured.sum()
    assert (issues["reported"].dropna() >= issues["born"][issues["reported"].notna()]).all()


def test_series_add_up_to_the_measures(model: GovernanceModel) -> None:
    frame, series = model.measures(), model.series()
    whole = frame[frame["community"].isna() & (frame["measure"] == "hours_per_worker_week")]
    for activity in ("forms", "patrol", "slack"):
        rows = series.query("measure == 'hours_per_worker_week' and group == @activity")
        level = whole[whole["group"] == activity]["value"].item()
        assert rows["value"].mean() == pytest.approx(level)
