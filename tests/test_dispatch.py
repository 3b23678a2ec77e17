"""Issues that reach departments over a platform or by telephone, worked out by hand."""

from __future__ import annotations

import pytest

from sim import GovernanceModel
from sim.enums import Count, Work
from sim.settings.nested import Tree
from tests.levers.places import (
    DEPARTMENT_ISSUES,
    counted,
    lever,
    ran,
    rule,
    settle,
    spent,
    uniform,
)

NEVER_TAKEN: Tree = {"departments": {"accept_share": 0.0, "register_minutes": 8.0}}


def sent(dispatch: str, returns: str, *trees: Tree, days: int = 30) -> GovernanceModel:
    """A place in which everything needs one department that has time, and refuses while it may."""
    structures: Tree = {"structures": {"dispatch": dispatch, "returns": returns}}
    return ran(DEPARTMENT_ISSUES, NEVER_TAKEN, structures, *trees, days=days)


def days_taken(model: GovernanceModel) -> list[int]:
    """Whole days from the day on which an issue arose to the evening of its end, of those ended."""
    outcomes = model.outcomes().query("ended == ended")
    days: list[int] = ((outcomes["ended"] - outcomes["born"] // 1).round(6)).astype(int).tolist()
    return days


def test_the_third_dispatch_is_binding_and_each_return_costs_its_days() -> None:
    """Own work on day 0, registered on 1, received on 2; ceil(u) = 1 day later it is back, on 3.

    Sent on 4 and received on 5, back on 6; sent on 7, and binding on 8: done by the end of day 8.
    """
    model = sent("platform", "limited", {"departments": {"return_days": 1.0}})
    taken = days_taken(model)
    assert len(taken) > 50
    assert set(taken) == {9}
    assert counted(model, Count.REFUSED) > 2 * len(taken)


def test_a_return_comes_within_its_days_by_the_draw() -> None:
    model = sent("platform", "limited", {"departments": {"returns_at_most": 1}})
    outcomes = model.outcomes().query("ended == ended and born < 10")
    waits = set()
    for entity, born, ended in outcomes[["entity", "born", "ended"]].itertuples(index=False):
        received = int(born) + 2
        u, _ = uniform(model, "answer", int(entity), received, 1)
        waits.add(wait := 1 if u <= 0.5 else 2)
        assert round(ended) == received + wait + 1 + 1 + 1
    assert waits == {1, 2}


@pytest.mark.parametrize(("way", "minutes"), [("platform", 8), ("telephone", 3 * 25)])
def test_a_worker_registers_once_and_telephones_each_time(way: str, minutes: int) -> None:
    """8 minutes an issue on the platform; by telephone two refusals and a binding request."""
    asking: Tree = {"departments": {"return_days": 1.0, "ask_minutes": 25.0}}
    model = sent(way, "limited", asking, days=10)
    settle(model, 20)
    issues = len(model.outcomes())
    assert len(days_taken(model)) == issues > 20
    assert spent(model, Work.ASKING) == issues * minutes * 1000


def test_returns_without_end_never_end() -> None:
    for way in ("platform", "telephone"):
        model = sent(way, "endless")
        assert days_taken(model) == []
        assert counted(model, Count.REFUSED) == counted(model, Count.ANSWERED) > 0


@pytest.mark.parametrize("way", ["platform", "telephone"])
def test_who_is_designated_may_not_refuse_and_is_named_some_days_later(way: str) -> None:
    """Asked or registered on day 1; a day and three to find out who it is: done on day 5."""
    model = sent(way, "designated", {"departments": {"designation_days": 3}})
    assert set(days_taken(model)) == {6}
    assert counted(model, Count.REFUSED) == 0


def test_a_second_department_is_sent_it_without_the_worker() -> None:
    """The first does its part on day 2; the second is sent it on 3, has it on 4 and is done."""
    two: Tree = {"issues": {"kinds": {"facility": {"departments": 2.0}}}}
    willing: Tree = {"departments": {"accept_share": 1.0, "third_department": 0.0}}
    model = sent("platform", "limited", two, willing, days=20)
    assert set(days_taken(model)) == {5}
    settle(model, 10)
    assert spent(model, Work.ASKING) == len(model.outcomes()) * 8000


def test_nobody_whistles_for_what_is_binding() -> None:
    """One department is needed: two refusals open the whistle, unless the third may not refuse."""
    right = lever("escalation_rights", listed_share=1.0, colour_red=1.0, use_share=1.0, refusals=2)
    assert counted(sent("platform", "limited", right), Count.WHISTLES) == 0
    assert counted(sent("platform", "endless", right), Count.WHISTLES) > 0
    early: Tree = {"levers": {"escalation_rights": {"refusals": 1}}}
    assert counted(sent("platform", "limited", right, early), Count.WHISTLES) > 0


@pytest.mark.parametrize(
    ("limit", "unsolved", "in_time", "root", "empty"),
    [(7, 0.0, 1.0, 1.0, 0.0), (6, 0.0, 0.0, 0.0, 0.0), (6, 1.0, 1.0, 0.0, 1.0)],
)
def test_a_case_is_closed_by_its_limit_when_done_or_answered(
    limit: int, unsolved: float, in_time: float, root: float, empty: float
) -> None:
    """Registered on day 1 and done on day 8: seven days, which is in time, late, or answered."""
    replies = rule("replies", reply_limit=limit, reply_unsolved=unsolved)
    slow: Tree = {"departments": {"return_days": 1.0}, "horizon_days": 100}
    model = sent("platform", "limited", slow, replies, days=100)
    found = model.measures().query("community.isna()").set_index(["measure", "group"])["value"]
    assert counted(model, Count.CASES) > 100
    assert found["platform_cases", "in_time"] == in_time
    assert found["platform_cases", "root_in_time"] == root
    assert found["platform_cases", "unsolved"] == empty
    assert found["days_to_reply", "all"] == (6 if unsolved else 7)


def test_a_closing_on_paper_closes_its_case_unsolved() -> None:
    willing: Tree = {"departments": {"accept_share": 1.0, "false_closure": 1.0}}
    model = sent("platform", "limited", willing, rule("replies"))
    found = model.measures().query("community.isna()").set_index(["measure", "group"])["value"]
    assert found["platform_cases", "in_time"] == 1.0
    assert found["platform_cases", "unsolved"] == 1.0
    assert counted(model, Count.CASES_ROOT_IN_TIME) == 0


def test_replies_change_records_only() -> None:
    rules = ({"rules": {"replies": {"on": on}}} for on in (True, False))
    on, off = (sent("platform", "limited", tree) for tree in rules)
    assert on.outcomes().equals(off.outcomes())
    assert counted(off, Count.CASES) == 0 < counted(on, Count.CASES)
    assert (on.state.totals == off.state.totals).all()
