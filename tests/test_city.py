"""A city is its districts: for any number of threads, and as each is alone."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments import load
from experiments.cli import answer
from experiments.runs.run import Failure, Job, Limit, Record, perform
from sim import City, GovernanceModel, Settings, SettingsError
from sim import city as city_module
from sim.enums import DAY_MINUTES, Habitat
from sim.measures.registry import MEASURES
from sim.society import Society
from sim.streams import run_seed

SIZES = {"districts": 3, "communities": 6, "villages": 2, "workers": 50, "residents": 24000}
TREE: dict[str, Any] = {"territory": SIZES, "horizon_days": 10, "warmup_days": 10}
SETTINGS = Settings(**TREE)
HALF_LEVERS = Settings(**TREE, levers={"one_table": {"on": True, "coverage": 0.5, "start_day": 2}})


@pytest.fixture(scope="module")
def city() -> City:
    return City(HALF_LEVERS, 7, threads=2).run()


@pytest.fixture(scope="module")
def alone(city: City) -> list[Society]:
    societies = [Society(*district, keep_outcomes=True) for district in city.districts]
    for society in societies:
        society.run()
    return societies


def of(frame: pd.DataFrame, measure: str, group: str = "all") -> float:
    return float(frame.query("measure == @measure and group == @group")["value"].iloc[0])


def test_threads_change_nothing(city: City) -> None:
    one_by_one = City(HALF_LEVERS, 7, threads=1).run()
    pd.testing.assert_frame_equal(one_by_one.measures(), city.measures(), check_exact=True)
    pd.testing.assert_frame_equal(one_by_one.series(), city.series(), check_exact=True)


def test_a_district_is_the_same_alone(city: City, alone: Sequence[Society]) -> None:
    rows = city.measures()
    assert sorted(rows["community"].dropna().unique()) == [0, 1, 2]
    for number, society in enumerate(alone):
        here = rows[rows["community"] == number].drop(columns="community")
        mine = society.measures(by_community=False).drop(columns="community")
        pd.testing.assert_frame_equal(here.reset_index(drop=True), mine, check_exact=True)


def test_districts_differ_and_have_seeds_of_their_own(city: City) -> None:
    assert [district.run_seed for district in city.districts] == [run_seed(7, d) for d in range(3)]
    rows = city.measures()
    raised = rows.query("measure == 'issues_raised' and group == 'all'")["value"]
    assert raised.nunique() == 4


def test_the_city_adds_up_its_districts(city: City, alone: Sequence[Society]) -> None:
    whole = city.measures(by_district=False)
    each = [society.measures(by_community=False) for society in alone]
    assert whole["community"].isna().all()
    added = [name for name in each[0]["measure"] if not MEASURES[name].one_place]
    assert list(whole["measure"]) == added
    for counted in ("issues_raised", "forms_due", "backlog"):
        assert of(whole, counted) == sum(of(frame, counted) for frame in each)
    workers = [len(society.state.workers) for society in alone]
    hours = [of(frame, "hours_per_worker_week") for frame in each]
    assert of(whole, "hours_per_worker_week") == pytest.approx(np.average(hours, weights=workers))
    trust = [society.state.residents["trust"] for society in alone]
    assert of(whole, "trust") == pytest.approx(np.concatenate(trust).mean())


def test_totals_are_what_districts_add_up_to_and_nothing_else_is(city: City) -> None:
    """A measure without `total_by` that adds up would not be raised in a sampled city."""
    rows = city.measures().dropna()
    whole = city.measures(by_district=False)
    for (name, group), each in rows.groupby(["measure", "group"])["value"]:
        measure = MEASURES[str(name)]
        if each.abs().sum() > 0 and not measure.one_place:
            adds_up = of(whole, str(name), str(group)) == pytest.approx(each.sum())
            assert adds_up == (measure.total_by is not None), (name, group)


def test_the_busiest_department_is_that_of_any_district(
    city: City, alone: Sequence[Society]
) -> None:
    each = [society.measures(by_community=False) for society in alone]
    loads = [of(frame, "department_load", "busiest") for frame in each]
    assert of(city.measures(by_district=False), "department_load", "busiest") == max(loads)


def test_times_of_the_city_are_those_of_all_issues_to_the_minute(
    city: City, alone: Sequence[Society]
) -> None:
    issues = pd.concat([society.outcomes() for society in alone]).query("reported >= 10")
    solved = issues["resolved"] & (issues["ended"] <= 20)
    days = np.where(solved, issues["ended"], 20) - issues["reported"]
    curve = stats.ecdf(stats.CensoredData.right_censored(days, ~solved)).sf
    median = curve.quantiles[np.flatnonzero(curve.probabilities <= 0.5)[0]]
    found = of(city.measures(by_district=False), "days_to_resolution_median")
    assert found == pytest.approx(median, abs=0.5 / DAY_MINUTES)


def test_series_of_the_city_are_of_all_districts(city: City, alone: Sequence[Society]) -> None:
    whole, each = city.series(), [society.series() for society in alone]
    assert list(whole.columns) == list(each[0].columns)
    backlog = [frame.query("measure == 'backlog'")["value"].to_numpy() for frame in each]
    assert (whole.query("measure == 'backlog'")["value"].to_numpy() == sum(backlog)).all()
    hours = "measure == 'hours_per_worker_week'"
    mean = [
        frame.query(hours)["value"].sum() * len(s.state.workers)
        for frame, s in zip(each, alone, strict=True)
    ]
    workers = sum(len(society.state.workers) for society in alone)
    assert whole.query(hours)["value"].sum() == pytest.approx(sum(mean) / workers)


def test_villages_are_where_they_are_shared_out(city: City, alone: Sequence[Society]) -> None:
    habitats = [list(society.state.communities["habitat"]) for society in alone]
    assert [here.count(Habitat.VILLAGE) for here in habitats] == [1, 1, 0]
    assert sum(int(s.state.communities["people"].sum()) for s in alone) == SIZES["residents"]
    staff = [society.state.communities["workers"].sum() for society in alone]
    assert sum(map(int, staff)) == SIZES["workers"]


def test_a_coverage_holds_in_each_district(alone: Sequence[Society]) -> None:
    assert [len(society.covered["levers.one_table"]) for society in alone] == [1, 1, 1]


@pytest.mark.parametrize("threads", [1, 2])
def test_at_most_as_many_districts_as_threads_are_in_memory(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    living: weakref.WeakSet[Society] = weakref.WeakSet()
    most = []

    class Counted(Society):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            living.add(self)
            most.append(len(living))

    monkeypatch.setattr(city_module, "Society", Counted)
    gc.disable()
    try:
        City(SETTINGS, 7, threads).run()
        assert not living
    finally:
        gc.enable()
    assert len(most) == 3
    assert max(most) <= threads


def test_an_error_in_a_district_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    advance = Society.advance

    def failing(self: Society, until: int) -> None:
        if self.run_seed == run_seed(7, 1):
            raise ValueError("a fault in the second district")
        advance(self, until)

    monkeypatch.setattr(Society, "advance", failing)
    with pytest.raises(ValueError, match="a fault in the second district"):
        City(SETTINGS, 7, threads=2).run()
    assert not [one for one in threading.enumerate() if one.name.startswith("district")]


def test_a_city_that_failed_has_no_measures() -> None:
    city = City(SETTINGS, 7, threads=1)

    def stop(done: int) -> None:
        if done == 2:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        city.run(stop)
    with pytest.raises(RuntimeError, match="has not been run"):
        city.measures()


def test_an_interruption_ends_the_districts_between_two_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = []

    def slow(self: Society, until: int) -> None:
        days.append(until)
        time.sleep(0.05)

    def interrupted(done: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Society, "advance", slow)
    with pytest.raises(KeyboardInterrupt):
        City(SETTINGS, 7, threads=2).run(interrupted)
    ended = len(days)
    time.sleep(0.2)
    assert len(days) == ended
    assert not [one for one in threading.enumerate() if one.name.startswith("district")]


def test_a_city_that_has_not_run_has_no_measures() -> None:
    with pytest.raises(RuntimeError, match="call run"):
        City(TREE, 7).measures()
    with pytest.raises(ValueError, match="threads=0: at least 1"):
        City(TREE, 7, threads=0)
    for wrong in ("a", 2.0, True):
        with pytest.raises(TypeError, match=f"threads={wrong!r}: a whole number, at least 1"):
            City(TREE, 7, threads=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("model", [lambda s: Society(s, 1), lambda s: GovernanceModel(s, rng=1)])
def test_a_model_of_one_place_refuses_a_city(model: Any) -> None:
    with pytest.raises(SettingsError, match=r"territory\.districts=3: 1 here; unburden\.City"):
        model(SETTINGS)


def job(detail: Any = "totals", limit: Limit | None = None, threads: int = 1) -> Job:
    return Job("k", 7, HALF_LEVERS, detail, limit, threads)


def test_the_laboratory_runs_a_city_in_full_and_in_totals(city: City) -> None:
    totals, full = perform([job(), job("full", threads=2)])
    assert isinstance(totals, Record)
    assert isinstance(full, Record)
    whole, every = totals.rows().to_pandas(), full.rows().to_pandas()
    assert list(every["value"]) == pytest.approx(list(city.measures()["value"]), nan_ok=True)
    assert whole["community"].isna().all()
    assert every["community"].nunique() == 3
    assert full.series
    assert not totals.series


def test_a_city_that_takes_longer_than_its_limit_has_failed() -> None:
    (failed,) = perform([job(limit=Limit(1e-6, fatal=False))])
    assert isinstance(failed, Failure)
    assert "took longer than timeout" in failed.error


def words(**changes: Any) -> list[str]:
    return [f"territory.{name}={value}" for name, value in (SIZES | changes).items()] + [
        "horizon_days=10", "warmup_days=10",
    ]  # fmt: skip


def test_a_comparison_of_a_city(here: Path) -> None:
    scenarios = "scenarios=[one_table]"
    small = [*words(), scenarios, "societies=2", "replications=2", "executor=serial"]
    assert answer([*small, "output=out"]) == 0
    results = load("out")
    assert set(results.comparison["scenario"]) == {"one_table"}
    assert set(results.measures["community"].dropna()) == {0, 1, 2}


def test_a_trace_is_of_one_district(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["experiment=trace", *words()]) == 2
    assert "territory.districts=3: a trace is of one district" in capsys.readouterr().err
