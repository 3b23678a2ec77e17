"""Both models, day by day, side by side: the first difference in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.model import GovernanceModel
from sim.settings import Settings
from sim.terms import (
    NOBODY,
    Burden,
    Count,
    Daily,
    Stage,
    Status,
    Work,
)
from tests.twin.model import TwinModel

WAITS = (Status.ANSWER, Status.SCREENING, Status.QUIET)
"""Where an issue waits for a day to come; elsewhere that day has no meaning."""

ISSUE = ("status", "due", "hazard", "effort", "closings", "refusals")
Picture = dict[str, Any]


def first_difference(settings: Settings, seed: int) -> str | None:
    """Step both models to the end; where they first differ, or None."""
    compiled, twin = GovernanceModel(settings, seed), TwinModel(settings, seed)
    for day in range(compiled.last_day):
        compiled.step()
        twin.step()
        if words := difference(picture_compiled(compiled), picture_twin(twin)):
            return f"day {day}: {words}"
    if words := difference(books_compiled(compiled), books_twin(twin)):
        return f"books: {words}"
    return None


def difference(compiled: object, twin: object, path: str = "") -> str | None:
    """The first leaf in which two trees differ."""
    if isinstance(compiled, Mapping) and isinstance(twin, Mapping):
        for key in [*compiled, *(key for key in twin if key not in compiled)]:
            if key not in twin or key not in compiled:
                where = "compiled" if key in compiled else "twin"
                return f"{path} {key}: only in the {where}: {compiled.get(key) or twin.get(key)}"
            if words := difference(compiled[key], twin[key], f"{path} {key}".strip()):
                return words
        return None
    return None if compiled == twin else f"{path}: compiled {compiled!r}, twin {twin!r}"


def named(names: Any, values: Any) -> Picture:
    """Values that are not zero, by the names of an enumeration."""
    return {n.name.lower(): int(v) for n, v in zip(names, values, strict=True) if v}


def issue(*values: Any) -> Picture:
    """An issue by name; `due` only where it waits for a day."""
    return dict(zip(ISSUE, values, strict=True))


def picture_compiled(model: GovernanceModel) -> Picture:
    """The compiled model at the end of a day."""
    state = model.state
    place: Picture = {}
    for w, worker in enumerate(state.workers):
        task = None
        if worker["task"] != NOBODY:
            row = state.tasks[worker["community"], worker["task"]]
            task = (Work(row["work"]).name, int(row["remaining"]), int(row["key"]))
        place[f"worker {w}"] = {
            "ticks": named(Work, state.today[w]),
            "overtime": named(Work, state.overtime[w]),
            "unfinished": task,
        }
    for c, community in enumerate(state.communities):
        rows = state.issues[c][state.order[c, : community["live_issues"]]]
        place[f"community {c} issues"] = {
            int(row["entity"]): issue(
                Status(row["status"]).name,
                int(row["due"]) if row["status"] in WAITS else NOBODY,
                *(float(row[name]) for name in ("hazard", "effort")),
                *(int(row[name]) for name in ("closings", "refusals")),
            )
            for row in rows
        }
        place[f"community {c} forms"] = {
            k: (int(row["edition"]), Stage(row["stage"]).name, bool(row["active"]))
            for k, row in enumerate(state.forms[c])
        }
        place[f"community {c} queue"] = {"sequence": int(community["sequence"])}
    place["trust"] = dict(enumerate(state.residents["trust"].tolist()))
    for d, row in enumerate(state.departments):
        place[f"department {d}"] = {
            "backlog": int(row["backlog"]),
            "load": float(row["load"]),
            "handed back": float(row["handed_back"]),
        }
    return place


def picture_twin(model: TwinModel) -> Picture:
    """The twin at the end of a day."""
    place: Picture = {}
    workers = [worker for community in model.communities for worker in community.workers]
    for w, worker in enumerate(workers):
        task = worker.task and (worker.task.work.name, worker.task.ticks, worker.task.key)
        place[f"worker {w}"] = {
            "ticks": named(Work, worker.today),
            "overtime": named(Work, worker.overtime),
            "unfinished": task,
        }
    for c, community in enumerate(model.communities):
        place[f"community {c} issues"] = {
            one.entity: issue(
                one.status.name,
                one.due if one.status in WAITS else NOBODY,
                one.hazard,
                one.effort,
                one.closings,
                one.refusals,
            )
            for one in community.live()
        }
        place[f"community {c} forms"] = {
            k: (form.edition, form.stage.name, form.active)
            for k, form in enumerate(community.forms)
        }
        place[f"community {c} queue"] = {"sequence": community.queue.sequence}
    residents = [one for community in model.communities for one in community.residents]
    place["trust"] = {r: one.trust for r, one in enumerate(residents)}
    for d, department in enumerate(model.departments):
        place[f"department {d}"] = {
            "backlog": department.backlog,
            "load": department.load,
            "handed back": department.handed_back,
        }
    return place


def books_compiled(model: GovernanceModel) -> Picture:
    """What the compiled model counted."""
    state = model.state
    return {
        "totals": {w: named(Work, row) for w, row in enumerate(state.totals)},
        "overtime": {w: named(Work, row) for w, row in enumerate(state.overtime_totals)},
        "burden": {c: named(Burden, row) for c, row in enumerate(state.burden)},
        "counts": {c: named(Count, row) for c, row in enumerate(state.counts)},
        "daily": {day: named(Daily, row) for day, row in enumerate(state.daily)},
        "work": {day: named(Work, row) for day, row in enumerate(state.work_series)},
        "departments": {
            d: (int(row["used"]), int(row["offered"]), float(row["handed_ticks"]))
            for d, row in enumerate(state.departments)
        },
        "outcomes": table(model.outcomes()),
    }


def books_twin(model: TwinModel) -> Picture:
    """What the twin counted."""
    books = model.books
    workers = [worker for community in model.communities for worker in community.workers]
    return {
        "totals": {w: named(Work, worker.totals) for w, worker in enumerate(workers)},
        "overtime": {w: named(Work, worker.overtime_totals) for w, worker in enumerate(workers)},
        "burden": {c: named(Burden, row) for c, row in enumerate(books.burden)},
        "counts": {c: named(Count, row) for c, row in enumerate(books.counts)},
        "daily": {day: named(Daily, row) for day, row in enumerate(books.days)},
        "work": {day: named(Work, row) for day, row in enumerate(books.work)},
        "departments": {d.number: (d.used, d.offered, d.handed_ticks) for d in model.departments},
        "outcomes": table(model.outcomes()),
    }


def table(frame: Any) -> Picture:
    """Rows of a frame by entity; missing moments are None."""
    return {
        row["entity"]: {name: None if value != value else value for name, value in row.items()}
        for row in frame.to_dict("records")
    }
