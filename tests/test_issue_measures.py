"""Measures of issues on a log of eight issues, worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import GovernanceModel, Settings
from sim.enums import Kind, Status
from sim.measures import issues, onset
from sim.measures.issue_log import Issues
from sim.measures.observation import Observation
from sim.measures.onset import equity_gap
from sim.measures.tables import rows

WARMUP, HORIZON = 10, 100
SETTINGS = Settings(warmup_days=WARMUP, horizon_days=HORIZON)
UNUSED = GovernanceModel(
    Settings(territory={"communities": 1, "workers": 3, "residents": 100}), rng=1
)
NEVER = np.nan


def log(*rows: dict[str, Any]) -> Issues:
    """A log of issues; what a row leaves out is a hazard, reported and solved at once."""
    usual = {
        "entity": 0, "community": 0, "kind": int(Kind.HAZARD), "level": 0, "agent": 0,
        "vulnerable": False, "early": False, "hidden": False, "whistled": False,
        "returned": False, "false_closed": False, "given_up": False,
        "closed": True, "resolved": True, "born": 20.0,
        "reported": 20.0, "started": 20.0, "ended": 22.0, "first_closed": 22.0,
        "first_back": NEVER, "open": int(Status.FREE),
    }  # fmt: skip
    return {name: np.array([(usual | row)[name] for row in rows]) for name in usual}


LOG = log(
    {},
    {"ended": 40.0, "first_closed": 40.0},
    {"returned": True, "first_back": 30.0, "ended": 45.0},
    {"false_closed": True, "resolved": False},
    {"closed": False, "resolved": False, "ended": NEVER, "first_closed": NEVER,
     "open": int(Status.OWN_WORK)},
    {"kind": int(Kind.INQUIRY), "ended": 20.5, "first_closed": 20.5},
    {"reported": NEVER, "closed": False, "resolved": False, "hidden": True, "ended": NEVER,
     "first_closed": NEVER, "open": int(Status.HIDDEN)},
    {"born": 5.0, "reported": 8.0, "closed": False, "resolved": False, "ended": NEVER,
     "first_closed": NEVER, "level": 2, "open": int(Status.JOB)},
)  # fmt: skip


def measured(issue_log: Issues) -> dict[tuple[str, str], float]:
    """Measures of issues of a place that never lived, from a log; nothing else is looked at."""
    seen = Observation(SETTINGS, UNUSED.state, issue_log)
    wanted = (*issues.MEASURES, *onset.MEASURES)
    return {(row.measure, row.group): row.value for row in rows(seen, wanted)}


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
    late = log({"first_closed": 80.0, "first_back": 90.0, "returned": True}, {})
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
    seven = log(
        {"kind": care, "vulnerable": True, **slow},
        {"kind": care, "vulnerable": True},
        {"kind": care, **slow},
        {"kind": care},
        {"kind": hazard},
        {"kind": hazard},
        {"kind": hazard, "vulnerable": True},
    )
    promise = np.array([kind.promise for _, kind in SETTINGS.issues.kinds])
    first = seven["born"]
    waits = np.column_stack([seven["ended"] - first, np.ones(7), np.full(7, 90.0)])
    assert equity_gap(seven, waits, promise) == 0
    unequal = seven | {"ended": np.where(seven["vulnerable"], 60.0, 22.0)}
    waits[:, 0] = unequal["ended"] - first
    assert equity_gap(unequal, waits, promise) == 1
