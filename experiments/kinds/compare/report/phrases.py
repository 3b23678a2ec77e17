"""Words for numbers of a comparison: amounts with intervals, shares of societies, lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from experiments.kinds.compare.report.verdict import Effect, Verdict
from experiments.language import _, bracketed, joined
from experiments.reporting.labels import shown_in, signed, spelled
from experiments.reporting.society_cells import SEVERAL, percent

Groups = tuple[tuple[tuple[Verdict, ...], str], ...]
"""Verdicts, and the text that is said of scenarios with one of them."""
MOST = 5
"""Items of a list; of more the number is said."""
DIGITS = 1
LARGE = 100.0
"""A number without decimals."""
HOURS = "hours per worker-week"


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[str], most: int = MOST) -> str:
    """`a, b and c`; of more than `most` the first ones, and how many others."""
    if len(items) > most:
        shown = joined(items[: most - 1])
        return _("{names} and {n} others").format(names=shown, n=len(items) - most + 1)
    if len(items) < 2:
        return "".join(items)
    return _("{names} and {last}").format(names=joined(items[:-1]), last=items[-1])


def text_of(groups: Groups, effect: Effect) -> str:
    """The text of the group that has the verdict of an effect, in the language in use."""
    return _(next(text for verdicts, text in groups if effect.verdict in verdicts))


def grouped(
    groups: Groups, found: Mapping[str, Effect], size: Callable[[Effect], float]
) -> list[str]:
    """What is said of scenarios by their verdicts: a text for each group that has some.

    Parameters: verdicts and texts with {scenarios}; effects by scenario; by what scenarios of a
    group are ranked, the largest first.
    """
    said = []
    for verdicts, text in groups:
        among = {name: effect for name, effect in found.items() if effect.verdict in verdicts}
        ranked = sorted(among, key=lambda name: -np.nan_to_num(size(among[name])))
        if ranked:
            named = [bracketed(spelled(name), change(among[name])) for name in ranked]
            said.append(_(text).format(scenarios=listed(named)))
    return said


def digits(size: float) -> int:
    """Decimals of a number in a sentence; large ones, as of a city, have none."""
    return DIGITS if abs(size) < LARGE else 0


def amount(value: float, unit: str) -> str:
    """A size without its sign, and its unit."""
    shown = shown_in(unit)
    size = f"{abs(value) * shown.factor:,.{digits(value * shown.factor)}f}"
    return _("{size} {unit}").format(size=size, unit=change_unit(unit))


def change_unit(unit: str) -> str:
    """The unit of a change in full words."""
    shown = shown_in(unit)
    if shown.sign:
        return _("percentage points")
    return _("hours per worker and week") if unit == HOURS else shown.change


def change(effect: Effect) -> str:
    """The change with its sign, without its unit; `none` where there is none."""
    if not np.isfinite(effect.middle):
        return _("none")
    size = effect.middle * shown_in(effect.unit).factor
    return signed(size, digits(size))


def spread(effect: Effect) -> str:
    """What the interval is, with its ends; empty where there is none."""
    if not np.isfinite([effect.low, effect.high]).all() or effect.societies == 1:
        return ""
    factor = shown_in(effect.unit).factor
    ends = (effect.low * factor, effect.high * factor)
    low, high = (signed(end, digits(end)).lstrip("+") for end in ends)
    if effect.societies:
        return _("5 to 95 % of societies: {low} to {high}").format(low=low, high=high)
    return _("95 % interval: {low} to {high}").format(low=low, high=high)


def share(part: float, societies: int) -> str:
    """In how many societies something holds: `in all 40 societies`, `in 45 % of 40 societies`.

    Of few societies it is their number: `in 2 of 4 societies`.
    """
    if part >= 1:
        return _("in all {n} societies").format(n=f"{societies:,}")
    if part <= 0:
        return _("in none of {n} societies").format(n=f"{societies:,}")
    if societies < SEVERAL:
        return _("in {k} of {n} societies").format(k=round(part * societies), n=societies)
    return _("in {share} of {n} societies").format(share=percent(part), n=f"{societies:,}")


def both_ways(effect: Effect) -> str:
    """In how many societies problems are solved sooner, and later."""
    number = effect.societies
    if number < SEVERAL:
        return _("sooner in {better}, later in {worse} of {n} societies").format(
            better=round(effect.helped * number), worse=round(effect.hurt * number), n=number
        )
    return _("sooner in {helped}, later in {hurt} of {n} societies").format(
        helped=percent(effect.helped), hurt=percent(effect.hurt), n=number
    )
