"""With obligations that neither come nor go, the baseline has no trend over three years."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from experiments.statistics.trend import trend
from sim import Settings
from sim.enums import YEAR_DAYS, Daily
from sim.measures.measure import in_year
from sim.society import Society
from sim.streams import run_seed

YEARS, REPLICATIONS = 3, 12
STEADY: dict[str, Any] = {
    "horizon_days": YEARS * YEAR_DAYS, "rules": {"rebound": {"on": False}},
}  # fmt: skip
TOLERATED = {
    "backlog": 0.1,
    "days_to_resolution_restricted_mean.own_powers": 0.05,
    "days_to_resolution_restricted_mean.needs_departments": 0.05,
    "department_load": 0.05,
    "hours_per_worker_week.forms": 0.02,
}
"""Relative change a year that the whole interval stays below. In about one street of seven a
community with 600 residents to a worker never catches up, so that the mean backlog grows."""
MISSED, MISSED_POINTS = "forms_missed_share", 0.002
"""So few forms are missed that their change is held against a share of all forms."""
Years = dict[str, npt.NDArray[np.float64]]


def yearly(replications: int, **tree: Any) -> Years:
    """Values of each year by outcome, (replications, years); the backlog is a mean of days."""
    rows: dict[str, list[list[float]]] = {name: [] for name in (*TOLERATED, MISSED)}
    for number in range(replications):
        society = Society(Settings(**STEADY | tree), run_seed(1, number))
        society.run()
        measures = society.measures(by_community=False)
        values = measures.set_index(["measure", "group"])["value"]
        for name, row in rows.items():
            measure, _, group = name.partition(".")
            groups = (in_year(group or "all", year + 1) for year in range(YEARS))
            row.append([values[measure, one] for one in groups])
        open_issues = society.state.daily[:, Daily.BACKLOG].reshape(YEARS, YEAR_DAYS)
        rows["backlog"][-1] = open_issues.mean(axis=1).tolist()
    return {name: np.array(row) for name, row in rows.items()}


@pytest.fixture(scope="module")
def years() -> Years:
    return yearly(REPLICATIONS)


@pytest.mark.parametrize("name", TOLERATED)
def test_the_baseline_is_stationary(years: Years, name: str) -> None:
    found = trend(years[name])
    assert found.within(TOLERATED[name]), found


def test_forms_are_not_missed_more_from_year_to_year(years: Years) -> None:
    found, mean = trend(years[MISSED]), float(years[MISSED].mean())
    assert max(abs(found.low), abs(found.high)) * mean < MISSED_POINTS, (found, mean)


def test_departments_that_overflow_are_a_trend() -> None:
    """With half of their hours departments cannot do what comes, and issues pile up."""
    years = yearly(4, departments={"hours_scale": 0.5})
    assert years["department_load"].mean() > 0.95
    found = trend(years["backlog"])
    assert found.low > TOLERATED["backlog"], found
    assert not found.within(TOLERATED["backlog"])
