"""The answer of a comparison: how much time, where it goes, and whether problems end sooner.

Each part has a sentence that follows the numbers: sign, interval and share of societies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from experiments.config.outcomes import FREED, Outcome
from experiments.kinds.compare.flow_figure import LESS_OVERTIME, Flow, flow
from experiments.kinds.compare.report.phrases import (
    amount,
    change,
    change_unit,
    listed,
    share,
    spread,
)
from experiments.kinds.compare.report.verdict import GAINS, LOSSES, Effect, Verdict, effects
from experiments.kinds.compare.societies_figure import changes_by_society
from experiments.kinds.compare.weeks_figure import TOTALS, hours_by_segment
from experiments.language import _, bracketed, joined, marked
from experiments.reporting.labels import spelled
from experiments.reporting.results import Results
from experiments.reporting.society_cells import percent
from experiments.reporting.society_notes import societies
from sim.measures.activities import Segment

HOURS_FREED = Outcome(FREED)
OWN = Outcome("days_to_resolution_restricted_mean", "own_powers")
OF_DEPARTMENTS = Outcome("days_to_resolution_restricted_mean", "needs_departments")
PROBLEMS = {
    OWN: marked("Problems that a community can solve itself"),
    OF_DEPARTMENTS: marked("Problems that need departments"),
}
FOR_RESIDENTS = (
    Segment.ISSUES, Segment.COUNTER, Segment.ROUNDS, Segment.VISITS, Segment.EVENTS,
)  # fmt: skip
LEAST_HOURS = 0.05
"""Hours a week: a smaller part of the time that moves is not named."""
NAMED = 3
"""Activities of which hours are named, at each side."""
NEARLY = (Verdict.SOMETIMES_BETTER, Verdict.MIXED)
NOTHING = (Verdict.SMALL, Verdict.EQUAL)
GROUPS: tuple[tuple[tuple[Verdict, ...], str], ...] = (
    (GAINS, marked("Time is also freed with: {scenarios}.")),
    (NEARLY, marked("Time is freed in a part of societies alone with: {scenarios}.")),
    (NOTHING, marked("No time that matters is freed with: {scenarios}.")),
    ((*LOSSES, Verdict.SOMETIMES_WORSE), marked("Time is taken with: {scenarios}.")),
    ((Verdict.UNCERTAIN,), marked("Not told from chance: {scenarios}.")),
    ((Verdict.UNKNOWN,), marked("Without a value: {scenarios}.")),
)
"""What is said of scenarios beside the one that the answer leads with."""


class Answer(NamedTuple):
    """A question, the sentence that answers it, and what supports it."""

    question: str
    lead: str
    more: tuple[str, ...] = ()


def answers(results: Results) -> list[Answer]:
    """The three answers; none where the baseline is alone or nothing was compared."""
    freed = effects(results, HOURS_FREED)
    if not freed:
        return []
    first = leading(freed)
    by_outcome = {one: found for one in PROBLEMS if (found := effects(results, one))}
    parts = [
        time(freed, first_of(results, first)),
        where(first, freed[first], moved(results, first)),
    ]
    return [*parts, *([problems(by_outcome, first)] if by_outcome else [])]


def leading(freed: Mapping[str, Effect]) -> str:
    """The scenario that frees most among those that free time in most societies, else of all."""
    clear = {name: one for name, one in freed.items() if one.verdict in GAINS}
    among = clear or {name: one for name, one in freed.items() if np.isfinite(one.gain)} or freed
    return max(among, key=lambda name: np.nan_to_num(among[name].gain, nan=-np.inf))


def time(freed: Mapping[str, Effect], first: float) -> Answer:
    """How much time scenarios free.

    Parameters: effects on hours freed by scenario; the share of societies in which the scenario
    that frees most is the first (NaN where that is not known).
    """
    name = leading(freed)
    effect = freed[name]
    text = _lead(freed, name)
    scenario, size = spelled(name), amount(effect.middle, effect.unit)
    details = bracketed("", joined(_details(effect), "statements"))
    lead = text.format(
        scenario=scenario, size=size, change=change(effect),
        unit=change_unit(effect.unit), details=details,
    )  # fmt: skip
    more = []
    if effect.verdict in GAINS and np.isfinite(first) and len(freed) > 1:
        more.append(
            _("That is more than with any other scenario {share}.").format(
                share=share(first, effect.societies)
            )
        )
    for verdicts, about in GROUPS:
        others = {
            one: part for one, part in freed.items() if one != name and part.verdict in verdicts
        }
        if others:
            ranked = sorted(others, key=lambda one: -np.nan_to_num(others[one].gain))
            parts = [bracketed(spelled(one), _sized(others[one])) for one in ranked]
            more.append(_(about).format(scenarios=listed(parts)))
    return Answer(_("How much time is freed?"), lead, tuple(more))


def _lead(freed: Mapping[str, Effect], name: str) -> str:
    """The sentence on the scenario that frees most, by its verdict and that of the others."""
    verdict, alone = freed[name].verdict, len(freed) == 1
    verdicts = {one.verdict for one in freed.values()}
    if verdict in GAINS:
        if alone:
            return _("With {scenario}, {size} are freed at equal delivery{details}.")
        return _("Most is freed with {scenario}: {size} at equal delivery{details}.")
    if verdict is Verdict.UNKNOWN:
        return _("There is no answer: hours freed have no value.")
    if verdicts <= {*NOTHING}:
        if alone:
            return _("With {scenario}, no time that matters is freed: {change} {unit}{details}.")
        return _("No scenario frees time that matters: at most {change} {unit} ({scenario}).")
    if verdicts <= {*NOTHING, *LOSSES, Verdict.SOMETIMES_WORSE, Verdict.UNKNOWN}:
        if alone:
            return _("With {scenario}, time is taken, not freed: {change} {unit}{details}.")
        return _("No scenario frees time. Nearest is {scenario}: {change} {unit}{details}.")
    if not freed[name].societies:
        if alone:
            return _(
                "Whether time is freed with {scenario} cannot be told from chance: {change} "
                "{unit}{details}."
            )
        return _(
            "No scenario frees time that matters and can be told from chance. Nearest is "
            "{scenario}: {change} {unit}{details}."
        )
    if alone:
        return _(
            "With {scenario}, time is freed in a part of societies alone: {change} {unit}{details}."
        )
    return _(
        "No scenario frees time in most societies. Nearest is {scenario}: {change} {unit}{details}."
    )


def _details(effect: Effect) -> list[str]:
    """The interval, and in how many societies there is a gain, and a loss."""
    parts = [spread(effect)]
    if effect.societies and np.isfinite(effect.helped):
        parts.append(_("a gain {share}").format(share=share(effect.helped, effect.societies)))
        if effect.hurt > 0:
            parts.append(_("a loss {share}").format(share=share(effect.hurt, effect.societies)))
    return parts


def _sized(effect: Effect) -> str:
    return change(effect) if np.isfinite(effect.middle) else _("none")


def first_of(results: Results, name: str) -> float:
    """The share of societies in which a scenario frees more than each other; NaN of one society."""
    if not societies(results):
        return np.nan
    freed = changes_by_society(results, [HOURS_FREED])[HOURS_FREED]
    freed = freed[[one for one in results.manifest["scenarios"][1:] if one in freed]].dropna()
    if not len(freed) or name not in freed:
        return np.nan
    others = freed.drop(columns=name)
    return float((freed[name] > others.max(axis=1)).mean()) if len(others.columns) else np.nan


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
    if effect.verdict in NOTHING or hours.hours < effect.least:
        lead = _("With {scenario} there is little time that could go elsewhere.")
        return Answer(question, lead.format(scenario=spelled(scenario)), _activities(hours))
    sums = {
        marked("{hours} to work for residents"): _sum(hours, *(one.label for one in FOR_RESIDENTS)),
        marked("{hours} to unused paid time"): _sum(hours, Segment.UNUSED.label),
        marked("{hours} to less overtime"): _sum(hours, LESS_OVERTIME),
        marked("{hours} to the set-up of the reform"): _sum(hours, Segment.SETUP.label),
    }
    sums[marked("{hours} to other work")] = hours.hours - sum(sums.values())
    ranked = sorted(sums.items(), key=lambda part: -part[1])
    parts = [_(text).format(hours=f"{size:.1f}") for text, size in ranked if size >= LEAST_HOURS]
    lead = _("With {scenario}, {total} hours of a worker's week change their use: {parts}.").format(
        scenario=spelled(scenario), total=f"{hours.hours:.1f}", parts=listed(parts)
    )
    return Answer(question, lead, _activities(hours))


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


def problems(by_outcome: Mapping[Outcome, Mapping[str, Effect]], first: str) -> Answer:
    """Whether residents' problems are solved sooner.

    Parameters: effects by outcome and scenario; the scenario that the answer is of.
    """
    leads = [_of_kind(_(PROBLEMS[one]), found) for one, found in by_outcome.items()]
    more = [
        _("{kind}, with {scenario}: {days}.").format(
            kind=_(PROBLEMS[one]), scenario=spelled(first), days=_days(found[first])
        )
        for one, found in by_outcome.items()
        if first in found
    ]
    lead = joined(leads, "sentences")
    return Answer(_("Are residents' problems solved sooner?"), lead, tuple(more))


def _of_kind(kind: str, found: Mapping[str, Effect]) -> str:
    """Which scenarios solve problems of a kind sooner, and which later."""
    sooner, later = _with(found, GAINS), _with(found, LOSSES)
    least = amount(next(iter(found.values())).least, next(iter(found.values())).unit)
    verdicts = {one.verdict for one in found.values()}
    if sooner and later:
        text = _("{kind} are solved sooner with {sooner}, and later with {later}.")
    elif sooner:
        text = _("{kind} are solved sooner with {sooner}, and later with none.")
    elif later:
        text = _("{kind} are solved later with {later}, and sooner with none.")
    elif verdicts <= {*NOTHING}:
        text = _("{kind} are solved as soon as before, to within {least}.")
    elif verdicts <= {Verdict.UNKNOWN}:
        text = _("{kind}: there is no answer, as some societies or runs have no value.")
    elif verdicts & {Verdict.UNCERTAIN}:
        text = _("{kind}: no change can be told from chance.")
    else:
        text = _("{kind} are solved neither sooner nor later with any scenario in most societies.")
        if len(found) == 1:
            text = _("{kind} are solved neither sooner nor later in most societies.")
    return text.format(kind=kind, sooner=sooner, later=later, least=least)


def _with(found: Mapping[str, Effect], verdicts: Iterable[Verdict]) -> str:
    wanted = set(verdicts)
    key: Callable[[str], float] = lambda name: -abs(found[name].middle)  # noqa: E731
    names = sorted((name for name, one in found.items() if one.verdict in wanted), key=key)
    return listed([spelled(name) for name in names])


def _days(effect: Effect) -> str:
    """The change in days, its interval, and in how many societies it is sooner or later."""
    if effect.verdict is Verdict.UNKNOWN:
        return _("no value")
    if effect.verdict is Verdict.EQUAL:
        return _("no difference")
    parts = [spread(effect)]
    if effect.societies and np.isfinite(effect.helped):
        parts.append(
            _("sooner in {helped}, later in {hurt} of {n} societies").format(
                helped=percent(effect.helped), hurt=percent(effect.hurt), n=effect.societies
            )
        )
    text = _("{change} {unit}").format(change=change(effect), unit=change_unit(effect.unit))
    return bracketed(text, joined(parts, "statements"))
