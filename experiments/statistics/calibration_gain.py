"""What a calibration learnt: targets and assumptions before it and after, side by side.

Quantiles are over draws (5, 50, 95 %), weighted after: they say what is plausible under the
declared ranges, and are no confidence intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.calibration import Span
from experiments.designs.targets import Target
from experiments.runs.design import EVIDENCE
from experiments.runs.points import assumed
from experiments.statistics.implausibility import CUT
from sim.evidence import Assumption, Ledger

Array = npt.NDArray[np.float64]
QUANTILES = (0.05, 0.5, 0.95)
MET, NEAR, MISSED = "met", "within tolerance", "missed"
DIGITS = 4
"""Figures of calibrated values."""


def quantiles(values: pd.Series, weights: pd.Series | None = None) -> Array:
    """At 5, 50 and 95 % of the values that are there; nothing if there are none."""
    there = values[np.isfinite(values)]
    if there.empty:
        return np.full(len(QUANTILES), np.nan)
    if weights is None:
        return np.asarray(np.quantile(there, QUANTILES), np.float64)
    share = weights.reindex(there.index).to_numpy(np.float64)
    found = np.quantile(there, QUANTILES, weights=share, method="inverted_cdf")
    return np.asarray(found, np.float64)


def verdict(ends: Array, low: float, high: float, deviation: float) -> str:
    """Of a documented range against quantiles of what is simulated, by the central 90 %."""
    under, over = ends[0], ends[-1]
    if not np.isfinite(under):
        return ""
    if under <= high and over >= low:
        return MET
    distance = max(low - over, under - high)
    return NEAR if distance <= CUT * deviation else MISSED


def targets(
    rows: Sequence[Target],
    documented: pd.DataFrame,
    ledger: Ledger,
    stages: Mapping[str, tuple[pd.DataFrame, pd.Series | None]],
) -> pd.DataFrame:
    """One row a target: what is documented, and quantiles and share inside at every stage.

    A single number has no share inside: hardly any draw has just that.

    Stages (prior, surviving, posterior) are simulated values with weights or none; the verdict is
    of the last one that has any.
    """
    found = []
    for one in rows:
        known = documented.loc[one.name].astype(float).to_dict()
        low, high, deviation = known["low"], known["high"], float(np.sqrt(known["variance"]))
        row: dict[str, object] = {
            "target": one.name,
            "role": one.role,
            "evidence": one.evidence,
            "place": one.place(ledger),
            "meaning": one.meaning,
            "unit": one.unit,
            "low": low,
            "high": high,
            "deviation": deviation,
            "simulation_deviation": float(np.sqrt(known["simulation"])),
        }
        for stage, (simulated, weights) in stages.items():
            values = simulated[one.name]
            ends = quantiles(values, weights)
            row |= _named(stage, ends)
            inside = values[np.isfinite(values)].between(low, high)
            share = None if weights is None else weights.reindex(inside.index)
            told = low < high and len(inside) > 0
            row[f"{stage}_inside"] = np.average(inside, weights=share) if told else np.nan
            row["verdict"] = verdict(ends, low, high, deviation) or row.get("verdict", "")
        found.append(row | {"why": one.why})
    table = pd.DataFrame(found)
    last = ["verdict", "why"]
    return table[[*table.columns.drop(last), *last]].replace([np.inf, -np.inf], np.nan)


def assumptions(
    influence: pd.DataFrame,
    ledger: Ledger,
    drawn: pd.DataFrame,
    points: pd.DataFrame,
    weights: pd.Series,
) -> pd.DataFrame:
    """One row a calibrated assumption, before and after; `drawn` are quantiles, `points` values.

    Shrinkage is what the central 90 % lost of its width, on the scale of the declared distribution:
    0 where nothing was learnt, 1 where all but one value is excluded.
    """
    rows = []
    for one in influence.to_dict("records"):
        name = one["assumption"]
        entry = ledger.assumptions[name]
        ends = quantiles(drawn[name], weights)
        before = QUANTILES[-1] - QUANTILES[0]
        rows.append(
            {
                "assumption": name,
                "meaning": entry.meaning,
                "unit": entry.unit,
                "grade": entry.grade,
                "distribution": entry.distribution,
                "value": ledger.value(f"{EVIDENCE}{name}"),
                "low": entry.low,
                "high": entry.high,
                **_named("prior", _declared(name, ledger)),
                **_named("posterior", quantiles(points[f"{EVIDENCE}{name}"], weights)),
                "shrinkage": 1.0 - (ends[-1] - ends[0]) / before,
                "target": one["target"],
                "rank_correlation": one["rank_correlation"],
            }
        )
    return pd.DataFrame(rows)


def spans(table: pd.DataFrame, ledger: Ledger) -> dict[str, Span]:
    """Calibrated values and ranges: the posterior's median, and its 5 and 95 %."""
    found = {}
    for row in table.to_dict("records"):
        entry = ledger.assumptions[row["assumption"]]
        ends = [row[f"posterior_{q * 100:02.0f}"] for q in QUANTILES]
        found[row["assumption"]] = _span(entry, *ends)
    return found


def dependence(drawn: pd.DataFrame, weights: pd.Series) -> list[dict[str, object]]:
    """Weighted rank correlation of each pair of columns, strongest first."""
    share = weights.to_numpy(np.float64) / float(weights.sum())
    ranks = {str(name): _ranks(drawn[name].to_numpy(np.float64), share) for name in drawn}
    rows = []
    for first, second in combinations(ranks, 2):
        here, there = ranks[first], ranks[second]
        spread = float(np.sqrt((share * here**2).sum() * (share * there**2).sum()))
        rho = float((share * here * there).sum()) / spread if spread else 0.0
        rows.append((first, second, rho))
    rows.sort(key=lambda row: -abs(row[2]))
    return [dict(zip(("first", "second", "rank_correlation"), row, strict=True)) for row in rows]


def _ranks(values: Array, share: Array) -> Array:
    """Weighted ranks, from 0 to 1 and less their mean; ties have the middle of theirs."""
    _, place = np.unique(values, return_inverse=True)
    mass = np.bincount(place, share)
    ranks = (np.cumsum(mass) - mass / 2)[place]
    return np.asarray(ranks - (share * ranks).sum(), np.float64)


def _span(entry: Assumption, low: float, middle: float, high: float) -> Span:
    """Rounded, inside the declared range."""
    least, most = entry.low, entry.high
    assert least is not None
    assert most is not None
    if entry.distribution == "integer":
        return Span(value=round(middle), low=int(low), high=int(high))
    ends = [min(max(float(f"{one:.{DIGITS}g}"), least), most) for one in (low, middle, high)]
    return Span(low=ends[0], value=ends[1], high=ends[2])


def _declared(name: str, ledger: Ledger) -> Array:
    found = assumed([name], ledger, np.array(QUANTILES)[:, None])
    return found[f"{EVIDENCE}{name}"].to_numpy(np.float64)


def _named(stage: str, ends: Array) -> dict[str, float]:
    return {f"{stage}_{q * 100:02.0f}": float(end) for q, end in zip(QUANTILES, ends, strict=True)}
