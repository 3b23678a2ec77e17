"""History matching: which draws documented outcomes rule out (Craig and others 1997).

Implausibility is I^2 = (z - f)^2 / (variance of observation + of discrepancy + of simulation),
for a documented z and a simulated f; a draw is ruled out if its largest I exceeds 3.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.statistics import sample_summary

CUT = 3.0
"""Implausibility above which a draw is ruled out (Pukelsheim 1994)."""
Array = npt.NDArray[np.float64]


def misfits(simulated: pd.DataFrame, documented: pd.DataFrame) -> pd.DataFrame:
    """Implausibility with the sign of f - z.

    Parameters: `simulated` has draws x targets; `documented` a row a target with low, high and
    variance. Returns draws x targets. Anything from low to high fits (0), so that bounds, open at
    one end, count on one side only. An empty value has infinite implausibility.
    """
    rows = documented.loc[simulated.columns]
    low, high = rows["low"].to_numpy(np.float64), rows["high"].to_numpy(np.float64)
    values = simulated.to_numpy(np.float64)
    distance = np.maximum(values - high, 0.0) + np.minimum(values - low, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        misfit = distance / np.sqrt(rows["variance"].to_numpy(np.float64))
    misfit[distance == 0] = 0.0
    misfit[np.isnan(values)] = np.inf
    return pd.DataFrame(misfit, simulated.index, simulated.columns)


def with_simulation(documented: pd.DataFrame) -> pd.DataFrame:
    """The documented values, with the variance of `simulation` added to that of the error."""
    return documented.assign(variance=documented["variance"] + documented["simulation"])


def kept(misfit: pd.DataFrame) -> pd.Series:
    """Which draws no target rules out: those not ruled out yet."""
    return (misfit.abs() <= CUT).all(axis=1)


def simulation_variance(repeated: pd.DataFrame) -> pd.Series:
    """Variance of each target between runs of one draw that differ by their seed alone.

    Parameters: `repeated` has one row a draw (level `point`) and run. The variance is pooled over
    draws.
    """
    spread = repeated.groupby("point").var(ddof=1)
    return spread.mean()


def ruled_out(misfit: pd.DataFrame) -> pd.DataFrame:
    """One row a target: draws that it rules out, alone or not, and draws kept without it.

    `least` and `median` are its implausibility over the draws.
    """
    over = misfit.abs() > CUT
    others = over.sum(axis=1).to_numpy()
    rows = []
    for name in misfit:
        outside = over[name].to_numpy()
        size = misfit[name].abs()
        rows.append(
            {
                "target": name,
                "draws": len(misfit),
                "ruled_out": int(outside.sum()),
                "ruled_out_alone": int((outside & (others == 1)).sum()),
                "kept_without_it": int((others - outside == 0).sum()),
                "least": float(size.min()),
                "median": float(size.median()),
            }
        )
    return pd.DataFrame(rows)


def influence(points: pd.DataFrame, misfit: pd.DataFrame) -> pd.DataFrame:
    """One row an assumption, strongest first: the target whose misfit it is most correlated with.

    Parameters: `points` has a row a draw and a column an assumption; `misfit` draws x targets.
    Correlations are Spearman's; `noise_limit` is what the largest over all pairs exceeds in 5 of
    100 cases by noise alone.
    """
    rho = pd.DataFrame(
        {
            name: sample_summary.correlations(points, misfit[name])
            for name in misfit
            if misfit[name].nunique() > 1
        }
    )
    limit = sample_summary.correlation_limit(len(misfit), max(rho.size, 1))
    strongest = rho.abs().max(axis=1).sort_values(ascending=False, kind="stable")
    rows = []
    for name, size in strongest.items():
        across: pd.Series = rho.loc[[name]].iloc[0]
        target = str(across.abs().idxmax())
        rows.append((name, target, float(across[target]), limit, bool(size > limit)))
    columns = ["assumption", "target", "rank_correlation", "noise_limit", "beyond_noise"]
    return pd.DataFrame(rows, columns=columns)


def hull(uniforms: Array) -> tuple[Array, Array]:
    """Ranges of survivors in each column, widened for the bias of sample extremes.

    Parameters: `uniforms` are quantiles in (0, 1), draws x assumptions. Returns low and high, each
    of shape (assumptions,), in quantiles too.
    """
    low, high = uniforms.min(axis=0), uniforms.max(axis=0)
    beyond = (high - low) / max(len(uniforms) - 1, 1)
    return np.maximum(low - beyond, 0.0), np.minimum(high + beyond, 1.0)
