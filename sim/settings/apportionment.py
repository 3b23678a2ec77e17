"""Sharing out whole numbers by weight: the method of largest remainders."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction


def largest_remainder(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of a total in proportion to weights; they add up to the total.

    Each part is its exact share without the fraction. What is left goes one by one to the parts
    with the largest fractions, at equal ones to the first.

    Parameters:
        total: what is shared out, 0 or more.
        weights: of the parts, none below 0; if all are 0 the parts are equal.

    Source: Hamilton's method; Balinski and Young, Fair Representation (1982).
    """
    exact = [Fraction(weight) for weight in (weights if any(weights) else [1] * len(weights))]
    shares = [total * weight / sum(exact) for weight in exact]
    parts = [math.floor(share) for share in shares]
    order = sorted(range(len(parts)), key=lambda part: (parts[part] - shares[part], part))
    for part in order[: total - sum(parts)]:
        parts[part] += 1
    return parts
