"""Both models, day by day, side by side: the first difference in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from sim.enums import (
    NOBODY,
    Account,
    Burden,
    Count,
    Daily,
    Found,
    Kind,
    Rung,
    Stage,
    Status,
    Theme,
    Work,
)
from sim.model import GovernanceModel
from sim.settings import Settings
from tests.long import LONG
from tests.twin.issues import Issue
from tests.twin.model import TwinModel
from tests.twin.policies import first_policy
from tests.twin.street_offices import Office
from tests.twin.worker import Worker

WAITS = (Status.ANSWER, Status.SCREENING, Status.QUIET, Status.PAUSE, Status.FROZEN)
"""Where an issue waits for a day to come; elsewhere that day has no meaning."""

AT_REST = (Status.HIDDEN, Status.QUIET)
"""Where nobody is impatient."""

MEDIATED = (Status.OWN_WORK, Status.PAUSE)
STREET = (Status.ASKING, Status.ANSWER, Status.FROZEN)
"""Where a dispute stands on a rung; with the street only at level 0 or 1."""

DEPARTMENT = (
    "backlog", "load", "handed_back", "effort", "capacity", "score", "exchanging", "presence_count",
)  # fmt: skip
MERITS = ("spent", "period_closed", "period_kept", "period_forms", "period_failed", "white")
ISSUE_RATES = ("rate", "level1", "taken")
EVENINGS = 1 if LONG else 3
POLICIES = tuple(first_policy(Settings()))
LISTED = ("not listed", "listed")
Picture = dict[Any, Any]


def first_difference(settings: Settings, seed: int, tasks: float = math.inf) -> str | None:
    """Step both models to the end, or until so many tasks were made; where they first differ.

    Usually every third evening is looked at, and each of them where these tell of a difference. The
    twin looks through all tasks that wait, so that a place with thousands takes minutes.
    """
    usual = _difference_by(settings, seed, EVENINGS, tasks)
    return usual and _difference_by(settings, seed, 1, tasks)


def _difference_by(settings: Settings, seed: int, evenings: int, tasks: float) -> str | None:
    """The first one seen every so many evenings, on the last, and in the books."""
    compiled, twin = GovernanceModel(settings, seed), TwinModel(settings, seed)
    for day in range(compiled.last_day):
        compiled.step()
        twin.step()
        over = sum(community.queue.sequence for community in twin.communities) > tasks
        if (day + 1) % evenings and day + 1 < compiled.last_day and not over:
            continue
        if words := difference(picture_compiled(compiled), picture_twin(twin)):
            return f"day {day}: {words}"
        if over:
            return None
    if words := difference(books_compiled(compiled), books_twin(twin)):
        return f"books: {words}"
    return None


def difference(compiled: object, twin: object, path: str = "") -> str | None:
    """The first leaf in which two trees differ."""
    if compiled == twin:
        return None
    if isinstance(compiled, Mapping) and isinstance(twin, Mapping):
        for key in [*compiled, *(key for key in twin if key not in compiled)]:
            if key not in twin or key not in compiled:
                where = "compiled" if key in compiled else "twin"
                return f"{path} {key}: only in the {where}: {compiled.get(key) or twin.get(key)}"
            if words := difference(compiled[key], twin[key], f"{path} {key}".strip()):
                return words
    return f"{path}: compiled {compiled!r}, twin {twin!r}"


def named(names: Any, values: Any) -> Picture:
    """Values that are not zero, by the names of an enumeration."""
    return {n.name.lower(): int(v) for n, v in zip(names, values, strict=True) if v}


def issue(values: Picture, settings: Settings) -> Picture:
    """What can be said of an issue where it stands."""
    status, rules = Status(values["status"]), settings.rules
    last_day = settings.warmup_days + settings.horizon_days
    waits = status in WAITS and values["due"] < last_day
    picture = {
        "status": status.name,
        "due": values["due"] if waits else NOBODY,
        **{name: values[name] for name in ("hazard", "effort", "danger", "closings", "refusals")},
        "early": Found(values["early"]).name,
        "flags": [name for name in ("incident", "ordered") if values[name]],
    }
    mediated = status in MEDIATED or (status in STREET and values["level"] < 2)
    if rules.mediation.on and values["kind"] == Kind.DISPUTE and mediated:
        picture |= {"rung": Rung(values["rung"]).name, "rounds": values["rounds"]}
        if values["rung"] != Rung.HALL:
            picture["round"] = values["round"]
    if rules.patience.on and status not in AT_REST and values["early"] == Found.NO:
        picture |= {name: values[name] for name in ("waits", "span", "patience")}
    return picture


def form(values: Picture) -> Picture:
    """What can be said of a form where its obligation stands."""
    picture = {"active": values["active"], "on_wall": values["on_wall"]}
    if values["active"]:
        picture |= {name: values[name] for name in ("edition", "beside")}
        picture["stage"] = Stage(values["stage"]).name
        if values["stage"] != Stage.NONE:
            picture["patched"] = values["patched"]
    return picture


def forms(rows: Iterable[Picture]) -> Picture:
    """Forms whose obligation is active or hangs on the wall, by number."""
    there = {k: form(row) for k, row in enumerate(rows)}
    return {k: row for k, row in there.items() if row["active"] or row["on_wall"]}


def pursuits(rows: Iterable[Picture]) -> Picture:
    """What is in arrears, and until when criticism waits, where something is pursued."""
    there = {k: (row["editions"], row["criticise_on"]) for k, row in enumerate(rows)}
    return {k: row for k, row in there.items() if row != (0, NOBODY)}


def volunteers(rows: Iterable[tuple[int, int]]) -> Picture:
    """Volunteers and disappointments of micro-grids that have any, in order."""
    return {m: row for m, row in enumerate(rows) if any(row)}


def policy(values: Picture) -> Picture:
    """All policies of a community as real numbers."""
    return {name: float(values[name]) for name in POLICIES}


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
            "fatigue": float(worker["fatigue"]),
            "room": [float(share) for share in state.room[w]],
        }
    for c, community in enumerate(state.communities):
        rows = state.issues[c][state.order[c, : community["live_issues"]]]
        place[f"community {c} issues"] = {
            row["entity"]: issue(row, model.settings) for row in plain(rows)
        }
        place[f"community {c} forms"] = forms(plain(state.forms[c]))
        place[f"community {c} leaks"] = np.flatnonzero(state.forms[c]["leaks_until"] > 0).tolist()
        place[f"community {c} pursuits"] = pursuits(plain(state.pursuits[c]))
        place[f"community {c} queue"] = {"sequence": int(community["sequence"])}
        first = community["first_micro_grid"]
        micro_grids = state.micro_grids[first : first + community["micro_grids"]]
        place[f"community {c} volunteers"] = volunteers(
            (row["volunteers"], row["disappointments"])
            for row in plain(micro_grids)
            if row["agents"]
        )
        place[f"community {c} missing"] = named(Kind, state.missing[c])
        place[f"community {c} merits"] = [community[name].item() for name in MERITS]
        place[f"community {c} hotline"] = float(community["hotline"])
        place[f"community {c} confidence"] = float(community["confidence"])
        place[f"community {c} policy"] = policy(*plain(state.policies[c : c + 1]))
        place[f"community {c} rates"] = {
            kind.name: tuple(float(state.issue_rates[c, kind][name]) for name in ISSUE_RATES)
            for kind in Kind
        }
    place["trust"] = dict(enumerate(state.residents["trust"].tolist()))
    for d, row in enumerate(plain(state.departments)):
        place[f"department {d}"] = {name: row[name] for name in DEPARTMENT}
    for o, row in enumerate(plain(state.street_offices)):
        place[f"street office {o}"] = row["backlog"], row["capacity"]
    return place


def plain(rows: Any) -> list[Picture]:
    """Records in plain numbers."""
    return [dict(zip(rows.dtype.names, row, strict=True)) for row in rows.tolist()]


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
            "fatigue": worker.fatigue,
            "room": room(worker),
        }
    for c, community in enumerate(model.communities):
        place[f"community {c} issues"] = {
            one.entity: issue(values_of(one), model.settings) for one in community.live()
        }
        place[f"community {c} forms"] = forms(vars(one) for one in community.forms)
        place[f"community {c} leaks"] = [form.obligation.number for form in community.leaks()]
        place[f"community {c} pursuits"] = pursuits(vars(one.pursuit) for one in community.forms)
        place[f"community {c} queue"] = {"sequence": community.queue.sequence}
        place[f"community {c} volunteers"] = volunteers(
            (one.volunteers, one.disappointments) for one in community.micro_grids
        )
        merits = community.merits
        place[f"community {c} merits"] = [
            community.spent, merits.closed, merits.kept, merits.due, merits.failed, merits.on_list,
        ]  # fmt: skip
        missing = [community.missing.get(kind, 0) for kind in Kind]
        place[f"community {c} missing"] = named(Kind, missing)
        place[f"community {c} hotline"] = community.hotline.share
        place[f"community {c} confidence"] = community.courage.level
        place[f"community {c} policy"] = policy(community.policy)
        place[f"community {c} rates"] = {
            kind.name: (rates.rate, rates.street_share, rates.taken)
            for kind, rates in community.issue_rates.items()
        }
    residents = [one for community in model.communities for one in community.residents]
    place["trust"] = {r: one.trust for r, one in enumerate(residents)}
    for d, department in enumerate(model.departments):
        place[f"department {d}"] = {name: getattr(department, name) for name in DEPARTMENT}
    for o, office in enumerate(offices_of(model)):
        place[f"street office {o}"] = sum(job.ticks for job in office.jobs), office.capacity
    return place


def offices_of(model: TwinModel) -> list[Office]:
    """Offices of all streets, street after street."""
    return [office for offices in model.street_offices for office in offices.rows]


def room(worker: Worker) -> list[float]:
    """Share of disputes about space that still arise in the grid of a worker, by theme."""
    if not worker.is_front_line:
        return [1.0] * len(Theme)
    hall, grid = worker.community.hall, worker.community.frontline.index(worker)
    return [hall.share_left((hall.estate(grid), theme)) for theme in Theme]


def values_of(one: Issue) -> Picture:
    """What the twin knows of an issue, by the names of the compiled record."""
    return {
        **vars(one),
        **{name: getattr(one.mediation, name) for name in ("rung", "round", "rounds")},
        **{name: getattr(one.patience, name) for name in ("waits", "span")},
        "patience": one.patience.until,
        "danger": one.danger.so_far,
        "incident": one.danger.incident,
        "kind": one.kind.kind,
    }


def burden(rows: Any) -> Picture:
    """What obligations that are not listed demand, and what those do that are."""
    return {name: named(Burden, row) for name, row in zip(LISTED, rows, strict=True)}


def books_compiled(model: GovernanceModel) -> Picture:
    """What the compiled model counted."""
    state = model.state
    return {
        "totals": {w: named(Work, row) for w, row in enumerate(state.totals)},
        "overtime": {w: named(Work, row) for w, row in enumerate(state.overtime_totals)},
        "burden": {c: burden(rows) for c, rows in enumerate(state.burden)},
        "accounts": {
            (c, k): named(Account, state.accounts[c, k])
            for c, k in np.argwhere(state.accounts.any(axis=2)).tolist()
        },
        "counts": {c: named(Count, row) for c, row in enumerate(state.counts)},
        "daily": {day: named(Daily, row) for day, row in enumerate(state.daily)},
        "work": {day: named(Work, row) for day, row in enumerate(state.work_series)},
        "departments": {
            d: (
                int(row["used"]),
                int(row["offered"]),
                float(row["handed_ticks"]),
                int(row["presence_given"]),
            )
            for d, row in enumerate(state.departments)
        },
        "street offices": {
            o: (int(row["used"]), int(row["offered"])) for o, row in enumerate(state.street_offices)
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
        "burden": {c: burden(rows) for c, rows in enumerate(books.burden)},
        "accounts": {
            place: named(Account, row) for place, row in sorted(books.accounts.items()) if any(row)
        },
        "counts": {c: named(Count, row) for c, row in enumerate(books.counts)},
        "daily": {day: named(Daily, row) for day, row in enumerate(books.days)},
        "work": {day: named(Work, row) for day, row in enumerate(books.work)},
        "departments": {
            d.number: (d.used, d.offered, d.handed_ticks, d.presence_given)
            for d in model.departments
        },
        "street offices": {o: (row.used, row.offered) for o, row in enumerate(offices_of(model))},
        "outcomes": table(model.outcomes()),
    }


def table(frame: Any) -> Picture:
    """Rows of a frame by entity; missing moments are None."""
    return {
        row["entity"]: {name: None if value != value else value for name, value in row.items()}
        for row in frame.to_dict("records")
    }
