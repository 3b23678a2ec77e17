"""A sample of the streets of a city, and what its districts add up to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from experiments import load
from experiments.cli import answer
from experiments.patterns import plausibility
from experiments.statistics.city_totals import city_totals
from sim import City
from sim.measures.full_delivery import FULL
from sim.purchases import purchases
from sim.settings import Settings, SettingsError
from sim.settings.territory import Territory
from sim.society import Society

SIZES = {
    "districts": 2, "communities": 40, "villages": 24, "streets": 14, "towns": 6,
    "workers": 200, "residents": 60000,
}  # fmt: skip


def city(**changes: object) -> Territory:
    return Settings(territory=SIZES | changes).territory


def test_a_sampled_district_has_whole_streets_and_towns_and_their_share_of_people() -> None:
    whole, half = city().divided(), city(sampled=0.5).divided()
    # 8 communities in 4 streets and 12 villages in 3 towns: 2 streets, and 1.5 towns rounded up.
    assert [part.street_sizes for part in whole] == [(2, 2, 2, 2, 4, 4, 4)] * 2
    assert [part.street_sizes for part in half] == [(2, 2, 4, 4)] * 2
    assert [(part.communities, part.villages, part.towns) for part in half] == [(12, 8, 2)] * 2
    urban, rural = city().usual_residents, city().village_residents
    share = (4 * urban + 8 * rural) / (8 * urban + 12 * rural)
    assert [part.residents for part in half] == [math.floor(30000 * share + 0.5)] * 2
    assert {part.sampled for part in half} == {1.0}


def test_at_least_one_street_and_one_town_are_sampled() -> None:
    assert [part.streets for part in city(sampled=0.01).divided()] == [2, 2]
    assert city(sampled=1.0).divided() == city().whole_districts()


@pytest.mark.parametrize(
    "changes", [{"districts": 1}, {"streets": 2, "towns": 0}, {"sampled": 1.1}, {"sampled": 0.0}]
)
def test_a_sample_needs_a_city_whose_villages_are_under_towns(changes: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match=r"territory\.sampled="):
        city(**{"sampled": 0.5} | changes)


def rows(values: dict[str, list[float]], measure: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"scenario": name, "replication": 0, "community": district, "measure": measure,
             "group": "all", "value": value}
            for name, each in values.items()
            for district, value in [(None, 99.0), *enumerate(each)]
        ]
    )  # fmt: skip


def total(table: pd.DataFrame, scenario: str, name: str, column: str) -> float:
    mine = table[(table["scenario"] == scenario) & (table["total"] == name)]
    return float(mine[column].iloc[0])


def test_totals_are_of_a_year_with_the_error_of_the_sample() -> None:
    """Over half a year."""
    raised = rows({"baseline": [60.0, 90.0], "less": [48.0, 66.0]}, "issues_raised")
    found = city_totals(raised, {0: city(sampled=0.5)}, 125)
    less = {name: total(found, "less", "issues_reported", name) for name in found.columns[3:]}
    assert less["value"] == pytest.approx(2 * (48 + 66))
    assert less["change"] == pytest.approx(-2 * (12 + 24))
    # In a year districts have 24 and 48 fewer; 24 of 40 communities were run. Student's t of 1.
    error = math.sqrt((1 - 24 / 40) * 2 * (24 / 2) ** 2 * 2)
    assert less["change_half_width"] == pytest.approx(error * 12.7062, rel=1e-5)
    assert math.isnan(less["change_low"])
    level = total(found, "baseline", "issues_reported", "value")
    assert level == pytest.approx(2 * 150)


def test_totals_over_societies_are_medians_with_the_sizes_of_each() -> None:
    """Two societies of 200 and 400 workers; hours per worker-week of two runs each."""
    table = pd.concat(
        rows({"baseline": [10.0, 10.0], "less": [less, less]}, FULL).assign(
            society=society, replication=turn
        )
        for society, turn, less in [(3, 0, 8.0), (3, 1, 6.0), (8, 0, 9.0), (8, 1, 9.0)]
    )
    found = city_totals(table, {3: city(), 8: city(workers=400)}, 250)
    # Means of 7 and 9 hours: 200 x 3 / 40 and 400 x 1 / 40 person-years are freed.
    assert total(found, "less", "freed", "value") == pytest.approx((15 + 10) / 2)
    assert total(found, "less", "freed", "low") == pytest.approx(10.0)
    assert total(found, "less", "freed", "high") == pytest.approx(15.0)
    assert total(found, "less", "upward_work", "change_low") == pytest.approx(-15.0)
    assert total(found, "baseline", "upward_work", "value") == pytest.approx((50 + 100) / 2)


def test_hours_freed_are_person_years_of_all_workers_and_have_no_error_in_full() -> None:
    table = {"baseline": [10.0, 10.0], "less": [8.0, 6.0]}
    found = city_totals(rows(table, FULL), {0: city()}, 250)
    # 100 workers in each district, of 40 hours a week.
    assert total(found, "less", "upward_work", "change") == pytest.approx(-(2 + 4) * 100 / 40)
    assert total(found, "less", "freed", "value") == pytest.approx((2 + 4) * 100 / 40)
    assert total(found, "less", "freed", "half_width") == 0.0


def value(frame: pd.DataFrame, measure: str, district: int | None = None) -> float:
    place = frame["community"].isna() if district is None else frame["community"] == district
    mine = frame[place & (frame["measure"] == measure) & (frame["group"] == "all")]
    return float(mine["value"].iloc[0])


@pytest.fixture(scope="module")
def sampled() -> City:
    tree = {"territory": SIZES | {"sampled": 0.5}, "horizon_days": 20, "warmup_days": 10}
    return City(tree, 7, threads=2).run()


def test_totals_of_a_sample_are_raised_and_means_are_not(sampled: City) -> None:
    found = sampled.measures()
    alone = [Society(*district) for district in sampled.districts]
    for society in alone:
        society.run()
    frames = [society.measures(by_community=False) for society in alone]
    parts, whole = city(sampled=0.5).divided(), city().whole_districts()
    heads = {"issues_raised": "residents", "forms_due": "communities", "workers": "workers"}
    for measure, name in heads.items():
        each = [
            value(frame, measure) * getattr(all_of_it, name) / getattr(part, name)
            for frame, part, all_of_it in zip(frames, parts, whole, strict=True)
        ]
        assert [value(found, measure, d) for d in range(2)] == pytest.approx(each)
        assert value(found, measure) == pytest.approx(sum(each))
        assert value(found, measure) > 1.5 * sum(value(frame, measure) for frame in frames)
    assert value(found, "workers") == pytest.approx(SIZES["workers"])
    share = [value(frame, "upward_share") for frame in frames]
    assert min(share) <= value(found, "upward_share") <= max(share)


def test_daily_series_of_a_sample_end_with_the_totals_of_its_measures(sampled: City) -> None:
    days = sampled.series()
    backlog = days[days["measure"] == "backlog"]["value"]
    assert backlog.iloc[-1] == pytest.approx(value(sampled.measures(), "backlog"))
    raised = days[days["measure"] == "issues_raised"]["value"]
    assert raised.sum() == pytest.approx(value(sampled.measures(), "issues_raised"))


def test_rates_of_a_sample_by_which_baselines_are_judged_are_those_of_its_streets() -> None:
    """Forms due in a community and year: the same in a sample and in full, but for chance."""
    places = {share: Settings(territory=SIZES | {"sampled": share}, horizon_days=250, warmup_days=5)
              for share in (0.5, 1.0)}  # fmt: skip
    found = {}
    for share, settings in places.items():
        run = City(settings, 7, threads=2).run().measures(by_district=False)
        rows = run.itertuples(index=False)
        columns = {f"{row.measure}.{row.group}".removesuffix(".all"): row.value for row in rows}
        judged = plausibility.values(pd.DataFrame([columns]), settings)
        found[share] = float(judged["forms_due"].iloc[0])
    assert found[0.5] == pytest.approx(found[1.0], rel=0.1)


def test_resources_are_those_of_all_streets_whatever_is_run() -> None:
    lever = {"levers": {"one_table": {"on": True}, "village_teams": {"on": True}}}
    whole, half = (
        purchases(Settings(territory=SIZES | {"sampled": share}, **lever), 3)
        for share in (1.0, 0.5)
    )
    assert whole
    assert half == whole


def run_sample(words: Sequence[str]) -> None:
    sizes = [f"territory.{name}={number}" for name, number in SIZES.items()]
    sizes += ["territory.sampled=0.5", "horizon_days=10", "warmup_days=5", "replications=1"]
    sizes += ["scenarios=[one_table]", "executor=serial", "output=out"]
    assert answer([*sizes, *words]) == 0


def test_a_comparison_of_a_sample_shows_the_whole_city(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_sample(["societies=reference", "costs=true"])
    results = load("out")
    assert set(results.frames["city"]["scenario"]) == {"baseline", "one_table"}
    table = pd.read_csv(here / "out" / "city.csv")
    rows = results.comparison.set_index(["measure", "group"])
    backlog = total(table, "baseline", "issues_open", "value")
    assert rows.loc[("backlog", "all"), "baseline"] == pytest.approx(backlog)
    assert rows.loc[("workers", "all"), "baseline"] == pytest.approx(SIZES["workers"])
    costs = pd.read_csv(here / "out" / "costs.csv")
    hours = total(table, "one_table", "freed", "value") * 2000
    assert costs["hours_freed"].iloc[0] == pytest.approx(hours, rel=0.02)
    page = (here / "out" / "report.html").read_text(encoding="utf-8")
    shown = " ".join(capsys.readouterr().out.split())
    for text in (page, shown):
        assert "In the whole city" in text
        assert "8 of 14 streets and towns were run" in text
        assert "raised to all of them" in text


def test_over_societies_city_and_header_have_the_spread_between_them(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_sample(["societies=3"])
    table = pd.read_csv(here / "out" / "city.csv")
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
    less = table[table["total"] == "issues_reported"].iloc[0]
    assert less["low"] < less["high"]
    assert "Median of 3 plausible societies" in " ".join(capsys.readouterr().out.split())
