"""Corrections for looking at many tests at once.

A few primary outcomes are declared before anything is run. Over them and all scenarios Holm's
step-down correction bounds the probability of any false finding. All other outcomes are
exploratory: over them Benjamini and Yekutieli's correction bounds the expected share of false
findings among the findings, whatever the dependence between tests (Annals of Statistics 29, 2001).
Measures of one society depend on each other in every way, which is why the bound of Benjamini and
Hochberg, which is for independent or positively dependent tests, is not relied on.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from statsmodels.stats.multitest import multipletests

Array = npt.NDArray[np.float64]
ALPHA = 0.05
PRIMARY, EXPLORATORY = "primary", "exploratory"


def holm(p: Array) -> Array:
    """Holm's step-down correction along the last axis, over the p-values that are there."""
    return _corrected(p, "holm")


def false_discovery(p: Array) -> Array:
    """Benjamini and Yekutieli's q-values along the last axis, over the p-values that are there."""
    return _corrected(p, "fdr_by")


def families(p: Array, primary: Sequence[bool] | npt.NDArray[np.bool_]) -> dict[str, npt.ArrayLike]:
    """Columns `p_holm`, `q_fdr` and `family` of tests in two families.

    Parameters: `p`, one p-value a test, NaN where there is none; `primary`, whether a test belongs
    to the primary family. Returns `p_holm`, corrected over the primary tests and NaN elsewhere;
    `q_fdr`, corrected over the exploratory tests and NaN elsewhere; and the name of the family.
    """
    chosen = np.asarray(primary, bool)
    return {
        "p_holm": holm(np.where(chosen, p, np.nan)),
        "q_fdr": false_discovery(np.where(chosen, np.nan, p)),
        "family": np.where(chosen, PRIMARY, EXPLORATORY),
    }


def _corrected(p: Array, method: Literal["holm", "fdr_by"]) -> Array:
    found = np.full(p.shape, np.nan)
    gc.freeze()  # multipletests collects garbage at every call, a tenth of a second with all this
    try:
        for row in np.ndindex(p.shape[:-1]):
            there = np.isfinite(p[row])
            if there.any():
                found[row][there] = multipletests(p[row][there], method=method)[1]
    finally:
        gc.unfreeze()
    return found
