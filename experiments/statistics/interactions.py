"""Two-way interactions of levers: their joint effect less the sum of their effects alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.statistics.multiplicity import benjamini_yekutieli, holm
from experiments.statistics.paired_differences import paired


def interactions(levels: pd.DataFrame, levers: tuple[str, ...]) -> pd.DataFrame:
    """One row a pair: effects alone and together, and the interaction, y(ab) - y(a) - y(b) + y(0).

    Parameters: `levels` of an outcome, a row a subset of levers (bit `i` is lever `i`), a column a
    replication; names of the `levers`. Returns effects in the unit of the outcome, the interval and
    the p-value of the interaction. Intervals are paired t, 95 %, and empty where all replications
    have the same value. A replication without a value in one of the four subsets is left out of
    the pair. `p` is not corrected: see `corrected`.
    """
    left, right = np.triu_indices(len(levers), 1)
    bits = np.int64(1) << np.arange(len(levers))
    effects = levels - levels.loc[0]
    first, second, together = (
        effects.loc[subsets].to_numpy(np.float64)
        for subsets in (bits[left], bits[right], bits[left] | bits[right])
    )
    additive = first + second
    test = paired(additive, together)
    first = np.where(np.isfinite(additive + together), first, 0.0)
    with np.errstate(invalid="ignore"):
        alone = first.sum(axis=1) / test["replications"]
    return pd.DataFrame(
        {
            "first": [levers[place] for place in left],
            "second": [levers[place] for place in right],
            "first_alone": alone,
            "second_alone": test["baseline"] - alone,
            "together": test["value"],
            "interaction": test["difference"],
            "ci_low": test["ci_low"],
            "ci_high": test["ci_high"],
            "p": test["p"],
            "replications": test["replications"],
        }
    )


def corrected(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of all outcomes with `p_holm` and `q_fdr` instead of `p`.

    All pairs and outcomes of the table are one family. Holm's p-values bound the probability of any
    false finding in it. Benjamini and Yekutieli's q-values bound the share of false findings among
    the findings, which suits a search through many pairs.
    """
    p = rows["p"].to_numpy(np.float64)
    place = list(rows).index("p")
    rows = rows.drop(columns="p")
    rows.insert(place, "p_holm", holm(p))
    rows.insert(place + 1, "q_fdr", benjamini_yekutieli(p))
    return rows
