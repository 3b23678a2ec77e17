"""What must hold in the compiled model whatever the settings are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.model import GovernanceModel
from sim.settings import Settings
from sim.settings.rules import BARE
from sim.state import State
from sim.streams import NUMBER, draw, poisson
from sim.terms import (
    DAY_TICKS,
    NOBODY,
    Burden,
    Daily,
    Kind,
    Status,
    Work,
)
from sim.territory import room

LEVERS = ("signboard_removal", "one_table", "escalation_rights")
Tree = dict[str, Any]
SMALL: Tree = {
    "territory": {"communities": 3, "workers": 13, "residents": 2100},
    "warmup_days": 10,
}
STRAINED: Tree = SMALL | {
    "issues": {"beyond_scale": 5.0},
    "departments": {"hours_scale": 0.1},
    "levers": {name: {"on": True, "start_day": 5, "coverage": 0.7} for name in LEVERS},
}
BOOKS = (
    "totals", "overtime_totals", "burden", "counts", "work_series", "daily", "residents", "forms"
)  # fmt: skip


def ran(seed: int = 5, horizon_days: int = 60, **tree: Any) -> GovernanceModel:
    """A model at the end of its horizon."""
    model = GovernanceModel(Settings(horizon_days=horizon_days, **tree), seed)
    model.run()
    return model


def assert_same(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any], name: str) -> None:
    """Two arrays are equal, field by field, to the last bit."""
    assert one.shape == other.shape, name
    for field in one.dtype.names or ():
        assert np.array_equal(one[field], other[field]), f"{name}.{field}"
    if one.dtype.names is None:
        assert np.array_equal(one, other), name


def assert_same_books(one: GovernanceModel, other: GovernanceModel) -> None:
    """Two runs measured the same, to the last bit."""
    for name in BOOKS:
        assert_same(getattr(one.state, name), getattr(other.state, name), name)
    assert one.outcomes().equals(other.outcomes())


@pytest.mark.parametrize("tree", [SMALL, STRAINED], ids=["small", "strained"])
def test_every_day_of_every_worker_has_480_minutes(tree: Tree) -> None:
    model = GovernanceModel(Settings(horizon_days=40, **tree), 2)
    cap = 1000 * model.settings.workday.overtime_cap_minutes
    while model.running and model.day < model.last_day:
        model.step()
        assert (model.state.today.sum(axis=1) == DAY_TICKS).all()
        assert (model.state.today >= 0).all()
        assert (model.state.overtime >= 0).all()
        assert (model.state.overtime.sum(axis=1) <= cap).all()
    assert (model.state.totals.sum(axis=1) == 40 * DAY_TICKS).all()
    both = model.state.totals.sum(axis=0) + model.state.overtime_totals.sum(axis=0)
    assert (model.state.work_series.sum(axis=0) == both).all()


def tape(model: GovernanceModel) -> set[int]:
    """Entities of all matters that arise, straight from the draws."""
    key = model.state.keys[NUMBER["arrivals"]]
    born = set()
    for kind in Kind:
        for c, community in enumerate(model.state.communities):
            mean = float(model.state.matters["rate"][c, kind] * community["people"])
            for day in range(model.last_day):
                for ordinal in range(poisson(draw(key, 16 * c + kind, day, 0)[0], mean)):
                    born.add(c * 2**44 + day * 2**24 + kind * 2**20 + ordinal)
    return born


@pytest.mark.parametrize("tree", [SMALL, STRAINED], ids=["small", "strained"])
def test_matters_are_conserved(tree: Tree) -> None:
    model = ran(**tree, rules={"trust": {"on": False}})
    matters, daily = model.outcomes(), model.state.daily.sum(axis=0)
    assert matters["entity"].is_unique
    assert set(matters["entity"]) == tape(model)
    ended = matters[matters["open"] == Status.FREE]
    assert len(ended) == model.state.clock["outcomes"][0]
    assert (ended["resolved"] | ended["false_closed"] | ended["given_up"]).all()
    assert not (ended["resolved"] & ended["given_up"]).any()
    assert not matters.loc[matters["open"] != Status.FREE, "resolved"].any()
    assert daily[Daily.RAISED] == (matters["reported"] >= 10).sum()
    last = Counter(matters["open"])
    assert model.state.daily[-1, Daily.HIDDEN] == last[Status.HIDDEN]
    idle = last[Status.HIDDEN] + last[Status.QUIET] + last[Status.FREE]
    assert model.state.daily[-1, Daily.BACKLOG] == len(matters) - idle


def heap(rows: np.ndarray[Any, Any], root: int) -> Iterator[int]:
    """Slots of a queue."""
    stack = [root]
    while stack:
        slot = stack.pop()
        if slot != NOBODY:
            yield int(slot)
            stack += [rows[slot]["left"], rows[slot]["right"]]


def chain(rows: np.ndarray[Any, Any], first: int) -> Iterator[int]:
    """Slots of a list."""
    while first != NOBODY:
        yield int(first)
        first = rows[first]["after"]


def assert_tasks_kept(state: State) -> None:
    """Every slot is free, waiting, queued or in hand, once; every open matter has its task."""
    for c, community in enumerate(state.communities):
        first = community["first_worker"]
        workers = state.workers[first : first + community["workers"]]
        tasks = state.tasks[c]
        free = list(chain(tasks, community["free_task"]))
        used = list(chain(tasks, community["waiting_task"]))
        used += heap(tasks, community["head_root"])
        for worker in workers:
            used += heap(tasks, worker["root"])
            used += [int(worker["task"])] if worker["task"] != NOBODY else []
        assert len(free) == community["free_tasks"]
        assert sorted(free + used) == list(range(len(tasks)))
        live = tasks[used][tasks[used]["work"] >= Work.INQUIRY]
        stamps = {(int(task["subject"]), int(task["stamp"])) for task in live}
        for slot in state.order[c, : community["live_issues"]]:
            issue = state.issues[c, slot]
            if issue["status"] in (Status.OWN_WORK, Status.ASKING, Status.WHISTLING):
                assert (int(slot), int(issue["step"])) in stamps, int(issue["entity"])


@pytest.mark.parametrize("tree", [SMALL, STRAINED], ids=["small", "strained"])
def test_no_task_and_no_job_is_lost(tree: Tree) -> None:
    model = GovernanceModel(Settings(horizon_days=50, **tree), 8)
    while model.day < model.last_day:
        model.step()
        state = model.state
        assert_tasks_kept(state)
        used: list[int] = []
        for office in state.departments:
            jobs = list(heap(state.jobs, office["root"]))
            assert state.jobs["remaining"][jobs].sum() == office["backlog"]
            used += jobs
        free = list(chain(state.jobs, int(state.clock["free_job"][0])))
        assert sorted(free + used) == list(range(len(state.jobs)))


@pytest.mark.parametrize("names", [*((name,) for name in LEVERS), LEVERS], ids="+".join)
def test_a_lever_that_reaches_nobody_changes_no_bit(names: tuple[str, ...]) -> None:
    null = {name: {"on": True, "start_day": 5, "coverage": 0.0} for name in names}
    assert_same_books(ran(**SMALL), ran(**SMALL, levers=null))


APART: Tree = {name: {"on": False} for name in ("types", "caseloads", "rebound")}
"""Without the rules by which communities share one total or breed duties for each other."""


@pytest.mark.parametrize("on", [(), LEVERS], ids=["baseline", "levers"])
def test_one_community_more_changes_no_other(on: tuple[str, ...]) -> None:
    def world(communities: int) -> GovernanceModel:
        size = {
            "communities": communities,
            "workers": 5 * communities,
            "residents": 700 * communities,
        }
        levers = {name: {"on": True, "start_day": 5, "coverage": 0.5} for name in on}
        plenty, more = {"hours_scale": 1e6}, {"beyond_scale": 4.0}
        return ran(territory=size, departments=plenty, issues=more, levers=levers, rules=APART)

    few, many = world(2), world(3)
    assert_same(few.state.totals, many.state.totals[:10], "totals")
    assert_same(few.state.overtime_totals, many.state.overtime_totals[:10], "overtime")
    assert_same(few.state.burden, many.state.burden[:2], "burden")
    assert_same(few.state.counts, many.state.counts[:2], "counts")
    assert_same(few.state.residents, many.state.residents[:1400], "residents")
    matters = many.outcomes()
    assert few.outcomes().equals(matters[matters["community"] < 2])


@pytest.mark.parametrize("overcall", [1.3, 12.0])
def test_room_that_grows_changes_no_bit(monkeypatch: pytest.MonkeyPatch, overcall: float) -> None:
    calls = {"on": True, "listed_share": 1.0, "overcall": overcall, "accept": 1.0}
    tree = STRAINED | {"levers": {"escalation_rights": calls}, "issues": {"beyond_scale": 20.0}}
    wide = ran(**tree)
    for name in ("FIRST_TASKS", "FIRST_ISSUES", "FIRST_JOBS"):
        monkeypatch.setattr(room, name, 3)
    narrow = ran(**tree)
    assert len(narrow.state.jobs) % 3 == narrow.state.tasks.shape[1] % 3 == 0
    assert_same_books(wide, narrow)


def test_room_for_many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = SMALL | {
        "organisation": {"piece_minutes": 1.0},
        "obligations": {"cadence_daily": 0.3, "cadence_monthly": 0.2, "demanding": 12},
    }
    wide = ran(**tree)
    for name in ("FIRST_TASKS", "FIRST_ISSUES", "FIRST_JOBS"):
        monkeypatch.setattr(room, name, 3)
    assert_same_books(wide, ran(**tree))


@pytest.mark.parametrize("seed", range(6))
def test_room_for_many_jobs(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Few matters, all of them called to all departments at once."""
    others = {kind.name.lower(): {"rate": 0.0} for kind in Kind if kind != Kind.FACILITY}
    all_called = {"rate": 20.0, "hidden": 0.0, "level2": 1.0, "departments": 2.0}
    calls = {"on": True, "listed_share": 1.0, "overcall": 12.0, "accept": 1.0, "try_days": 0}
    tree: Tree = {
        "territory": {"communities": 1, "workers": 6, "residents": 300},
        "issues": {"kinds": others | {"facility": all_called}},
        "levers": {"escalation_rights": calls | {"screen_days": 0, "call_days": 0}},
    }
    wide = ran(seed, **tree)
    monkeypatch.setattr(room, "FIRST_JOBS", 3)
    narrow = GovernanceModel(Settings(horizon_days=60, **tree), seed)
    while narrow.day < narrow.last_day:
        narrow.step()
        assert narrow.state.clock["free_jobs"][0] >= 0, f"no room on day {narrow.day - 1}"
    assert_same_books(wide, narrow)


@pytest.mark.parametrize("tree", [SMALL, STRAINED], ids=["small", "strained"])
def test_day_by_day_is_the_same_as_at_once(tree: Tree) -> None:
    at_once, stepped = ran(**tree), GovernanceModel(Settings(horizon_days=60, **tree), 5)
    while stepped.day < stepped.last_day:
        stepped.step()
    for name, one, other in zip(State._fields, at_once.state, stepped.state, strict=True):
        assert_same(one, other, name)
    assert at_once.outcomes().equals(stepped.outcomes())
    with pytest.raises(RuntimeError):
        stepped.step()


CALM: Tree = {
    "territory": {"communities": 1, "workers": 30, "residents": 2000},
    "organisation": {"line_penalty": 1.0},
    "rules": BARE,
    "warmup_days": 30,
}
OFF = {"ask_once": False, "type_once": False, "export": False, "old_form_share": 0.0}


def reporting(model: GovernanceModel) -> float:
    """Hours a worker-week for everything that is reported."""
    rows = model.measures()
    whole = rows[(rows["measure"] == "reporting_all") & rows["community"].isna()]
    return float(whole["value"].iloc[0])


@pytest.mark.parametrize("seed", range(3))
def test_one_table_without_its_savings_saves_nothing(seed: int) -> None:
    """Where nobody is pressed, so that what is demanded is also done."""
    baseline = ran(seed, 125, **CALM)
    table = {"on": True, "connected_share": 1.0, "survey_minutes": 5.0}
    empty = ran(seed, 125, **CALM, levers={"one_table": table | OFF})
    before, after = baseline.state.burden, empty.state.burden
    assert_same(before[..., : Burden.SURVEY], after[..., : Burden.SURVEY], "burden")
    assert after[..., Burden.SURVEY].sum() > 0
    assert reporting(empty) >= reporting(baseline)
    for saving in ("ask_once", "type_once", "export"):
        one = ran(seed, 125, **CALM, levers={"one_table": table | OFF | {saving: True}})
        assert reporting(one) < reporting(baseline), saving


def line(workers: int, minutes: float) -> Tree:
    """A place that is nothing but a queue of equal matters."""
    nothing = {name: {"rate": 0.0} for name in (kind.name.lower() for kind in Kind)}
    matter = {"rate": 4000.0, "minutes": minutes, "effort_shape": "deterministic"}
    idle = (
        "away_share secondment_share meeting_minutes chat_minutes party_minutes activity_minutes "
        "board_trace_minutes sign_upkeep_minutes log_events tier_visits merchant_rounds "
        "daily_patrol patrol_floor overtime_cap_minutes visit_propensity"
    )
    return {
        "territory": {"communities": 1, "workers": workers, "residents": 3000},
        "organisation": {"head": False, "line_penalty": 1.0, "counter_posts": 0},
        "workday": dict.fromkeys(idle.split(), 0.0),
        "obligations": {
            "form_kinds": 0, "boards": 0, "adhoc_requests": 0.0, "inspections": 0.0,
            "campaigns": 0.0,
        },
        "issues": {"kinds": nothing | {"inquiry": matter}},
        "residents": {"trust_gain": 0.0},
        "rules": BARE,
        "warmup_days": 0,
    }  # fmt: skip


@pytest.mark.parametrize("minutes", [10.0, 19.0, 22.0, 90.0, 700.0])
@pytest.mark.parametrize("seed", range(3))
def test_doubling_staff_never_lengthens_the_queue(seed: int, minutes: float) -> None:
    """Equal matters, so that the order of service does not count; the same tape of arrivals."""
    queues = []
    for workers in (1, 2, 4, 8):
        model = ran(seed, 80, **line(workers, minutes))
        queues.append(model.state.daily[:, Daily.BACKLOG])
    for fewer, more in pairwise(queues):
        assert (more <= fewer).all()
    assert queues[0].sum() > 0
