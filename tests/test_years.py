"""Years of a run of several: each as if the run had ended with it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.config.outcomes import FREED, FULL, HOURS, LESS, Outcome
from experiments.reporting.row_shape import Shape
from experiments.runs.run import MEASURES, encoded
from experiments.statistics.paired_differences import BURDEN
from sim import City, GovernanceModel, Settings
from sim.enums import Count
from sim.measures.measure import in_year, of_year
from sim.measures.place_summary import summary
from sim.measures.registry import MEASURES as SPECIFIED
from sim.measures.summary import DepartmentSums, StreetSums, Summary
from sim.measures.years import DEPARTMENT_FLOWS, FLOWS, year_names
from sim.society import Society

TREE: dict[str, Any] = {
    "territory": {"communities": 2, "workers": 14, "residents": 4000},
    "warmup_days": 20,
}
STREET_FLOWS = ("used", "offered")
LEVER = {"one_table": {"on": True, "start_day": 30}}


def society(days: int, **more: Any) -> Society:
    run = Society(Settings(**TREE | {"horizon_days": days} | more), 11)
    run.run()
    return run


def whole(run: Society) -> pd.Series:
    rows = run.measures(by_community=False)
    return rows.set_index(["measure", "group"])["value"]


@pytest.fixture(scope="module")
def long() -> Society:
    return society(620, levers=LEVER)


def test_the_first_year_is_to_the_bit_a_run_of_one_year(long: Society) -> None:
    alone, rows = whole(society(250, levers=LEVER)), whole(long)
    names = [(measure, group) for measure, group in rows.index if of_year(group)[1] == 1]
    assert len(names) > 70
    for measure, group in names:
        expected = alone[measure, of_year(group)[0]]
        assert rows[measure, group] == expected or np.isnan(expected), (measure, group)


def test_years_are_those_that_are_over_and_none_in_a_run_of_one(long: Society) -> None:
    assert {of_year(group)[1] for _, group in whole(long).index} == {None, 1, 2}
    assert {of_year(group)[1] for _, group in whole(society(499)).index} == {None}


def test_names_are_known_before_the_run(long: Society) -> None:
    rows = whole(long)
    names = [(measure, group) for measure, group, _ in year_names(long.settings)]
    assert names == [name for name in rows.index if of_year(name[1])[1]]


def test_two_years_add_up_to_the_run() -> None:
    """Hours are means, forms and issues are sums; each issue is reported in one of the years."""
    run = society(500)
    rows = whole(run)
    for activity in ("forms", "visits", "all"):
        years = [rows[HOURS, in_year(activity, year)] for year in (1, 2)]
        assert np.mean(years) == pytest.approx(rows[HOURS, activity], rel=1e-12)
    for measure, group in (("forms_due", "all"), ("issues_raised", "own_powers")):
        years = [rows[measure, in_year(group, year)] for year in (1, 2)]
        assert sum(years) == rows[measure, group]
        assert min(years) > 0
    assert rows["obligations", "year_2"] == rows["obligations", "all"]
    assert rows["backlog", "own_powers.year_2"] == rows["backlog", "own_powers"]
    counts = sum(year.counts[Count.FORMS_DUE] for year in run.years)
    assert counts == run.state.counts[:, Count.FORMS_DUE].sum()
    sums = summary(run.settings, run.state)
    for offices, flows in (("departments", DEPARTMENT_FLOWS), ("street", STREET_FLOWS)):
        of_run, *of_years = (getattr(one, offices) for one in (sums, *run.years))
        for name in flows:
            first, second = (np.asarray(getattr(one, name)) for one in of_years)
            np.testing.assert_array_equal(first + second, getattr(of_run, name))
        for one in of_years:
            assert one.used.sum() > 0
            np.testing.assert_array_equal(one.loads, one.used / one.offered)
    loads = [rows["street_office_load", in_year("all", year)] for year in (1, 2)]
    assert np.mean(loads) == pytest.approx(rows["street_office_load", "all"])
    busiest = [rows["street_office_load", in_year("busiest", year)] for year in (1, 2)]
    assert 0 < rows["street_office_load", "busiest"] <= max(busiest)
    given = [one.departments.presence_given for one in run.years if one.departments]
    assert len(given) == 2
    assert min(given) > 0


def test_every_sum_is_a_flow_or_a_stock() -> None:
    """A new sum has to be put into one of these, or a year would have the whole run's."""
    stocks = {
        "communities", "workers", "frontline", "people", "volunteers", "obligations",
        "unlisted_obligations", "boards", "leaks", "groups", "residents", "departments", "street",
        "issues",
    }  # fmt: skip
    assert {one.name for one in fields(Summary)} == {*FLOWS, *stocks}
    of_departments = {"effort", "answering", "loads", "handed_back_undone"}
    assert {one.name for one in fields(DepartmentSums)} == {*DEPARTMENT_FLOWS, *of_departments}
    assert {one.name for one in fields(StreetSums)} == {*STREET_FLOWS}


def test_stopping_by_the_day_changes_no_year(long: Society) -> None:
    run = Society(long.settings, 11)
    while run.day < run.last_day:
        run.advance(min(run.day + 7, run.last_day))
    pd.testing.assert_series_equal(whole(run), whole(long))


def test_years_of_a_city_are_those_of_its_districts_together() -> None:
    place = {"communities": 2, "workers": 12, "residents": 3000, "districts": 2}
    city = City(Settings(**TREE | {"territory": place, "horizon_days": 500}), 3).run()
    rows = city.measures(by_district=False).set_index(["measure", "group"])["value"]
    parts = [GovernanceModel(*district) for district in city.districts]
    for part in parts:
        part.run()
    due = sum(whole(part.society)["forms_due", "year_2"] for part in parts)
    assert rows["forms_due", "year_2"] == due > 0


def test_hours_are_freed_in_each_year() -> None:
    """Forms take 5 and 4 hours in years 1 and 2, 3 and 1 with the reform: 2 and 3 hours less.

    In year 2 an hour of forms more is left undone with it, so that 2 are freed.
    """

    def run(undone: float, *forms: float) -> tuple[Shape, np.ndarray]:
        groups = ["forms", "forms.year_1", "forms.year_2", "visits.year_1", "year_1"]
        full = [forms[0], forms[1] + undone]
        values = [sum(forms) / 2, *forms, 7.0, 40.0, sum(full) / 2, *full]
        columns = {
            "community": [None] * 8, "measure": [HOURS] * 5 + [FULL] * 3,
            "group": [*groups, "all", "year_1", "year_2"], "value": values, "unit": ["h"] * 8,
        }  # fmt: skip
        import pyarrow as pa

        table = pa.ipc.open_stream(encoded(columns, MEASURES)).read_all()
        return Shape(table.drop_columns(["value"]), True), np.array(values)

    assert {"forms"} <= set(BURDEN)
    before, reform = run(0.0, 5.0, 4.0), run(1.0, 3.0, 1.0)
    values = reform[0].ordered(reform[1], (before[0], before[0].compared(before[1])))
    found = dict(
        zip(((m, g) for m, g, _ in reform[0].outcomes), values[reform[0].whole], strict=True)
    )
    assert found[LESS, "all"] == 2.5
    assert (found[LESS, "year_1"], found[LESS, "year_2"]) == (2.0, 3.0)
    assert (found[LESS, "forms.year_2"], found[LESS, "visits.year_1"]) == (3.0, 0.0)
    assert [found[FREED, group] for group in ("all", "year_1", "year_2")] == [2.0, 2.0, 2.0]
    assert (FREED, "forms") not in found


def test_an_outcome_of_a_year_is_named_and_labelled() -> None:
    one = Outcome("days_to_resolution_restricted_mean", "own_powers.year_2")
    assert str(one) == "days_to_resolution_restricted_mean.own_powers.year_2"
    assert one.label == "time until solved, own powers, year 2"
    assert Outcome("forms_missed_share", "year_3").label == "forms never delivered, year 3"
    assert of_year("year_12") == ("all", 12)
    assert of_year("needs_departments") == ("needs_departments", None)


def test_groups_of_years_are_groups_of_their_measure() -> None:
    for measure in SPECIFIED.values():
        assert set(measure.by_year) <= set(measure.groups), measure.name
