"""Verdicts on what documents say, by rules that were laid down before anything was run.

Over draws of the assumptions, chance included, of which at least 20 have to give an answer:

- A number or range is `met` where it lies in the middle 90 % of the draws, else `missed`.
- A bound is `bound met` where the median of the draws lies beyond it, `within reach` where only the
  middle 90 % come to it, else `missed`.
- A direction is `met` where at least 95 % of the draws go it, `mostly` with 80 %, else `missed`. No
  change is not the direction.

What is documented has an error of observation; it is taken for 1.96 standard errors wider on each
side. A number that lies in an interval wider than itself is met with little said: `width` is the
middle 90 % as a share of the documented number.

At the declared assumptions, over replications: `yes` where the 95 % interval of the mean (Student's
t, simulation error only) comes to what is documented, or for a direction lies on its side of
nought; `no` where it does not, or lies on the other side; `open` where it holds nought.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.sample_summary import share

Array = npt.NDArray[np.float64]
Way = Literal["up", "down"]
MET, BOUND_MET, MOSTLY, REACHED = "met", "bound met", "mostly", "within reach"
MISSED, SILENT = "missed", "no answer"
YES, NO, OPEN = "yes", "no", "open"
LEAST = 20
"""Draws with an answer below which there is no verdict."""
ENDS = (0.05, 0.5, 0.95)
SURE, LIKELY = 0.95, 0.8
ERRORS = float(stats.norm.ppf((1 + LEVEL) / 2))


def number(
    drawn: Array, repeated: Array, low: float, high: float, error: float
) -> dict[str, object]:
    """Columns of a check of a documented range, open at one end for a bound; `error` is standard.

    `drawn` and `repeated` are what draws and replications have, NaN where they have nothing;
    `share` is that of the draws which lie in the range.
    """
    size = float(np.mean([abs(end) for end in (low, high) if np.isfinite(end)]))
    low, high = low - ERRORS * error, high + ERRORS * error
    there = drawn[np.isfinite(drawn)]
    inside = int(((low <= there) & (there <= high)).sum())
    mean, least, most = interval(repeated)
    ends = quantiles(there)
    declared = "" if np.isnan(least) else YES if least <= high and most >= low else NO
    return {
        **_declared(mean, least, most, repeated, declared),
        **_drawn(there, ends, share(inside, len(there))),
        "width": float(ends[-1] - ends[0]) / size,
        "verdict": _of_number(there, ends, low, high),
    }


def direction(drawn: Array, repeated: Array, way: Way) -> dict[str, object]:
    """Columns of a check of a direction: of changes, NaN where there is none to look at."""
    sign = 1.0 if way == "up" else -1.0
    there = drawn[np.isfinite(drawn)]
    mean, least, most = interval(repeated)
    declared = ""
    if not np.isnan(least):
        side = (least > 0) - (most < 0)
        declared = {sign: YES, -sign: NO}.get(float(side), OPEN)
    gone = share(int((sign * there > 0).sum()), len(there))
    other = share(int((sign * there < 0).sum()), len(there))
    return {
        **_declared(mean, least, most, repeated, declared),
        **_drawn(there, quantiles(there), gone),
        "opposite_share": other[0],
        "verdict": _of_share(gone[0], len(there)),
    }


def interval(values: Array) -> tuple[float, float, float]:
    """Mean of the values that are there, with its 95 % interval; that is empty for a single one."""
    there = values[np.isfinite(values)]
    if not len(there):
        return np.nan, np.nan, np.nan
    mean = float(there.mean())
    if len(there) < 2:
        return mean, np.nan, np.nan
    half = float(stats.t.ppf((1 + LEVEL) / 2, len(there) - 1) * stats.sem(there))
    return mean, mean - half, mean + half


def quantiles(there: Array) -> Array:
    """At 5, 50 and 95 %; empty of nothing."""
    if not len(there):
        return np.full(len(ENDS), np.nan)
    return np.asarray(np.quantile(there, ENDS), np.float64)


def _of_number(there: Array, ends: Array, low: float, high: float) -> str:
    if len(there) < LEAST:
        return SILENT
    reached = bool(ends[0] <= high and ends[-1] >= low)
    if np.isfinite(low) and np.isfinite(high):
        return MET if reached else MISSED
    if low <= ends[1] <= high:
        return BOUND_MET
    return REACHED if reached else MISSED


def _of_share(gone: float, draws: int) -> str:
    if draws < LEAST:
        return SILENT
    return MET if gone >= SURE else MOSTLY if gone >= LIKELY else MISSED


def _declared(
    mean: float, low: float, high: float, repeated: Array, word: str
) -> dict[str, object]:
    return {
        "declared": mean,
        "declared_low": low,
        "declared_high": high,
        "replications": int(np.isfinite(repeated).sum()),
        "declared_verdict": word,
    }


def _drawn(there: Array, ends: Array, found: tuple[float, float, float]) -> dict[str, object]:
    names = [f"drawn_{end * 100:02.0f}" for end in ENDS]
    shares = dict(zip(("share", "share_low", "share_high"), found, strict=True))
    return {"draws": len(there), **dict(zip(names, map(float, ends), strict=True)), **shares}
