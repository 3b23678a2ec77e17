"""Tables of points: which values a design takes, one row a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import qmc

from experiments.runs.design import EVIDENCE
from sim.evidence import Ledger

Sampling = Literal["latin", "sobol"]
Array = npt.NDArray[np.float64]
EDGE = 2.0**-53


def grid(vary: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """All combinations of listed values; the last named varies fastest."""
    index = pd.MultiIndex.from_product(list(vary.values()), names=list(vary))
    return index.to_frame(index=False)


def uniforms(sampling: Sampling, points: int, dimensions: int, seed: int) -> Array:
    """Numbers strictly between 0 and 1, spread evenly: shape (points, dimensions).

    `latin` is a Latin hypercube, `sobol` a scrambled Sobol' sequence, even at powers of two.
    """
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
    rows = [ledger.sample(dict(zip(names, map(float, row), strict=True))).replaced for row in drawn]
    columns = {f"{EVIDENCE}{name}": [row[name] for row in rows] for name in names}
    return pd.DataFrame(columns)
