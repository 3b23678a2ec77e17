"""Tables of a calibration: targets and assumptions before it and after, side by side.

Quantiles are over draws (5, 50, 95 %), weighted after: they say what is plausible under the
declared ranges, and are no confidence intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.calibration import Span
from experiments.designs.targets import Target
from experiments.runs.points import assumed
from experiments.statistics.implausibility import CUT
from experiments.statistics.weighted_sample import QUANTILES, quantiles
from sim.evidence import Assumption, Ledger
from sim.settings.variants import ASSUMPTION

Array = npt.NDArray[np.float64]
Stages = Mapping[str, tuple[pd.DataFrame, pd.Series | None]]
"""By stage (prior, surviving, posterior) simulated values, draws x targets, and weights or none."""
COVERED, NEAR, MISSED = "covered", "within tolerance", "missed"
DIGITS = 4
"""Significant digits of calibrated values."""


def verdict(ends: Array, low: float, high: float, deviation: float) -> str:
    """Whether the central 90 % of simulated values cover a part of a documented range.

    Parameters: `ends` are quantiles in ascending order; `deviation` is the standard deviation by
    which a distance counts as tolerable. Empty without values.
    """
    under, over = ends[0], ends[-1]
    if not np.isfinite(under):
        return ""
    if under <= high and over >= low:
        return COVERED
    distance = max(low - over, under - high)
    return NEAR if distance <= CUT * deviation else MISSED


def targets(
    rows: Sequence[Target], documented: pd.DataFrame, ledger: Ledger, stages: Stages
) -> pd.DataFrame:
    """One row a target: the documented range, and draws at every stage.

    Of draws there are quantiles, the least and the most of any weight, and the share inside.

    A single number has no share inside: hardly any draw has just that. The verdict is that of the
    last stage that has values.
    """
    known: dict[Any, Any] = documented.astype(float).to_dict("index")
    table = pd.DataFrame([_target(row, known[row.name], ledger, stages) for row in rows])
    last = ["verdict", "why"]
    return table[[*table.columns.drop(last), *last]].replace([np.inf, -np.inf], np.nan)


def _target(
    target: Target, known: Mapping[str, float], ledger: Ledger, stages: Stages
) -> dict[str, object]:
    low, high, deviation = known["low"], known["high"], float(np.sqrt(known["variance"]))
    row: dict[str, object] = {
        "target": target.name,
        "role": target.role,
        "evidence": target.evidence,
        "place": target.place(ledger),
        "meaning": target.meaning,
        "unit": target.unit,
        "low": low,
        "high": high,
        "deviation": deviation,
        "simulation_deviation": float(np.sqrt(known["simulation"])),
    }
    for stage, (simulated, weights) in stages.items():
        values = simulated[target.name]
        ends = quantiles(values, weights)
        row |= _named(stage, ends)
        finite = values[np.isfinite(values)]
        row |= {f"{stage}_least": finite.min(), f"{stage}_most": finite.max()}
        inside = finite.between(low, high)
        share = None if weights is None else weights.reindex(inside.index)
        counted = low < high and len(inside) > 0
        row[f"{stage}_inside"] = np.average(inside, weights=share) if counted else np.nan
        row["verdict"] = verdict(ends, low, high, deviation) or row.get("verdict", "")
    return row | {"why": target.why}


def assumptions(
    influence: pd.DataFrame,
    ledger: Ledger,
    drawn: pd.DataFrame,
    points: pd.DataFrame,
    weights: pd.Series,
) -> pd.DataFrame:
    """One row a calibrated assumption, before and after.

    Parameters: `influence` has a row an assumption; `drawn` are quantiles, `points` values, of the
    weighted draws. `shrinkage` is the share that the central 90 % lost of its width, on the scale
    of the declared distribution: 0 where nothing was learnt, 1 where all but one value is excluded.
    """
    rows = []
    for row in influence.to_dict("records"):
        name = row["assumption"]
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
                "value": ledger.value(f"{ASSUMPTION}{name}"),
                "low": entry.low,
                "high": entry.high,
                **_named("prior", _declared(name, ledger)),
                **_named("posterior", quantiles(points[f"{ASSUMPTION}{name}"], weights)),
                "shrinkage": 1.0 - (ends[-1] - ends[0]) / before,
                "target": row["target"],
                "rank_correlation": row["rank_correlation"],
            }
        )
    return pd.DataFrame(rows)


def spans(table: pd.DataFrame, ledger: Ledger) -> dict[str, Span]:
    """Calibrated values and ranges by assumption: the posterior's median, and its 5 and 95 %."""
    calibrated = {}
    for row in table.to_dict("records"):
        ends = [row[f"posterior_{q * 100:02.0f}"] for q in QUANTILES]
        calibrated[row["assumption"]] = _span(ledger.assumptions[row["assumption"]], *ends)
    return calibrated


def _span(entry: Assumption, low: float, middle: float, high: float) -> Span:
    """Rounded, inside the declared range."""
    least, most = entry.low, entry.high
    assert least is not None
    assert most is not None
    if entry.distribution == "integer":
        return Span(value=round(middle), low=int(low), high=int(high))
    ends = [min(max(float(f"{end:.{DIGITS}g}"), least), most) for end in (low, middle, high)]
    return Span(low=ends[0], value=ends[1], high=ends[2])


def _declared(name: str, ledger: Ledger) -> Array:
    """Quantiles of the declared distribution."""
    values = assumed([name], ledger, np.array(QUANTILES)[:, None])
    return values[f"{ASSUMPTION}{name}"].to_numpy(np.float64)


def _named(stage: str, ends: Array) -> dict[str, float]:
    return {f"{stage}_{q * 100:02.0f}": float(end) for q, end in zip(QUANTILES, ends, strict=True)}
