"""Whether residents' problems are solved sooner, in sentences that follow the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from experiments.config.outcomes import Outcome
from experiments.kinds.compare.report.answer import (
    NOTHING,
    OF_DEPARTMENTS,
    OWN,
    Answer,
)
from experiments.kinds.compare.report.phrases import (
    amount,
    change,
    change_unit,
    listed,
    spread,
)
from experiments.kinds.compare.report.verdict import GAINS, LOSSES, Effect, Verdict
from experiments.language import _, bracketed, joined, marked
from experiments.reporting.labels import spelled
from experiments.reporting.society_cells import percent

PROBLEMS = {
    OWN: marked("Problems that a community can solve itself"),
    OF_DEPARTMENTS: marked("Problems that need departments"),
}


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
