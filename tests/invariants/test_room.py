"""Room that grows changes no bit."""

from __future__ import annotations

import pytest

from sim.enums import Kind
from tests.invariants.books import assert_same_books
from tests.invariants.societies import SMALL, STRAINED, Tree, ran, society
from tests.invariants.ways import little


@pytest.mark.parametrize("overcall", [1.3, 12.0])
def test_room_that_grows_changes_no_bit(overcall: float) -> None:
    calls = {"on": True, "listed_share": 1.0, "overcall": overcall, "accept": 1.0}
    tree = STRAINED | {"levers": {"escalation_rights": calls}, "issues": {"beyond_scale": 20.0}}
    wide = ran(tree)
    with little():
        narrow = ran(tree)
    assert len(narrow.state.jobs) % 3 == narrow.state.tasks.shape[1] % 3 == 0
    assert_same_books(wide, narrow)


def test_room_for_many_pieces() -> None:
    tree = SMALL | {
        "organisation": {"piece_minutes": 1.0},
        "obligations": {"cadence_daily": 0.3, "cadence_monthly": 0.2, "demanding": 12},
    }
    wide = ran(tree)
    with little():
        assert_same_books(wide, ran(tree))


@pytest.mark.parametrize("seed", range(6))
def test_room_for_many_jobs(seed: int) -> None:
    """Few issues, all of them called to all departments at once."""
    others = {kind.name.lower(): {"rate": 0.0} for kind in Kind if kind != Kind.FACILITY}
    all_called = {"rate": 20.0, "hidden": 0.0, "level2": 1.0, "departments": 2.0}
    calls = {"on": True, "listed_share": 1.0, "overcall": 12.0, "accept": 1.0, "try_days": 0}
    tree: Tree = {
        "territory": {"communities": 1, "workers": 6, "residents": 300},
        "issues": {"kinds": others | {"facility": all_called}},
        "levers": {"escalation_rights": calls | {"screen_days": 0, "call_days": 0}},
    }
    wide = ran(tree, seed)
    with little("FIRST_JOBS"):
        narrow = society(tree, seed)
        while narrow.day < narrow.last_day:
            narrow.step()
            assert narrow.state.clock["free_jobs"][0] >= 0, f"no room on day {narrow.day - 1}"
    assert_same_books(wide, narrow)
