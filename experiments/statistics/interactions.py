"""Pairs of levers: whether both together do more or less than the sum of each alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.statistics.multiplicity import false_discovery, holm
from experiments.statistics.paired_differences import paired


def interactions(levels: pd.DataFrame, levers: tuple[str, ...]) -> pd.DataFrame:
    """One row a pair: effects alone and together, and what together is beyond the sum.

    `levels` has a row for each subset of levers (bit `i` is lever `i`) and a column a replication.
    Intervals are paired t, 95 %, and empty where all replications have the same value; a
    replication in which one of the four is empty is left out of the pair. `p` is not corrected:
    see `corrected`.
    """
    one, other = np.triu_indices(len(levers), 1)
    bits = np.int64(1) << np.arange(len(levers))
    effects = levels - levels.loc[0]
    first, second, together = (
        effects.loc[subsets].to_numpy(np.float64)
        for subsets in (bits[one], bits[other], bits[one] | bits[other])
    )
    expected = first + second
    found = paired(expected, together)
    first = np.where(np.isfinite(expected + together), first, 0.0)
    with np.errstate(invalid="ignore"):
        alone = first.sum(axis=1) / found["replications"]
    return pd.DataFrame(
        {
            "first": [levers[place] for place in one],
            "second": [levers[place] for place in other],
            "first_alone": alone,
            "second_alone": found["baseline"] - alone,
            "together": found["value"],
            "interaction": found["difference"],
            "ci_low": found["ci_low"],
            "ci_high": found["ci_high"],
            "p": found["p"],
            "replications": found["replications"],
        }
    )


def corrected(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of all outcomes with `p_holm` and `q_fdr` in the place of `p`.

    All pairs and outcomes of the table are one family. Holm's p-values bound the probability of any
    false finding in it, Benjamini and Yekutieli's q-values the share of false ones among findings:
    the latter are what a search through many pairs is read by.
    """
    p = rows["p"].to_numpy(np.float64)
    place = list(rows).index("p")
    rows = rows.drop(columns="p")
    rows.insert(place, "p_holm", holm(p))
    rows.insert(place + 1, "q_fdr", false_discovery(p))
    return rows
