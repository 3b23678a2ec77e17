"""Verdicts on documented numbers and directions, by rules that were fixed before anything was run.

Over societies, one run in each, so that Monte Carlo noise is included. At least 20 of them have to
have a value:

- A documented number has an error of observation: its range is widened by 1.96 standard errors on
  each side. Its percentile is the share of societies with less than it, those with as much by half.
- A number or range is `met` where it lies between the 5th and the 95th percentile, else `missed`.
- A bound is `bound met` where the median of societies lies beyond it, `within reach` where only the
  middle 90 % come to it, else `missed`.
- A direction is `met` where at least 95 % of societies go it by more than the least difference that
  matters, `mostly` with 80 %, else `missed`. A smaller change is not the direction.

A number inside an interval wider than itself is weak evidence: `width` is the middle 90 % as a
share of the documented number.

In the reference society, over replications: `yes` where the 95 % interval of the mean (Student's t,
simulation error only) reaches the documented range, or for a direction lies on its side of zero;
`no` where it does not, or lies on the other side; `open` where it contains zero.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

from experiments.language import marked
from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.sample_summary import share
from experiments.statistics.society_quantiles import quantiles

Array = npt.NDArray[np.float64]
Way = Literal["up", "down"]
MET, BOUND_MET = marked("met"), marked("bound met")
MOSTLY, REACHED = marked("mostly"), marked("within reach")
MISSED, SILENT = marked("missed"), marked("no answer")
YES, NO, OPEN = marked("yes"), marked("no"), marked("open")
LEAST = 20
"""Fewest societies with a value for a verdict."""
ENDS = (0.05, 0.5, 0.95)
SURE, LIKELY = 0.95, 0.8
"""Shares of societies from which a direction is met, and mostly met."""
ERRORS = float(stats.norm.ppf((1 + LEVEL) / 2))
"""Standard errors by which a documented range is widened."""


def number(
    predicted: Array, repeated: Array, low: float, high: float, error: float
) -> dict[str, object]:
    """Verdicts on a documented range.

    Parameters: values of shape (societies,) and (replications,), NaN where there is none; the
    range, infinite at one end for a bound; its standard error. Returns the columns of a check;
    `share` is that of societies in the widened range. `percentile` is of the documented number, of
    a bound, or of that number of a range which is nearest to the median; `percentile_low` and
    `percentile_high` are of the ends of the widened range, empty where it is open.
    """
    size = float(np.mean([abs(end) for end in (low, high) if np.isfinite(end)]))
    values = predicted[np.isfinite(predicted)]
    plain = [percentile(values, end) for end in (low, high) if np.isfinite(end)]
    low, high = low - ERRORS * error, high + ERRORS * error
    inside = int(((low <= values) & (values <= high)).sum())
    mean, least, most = interval(repeated)
    ends = quantiles(values, ENDS)
    reference = "" if np.isnan(least) else YES if least <= high and most >= low else NO
    places = [percentile(values, end) if np.isfinite(end) else np.nan for end in (low, high)]
    return {
        **_reference(mean, least, most, repeated, reference),
        **_predicted(values, ends, share(inside, len(values))),
        "percentile": float(np.clip(50.0, plain[0], plain[-1])),
        "percentile_low": places[0],
        "percentile_high": places[1],
        "width": float(ends[-1] - ends[0]) / size,
        "verdict": _of_number(len(values), *places, bound=len(plain) < len(places)),
    }


def direction(predicted: Array, repeated: Array, way: Way, least: float = 0.0) -> dict[str, object]:
    """Verdicts on a direction.

    Parameters: changes of shape (societies,) and (replications,), NaN where there is none; the way;
    the least difference that matters. Returns the columns of a check: `share` is that of societies
    which go that way by more than `least`, `opposite` that of those which go the other way by more,
    both with 95 % intervals for their number (Clopper and Pearson 1934).
    """
    sign = 1.0 if way == "up" else -1.0
    changes = predicted[np.isfinite(predicted)]
    mean, low, high = interval(repeated)
    reference = ""
    if not np.isnan(low):
        side = (low > 0) - (high < 0)
        reference = {sign: YES, -sign: NO}.get(float(side), OPEN)
    that_way = share(int((sign * changes > least).sum()), len(changes))
    opposite = share(int((sign * changes < -least).sum()), len(changes))
    return {
        **_reference(mean, low, high, repeated, reference),
        "least": least,
        **_predicted(changes, quantiles(changes, ENDS), that_way),
        **dict(zip(("opposite", "opposite_low", "opposite_high"), opposite, strict=True)),
        "verdict": _of_direction(that_way[0], len(changes)),
    }


def percentile(values: Array, of: float) -> float:
    """Percent of finite values below a number, those equal to it by half; NaN of nothing."""
    if not len(values):
        return np.nan
    return float(stats.percentileofscore(values, of, kind="mean"))


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


def _of_number(societies: int, low: float, high: float, *, bound: bool) -> str:
    """The verdict from the percentiles of the ends of the widened range."""
    if societies < LEAST:
        return SILENT
    low, high = np.nan_to_num(low, nan=0.0), np.nan_to_num(high, nan=100.0)
    reached = low <= 100 * ENDS[-1] and high >= 100 * ENDS[0]
    if not bound:
        return MET if reached else MISSED
    if low <= 50.0 <= high:
        return BOUND_MET
    return REACHED if reached else MISSED


def _of_direction(that_way: float, societies: int) -> str:
    if societies < LEAST:
        return SILENT
    return MET if that_way >= SURE else MOSTLY if that_way >= LIKELY else MISSED


def _reference(
    mean: float, low: float, high: float, repeated: Array, verdict: str
) -> dict[str, object]:
    return {
        "reference": mean,
        "reference_low": low,
        "reference_high": high,
        "replications": int(np.isfinite(repeated).sum()),
        "reference_verdict": verdict,
    }


def _predicted(values: Array, ends: Array, shares: tuple[float, float, float]) -> dict[str, object]:
    names = [f"predicted_{end * 100:02.0f}" for end in ENDS]
    columns = dict(zip(("share", "share_low", "share_high"), shares, strict=True))
    return {"societies": len(values), **dict(zip(names, map(float, ends), strict=True)), **columns}
