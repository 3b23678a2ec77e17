"""Reversals: pairs of decisions whose order flips between societies, and what it depends on."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.language import marked
from experiments.statistics.paired_differences import LEVEL

ABOVE, BELOW = marked("above"), marked("below")

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
FLIPS = 0.05
"""An order flips if either decision is better in at least this share of societies."""
FEWEST = 5
"""And in so many of them: fewer say nothing on what it depends on."""
PERMUTATIONS = 200
COLUMNS = [
    "decision", "other", "better", "worse", "alike", "reversal", "flips", "assumption", "auc",
    "noise_limit", "beyond_noise", "side", "threshold", "agreement", "agreement_without",
]  # fmt: skip


def reversals(
    points: pd.DataFrame,
    utilities: pd.DataFrame,
    least: float,
    seed: int,
    permutations: int = PERMUTATIONS,
) -> pd.DataFrame:
    """One row a pair of decisions, the most balanced first.

    Parameters
    ----------
    points
        One row a society, one column an assumption.
    utilities
        The same rows, one column a decision; finite.
    least
        The least difference in utility that matters; societies with less are alike.
    seed
        Of permutations.
    permutations
        How often the order is given to societies by lot, for the noise limit.

    Returns
    -------
    pandas.DataFrame
        COLUMNS. `decision` is the one that is better in more societies. `better`, `worse` and
        `alike` are shares of societies in which it is better, worse, or alike; `reversal` is the
        smaller of the first two, and `flips` whether it is large enough. Of pairs that flip,
        `assumption` separates the societies best: `auc` is the probability that it is higher where
        `decision` is better (Mann and Whitney 1947), or that it is lower, as `side` says. By noise
        the best of all assumptions exceeds `noise_limit` in 5 of 100 cases. On that side of
        `threshold` (Youden 1950) `decision` is better. This holds in a share `agreement` of the
        societies that are not alike, where always choosing it is right in `agreement_without`. The
        threshold is chosen on the same societies, so that `agreement` is too high.
    """
    names = list(map(str, utilities.columns))
    rows = []
    for one, other in combinations(names, 2):
        gain = utilities[one].to_numpy(np.float64) - utilities[other].to_numpy(np.float64)
        if (gain > least).sum() < (gain < -least).sum():
            one, other, gain = other, one, -gain
        better, worse = gain > least, gain < -least
        row: dict[str, Any] = {"decision": one, "other": other, "better": better.mean()}
        row |= {"worse": worse.mean(), "alike": (~better & ~worse).mean()}
        row |= {"reversal": row["worse"], "assumption": None, "side": None}
        row["flips"] = bool(row["worse"] >= FLIPS and worse.sum() >= FEWEST)
        if row["flips"]:
            apart = better | worse
            random = np.random.default_rng(seed)
            row |= _separation(points.loc[apart], better[apart], permutations, random)
        rows.append(row)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    text = dict.fromkeys(("decision", "other", "assumption", "side"), "object")
    numbers = ("auc", "noise_limit", "threshold", "agreement", "agreement_without")
    kinds = dict.fromkeys(numbers, "float64") | {"flips": "bool"}
    frame = frame.assign(beyond_noise=frame["beyond_noise"].eq(True)).astype(text | kinds)
    return frame.sort_values(
        ["flips", "reversal"], ascending=False, kind="stable", ignore_index=True
    )


def _separation(
    points: pd.DataFrame, better: Mask, permutations: int, random: np.random.Generator
) -> dict[str, Any]:
    """The assumption that separates two kinds of societies best, its noise limit and threshold."""
    ranks = points.rank().to_numpy(np.float64)
    areas = _areas(ranks, better[None])[0]
    lots = np.array([random.permutation(better) for _ in range(permutations)], bool)
    largest = np.abs(_areas(ranks, lots) - 0.5).max(axis=1) + 0.5
    place = int(np.abs(areas - 0.5).argmax())
    above = bool(areas[place] >= 0.5)
    area, limit = float(abs(areas[place] - 0.5) + 0.5), float(np.quantile(largest, LEVEL))
    values = points.iloc[:, place].to_numpy(np.float64)
    threshold, agreement = _threshold(values, better, above)
    return {
        "assumption": str(points.columns[place]), "auc": area, "noise_limit": limit,
        "beyond_noise": area > limit, "side": ABOVE if above else BELOW,
        "threshold": threshold, "agreement": agreement, "agreement_without": float(better.mean()),
    }  # fmt: skip


def _areas(ranks: Array, better: Mask) -> Array:
    """Areas under the ROC curve by lot and assumption; 0.5 of one that does not vary."""
    count = better.sum(axis=1)[:, None]
    others = better.shape[1] - count
    areas: Array = (better.astype(np.float64) @ ranks - count * (count + 1) / 2) / count / others
    return areas


def _threshold(values: Array, better: Mask, above: bool) -> tuple[float, float]:
    """The value with the largest sum of both shares that are told right, and the share of all."""
    levels = np.unique(values)
    cuts = (levels[1:] + levels[:-1]) / 2
    if not len(cuts):
        return np.nan, np.nan
    told = (values > cuts[:, None]) == above
    right = (told & better).sum(axis=1) / better.sum() + (~told & ~better).sum(axis=1) / (
        ~better
    ).sum()
    best = int(right.argmax())
    return float(cuts[best]), float((told[best] == better).mean())
