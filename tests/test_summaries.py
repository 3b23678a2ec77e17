"""Summaries of places: what they add up to, and what no sum has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.enums import DAY_MINUTES
from sim.measures.measure import ALL, Measure
from sim.measures.observation import Observation
from sim.measures.place_summary import summaries, summary
from sim.measures.summary import DepartmentSums, StreetSums, Summary
from sim.measures.tables import rows, totals

HALF_A_MINUTE = 0.5 / DAY_MINUTES
SETTINGS = Settings(
    territory={"communities": 2, "workers": 14, "residents": 4000},
    horizon_days=70,
    warmup_days=10,
)


@pytest.fixture(scope="module")
def model() -> GovernanceModel:
    model = GovernanceModel(SETTINGS, rng=11)
    model.run()
    return model


def values(sums: Summary) -> dict[tuple[str, str], float]:
    return {(row.measure, row.group): row.value for row in totals(SETTINGS, sums)}


def added(model: GovernanceModel) -> Summary:
    """Both communities, added up; departments and offices of the street are those of the place."""
    whole, first, second = summaries(SETTINGS, model.state)
    assert whole.departments is not None
    assert whole.street is not None
    none = np.zeros(whole.departments.answering)
    idle = none.astype(int)
    departments = DepartmentSums(idle, idle, none, 0, (), 0, 0.0, 0.0)
    street = StreetSums(*np.zeros((2, 0), int))
    one = replace(first, departments=whole.departments, street=whole.street)
    return one + replace(second, departments=departments, street=street)


def test_communities_that_are_added_up_have_the_measures_of_the_place(
    model: GovernanceModel,
) -> None:
    exact, sums = values(summary(SETTINGS, model.state)), values(added(model))
    assert list(sums) == list(exact)
    for name, value in sums.items():
        within = HALF_A_MINUTE if name[0].startswith("days_") else 0.0
        # Who is no longer watched in the minute of a solution counts as watched at it.
        within = 1e-4 if name[0] == "share_open_after" else within
        assert value == pytest.approx(exact[name], rel=1e-12, abs=within, nan_ok=True), name


def test_communities_that_are_added_up_have_no_offices(model: GovernanceModel) -> None:
    whole, first, second = summaries(SETTINGS, model.state)
    assert (first + second).departments is None
    assert (first + whole).departments is None
    assert (first + second).street is (first + whole).street is None
    assert (first + second).workers == whole.workers


def test_offices_of_two_places_are_added_by_their_number(model: GovernanceModel) -> None:
    one = summary(SETTINGS, model.state)
    assert one.departments is not None
    busier = replace(
        one.departments, used=2 * one.departments.used, effort=3 * one.departments.effort
    )
    assert one.street is not None
    street = replace(one.street, used=2 * one.street.used)
    alone, both = values(one), values(one + replace(one, departments=busier, street=street))
    load = alone["street_office_load", ALL]
    assert both["street_office_load", ALL] == pytest.approx(1.5 * load)
    assert load > 0
    for name in SETTINGS.departments.answering:
        load = alone["department_load", name]
        assert both["department_load", name] == pytest.approx(1.5 * load, nan_ok=True)
    assert both["department_effort", ALL] == pytest.approx(2 * alone["department_effort", ALL])
    hours = both["department_hours_per_week", "response"]
    assert hours == pytest.approx(3 * alone["department_hours_per_week", "response"])


def test_a_measure_of_single_issues_is_one_of_a_place_and_not_of_a_sum(
    model: GovernanceModel,
) -> None:
    slowest = Measure(
        name="longest",
        label="longest time until solved",
        unit="days",
        definition="a number for a test",
        values=lambda seen: {ALL: float(np.nanmax(seen.issues["ended"] - seen.issues["reported"]))},
        one_place=True,
    )
    frame = model.outcomes()
    lasted = frame["ended"] - frame["reported"]
    sums = summary(SETTINGS, model.state)
    whole = list(rows(Observation(SETTINGS, sums, model.state), [slowest]))
    assert [row.value for row in whole] == [lasted.max()]
    here = list(rows(Observation(SETTINGS, sums, model.state, community=1), [slowest]))
    assert [row.value for row in here] == [lasted[frame["community"] == 1].max()]
    assert not list(rows(Observation(SETTINGS, sums + sums), [slowest]))
    with pytest.raises(ValueError, match="no single issues"):
        _ = Observation(SETTINGS, sums + sums).issues
