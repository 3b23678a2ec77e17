"""Obligations that are expected in the window: those of the start, set and withdrawn since.

ODD 7.12 (work groups), 11.5, 11.6 and 11.8.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.enums import MONTHS, YEAR_DAYS
from sim.settings import Settings


@dataclass(frozen=True, slots=True)
class Stock:
    """Means over the months of the window.

    Parameters:
        obligations, boards, groups: numbers over those of the start.
        set_yearly: obligations set in a year and community.
    """

    obligations: float
    boards: float
    groups: float
    set_yearly: float


class _Row:
    """Obligations of one sort, and those of them without a purpose."""

    def __init__(self, number: float, obsolete: float) -> None:
        self.start = self.number = number
        self.obsolete = number * obsolete
        self.total = 0.0

    def month(self, added: float, pruned: float, life: float) -> None:
        """Go on by a month: some are set, some withdrawn, some lose their purpose."""
        self.total += self.number
        ended = self.obsolete * pruned
        self.obsolete += (self.number - self.obsolete) / life - ended
        self.number += added - ended

    def mean(self, months: int) -> float:
        """The mean number over that of the start."""
        return self.total / months / self.start if self.start else 1.0


def stock(settings: Settings, free: float, upward: float, serious: float) -> Stock:
    """Expected obligations of the window.

    Parameters:
        free: share of paid time that is noticed as free.
        upward: share of paid time that is upward.
        serious: serious incidents a year in the place.
    """
    rule, rules, place = settings.rules.rebound, settings.obligations, settings.territory
    if not rule.on:
        return Stock(1.0, 1.0, 1.0, 0.0)
    above = rule.obligations_created
    if settings.rules.incidents.on:
        scale = place.district_communities / place.usual_communities
        above += rule.incident_obligation * serious * scale
    usual = above + rule.slack_obligation * free
    projects = rule.model_project_rate * rule.model_project_boards
    on_boards = rules.boards / rules.kinds if rules.kinds else 0.0
    pruned = rule.pruning / MONTHS
    if settings.structures.pruning == "burden":
        pruned *= 4.0 * upward * (1.0 - upward)
    life = max(1.0, rules.obligation_life * MONTHS)
    every = _Row(float(rules.kinds), rules.obsolete_start)
    boards = _Row(float(rules.boards), rules.obsolete_start)
    months = max(1, round(settings.horizon_days * MONTHS / YEAR_DAYS))
    for _ in range(months):
        every.month((usual + projects) / MONTHS, pruned, life)
        boards.month((usual * on_boards + projects) / MONTHS, pruned, life)
    others = settings.workday.log_apps + min(rules.demanding, rules.kinds)
    groups = 1.0
    if settings.rules.groups.on and rules.boards + others:
        groups = (boards.total / months + others) / (rules.boards + others)
    return Stock(every.mean(months), boards.mean(months), groups, usual + projects)
