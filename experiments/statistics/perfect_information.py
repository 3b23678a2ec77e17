"""Expected value of perfect information on single assumptions, by regression.

Strong, Oakley and Brennan (2014): the utility of each decision is regressed on one assumption. The
fitted values are its expectation given that assumption, and the noise of single runs is smoothed.
The value of knowing the assumption is the mean over societies of the best fitted utility, less the
best mean utility. It is in the unit of utilities, and never below 0. Where the two best decisions
are within about one standard error of each other, value and interval are too small: 95 % intervals
then held the truth in 54 to 76 % of cases with a closed form, and in 92 to 94 % elsewhere.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special, stats
from scipy.interpolate import BSpline

from experiments.statistics.paired_differences import LEVEL

Array = npt.NDArray[np.float64]
DEGREE = 3
KNOT_PER = 100
"""Societies for each knot inside the range, of two at most: a curve of 3 to 5 coefficients."""
MOST_KNOTS = 2
LEVELS = 5
"""An assumption with at most so many values is a factor: a mean for each value."""
PERMUTATIONS, SAMPLES = 200, 400
TAIL = 4
"""A fourth of the societies, those with the lowest and those with the highest values."""
ROUNDING = 1e-9
COLUMNS = [
    "rank", "assumption", "evppi", "low", "high", "noise_limit", "beyond_noise", "p_noise", "bias",
    "explained", "best_low", "best_high", "switch",
]  # fmt: skip


class Whole(NamedTuple):
    """The value of knowing everything, with its interval, and the decision that is best now."""

    evpi: float
    low: float
    high: float
    best: str


def perfect_information(utilities: pd.DataFrame) -> Whole:
    """The expected value of perfect information, which is the mean regret of the best decision.

    Chance in single runs counts as if it could be known, so that this is an upper bound.

    Parameters: utilities, one row a society and one column a decision. The 95 % interval is that of
    a mean (Student's t), for the number of societies.
    """
    values = utilities.to_numpy(np.float64)
    best = int(values.mean(axis=0).argmax())
    regret = values.max(axis=1) - values[:, best]
    name, mean = str(utilities.columns[best]), float(regret.mean())
    if len(regret) < 2:
        return Whole(mean, np.nan, np.nan, name)
    half = stats.t.ppf((1 + LEVEL) / 2, len(regret) - 1) * stats.sem(regret)
    return Whole(mean, max(0.0, mean - float(half)), mean + float(half), name)


def partial_perfect_information(
    points: pd.DataFrame,
    utilities: pd.DataFrame,
    seed: int,
    permutations: int = PERMUTATIONS,
    samples: int = SAMPLES,
) -> pd.DataFrame:
    """The value of knowing each assumption alone, the largest first.

    Fitted values are scaled so that they explain the adjusted share of variance (Ezekiel 1930):
    what a curve explains by chance is taken off. Intervals are those of draws of its coefficients
    under a uniform prior of their shrinkage (Strawderman 1971), with the covariance between
    decisions, and of mean utilities.

    Parameters
    ----------
    points
        One row a society, one column an assumption.
    utilities
        The same rows, one column a decision; finite.
    seed
        Of permutations and draws.
    permutations
        How often utilities are given to societies by lot, for the noise limit.
    samples
        Draws for an interval.

    Returns
    -------
    pandas.DataFrame
        COLUMNS. `evppi` is in the unit of utilities, `low` and `high` its 95 % interval.
        `noise_limit` is exceeded by the largest of all assumptions in 5 of 100 cases if none
        matters; `p_noise` is how often it is as large then (Westfall and Young 1993). `bias` is the
        mean value of this assumption if it does not matter. `explained` is the largest share of
        variance of a difference between a decision and the best that it explains. `best_low` and
        `best_high` are the best decisions by fitted utility where it is lowest and highest (a
        fourth of societies each), `switch` the value between, where there is one alone.
    """
    differences, means, best = _differences(utilities)
    random = np.random.default_rng(seed)
    orders = np.array([random.permutation(len(points)) for _ in range(permutations)], np.int64)
    # Societies x decisions x lots: the largest of decisions is found over many lots at once.
    by_lot = differences[orders].transpose(1, 2, 0)
    shuffled = by_lot.reshape(len(points), -1)
    draws = _Draws(random, samples, means, differences)
    names = list(map(str, utilities.columns))
    rows: list[dict[str, Any]] = []
    by_chance: list[Array] = []
    for name, column in points.items():
        values = column.to_numpy(np.float64)
        basis = curves(values)
        fitted, share = _fitted(basis, differences)
        lots = _fitted(basis, shuffled)[0].reshape(by_lot.shape)
        noise = (lots + means[:, None]).max(axis=1, initial=0.0).mean(axis=0)
        utility = np.insert(fitted + means, best, 0.0, axis=1)
        row: dict[str, Any] = {
            "assumption": str(name),
            "evppi": _cleared(utility.max(axis=1).mean()),
        }
        low, high = draws.interval(basis)
        row |= {"low": min(low, row["evppi"]), "high": max(high, row["evppi"])}
        row |= {"bias": _cleared(noise.mean()), "explained": share.max(initial=0.0)}
        rows.append(row | _decisions(values, utility, names))
        by_chance.append(noise)
    found = pd.DataFrame(rows)
    largest = np.max(by_chance, axis=0)
    value = found["evppi"].to_numpy(np.float64)
    found["noise_limit"] = float(np.quantile(largest, LEVEL))
    found["beyond_noise"] = value > found["noise_limit"]
    found["p_noise"] = (1 + (largest >= value[:, None]).sum(axis=1)) / (1 + permutations)
    found = found.sort_values("evppi", ascending=False, kind="stable", ignore_index=True)
    return found.assign(rank=found.index + 1)[COLUMNS]


def curves(values: Array) -> Array:
    """An orthonormal basis of smooth curves over an assumption, without the constant.

    Cubic B-splines of ranks, so that scale and skewness do not matter, with knots at quantiles; a
    factor where there are few values. Shape (societies, coefficients), without a column for an
    assumption that does not vary.
    """
    levels, place = np.unique(values, return_inverse=True)
    if len(levels) <= LEVELS:
        design = np.eye(len(levels))[place]
    else:
        x = (stats.rankdata(values) - 0.5) / len(values)
        inside = np.linspace(0, 1, min(MOST_KNOTS, len(values) // KNOT_PER) + 2)
        knots = np.r_[[0.0] * DEGREE, inside, [1.0] * DEGREE]
        design = BSpline.design_matrix(x, knots, DEGREE).toarray()
    left, size, _ = np.linalg.svd(design - design.mean(axis=0), full_matrices=False)
    basis: Array = left[:, size > ROUNDING * max(1.0, size.max(initial=0.0))]
    return basis


def _differences(utilities: pd.DataFrame) -> tuple[Array, Array, int]:
    """Utilities less those of the best decision: centred, their means, and which is the best."""
    values = utilities.to_numpy(np.float64)
    best = int(values.mean(axis=0).argmax())
    less = np.delete(values, best, axis=1) - values[:, [best]]
    means = less.mean(axis=0)
    return less - means, means, best


def _fitted(basis: Array, values: Array) -> tuple[Array, Array]:
    """Scaled fitted values of each column, which is centred, and adjusted shares of variance."""
    coefficients = basis.T @ values
    explained, whole = (coefficients**2).sum(axis=0), (values**2).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(whole > 0, explained / whole, 0.0)
        adjusted = share - (1 - share) * basis.shape[1] / _freedom(*basis.shape)
        kept = np.sqrt(np.where(adjusted > 0, adjusted / share, 0.0))
    return basis @ (kept * coefficients), np.maximum(adjusted, 0.0)


def _freedom(societies: int, coefficients: int) -> int:
    return max(1, societies - 1 - coefficients)


def _odds(explained: Array, whole: Array, societies: int, coefficients: int) -> Array:
    """Half of the explained sum of squares, in units of the variance that is left."""
    left = (whole - explained) / _freedom(societies, coefficients)
    left = np.maximum(left, ROUNDING**2 * np.maximum(whole, 1e-300))
    odds: Array = np.where(whole > 0, explained / 2 / np.where(left > 0, left, 1.0), 0.0)
    return odds


class _Draws:
    """Draws from what the data say on coefficients and on mean utilities, the same for all."""

    def __init__(
        self, random: np.random.Generator, samples: int, means: Array, differences: Array
    ) -> None:
        self._differences = differences
        count, others = differences.shape
        self._normal = random.standard_normal((samples, DEGREE + MOST_KNOTS, others))
        self._uniform = random.uniform(size=(samples, others))
        root = _root(differences.T @ differences / max(1, count - 1))
        self._means = means + random.standard_normal((samples, others)) @ root / np.sqrt(count)

    def interval(self, basis: Array) -> tuple[float, float]:
        """Both ends of the 95 % interval of the value of one assumption."""
        count, size = basis.shape
        if not size:
            return 0.0, 0.0
        coefficients = basis.T @ self._differences
        explained, whole = (coefficients**2).sum(axis=0), (self._differences**2).sum(axis=0)
        odds, shape = np.maximum(_odds(explained, whole, count, size), ROUNDING), size / 2 + 1
        lost = special.gammaincinv(shape, self._uniform * special.gammainc(shape, odds)) / odds
        kept = 1 - np.clip(np.nan_to_num(lost), 0.0, 1.0)[:, None]
        left = self._differences - basis @ coefficients
        noise = self._normal[:, :size] @ _root(left.T @ left / _freedom(count, size))
        drawn = kept * coefficients + np.sqrt(kept) * noise  # draws x coefficients x decisions
        fitted = basis @ drawn.transpose(1, 2, 0).reshape(size, -1)
        utility = fitted.reshape(count, -1, len(drawn)) + self._means.T
        value = utility.max(axis=1, initial=0.0).mean(axis=0)
        value = value - self._means.max(axis=1, initial=0.0)
        low, high = np.quantile(np.maximum(value, 0.0), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return _cleared(low), _cleared(high)


def _root(covariance: Array) -> Array:
    """A matrix that gives rows of independent normal numbers this covariance."""
    values, vectors = np.linalg.eigh(covariance)
    root: Array = (vectors * np.sqrt(np.maximum(values, 0.0))).T
    return root


def _decisions(values: Array, utility: Array, names: list[str]) -> dict[str, Any]:
    """What is best where an assumption is low and high, and the value between."""
    order = np.argsort(values, kind="stable")
    many = max(1, len(values) // TAIL)
    ends = [int(utility[rows].mean(axis=0).argmax()) for rows in (order[:many], order[-many:])]
    row: dict[str, Any] = {"best_low": names[ends[0]], "best_high": names[ends[1]]}
    ordered, best = values[order], utility[order].argmax(axis=1)
    turns = np.flatnonzero(np.diff(best))
    row["switch"] = np.nan
    if len(turns) == 1 and ends[0] != ends[1]:
        row["switch"] = float(ordered[turns[0] : turns[0] + 2].mean())
    return row


def _cleared(value: Any) -> float:
    """The value, 0 where only rounding makes it."""
    return float(value) if value > ROUNDING else 0.0
