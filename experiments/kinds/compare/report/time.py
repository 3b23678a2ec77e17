"""How much time scenarios free, in sentences that follow sign, interval and share of societies."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.kinds.compare.report.answer import HOURS_FREED, NOTHING, Answer
from experiments.kinds.compare.report.phrases import (
    Groups,
    amount,
    capital,
    change,
    change_unit,
    grouped,
    share,
    spread,
    text_of,
)
from experiments.kinds.compare.report.verdict import (
    GAINS,
    LOSSES,
    Effect,
    Effects,
    Verdict,
    turned,
)
from experiments.kinds.compare.societies_figure import changes_by_society
from experiments.language import _, bracketed, joined, marked
from experiments.reporting.labels import spelled
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies

TIME = marked("How much time is freed?")
FIGURES = ("societies_ranked", "hours_freed")
NEARLY = (Verdict.SOMETIMES_BETTER, Verdict.MIXED)
GROUPS: Groups = (
    (GAINS, marked("Time is also freed with: {scenarios}.")),
    (NEARLY, marked("Time is freed in a part of societies alone with: {scenarios}.")),
    (NOTHING, marked("No time that matters is freed with: {scenarios}.")),
    (
        (Verdict.SOMETIMES_WORSE,),
        marked("Time is taken in a part of societies alone with: {scenarios}."),
    ),
    ((Verdict.UNCERTAIN,), marked("Not distinguished from chance: {scenarios}.")),
    ((Verdict.UNKNOWN,), marked("Without a value: {scenarios}.")),
)
"""What is said of scenarios beside the one that the answer leads with."""
TAKEN: Groups = ((LOSSES, marked("Time is taken with: {scenarios}.")),)
"""The same of those that take time, which belongs to the answer."""
YEAR: Groups = (
    (GAINS, marked("In the first year, however, time is freed: {change} {unit}{details}.")),
    (LOSSES, marked("In the first year, however, time is taken: {change} {unit}{details}.")),
)
"""What is said of the first year where it is not as the whole window."""
YEAR_GROUPS: Groups = (
    (GAINS, marked("In the first year, other than on average, time is freed with: {scenarios}.")),
    (LOSSES, marked("In the first year, other than on average, time is taken with: {scenarios}.")),
)
"""The same of other scenarios."""


def leading(freed: Mapping[str, Effect]) -> str:
    """The scenario that frees most among those that free time in most societies, else of all."""
    clear = {name: one for name, one in freed.items() if one.verdict in GAINS}
    among = clear or {name: one for name, one in freed.items() if np.isfinite(one.gain)} or freed
    return max(among, key=lambda name: np.nan_to_num(among[name].gain, nan=-np.inf))


def time(freed: Effects, first: float, year: Effects | None = None, setup: float = 0.0) -> Answer:
    """How much time scenarios free.

    Parameters: effects on hours freed by scenario; the share of societies in which the scenario
    that frees most is the first (NaN where that is not known); effects in the first year, where
    there are several; hours a week that the reform's own set-up takes, which are not taken off.
    """
    year = year or {}
    name = leading(freed)
    effect = freed[name]
    text = _lead(freed, name)
    scenario, size = spelled(name), amount(effect.middle, effect.unit)
    details = bracketed("", joined(_details(effect), "statements"))
    lead = text.format(
        scenario=scenario, size=size, change=change(effect),
        unit=change_unit(effect.unit), details=details,
    )  # fmt: skip
    if turned(year.get(name), effect):
        lead = joined([lead, _year(year[name])], "sentences")
    if effect.verdict in GAINS and setup > effect.gain:
        costs = _("Its own set-up takes more in this window: {hours} hours (mean).")
        lead = joined([lead, costs.format(hours=f"{setup:.1f}")], "sentences")
    others = {one: part for one, part in freed.items() if one != name}
    lead = joined([lead, *grouped(TAKEN, others, lambda part: -part.gain)], "sentences")
    more = []
    if effect.verdict in GAINS and np.isfinite(first) and len(freed) > 1:
        more.append(
            _("{scenario} frees more than any other scenario {share}.").format(
                scenario=capital(scenario), share=share(first, effect.societies)
            )
        )
    more += grouped(GROUPS, others, lambda part: part.gain)
    otherwise = {one: year[one] for one in others if turned(year.get(one), freed[one])}
    more += grouped(YEAR_GROUPS, otherwise, lambda part: abs(part.gain))
    return Answer(_(TIME), lead, tuple(more), FIGURES)


def _year(effect: Effect) -> str:
    """The sentence on the first year."""
    return text_of(YEAR, effect).format(
        change=change(effect), unit=change_unit(effect.unit),
        details=bracketed("", joined(_details(effect), "statements")),
    )  # fmt: skip


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
        if alone and verdict in LOSSES:
            return _("With {scenario}, time is taken, not freed: {change} {unit}{details}.")
        if alone:
            return _(
                "With {scenario}, time is taken in a part of societies: {change} {unit}{details}."
            )
        return _("No scenario frees time. Nearest is {scenario}: {change} {unit}{details}.")
    if not freed[name].societies:
        if alone:
            return _(
                "Whether time is freed with {scenario} cannot be distinguished from chance: "
                "{change} {unit}{details}."
            )
        return _(
            "No scenario frees time that matters and can be distinguished from chance. Nearest is "
            "{scenario}: {change} {unit}{details}."
        )
    if verdict is Verdict.MIXED:
        return _(
            "It depends on the society whether time is freed with {scenario}: {change} "
            "{unit}{details}."
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
    if effect.societies > 1 and np.isfinite(effect.helped):
        parts.append(_("a gain {share}").format(share=share(effect.helped, effect.societies)))
        if effect.hurt > 0:
            parts.append(_("a loss {share}").format(share=share(effect.hurt, effect.societies)))
    return parts


def first_of(results: Results, name: str) -> float:
    """The share of societies in which a scenario frees more than each other; NaN of one society."""
    if societies(results) < 2:
        return np.nan
    freed = changes_by_society(results, [HOURS_FREED])[HOURS_FREED]
    freed = freed[[one for one in results.manifest["scenarios"][1:] if one in freed]].dropna()
    if not len(freed) or name not in freed:
        return np.nan
    others = freed.drop(columns=name)
    return float((freed[name] > others.max(axis=1)).mean()) if len(others.columns) else np.nan
