"""A sample of the streets of a city, and what its districts add up to."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from experiments import load
from experiments.cli import answer
from experiments.statistics.city_totals import city_totals
from sim.settings import Settings, SettingsError
from sim.settings.territory import Territory

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


def test_totals_are_raised_from_the_streets_that_were_run_to_all() -> None:
    """Over half a year, by the residents of each district."""
    raised = rows({"baseline": [60.0, 90.0], "less": [48.0, 66.0]}, "issues_raised")
    place = city(sampled=0.5)
    found, times = city_totals(raised, place, 125), 30000 / place.divided()[0].residents
    less = {name: total(found, "less", "issues_reported", name) for name in found.columns[3:]}
    assert less["value"] == pytest.approx(2 * (48 + 66) * times)
    assert less["change"] == pytest.approx(-2 * (12 + 24) * times)
    # Raised districts have 24 and 48 fewer x times; 24 of 40 communities were run.
    error = math.sqrt((1 - 24 / 40) * 2 * (24 * times / 2) ** 2 * 2)
    assert less["change_error"] == pytest.approx(error)
    level = total(found, "baseline", "issues_reported", "value")
    assert level == pytest.approx(2 * 150 * times)


def test_hours_freed_are_person_years_of_all_workers_and_have_no_error_in_full() -> None:
    table = {"baseline": [10.0, 10.0], "less": [8.0, 6.0]}
    found = city_totals(rows(table, "upward_work_at_full_delivery"), city(), 250)
    # 100 workers in each district, of 40 hours a week.
    assert total(found, "less", "upward_work", "change") == pytest.approx((2 + 4) * 100 / 40)
    assert total(found, "less", "upward_work", "change_error") == 0.0


def test_a_comparison_of_a_sample_of_a_city_has_its_totals(here: Path) -> None:
    words = [f"territory.{name}={value}" for name, value in SIZES.items()]
    words += ["territory.sampled=0.5", "horizon_days=10", "warmup_days=5", "replications=1"]
    words += ["societies=reference", "scenarios=[one_table]", "executor=serial", "output=out"]
    assert answer(words) == 0
    results = load("out")
    assert set(results.frames["city"]["scenario"]) == {"baseline", "one_table"}
    table = pd.read_csv(here / "out" / "city.csv")
    issues = total(table, "baseline", "issues_reported", "value")
    measured = results.measures.query(
        "measure == 'issues_raised' and group == 'all' and scenario == 'baseline'"
    )
    part = city(sampled=0.5).divided()[0]
    assert issues == pytest.approx(measured["value"].iloc[0] * 25 * 30000 / part.residents)
    assert "In the whole city" in (here / "out" / "report.html").read_text(encoding="utf-8")
