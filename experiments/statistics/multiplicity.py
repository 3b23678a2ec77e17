"""Corrections of p-values for multiple tests.

A few primary outcomes are declared before anything is run. Over them and all scenarios Holm's
step-down correction (Scandinavian Journal of Statistics 6, 1979) bounds the probability of any
false finding. All other outcomes are exploratory: over them Benjamini and Yekutieli's correction
(Annals of Statistics 29, 2001) bounds the expected share of false findings among the findings,
under any dependence between tests. Benjamini and Hochberg's would not do: it is for independent or
positively dependent tests, and measures of one society depend on each other in every way.
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
    """Holm's step-down adjusted p-values along the last axis; NaN is no test and stays NaN."""
    return _corrected(p, "holm")


def benjamini_yekutieli(p: Array) -> Array:
    """Benjamini and Yekutieli's q-values along the last axis; NaN is no test and stays NaN."""
    return _corrected(p, "fdr_by")


def families(p: Array, primary: Sequence[bool] | npt.NDArray[np.bool_]) -> dict[str, npt.ArrayLike]:
    """Columns `p_holm`, `q_fdr` and `family` of tests in two families.

    Parameters: `p`, one p-value a test, NaN where there is none; `primary`, whether a test belongs
    to the primary family; both of shape (tests,). Returns `p_holm`, adjusted over the primary tests
    and NaN elsewhere; `q_fdr`, over the exploratory tests and NaN elsewhere; and the `family`.
    """
    chosen = np.asarray(primary, bool)
    return {
        "p_holm": holm(np.where(chosen, p, np.nan)),
        "q_fdr": benjamini_yekutieli(np.where(chosen, np.nan, p)),
        "family": np.where(chosen, PRIMARY, EXPLORATORY),
    }


def _corrected(p: Array, method: Literal["holm", "fdr_by"]) -> Array:
    adjusted = np.full(p.shape, np.nan)
    gc.freeze()  # multipletests collects garbage at every call, a tenth of a second with all this
    try:
        for row in np.ndindex(p.shape[:-1]):
            finite = np.isfinite(p[row])
            if finite.any():
                adjusted[row][finite] = multipletests(p[row][finite], method=method)[1]
    finally:
        gc.unfreeze()
    return adjusted
