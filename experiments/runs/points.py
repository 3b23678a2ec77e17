"""Tables of points of a design, one row a point."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.factors import Axis, Factor, Range, Sampling, Scheme
from sim.evidence import EvidenceError, Ledger
from sim.evidence.entries import quantile
from sim.settings.variants import ASSUMPTION

Array = npt.NDArray[np.float64]
EDGE = 2.0**-53


def column(factor: Factor) -> str:
    """The column of a factor in a table of points."""
    return f"{ASSUMPTION}{factor.word}" if factor.assumption else factor.word


def table(
    axes: Sequence[Axis], sampling: Scheme, points: int, seed: int, ledger: Ledger
) -> pd.DataFrame:
    """The points of a sweep, one row each; `points` and `seed` count for latin and sobol alone."""
    if sampling in ("latin", "sobol"):
        return spread(axes, uniforms(sampling, points, len(axes), seed), ledger)
    lists: dict[str, Any] = {column(axis.factor): axis.over for axis in axes}
    return grid(lists) if sampling == "grid" else pd.DataFrame(lists)


def grid(vary: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """All combinations of listed values; the last named varies fastest."""
    index = pd.MultiIndex.from_product(list(vary.values()), names=list(vary))
    return index.to_frame(index=False)


def spread(axes: Sequence[Axis], drawn: Array, ledger: Ledger) -> pd.DataFrame:
    """Axes with ranges at these uniforms, of shape (points, axes); null ranges as `assumed`."""
    columns: dict[str, Any] = {}
    for axis, uniform in zip(axes, drawn.T, strict=True):
        if isinstance(axis.over, Range):
            columns[column(axis.factor)] = between(axis.over, uniform, axis.factor.kind is int)
        else:
            named = assumed([axis.factor.word], ledger, uniform[:, None])
            columns |= {str(name): named[name] for name in named}
    return pd.DataFrame(columns)


def between(over: Range, uniform: Array, whole: bool) -> npt.NDArray[Any]:
    """Values of a range at uniforms; whole ones with equal chances, on a log scale by its ends."""
    low, high = (over.low - 0.5, over.high + 0.5) if whole else (over.low, over.high)
    if over.log:
        steps = math.log(low), math.log(high)
        values = np.exp(steps[0] + uniform * (steps[1] - steps[0]))
    else:
        values = low + uniform * (high - low)
    values = np.rint(values) if whole else values
    values = np.clip(values, over.low, over.high)
    return values.astype(np.int64) if whole else values


def uniforms(sampling: Sampling, points: int, dimensions: int, seed: int) -> Array:
    """Numbers strictly between 0 and 1, spread evenly: shape (points, dimensions).

    `latin` is a Latin hypercube, `sobol` a scrambled Sobol' sequence, even at powers of two.
    """
    from scipy.stats import qmc  # It takes half a second to import.

    if sampling == "latin":
        drawn = qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(points)
    else:
        engine = qmc.Sobol(dimensions, rng=np.random.default_rng(seed))
        drawn = engine.random(1 << (points - 1).bit_length())[:points]
    return np.clip(np.asarray(drawn, np.float64), EDGE, 1.0 - EDGE)


def assumed(names: Sequence[str], ledger: Ledger, drawn: Array) -> pd.DataFrame:
    """Assumptions at quantiles of their distributions: columns `assume:ID`, one row a point.

    `drawn` has shape (points, names). Raises EvidenceError for a name without a range.
    """
    columns: dict[str, list[float]] = {}
    for name, column in zip(names, drawn.T, strict=True):
        if name not in ledger.ranged:
            raise EvidenceError(f"assume:{name}: no assumption with a range")
        entry, usual = ledger.assumptions[name], ledger.value(f"assume:{name}")
        columns[f"{ASSUMPTION}{name}"] = [quantile(entry, usual, float(level)) for level in column]
    return pd.DataFrame(columns)


def resampled(weights: Array, drawn: Array) -> npt.NDArray[np.int64]:
    """Positions of the particles that uniforms pick, each with a probability of its weight."""
    ends = np.cumsum(weights)
    positions = np.searchsorted(ends, np.asarray(drawn) * ends[-1], side="right")
    return np.asarray(np.minimum(positions, int(np.flatnonzero(weights)[-1])), np.int64)
