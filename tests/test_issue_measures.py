"""Measures of issues on a log of eight issues, worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import Settings
from sim.enums import Kind, Status
from sim.measures.issues import Issues, equity_gap, measures

WARMUP, HORIZON = 10, 100
SETTINGS = Settings(warmup_days=WARMUP, horizon_days=HORIZON)
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


@pytest.fixture(scope="module")
def values() -> dict[tuple[str, str], float]:
    return {(row.measure, row.group): row.value for row in measures(SETTINGS, LOG, detailed=True)}


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
    found = {(r.measure, r.group): r.value for r in measures(SETTINGS, late, detailed=False)}
    assert found["relapse_share", "all"] == 0


def test_satisfaction_is_what_was_solved_within_the_promise(
    values: dict[tuple[str, str], float],
) -> None:
    assert SETTINGS.issues.kinds.hazard.promise == 5
    assert values["satisfaction", "own_powers"] == pytest.approx(1 / 5)


def test_the_backlog_is_what_is_in_hand_whenever_it_came(
    values: dict[tuple[str, str], float],
) -> None:
    assert values["backlog", "all"] == 2
    assert values["backlog", "needs_departments"] == 1


def test_equity_compares_like_with_like() -> None:
    care, hazard = int(Kind.CARE), int(Kind.HAZARD)
    slow = {"ended": 60.0}
    issues = log(
        {"kind": care, "vulnerable": True, **slow},
        {"kind": care, "vulnerable": True},
        {"kind": care, **slow},
        {"kind": care},
        {"kind": hazard},
        {"kind": hazard},
        {"kind": hazard, "vulnerable": True},
    )
    promise = np.array([kind.promise for _, kind in SETTINGS.issues.kinds])
    first = issues["born"]
    waits = np.column_stack([issues["ended"] - first, np.ones(7), np.full(7, 90.0)])
    assert equity_gap(issues, waits, promise) == 0
    unequal = issues | {"ended": np.where(issues["vulnerable"], 60.0, 22.0)}
    waits[:, 0] = unequal["ended"] - first
    assert equity_gap(unequal, waits, promise) == 1
