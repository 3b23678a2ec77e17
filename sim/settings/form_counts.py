"""How many forms of each cadence make a stated number of forms a week."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from sim.enums import PERIODS, YEAR_DAYS, YEAR_WEEKS

YEARLY = tuple(round(YEAR_DAYS / period) for period in PERIODS)
"""Editions a year of a daily, weekly, monthly, quarterly and yearly form."""
MOST_FORM_KINDS = 5000
CLOSE = 2.5
"""Editions a year by which forms may miss the stated number: 0.05 a week."""


@lru_cache(maxsize=4096)
def form_counts(forms_a_week: float, boards: int, shares: tuple[float, ...]) -> tuple[int, ...]:
    """Forms of each cadence of which a stated number falls due a week.

    The number of forms is the one that makes it at the shares of cadences, but at least the number
    of boards. Cadences have their shares of it. Then single forms are added, removed or moved to
    another cadence, each time the step after which the number is nearest, until it is met. If no
    step brings it nearer, as all forms belong to boards, the smallest step to a rarer cadence is
    taken, and then only steps that do not pass the number.

    Parameters:
        forms_a_week: above 0.
        boards: forms that there are at least.
        shares: of forms that are daily, weekly, monthly and quarterly; the rest are yearly.

    Returns:
        Forms that are daily, weekly, monthly, quarterly and yearly. What they make differs from the
        stated number by 0.05 a week at most, but where boards alone make more or 5,000 make less.
    """
    stated = YEAR_WEEKS * forms_a_week
    rest = max(0.0, 1.0 - sum(shares))
    mean = sum(share * each for share, each in zip((*shares, rest), YEARLY, strict=True))
    forms = min(MOST_FORM_KINDS, max(boards, 1, round(stated / mean)))
    limits = [min(forms, math.floor(forms * total + 0.5)) for total in accumulate(shares)]
    counts = [last - first for first, last in zip([0, *limits], [*limits, forms], strict=True)]
    filling = False
    while abs(missing := stated - made(counts)) > CLOSE:
        steps = [*_steps(counts, boards)]
        if filling:
            steps = [step for step in steps if 0 < made(step) <= missing]
        best = min(steps, key=lambda step: abs(missing - made(step)), default=None)
        if best is None or abs(missing - made(best)) >= abs(missing):
            rarer = [step for step in steps if missing < 0.0 and made(step) < 0]
            if not rarer:
                break
            best, filling = max(rarer, key=made), True
        for place, change in enumerate(best):
            counts[place] += change
    return tuple(counts)


def made(counts: Sequence[int]) -> int:
    """Editions a year that forms of each cadence make."""
    return sum(count * each for count, each in zip(counts, YEARLY, strict=True))


def _steps(counts: Sequence[int], boards: int) -> Iterator[tuple[int, ...]]:
    """Changes by a single form: moved to another cadence, then added, then removed."""
    places, forms = range(len(counts)), sum(counts)
    for source in places:
        for target in places:
            if source != target and counts[source]:
                yield tuple((place == target) - (place == source) for place in places)
    for only in places:
        if forms < MOST_FORM_KINDS:
            yield tuple(int(place == only) for place in places)
        if forms > boards and forms > 1 and counts[only]:
            yield tuple(-int(place == only) for place in places)
