"""How many forms there are of each cadence on the first day."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from sim.enums import Cadence

if TYPE_CHECKING:
    from sim.settings import Settings

EDITIONS = {
    Cadence.DAILY: 250,
    Cadence.WEEKLY: 50,
    Cadence.MONTHLY: 12,
    Cadence.QUARTERLY: 4,
    Cadence.YEARLY: 1,
}
"""Editions a year."""
MOST = 5000
Mix = Counter[Cadence]


def first_mix(settings: Settings) -> Mix:
    """Forms of each cadence: by their shares, or as many as a stated number a week needs."""
    rules = settings.obligations
    if not rules.forms_a_week:
        return by_shares(settings, rules.form_kinds)
    mix = by_shares(settings, _forms(settings))
    from_below = False
    while abs(missing := 50.0 * rules.forms_a_week - editions(mix)) > 2.5:
        near = [other for other in neighbours(mix) if rules.boards <= other.total() <= MOST]
        near = [other for other in near if other.total()]
        changes = [(editions(other) - editions(mix), other) for other in near]
        if from_below:
            changes = [(more, other) for more, other in changes if 0 < more <= missing]
        if not changes:
            break
        more, best = min(changes, key=lambda change: abs(missing - change[0]))
        if abs(missing - more) >= abs(missing):
            fewer = [(more, other) for more, other in changes if more < 0]
            if missing > 0.0 or not fewer:
                break
            _, best = max(fewer, key=lambda change: change[0])
            from_below = True
        mix = best
    return mix


def _forms(settings: Settings) -> int:
    """Forms that make the stated number in the mean, but at least one a board."""
    rules = settings.obligations
    shares = _shares(settings)
    mean = sum(shares[cadence] * EDITIONS[cadence] for cadence in Cadence)
    return min(MOST, max(rules.boards, 1, round(50.0 * rules.forms_a_week / mean)))


def _shares(settings: Settings) -> dict[Cadence, float]:
    rules = settings.obligations
    shares = {
        cadence: float(getattr(rules, f"cadence_{cadence.name.lower()}"))
        for cadence in list(Cadence)[:-1]
    }
    return shares | {Cadence.YEARLY: max(0.0, 1.0 - sum(shares.values()))}


def by_shares(settings: Settings, forms: int) -> Mix:
    """The cadences of so many forms, rounded at the running sums of their shares."""
    mix: Mix = Counter()
    total = 0.0
    for cadence in list(Cadence)[:-1]:
        total += _shares(settings)[cadence]
        mix[cadence] = min(forms, math.floor(forms * total + 0.5)) - mix.total()
    mix[Cadence.YEARLY] = forms - mix.total()
    return mix


def editions(mix: Mix) -> int:
    """Editions a year of all forms."""
    return sum(EDITIONS[cadence] * count for cadence, count in mix.items())


def neighbours(mix: Mix) -> list[Mix]:
    """What differs by one form: moved from a cadence to another; then added, or removed."""
    found = []
    for source in Cadence:
        for target in Cadence:
            if source != target and mix[source]:
                found.append(_changed(mix, {source: -1, target: 1}))
    for cadence in Cadence:
        found.append(_changed(mix, {cadence: 1}))
        if mix[cadence]:
            found.append(_changed(mix, {cadence: -1}))
    return found


def _changed(mix: Mix, changes: dict[Cadence, int]) -> Mix:
    other = Counter(mix)
    for cadence, more in changes.items():
        other[cadence] += more
    return other
