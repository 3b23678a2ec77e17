"""Places small enough to work out by hand, and how to read what happened there."""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

from sim import GovernanceModel, Settings
from sim.enums import Count, Kind, Work
from sim.settings.rules import NO_MECHANISMS
from sim.streams import NUMBER, draw, exponential, poisson

Tree = dict[str, Any]
SEED = 4
DAY = 480_000
MONTH_ENDS = (19, 40, 61)
"""Evenings of the first months: floor(250 m / 12) - 1."""

STREET: Tree = {
    "territory": {"communities": 2, "workers": 22, "residents": 10000},
    "horizon_days": 40,
    "warmup_days": 5,
    "rules": NO_MECHANISMS,
}
"""Two communities as they are, without the rules that can be off."""

NOBODY_CALLS = {kind.name.lower(): {"rate": 0.0} for kind in Kind}
QUIET: Tree = {
    "territory": {
        "communities": 2,
        "workers": 8,
        "residents": 920,
        "household_size": 2.3,
        "district_communities": 2,
    },
    "organisation": {"head_meeting_hours": 0.0, "line_penalty": 1.0, "counter_posts": 0},
    "workday": dict.fromkeys(
        ("away_share", "secondment_share", "overtime_cap_minutes", "meeting_minutes",
         "chat_minutes", "party_minutes", "activity_minutes", "board_trace_minutes",
         "sign_upkeep_minutes", "log_events", "tier_visits", "merchant_rounds", "daily_patrol",
         "visit_propensity"),
        0.0,
    ),
    "obligations": {
        "form_kinds": 0,
        "boards": 0,
        "adhoc_requests": 0.0,
        "inspections": 0.0,
        "campaigns": 0.0,
        "records_sigma": 0.0,
        "demanding": 12,
    },
    "issues": {"kinds": NOBODY_CALLS},
    "rules": NO_MECHANISMS,
    "horizon_days": 30,
    "warmup_days": 0,
}  # fmt: skip
"""Two communities of a head, three front-line workers and 200 households, a district of their own.

Nothing is demanded, nothing arises, nobody has standing time, works overtime, pays visits or is
slower at another's line, and no rule is on: a worker's whole day is free.
"""

RESPONSE_SHARE = 0.45
"""Share of their hours that departments have for communities (`assume:response_share`)."""
TWO, FRONT, HOUSEHOLDS, PEOPLE = 2, 3, 200, 460
"""Communities, and of each its front-line workers, households and people."""

HEADLESS: Tree = {
    "territory": {"workers": 6},
    "organisation": {"head": False},
}
"""Three front-line workers and no head, so that nobody takes a share of what they prepare."""

MONTHLY = {
    "cadence_daily": 0.0,
    "cadence_weekly": 0.0,
    "cadence_monthly": 1.0,
    "cadence_quarterly": 0.0,
}
"""All obligations fall due each month."""

ONE_OBLIGATION: Tree = {
    "obligations": MONTHLY
    | {
        "form_kinds": 1,
        "items_per_form": 1.0,
        "overlap": 1.0,
        "roster_share": 0.0,
        "status_share": 0.0,
        "obsolete_start": 0.0,
        "obligation_life": 1000.0,
    }
}
"""A monthly form of one item that changes by a fifth a year and that nobody else asks."""

CALM = {"slack_obligation": 0.0, "copy_rate": 0.0, "model_project_rate": 0.0, "pruning": 0.0}
"""Of the rebound: nothing but what comes from above, and none ends by itself."""

BUSY: Tree = {"obligations": {"adhoc_requests": 200.0, "adhoc_minutes": 240.0}}
"""More requests than days have room for."""

LISTED: Tree = {"territory": {"vulnerable_households": 5000.0}}
"""Every household is on the list."""

UNSEEN: Tree = {"issues": {"own_notice": 0.0, "growth_hidden": 0.0}}
"""Nobody notices anything by himself, and nothing grows while it is hidden."""

SURE = 1e6
"""As good as certain, where a chance comes from a hazard."""


def merged(*trees: Tree) -> Tree:
    """Later trees over earlier ones, group by group."""
    return reduce(_over, trees, {})


def _over(below: Tree, above: Tree) -> Tree:
    both = {
        key: _over(below[key], value)
        for key, value in above.items()
        if isinstance(value, dict) and isinstance(below.get(key), dict)
    }
    return below | above | both


def lever(name: str, **settings: Any) -> Tree:
    """This reform is on."""
    return {"levers": {name: {"on": True, **settings}}}


def selfcheck(**settings: Any) -> Tree:
    """Merchants check themselves at once, and nobody looks at a screen."""
    return lever(
        "merchant_selfcheck", **{"training_minutes": 0.0, "screen_minutes": 0.0} | settings
    )


def patrolled(floor: float = 1.0) -> Tree:
    """An hour's patrol a day, of which this share is walked whatever there is."""
    return {"workday": {"daily_patrol": 1.0, "patrol_floor": floor}}


def shock(name: str, **settings: Any) -> Tree:
    """This shock comes."""
    return {"shocks": {name: {"on": True, **settings}}}


def rule(name: str, **settings: Any) -> Tree:
    """This rule of the society is on."""
    return {"rules": {name: {"on": True, **settings}}}


def issues(kind: str, **traits: Any) -> Tree:
    """Issues of a kind: open at once, of 10 minutes, within own powers, closed for good."""
    plain: Tree = {"rate": 2000.0, "minutes": 10.0, "effort_shape": "deterministic"}
    if kind not in ("inquiry", "certificate"):
        plain |= {"hidden": 0.0, "level1": 0.0, "level2": 0.0, "relapse": 0.0}
    return {"issues": {"kinds": {kind: plain | traits}}}


BY_TELEPHONE: Tree = {"structures": {"dispatch": "telephone", "returns": "endless"}}
"""Workers ask street and departments themselves, and these may refuse without end."""

STREET_ISSUES = merged(
    issues("facility", level1=1.0, minutes=0.001),
    {"departments": {"street_ask_minutes": 0.001, "answer_days": 0.001}},
    BY_TELEPHONE,
)
"""The street must come to everything, and own work and asking take a moment."""

DEPARTMENT_ISSUES = merged(
    issues("facility", level2=1.0, departments=1.0, minutes=0.001),
    {
        "departments": {
            "ask_minutes": 0.001,
            "answer_days": 0.001,
            "hours_scale": 100.0,
            "false_closure": 0.0,
            "false_closure_slope": 0.0,
            "relapse_share": 0.0,
            "hours_noise": 0.0,
        }
    },
    BY_TELEPHONE,
)
"""One department with time enough must come to everything, and settles it for good."""


def quarrels(rate: float = 1000.0, **mediation: Any) -> Tree:
    """Quarrels between neighbours that nobody settles but who is said to, a tick a round."""
    rungs, sorts = ("worker", "joint"), ("relation", "space", "right")
    chances = {f"mediation_{rung}_{sort}": 0.0 for rung in rungs for sort in sorts}
    chances |= {"mediation_volunteer_relation": 0.0, "mediation_legal_right": 0.0}
    about = {"dispute_relation": 1.0, "dispute_space": 0.0, "hall_success_space": 0.0}
    length = {"mediation_minutes": 0.0005, "mediation_people": 2.0, "frozen_report": 0.0}
    return merged(
        issues("dispute", rate=rate, minutes=10.0),
        rule("mediation", **chances | about | length | mediation),
        {"departments": {"street_ask_minutes": 0.001}},
        BY_TELEPHONE,
    )


def placed(*trees: Tree) -> GovernanceModel:
    """A quiet place, but for these trees, on its first morning."""
    return GovernanceModel(Settings(**merged(QUIET, *trees)), rng=SEED)


def ran(*trees: Tree, days: int | None = None) -> GovernanceModel:
    """A quiet place, but for these trees, after some days or at the end of its horizon."""
    model = placed(*trees)
    step(model, model.last_day if days is None else days)
    return model


def step(model: GovernanceModel, days: int) -> None:
    """Some days pass."""
    for _ in range(days):
        model.step()


def started(*trees: Tree, **levers: Tree) -> GovernanceModel:
    """The street, but for these trees, on the evening of the first measured day."""
    tree = merged(STREET, *trees, {"levers": levers})
    model = GovernanceModel(Settings(**tree), rng=SEED)
    step(model, tree["warmup_days"] + 1)
    return model


def settle(model: GovernanceModel, days: int) -> None:
    """Nothing arises any more, and some days pass."""
    model.state.issue_rates["rate"][:] = 0.0
    step(model, days)


def spent(model: GovernanceModel, work: Work) -> int:
    """Ticks of all workers inside the window, overtime included."""
    return int((model.state.totals + model.state.overtime_totals)[:, work].sum())


def counted(model: GovernanceModel, count: Count) -> int:
    """Events in all communities inside the window."""
    return int(model.state.counts[:, count].sum())


def alone(model: GovernanceModel, work: Work) -> list[int]:
    """Ticks inside the window of each worker."""
    return [int(ticks) for ticks in model.state.totals[:, work]]


def each_worker(front: int, head: int = 0) -> list[int]:
    """The same ticks of each front-line worker, and others of the head, in both communities."""
    return TWO * [head, *FRONT * [front]]


def later(model: GovernanceModel, work: Work, days: int) -> list[int]:
    """Ticks of each worker in some days to come."""
    before = alone(model, work)
    step(model, days)
    return [after - first for after, first in zip(alone(model, work), before, strict=True)]


def measured(model: GovernanceModel, name: str) -> float:
    """A measure of the whole place that has no groups."""
    found = model.measures().query("measure == @name and community.isna()")
    return float(found["value"].item())


def uniform(
    model: GovernanceModel, stream: str, entity: int, day: int = 0, ordinal: int = 0
) -> tuple[float, float]:
    """The two uniforms of a draw."""
    u, v = draw(model.state.keys[NUMBER[stream]], entity, day, ordinal)
    return float(u), float(v)


def poisson_sum(model: GovernanceModel, stream: str, entity: int, means: dict[int, float]) -> int:
    """What a daily Poisson draw makes in all of some days, of each day's mean."""
    return sum(
        int(poisson(uniform(model, stream, entity, day)[0], mean)) for day, mean in means.items()
    )


def days_hidden(model: GovernanceModel, entity: int, hazard: float) -> int:
    """Days after which a hidden issue comes up that meets the same hazard every day."""
    threshold = float(exponential(uniform(model, "effort", entity)[1], 1.0))
    return max(1, math.ceil(threshold / hazard))


def came_up(model: GovernanceModel, hazard: float) -> bool:
    """Whether every issue, all of them hidden, came up on the day that this hazard makes."""
    outcomes = model.outcomes()
    due = [
        int(born) + days_hidden(model, entity, hazard)
        for born, entity in zip(outcomes["born"], outcomes["entity"], strict=True)
    ]
    reported = outcomes["reported"].fillna(math.inf)
    return all(
        math.floor(one) == day if day < model.day else one == math.inf
        for one, day in zip(reported, due, strict=True)
    )
