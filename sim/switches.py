"""Levers and shocks that are on, their numbers, and whom they reach."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.levers import Lever
from sim.settings import Settings
from sim.streams import NUMBER, draw

FIRST_SHOCK = 64


def switched_on(settings: Settings) -> dict[int, Lever]:
    """Levers, then shocks, that are on, by their number, in the order in which they are applied."""
    found = {n: lever for n, (_, lever) in enumerate(settings.levers) if lever.on}
    for n, (_, shock) in enumerate(settings.shocks, start=FIRST_SHOCK):
        if shock.on:
            found[n] = shock
    return found


def covered(
    keys: npt.NDArray[np.uint64], communities: int, number: int, coverage: float
) -> list[int]:
    """Communities that a lever reaches; a larger coverage contains a smaller one."""
    key = keys[NUMBER["coverage"]]
    return [c for c in range(communities) if draw(key, c, 0, number)[0] < coverage]
