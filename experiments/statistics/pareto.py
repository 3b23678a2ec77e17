"""Pareto fronts and minimax regret of alternatives, and their bootstrap frequencies.

`gains` are changes signed so that more is better, of shape (alternatives, draws, outcomes);
`feasible` marks the alternatives that may be chosen, of shape (alternatives,).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def non_dominated(gains: Array, feasible: Mask) -> Mask:
    """The Pareto front: feasible alternatives that no feasible one dominates.

    One dominates another if it is as good in every outcome and better in one; equal alternatives
    stay together. `gains` have shape (alternatives, outcomes). Returns shape (alternatives,).
    """
    kept = np.flatnonzero(feasible)
    as_good = np.ones((len(kept), len(kept)), bool)
    for column in gains[kept].T:
        as_good &= column[:, None] >= column
    dominated = (as_good & ~as_good.T).any(axis=0)
    front = np.zeros(len(gains), bool)
    front[kept[~dominated]] = True
    return front


def feasible(within: Mask, confidence: float) -> Mask:
    """Alternatives within their limits in at least a share `confidence` of draws.

    `within` has shape (alternatives, draws). Returns shape (alternatives,).
    """
    return np.asarray(within.mean(axis=1) >= confidence)


def regrets(means: Array, feasible: Mask, scales: Array) -> Array:
    """Regret: the distance of a feasible alternative to the best feasible one, by outcome.

    `means` are gains averaged over draws, (alternatives, outcomes); `scales`, (outcomes,), are in
    the unit of the outcomes and do not depend on the alternatives. A dominated alternative more
    then changes the regret of no other. Returns shape (alternatives, outcomes), without a unit, NaN
    for alternatives that are not feasible.
    """
    regret = np.full(means.shape, np.nan)
    if feasible.any():
        regret[feasible] = (means[feasible].max(axis=0) - means[feasible]) / scales
    return regret


def minimax_regret(regret: Array, feasible: Mask) -> int:
    """The feasible alternative with the least maximum regret over outcomes.

    L. J. Savage, The theory of statistical decision, 1951. Ties go to the smaller mean over
    outcomes, then to the first. Raises ValueError if none is feasible.
    """
    kept = np.flatnonzero(feasible)
    if not len(kept):
        raise ValueError("no alternative is feasible")
    keys = (regret[kept].mean(axis=1), regret[kept].max(axis=1))
    return int(kept[np.lexsort(keys)[0]])


def non_dominated_by_draw(gains: Array, feasible: Mask) -> Mask:
    """Whether an alternative is on the front of each single draw: (alternatives, draws)."""
    draws = range(gains.shape[1])
    return np.stack([non_dominated(gains[:, draw], feasible) for draw in draws], axis=1)


def bootstrap_frequencies(
    gains: Array, within: Mask, confidence: float, scales: Array, samples: int, seed: int
) -> tuple[Array, Array]:
    """Shares of bootstrap samples of the draws: on the front, and the minimax-regret choice.

    Parameters: as in the functions above, the number of `samples` and their `seed`. Feasibility,
    the front of means and regrets are computed anew in each sample. Returns two arrays of shape
    (alternatives,).
    """
    on_front = np.zeros(len(gains))
    chosen = np.zeros(len(gains))
    draws = gains.shape[1]
    for sample in np.random.default_rng(seed).integers(draws, size=(samples, draws)):
        allowed = feasible(within[:, sample], confidence)
        if not allowed.any():
            continue
        means = gains[:, sample].mean(axis=1)
        on_front += non_dominated(means, allowed)
        chosen[minimax_regret(regrets(means, allowed, scales), allowed)] += 1
    return on_front / samples, chosen / samples
