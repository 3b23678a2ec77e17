"""Measures of issues on a log of eight issues, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.enums import DAY_TICKS, Kind, Person, Status
from sim.measures import issues, onset
from sim.measures.observation import Observation
from sim.measures.onset import equity_gap
from sim.measures.place_summary import IssueLog, summary
from sim.measures.summary import IssueSums
from sim.measures.tables import rows
from sim.records import OUTCOME

WARMUP, HORIZON = 10, 100
SETTINGS = Settings(warmup_days=WARMUP, horizon_days=HORIZON)
UNUSED = GovernanceModel(
    Settings(territory={"communities": 1, "workers": 3, "residents": 100}), rng=1
)
NEVER = np.nan


MOMENTS = ("born", "reported", "ended", "first_closed", "first_back")
Log = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]
"""Issues, and the status of each."""


def log(*rows: dict[str, Any]) -> Log:
    """A log of issues; what a row leaves out is a hazard, reported and solved at once."""
    usual = {
        "kind": int(Kind.HAZARD), "level": 0, "person": 0, "early": False, "hidden": False,
        "false_closed": False, "given_up": False, "resolved": True, "born": 20.0,
        "reported": 20.0, "ended": 22.0, "first_closed": 22.0,
        "first_back": NEVER, "open": int(Status.FREE),
    }  # fmt: skip
    issues = np.zeros(len(rows), OUTCOME)
    statuses = np.zeros(len(rows), np.int8)
    for number, row in enumerate(rows):
        for name, value in (usual | row).items():
            if name == "open":
                statuses[number] = value
            elif name in MOMENTS:
                issues[name][number] = -1 if np.isnan(value) else int(value * DAY_TICKS)
            else:
                issues[name][number] = value
    return issues, statuses


LOG = log(
    {},
    {"ended": 40.0, "first_closed": 40.0},
    {"first_back": 30.0, "ended": 45.0},
    {"false_closed": True, "resolved": False},
    {"resolved": False, "ended": NEVER, "first_closed": NEVER,
     "open": int(Status.OWN_WORK)},
    {"kind": int(Kind.INQUIRY), "ended": 20.5, "first_closed": 20.5},
    {"reported": NEVER, "resolved": False, "hidden": True, "ended": NEVER,
     "first_closed": NEVER, "open": int(Status.HIDDEN)},
    {"born": 5.0, "reported": 8.0, "resolved": False, "ended": NEVER,
     "first_closed": NEVER, "level": 2, "open": int(Status.JOB)},
)  # fmt: skip


def measured(issue_log: Log) -> dict[tuple[str, str], float]:
    """Measures of issues of a place that never lived, from a log; nothing else is looked at."""
    sums = replace(summary(SETTINGS, UNUSED.state), issues=counted(issue_log))
    wanted = (*issues.MEASURES, *onset.MEASURES)
    return {
        (row.measure, row.group): row.value for row in rows(Observation(SETTINGS, sums), wanted)
    }


def counted(issue_log: Log) -> IssueSums:
    return IssueLog(SETTINGS, 1, issue_log).whole()


@pytest.fixture(scope="module")
def values() -> dict[tuple[str, str], float]:
    return measured(LOG)


def test_only_what_was_reported_inside_the_window_is_raised(
    values: dict[tuple[str, str], float],
) -> None:
    assert values["issues_raised", "all"] == 6
    assert values["issues_raised", "counter"] == 1
    assert values["issues_raised", "own_powers"] == 5
    assert values["issues_raised", "needs_departments"] == 0


def test_shares_have_the_issues_raised_below(values: dict[tuple[str, str], float]) -> None:
    assert values["issues_resolved_share", "own_powers"] == pytest.approx(4 / 5)
    assert values["root_closure_share", "own_powers"] == pytest.approx(3 / 5)
    assert values["false_closure_share", "own_powers"] == pytest.approx(1 / 4)


def test_relapse_looks_forty_days_past_the_first_closing(
    values: dict[tuple[str, str], float],
) -> None:
    assert values["relapse_share", "own_powers"] == pytest.approx(1 / 4)
    late = log({"first_closed": 80.0, "first_back": 90.0}, {})
    assert measured(late)["relapse_share", "all"] == 0


def test_satisfaction_is_what_was_solved_within_the_promise(
    values: dict[tuple[str, str], float],
) -> None:
    assert SETTINGS.issues.kinds.hazard.promise == 5
    assert values["satisfaction", "own_powers"] == pytest.approx(1 / 5)


def test_the_backlog_is_what_is_open_whenever_it_came(
    values: dict[tuple[str, str], float],
) -> None:
    assert values["backlog", "all"] == 2
    assert values["backlog", "needs_departments"] == 1


def test_equity_compares_like_with_like() -> None:
    care, hazard = int(Kind.CARE), int(Kind.HAZARD)
    slow = {"ended": 60.0}
    seven = (
        {"kind": care, "person": Person.VULNERABLE, **slow},
        {"kind": care, "person": Person.VULNERABLE},
        {"kind": care, **slow},
        {"kind": care},
        {"kind": hazard},
        {"kind": hazard},
        {"kind": hazard, "person": Person.VULNERABLE},
    )
    assert equity_gap(counted(log(*seven)).tallies) == 0
    unequal = [row | {"ended": 60.0 if row.get("person") else 22.0} for row in seven]
    assert equity_gap(counted(log(*unequal)).tallies) == 1
