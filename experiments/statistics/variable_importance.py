"""Which variables are associated with failure: one by one, and together in a forest.

Points have one row a draw and one column a variable; `fails` says of each draw whether it fails,
shape (draws,).
"""

from __future__ import annotations

import warnings

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from scipy.optimize import brentq

from experiments.statistics.multiplicity import holm
from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.prim import Mask

SURE = 1 - LEVEL
TREES = 250
Array = npt.NDArray[np.float64]
Interval = tuple[float, float, float]


def distances(points: pd.DataFrame, fails: Mask) -> pd.Series:
    """Two-sample Kolmogorov-Smirnov distance of draws that fail and that do not, by variable.

    The statistic of regional sensitivity analysis (Hornberger and Spear 1981).
    """
    values = points.to_numpy(np.float64)
    order = np.argsort(values, axis=0, kind="stable")
    within = fails[order]
    gap = np.abs(
        np.cumsum(within, axis=0) / fails.sum() - np.cumsum(~within, axis=0) / (~fails).sum()
    )
    ordered = np.take_along_axis(values, order, axis=0)
    tied = ordered[:-1] == ordered[1:]
    gap[:-1][tied] = 0.0
    return pd.Series(gap.max(axis=0), points.columns, dtype=np.float64)


def scores(points: pd.DataFrame, fails: Mask) -> pd.DataFrame:
    """One row a variable: `distance`, its p-value after Holm over all variables, and `scored`.

    If no variable is related to failure, one or more are `scored` in 5 of 100 cases at most.
    """
    distance = distances(points, fails)
    failing, others = int(fails.sum()), int((~fails).sum())
    size = round(failing * others / (failing + others))
    adjusted = holm(np.asarray(stats.kstwo.sf(distance.to_numpy(), size), np.float64))
    rows = {"variable": points.columns, "distance": distance.to_numpy(), "p_holm": adjusted}
    return pd.DataFrame(rows | {"scored": adjusted <= SURE})


def forest(
    points: pd.DataFrame, fails: Mask, others: pd.DataFrame, seed: int
) -> tuple[pd.Series, Array]:
    """Extra trees (Geurts, Ernst and Wehenkel 2006) grown on points, applied to other draws.

    Returns the importance by variable, and the probability of failure of each of the `others`.
    Importances (of impurity, as `ema_workbench` scores features) sum to 1.
    """
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis.feature_scoring import get_ex_feature_scores

        state = int(np.random.SeedSequence(seed).generate_state(1)[0])
        importance, trees = get_ex_feature_scores(
            points, fails.astype(int), nr_trees=TREES, max_features="sqrt", min_samples_leaf=3,
            oob_score=False, random_state=state,
        )  # fmt: skip
        likely: Array = trees.predict_proba(others.to_numpy(np.float64))[:, 1]
    return pd.Series(importance[1].to_numpy(), importance.index, dtype=np.float64), likely


def auc(score: Array, fails: Mask) -> Interval:
    """Area under the ROC curve with a 95 % interval: how often a failure has the higher score.

    The interval is Newcombe's (2006, method 5), by the variance of Hanley and McNeil at the ends of
    the interval; it has a width where all failures are above all others.
    """
    failing, others = int(fails.sum()), int((~fails).sum())
    if not failing or not others:
        return np.nan, np.nan, np.nan
    wins = stats.mannwhitneyu(score[fails], score[~fails]).statistic
    area = float(wins) / failing / others
    far = float(stats.norm.ppf((1 + LEVEL) / 2))

    def beyond(end: float) -> float:
        more = (1 - end) / (2 - end) + end / (1 + end)
        spread = end * (1 - end) * (1 + ((failing + others) / 2 - 1) * more) / failing / others
        return float(abs(area - end) - far * np.sqrt(spread))

    least, middle = 1e-12, float(np.clip(area, 1e-12, 1 - 1e-12))
    low = brentq(beyond, least, middle) if beyond(least) > 0 else 0.0
    high = brentq(beyond, middle, 1 - least) if beyond(1 - least) > 0 else 1.0
    return area, float(low), float(high)


def leader(points: pd.DataFrame, fails: Mask) -> tuple[str, int]:
    """The variable that separates failures best alone, and its sign: 1 if they have high values.

    By the area under the ROC curve; the first of equals.
    """
    ranks = points.rank().to_numpy()
    failing, others = int(fails.sum()), int((~fails).sum())
    areas = (ranks[fails].sum(axis=0) - failing * (failing + 1) / 2) / failing / others
    best = int(np.argmax(np.abs(areas - 0.5)))
    return str(points.columns[best]), 1 if areas[best] >= 0.5 else -1
