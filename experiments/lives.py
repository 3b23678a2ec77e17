"""The life of one matter in words: what befell it, when, and who had it in hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.refusal import Refusal
from sim import GovernanceModel
from sim.terms import DAY_MINUTES, Kind, Rung, Sort

WORDS = {
    "arose": "arises",
    "reported": "is reported, and taken on",
    "found": "is found by those who walk, visit or watch",
    "became_incident": "turns into an emergency while hidden",
    "work_begun": "work on it begins",
    "work_done": "the community has done what it can",
    "asked_street": "the street is asked",
    "asked_department": "a department is asked",
    "street_answered": "the street, property firm or utility has come",
    "department_took_on": "the department takes it on",
    "department_refused": "the department passes it on",
    "department_came": "the department has done its part",
    "whistle_written": "the head is to write to the street",
    "whistle_sounded": "the street calls all departments at once",
    "whistle_turned_down": "the street turns the whistle down",
    "round_failed": "a round of mediation fails",
    "session_failed": "a joint session fails",
    "froze": "nobody is left to try: it is frozen",
    "asked_again": "the resident asks again",
    "order_came_down": "the resident went over the head: an order comes down",
    "gave_up": "the resident gives up",
    "closed_at_root": "is closed at the root",
    "closed_for_a_while": "is closed, and will be back",
    "closed_on_paper": "is closed on paper only",
    "came_back": "is back",
}
LEVELS = ("own powers", "street's powers", "departments' powers")
PICKS = ("departments", "dispute", "incident", "whistle", "relapse", "given_up", "longest")
"""Words that pick the matter of their sort to which most happened."""


def pick(issue: str, models: dict[str, GovernanceModel]) -> int:
    """Number of the matter asked for, in the first model it is in. Raises Refusal if it is in none.

    A word looks through the models in turn, so that what only a reform brings is found there.
    """
    if issue not in PICKS and not issue.isdigit():
        allowed = f"a matter's number, or one of {', '.join(PICKS)}"
        raise Refusal("issue", issue, allowed)
    for model in models.values():
        matters = _matters(model)
        if issue.isdigit():
            chosen = matters[matters["entity"] == int(issue)]
        else:
            chosen = matters[_sort(issue, matters)]
        if len(chosen):
            told = model.events()["issue"].value_counts()
            counts = chosen["entity"].map(told).fillna(0)
            if issue == "longest":
                counts = chosen["ended"] - chosen["reported"]
            return int(chosen["entity"].to_numpy()[int(np.nanargmax(counts.to_numpy()))])
    traced = int(next(iter(models.values())).state.clock["traced"][0])
    raise Refusal("issue", issue, f"no such matter in community {traced} within the horizon")


def _matters(model: GovernanceModel) -> pd.DataFrame:
    matters = model.outcomes()
    traced = int(model.state.clock["traced"][0])
    here = (matters["community"] == traced) & (matters["kind"] > Kind.CERTIFICATE)
    return matters[here & matters["reported"].notna()]


def _sort(word: str, matters: pd.DataFrame) -> pd.Series[bool]:
    return {
        "departments": matters["level"] == 2,
        "dispute": matters["kind"] == Kind.DISPUTE,
        "incident": matters["incident"],
        "whistle": matters["whistled"],
        "relapse": matters["returned"],
        "given_up": matters["given_up"],
        "longest": matters["ended"].notna(),
    }[word]


def life(model: GovernanceModel, issue: int) -> pd.DataFrame:
    """Rows of day (1 is the first measured one), clock, happening, words, who; may be empty."""
    events = model.events()
    events = events[events["issue"] == issue].copy()
    events["day"] = events["day"] - model.settings.warmup_days + 1
    events["clock"] = [_clock(minute) for minute in events["minute"]]
    events["words"] = events["happening"].map(WORDS)
    events["who"] = [
        _who(model, worker, department)
        for worker, department in zip(events["worker"], events["department"], strict=True)
    ]
    return events.drop(columns=["issue", "worker", "department"]).reset_index(drop=True)


def portrait(model: GovernanceModel, issue: int) -> str:
    """One line: what it is, whose powers it needs, where and to whom it happened."""
    matters = model.outcomes()
    row = matters[matters["entity"] == issue].iloc[0]
    kind = Kind(int(row["kind"]))
    words = [kind.name.lower().replace("_", " "), LEVELS[int(row["level"])]]
    words.append("hidden at first" if row["hidden"] else "reported at once")
    words.append("vulnerable household" if row["vulnerable"] else "other household")
    slots = model.state.issues[model.state.issues["entity"] == issue]
    if kind == Kind.DISPUTE and len(slots) and slots["status"][0]:
        words.append(f"about {Sort(int(slots['sort'][0])).name.lower()}")
        words.append(f"rung {Rung(int(slots['rung'][0])).name.lower()}")
    return ", ".join(words)


def name(model: GovernanceModel, worker: int) -> str:
    """A worker of the traced community, by role."""
    community = model.state.communities[int(model.state.clock["traced"][0])]
    front = int(community["front"])
    return "head" if worker < front else f"grid worker {worker - front + 1}"


def _who(model: GovernanceModel, worker: object, department: object) -> str:
    if not pd.isna(department):  # type: ignore[call-overload]
        return model.settings.departments.answering[int(department)]  # type: ignore[call-overload]
    return "" if pd.isna(worker) else name(model, int(worker))  # type: ignore[call-overload]


def _clock(minute: float) -> str:
    """Hours and minutes since the working day began, e.g. 2:05 of 8:00."""
    whole = min(int(minute), DAY_MINUTES)
    return f"{whole // 60}:{whole % 60:02d}"
