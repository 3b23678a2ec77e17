"""Time that is expected to be free, and what it becomes.

ODD 7.5 and 7.11.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from experiments.designs.expected_load.sizes import PAID, Sizes
from sim.enums import WEEK_DAYS, Work
from sim.settings import Settings

FREE_DAYS = 0.5
"""Share of days on which a worker has free time, from runs of societies with a load below 1."""
UNEVEN = 0.03
"""Share of paid time by which free time varies between communities and weeks, from these runs."""


class FreeTime(NamedTuple):
    """Hours per worker-week by work; shares of patrol and prescribed visits done; share noticed."""

    works: dict[Work, float]
    walked: float
    visited: float
    noticed: float


def free_time(settings: Settings, sizes: Sizes, works: dict[Work, float]) -> FreeTime:
    """What is left of paid time beside all that has to be done, and what it becomes.

    Parameters:
        works: hours per worker-week of fixed time and of the queue.
    """
    day = settings.workday
    rest = _positive(PAID - sum(works.values()))
    whole = sizes.present * sizes.frontline * day.daily_patrol * WEEK_DAYS
    prescribed = sizes.shared(day.tier_visits * day.visit_minutes)
    unwalked = max(0.0, whole - works[Work.PATROL])
    unvisited = 0.0
    if settings.rules.coping.on:
        unvisited = max(0.0, prescribed - works[Work.TIER_VISITS])
    patrol = _filled(rest, unwalked)
    visits = _filled(rest, unwalked + unvisited) - patrol
    rest -= patrol + visits
    others = day.visit_propensity * rest
    if settings.structures.visits == "quota":
        quota = day.visit_quota * day.visit_minutes / 60.0 * sizes.frontline
        others = min(rest, max(0.0, quota - works[Work.TIER_VISITS] - visits))
    return FreeTime(
        {
            Work.PATROL: patrol,
            Work.TIER_VISITS: visits,
            Work.FREE_VISITS: others,
            Work.SLACK: rest - others,
        },
        (works[Work.PATROL] + patrol) / whole if whole else 1.0,
        (works[Work.TIER_VISITS] + visits) / prescribed if prescribed else 1.0,
        rest / PAID,
    )


def _positive(hours: float) -> float:
    """The mean of what is above zero of hours that vary, by the logistic distribution."""
    scale = UNEVEN * PAID
    return max(0.0, hours) + scale * math.log1p(math.exp(-abs(hours) / scale))


def _filled(rest: float, lacking: float) -> float:
    """What fills a lack, from free hours that fall on some days and are exponential on these."""
    return rest * -math.expm1(-FREE_DAYS * lacking / rest) if rest > 0.0 else 0.0
