"""Verdicts on documented numbers and directions, by rules that were fixed before anything was run.

Over draws of the assumptions, Monte Carlo noise included, of which at least 20 have to have a
value:

- A number or range is `met` where it lies in the middle 90 % of the draws, else `missed`.
- A bound is `bound met` where the median of the draws lies beyond it, `within reach` where only the
  middle 90 % come to it, else `missed`.
- A direction is `met` where at least 95 % of the draws go it, `mostly` with 80 %, else `missed`. No
  change is not the direction.

A documented number has an error of observation: its range is widened by 1.96 standard errors on
each side. A number inside an interval wider than itself is weak evidence: `width` is the middle
90 % as a share of the documented number.

At the declared assumptions, over replications: `yes` where the 95 % interval of the mean (Student's
t, simulation error only) reaches the documented range, or for a direction lies on its side of zero;
`no` where it does not, or lies on the other side; `open` where it contains zero.
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
"""Fewest draws with a value for a verdict."""
ENDS = (0.05, 0.5, 0.95)
SURE, LIKELY = 0.95, 0.8
"""Shares of the draws from which a direction is met, and mostly met."""
ERRORS = float(stats.norm.ppf((1 + LEVEL) / 2))
"""Standard errors by which a documented range is widened."""


def number(
    drawn: Array, repeated: Array, low: float, high: float, error: float
) -> dict[str, object]:
    """Verdicts on a documented range.

    Parameters: values of shape (draws,) and (replications,), NaN where there is none; the range,
    infinite at one end for a bound; its standard error. Returns the columns of a check; `share` is
    that of the draws which lie in the range.
    """
    size = float(np.mean([abs(end) for end in (low, high) if np.isfinite(end)]))
    low, high = low - ERRORS * error, high + ERRORS * error
    values = drawn[np.isfinite(drawn)]
    inside = int(((low <= values) & (values <= high)).sum())
    mean, least, most = interval(repeated)
    ends = quantiles(values)
    declared = "" if np.isnan(least) else YES if least <= high and most >= low else NO
    return {
        **_declared(mean, least, most, repeated, declared),
        **_drawn(values, ends, share(inside, len(values))),
        "width": float(ends[-1] - ends[0]) / size,
        "verdict": _of_number(values, ends, low, high),
    }


def direction(drawn: Array, repeated: Array, way: Way) -> dict[str, object]:
    """Verdicts on a direction.

    Parameters: changes of shape (draws,) and (replications,), NaN where there is none; the way.
    Returns the columns of a check; `share` is that of the draws which go that way.
    """
    sign = 1.0 if way == "up" else -1.0
    changes = drawn[np.isfinite(drawn)]
    mean, least, most = interval(repeated)
    declared = ""
    if not np.isnan(least):
        side = (least > 0) - (most < 0)
        declared = {sign: YES, -sign: NO}.get(float(side), OPEN)
    that_way = share(int((sign * changes > 0).sum()), len(changes))
    opposite = share(int((sign * changes < 0).sum()), len(changes))
    return {
        **_declared(mean, least, most, repeated, declared),
        **_drawn(changes, quantiles(changes), that_way),
        "opposite_share": opposite[0],
        "verdict": _of_direction(that_way[0], len(changes)),
    }


def interval(values: Array) -> tuple[float, float, float]:
    """Mean of the finite values, with its 95 % interval, which is empty for a single one."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return np.nan, np.nan, np.nan
    mean = float(finite.mean())
    if len(finite) < 2:
        return mean, np.nan, np.nan
    half = float(stats.t.ppf((1 + LEVEL) / 2, len(finite) - 1) * stats.sem(finite))
    return mean, mean - half, mean + half


def quantiles(finite: Array) -> Array:
    """At 5, 50 and 95 %; empty of nothing."""
    if not len(finite):
        return np.full(len(ENDS), np.nan)
    return np.asarray(np.quantile(finite, ENDS), np.float64)


def _of_number(values: Array, ends: Array, low: float, high: float) -> str:
    if len(values) < LEAST:
        return SILENT
    reached = bool(ends[0] <= high and ends[-1] >= low)
    if np.isfinite(low) and np.isfinite(high):
        return MET if reached else MISSED
    if low <= ends[1] <= high:
        return BOUND_MET
    return REACHED if reached else MISSED


def _of_direction(that_way: float, draws: int) -> str:
    if draws < LEAST:
        return SILENT
    return MET if that_way >= SURE else MOSTLY if that_way >= LIKELY else MISSED


def _declared(
    mean: float, low: float, high: float, repeated: Array, verdict: str
) -> dict[str, object]:
    return {
        "declared": mean,
        "declared_low": low,
        "declared_high": high,
        "replications": int(np.isfinite(repeated).sum()),
        "declared_verdict": verdict,
    }


def _drawn(values: Array, ends: Array, shares: tuple[float, float, float]) -> dict[str, object]:
    names = [f"drawn_{end * 100:02.0f}" for end in ENDS]
    columns = dict(zip(("share", "share_low", "share_high"), shares, strict=True))
    return {"draws": len(values), **dict(zip(names, map(float, ends), strict=True)), **columns}
