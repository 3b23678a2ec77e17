"""Where the time goes that a scenario moves, in sentences that add up."""

from __future__ import annotations

from typing import Any

from experiments.kinds.compare.flow_figure import LESS_OVERTIME, Flow, flow
from experiments.kinds.compare.report.answer import (
    Answer,
)
from experiments.kinds.compare.report.phrases import (
    listed,
)
from experiments.kinds.compare.report.verdict import Effect
from experiments.kinds.compare.weeks_figure import TOTALS, hours_by_segment
from experiments.language import _, bracketed, marked
from experiments.reporting.labels import spelled
from experiments.reporting.results import Results
from sim.measures.activities import Segment

FOR_RESIDENTS = (
    Segment.ISSUES, Segment.COUNTER, Segment.ROUNDS, Segment.VISITS, Segment.EVENTS,
)  # fmt: skip
FIGURES = ("flow_of_freed_hours",)
LEAST_HOURS = 0.05
"""Hours a week: a smaller part of the time that moves is not named."""
NAMED = 3
"""Activities of which hours are named, at each side."""


def moved(results: Results, scenario: str) -> Flow:
    """Hours a week that activities lost and gained in a scenario, as means over runs."""
    week: Any = hours_by_segment(results).drop(columns=list(TOTALS.values()))
    return flow(week.loc[results.manifest["scenarios"][0]], week.loc[scenario])


def where(scenario: str, effect: Effect, hours: Flow) -> Answer:
    """Where the time goes.

    Parameters: the scenario that the answer is of; its effect on hours freed; hours by activity
    that it takes away and that it adds.
    """
    question = _("Where does the time go?")
    if hours.hours < effect.least:
        lead = _("With {scenario} there is little time that could go elsewhere.")
        return Answer(
            question, lead.format(scenario=spelled(scenario)), _activities(hours), FIGURES
        )
    sums = {
        marked("{hours} to work for residents"): _sum(hours, *(one.label for one in FOR_RESIDENTS)),
        marked("{hours} to unused paid time"): _sum(hours, Segment.UNUSED.label),
        marked("{hours} to less overtime"): _sum(hours, LESS_OVERTIME),
        marked("{hours} to the set-up of the reform"): _sum(hours, Segment.SETUP.label),
    }
    sums[marked("{hours} to other work")] = hours.hours - sum(sums.values())
    ranked = sorted(sums.items(), key=lambda part: -part[1])
    parts = [_(text).format(hours=f"{size:.1f}") for text, size in ranked if size >= LEAST_HOURS]
    lead = _(
        "With {scenario}, {total} hours of a worker's week (means) change their use: {parts}."
    ).format(scenario=spelled(scenario), total=f"{hours.hours:.1f}", parts=listed(parts))
    return Answer(question, lead, _activities(hours), FIGURES)


def _sum(hours: Flow, *names: str) -> float:
    return sum(hours.gained.get(name, 0.0) for name in names)


def _activities(hours: Flow) -> tuple[str, ...]:
    """The activities that lose and gain most."""
    sides = (
        (marked("Most is taken from: {activities}."), hours.lost),
        (marked("Most is added to: {activities}."), hours.gained),
    )
    found = []
    for text, side in sides:
        ranked = sorted(side.items(), key=lambda part: -part[1])[:NAMED]
        parts = [bracketed(_(name), f"{size:.1f}") for name, size in ranked if size >= LEAST_HOURS]
        if parts:
            found.append(_(text).format(activities=listed(parts)))
    return tuple(found)
