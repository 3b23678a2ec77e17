"""Selection of one among several of which some are taken.

ODD 6.2, 8.5.
"""

from __future__ import annotations

from sim.kernels.jit import kernel


@kernel
def untaken(taken, place):
    """The number at a place among those, from 0 up, whose bit in `taken` is not set."""
    number = 0
    left = place
    while left > 0 or (taken >> number) & 1:
        if not (taken >> number) & 1:
            left -= 1
        number += 1
    return number
