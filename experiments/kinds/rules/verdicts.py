"""Whether a difference has the expected direction."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from experiments.language import marked

AS_EXPECTED, OTHER_WAY = marked("as expected"), marked("other way")
NOTHING = marked("no difference found")
NO_VALUE = "no value"
"""The verdict where no replication has the measure on both sides."""
COLOURS = {AS_EXPECTED: "#009E73", OTHER_WAY: "#D55E00", NOTHING: "#999999", NO_VALUE: "#DDDDDD"}
STYLES = {AS_EXPECTED: "green", OTHER_WAY: "red", NOTHING: "yellow", NO_VALUE: "dim"}
"""Of the terminal."""


def verdict(expected: str, effect: Mapping[str, float]) -> str:
    """By the interval; without one (a single pair, or all pairs equal) by the sign alone.

    Parameters: up, down or none; columns of `paired`.
    """
    low, high = effect["ci_low"], effect["ci_high"]
    if np.isnan(effect["difference"]):
        return NO_VALUE
    if np.isnan(low):
        low = high = effect["difference"]
    moved = "up" if low > 0 else "down" if high < 0 else "none"
    if moved == expected:
        return AS_EXPECTED
    return NOTHING if moved == "none" else OTHER_WAY
