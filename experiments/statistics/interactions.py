"""Two-way interactions of levers: their joint effect less the sum of their effects alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from experiments.config.outcomes import Outcome
from experiments.statistics.contributions import SOCIETY
from experiments.statistics.multiplicity import benjamini_yekutieli, holm
from experiments.statistics.over_societies import EFFECT, by_society, of_changes, usual_least
from experiments.statistics.paired_differences import differences, paired

Array = npt.NDArray[np.float64]


def interactions(levels: pd.DataFrame, levers: tuple[str, ...]) -> pd.DataFrame:
    """One row a pair: effects alone and together, and the interaction, y(ab) - y(a) - y(b) + y(0).

    Parameters: `levels` of an outcome, a row a subset of levers (bit `i` is lever `i`), a column a
    replication; names of the `levers`. Returns effects in the unit of the outcome, the interval and
    the p-value of the interaction. Intervals are paired t, 95 %, and empty where all replications
    have the same value. A replication without a value in one of the four subsets is left out of
    the pair. `p` is not corrected: see `corrected`.
    """
    first, second, together = _effects(levels, len(levers))
    additive = first + second
    test = paired(additive, together)
    first = np.where(np.isfinite(additive + together), first, 0.0)
    with np.errstate(invalid="ignore"):
        alone = first.sum(axis=1) / test["replications"]
    return _named(levers).assign(
        **{
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


def interactions_over_societies(
    levels: pd.DataFrame, levers: tuple[str, ...], outcome: Outcome, unit: str
) -> pd.DataFrame:
    """One row a pair: medians of effects alone and together, and the interaction over societies.

    Parameters: as `interactions`; columns of `levels` have the levels society and replication; the
    outcome and its unit.

    Returns
    -------
    pandas.DataFrame
        `first`, `second`; `first_alone`, `second_alone` and `together`, medians over societies;
        EFFECT of the interaction, as `over_societies` has it; `p` of a sign test that it is as
        often above as below 0, over societies, not corrected.
    """
    societies = levels.columns.get_level_values(SOCIETY).to_numpy(np.int64)
    first, second, together = _effects(levels, len(levers))
    change = differences(first + second, together)
    have = np.isfinite(change)
    least = usual_least(levels.loc[0].to_numpy(np.float64), societies, unit)
    rows = _named(levers)
    names = ("first_alone", "second_alone", "together")
    for name, effect in zip(names, (first, second, together), strict=True):
        known = of_changes(np.where(have, effect, np.nan), societies, outcome, least)
        rows[name] = known["median"]
    effects = of_changes(change, societies, outcome, least)
    p = np.where(np.isfinite(effects["median"]), _sign_test(change, societies), np.nan)
    return rows.assign(**{name: effects[name] for name in EFFECT}, p=p)


def _sign_test(change: Array, societies: npt.NDArray[np.int64]) -> Array:
    """Two-sided p of a sign test of the means of societies; NaN where none differs from 0."""
    cube = by_society(change, societies)
    sums = np.nansum(cube, axis=2)
    up, down = (sums > 0).sum(axis=1), (sums < 0).sum(axis=1)
    both = up + down
    p = 2 * stats.binom.cdf(np.minimum(up, down), both, 0.5)
    return np.where(both > 0, np.minimum(p, 1.0), np.nan)


def _effects(levels: pd.DataFrame, levers: int) -> tuple[Array, Array, Array]:
    """Effects of the first and the second lever of each pair alone, and of both together."""
    left, right = np.triu_indices(levers, 1)
    bits = np.int64(1) << np.arange(levers)
    effects = levels - levels.loc[0]
    first, second, together = (
        effects.loc[subsets].to_numpy(np.float64)
        for subsets in (bits[left], bits[right], bits[left] | bits[right])
    )
    return first, second, together


def _named(levers: tuple[str, ...]) -> pd.DataFrame:
    """Both levers of each pair."""
    left, right = np.triu_indices(len(levers), 1)
    return pd.DataFrame(
        {
            "first": [levers[place] for place in left],
            "second": [levers[place] for place in right],
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
