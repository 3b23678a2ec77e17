"""Whether residents' problems are solved sooner, in sentences that follow the numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.config.outcomes import Outcome
from experiments.kinds.compare.report.answer import NOTHING, OF_DEPARTMENTS, OWN, Answer
from experiments.kinds.compare.report.phrases import (
    Groups,
    amount,
    both_ways,
    capital,
    change,
    change_unit,
    grouped,
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
from experiments.language import _, bracketed, joined, marked
from experiments.reporting.labels import spelled

PROBLEMS = {
    OWN: marked("problems that a community can solve itself"),
    OF_DEPARTMENTS: marked("problems that need departments"),
}

FIGURES = ("closing_curves",)
LEADS: Groups = (
    (GAINS, marked("{kind} are solved sooner with {scenario}{details}.")),
    (LOSSES, marked("{kind} are solved later with {scenario}{details}.")),
    (
        (Verdict.MIXED,),
        marked(
            "With {scenario}, it depends on the society whether {kind} are solved sooner{details}."
        ),
    ),
    (
        (Verdict.SOMETIMES_BETTER,),
        marked("With {scenario}, {kind} are solved sooner in a part of societies{details}."),
    ),
    (
        (Verdict.SOMETIMES_WORSE,),
        marked("With {scenario}, {kind} are solved later in a part of societies{details}."),
    ),
    (NOTHING, marked("With {scenario}, {kind} are solved as soon as before, to within {least}.")),
    (
        (Verdict.UNCERTAIN,),
        marked("With {scenario}, no change of {kind} can be distinguished from chance{details}."),
    ),
    ((Verdict.UNKNOWN,), marked("With {scenario}, there is no answer on {kind}: no value.")),
)
"""What is said of the scenario that the answer leads with, by its verdict."""
GROUPS: Groups = (
    (GAINS, marked("sooner with {scenarios}")),
    (LOSSES, marked("later with {scenarios}")),
    ((Verdict.MIXED,), marked("sooner or later by society with {scenarios}")),
    ((Verdict.SOMETIMES_BETTER,), marked("sooner in a part of societies with {scenarios}")),
    ((Verdict.SOMETIMES_WORSE,), marked("later in a part of societies with {scenarios}")),
    (NOTHING, marked("as soon as before with {scenarios}")),
    ((Verdict.UNCERTAIN,), marked("not distinguished from chance with {scenarios}")),
    ((Verdict.UNKNOWN,), marked("no value with {scenarios}")),
)
"""What is said of the others."""
LATER: Groups = ((LOSSES, marked("Over the whole time they are solved later with {scenarios}.")),)
"""What is said of others that lose, which belongs to the answer."""
YEAR: Groups = (
    (GAINS, marked("In the first year, however, they are solved sooner{details}.")),
    (LOSSES, marked("In the first year, however, they are solved later{details}.")),
)
"""What is said of the first year where it is not as the whole window."""


def problems(
    by_outcome: Mapping[Outcome, Effects],
    first: str,
    years: Mapping[Outcome, Effects] | None = None,
) -> Answer:
    """Whether residents' problems are solved sooner.

    Parameters: effects by outcome and scenario; the scenario that the answer is of; effects in the
    first year by outcome and scenario, where there are several.
    """
    leads, more = [], []
    for one, found in by_outcome.items():
        kind, year = _(PROBLEMS[one]), (years or {}).get(one, {})
        otherwise = {name: part for name, part in year.items() if turned(part, found[name])}
        if first in found:
            leads.append(capital(_lead(kind, first, found[first])))
        if first in otherwise:
            leads.append(_year(otherwise.pop(first)))
        others = {name: effect for name, effect in found.items() if name != first}
        leads += grouped(LATER, others, lambda one: -one.gain)
        if others:
            more.append(capital(_others(kind, others)))
        if otherwise:
            more.append(_others_in_year(kind, otherwise))
    return Answer(
        _("Are residents' problems solved sooner?"),
        joined(leads, "sentences"),
        tuple(more),
        FIGURES,
    )


def _lead(kind: str, scenario: str, effect: Effect) -> str:
    """What a scenario does to problems of a kind."""
    return text_of(LEADS, effect).format(
        kind=kind, scenario=spelled(scenario), least=amount(effect.least, effect.unit),
        details=bracketed("", _details(effect)),
    )  # fmt: skip


def _year(effect: Effect) -> str:
    """The sentence on the first year, after the one on the whole window."""
    return text_of(YEAR, effect).format(details=bracketed("", _details(effect)))


def _others_in_year(kind: str, found: Effects) -> str:
    """What other scenarios do in the first year, where it is not as on average."""
    parts = grouped(GROUPS, found, lambda one: abs(one.middle))
    return _("In the first year, other than on average, {kind}: {others}.").format(
        kind=kind, others=joined(parts, "statements")
    )


def _others(kind: str, found: Effects) -> str:
    """What the other scenarios do to problems of a kind, those that change most first."""
    parts = grouped(GROUPS, found, lambda one: abs(one.middle))
    return _("{kind}, in days: {others}.").format(kind=kind, others=joined(parts, "statements"))


def _details(effect: Effect) -> str:
    """The change in days, its interval, and in how many societies it is sooner or later."""
    if effect.verdict in (Verdict.UNKNOWN, Verdict.EQUAL):
        return ""
    text = _("{change} {unit}").format(change=change(effect), unit=change_unit(effect.unit))
    parts = [text, spread(effect)]
    if effect.societies > 1 and np.isfinite(effect.helped):
        parts.append(both_ways(effect))
    return joined(parts, "statements")
