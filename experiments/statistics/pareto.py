"""Which of several choices nothing beats, what each may cost, and how firm that is.

`gains` are changes counted such that more is better, of shape (choices, draws, outcomes);
`allowed` marks the choices that may be taken at all.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def front(gains: Array, allowed: Mask) -> Mask:
    """Allowed choices that no allowed one beats: gains of shape (choices, outcomes).

    One beats another if it is as good in every outcome and better in one; equals stay together.
    """
    kept = np.flatnonzero(allowed)
    as_good = np.ones((len(kept), len(kept)), bool)
    for column in gains[kept].T:
        as_good &= column[:, None] >= column
    beaten = (as_good & ~as_good.T).any(axis=0)
    found = np.zeros(len(gains), bool)
    found[kept[~beaten]] = True
    return found


def feasible(within: Mask, confidence: float) -> Mask:
    """Options that keep within their limits in that share of draws: (choices, draws)."""
    return np.asarray(within.mean(axis=1) >= confidence)


def regrets(means: Array, allowed: Mask, scales: Array) -> Array:
    """What an allowed choice falls short of the best allowed one: (choices, outcomes).

    `means` are gains averaged over draws, `scales` one number an outcome that does not depend on
    which choices there are: a choice that is worse than another in every outcome then changes the
    regret of none. Empty for choices that are not allowed.
    """
    found = np.full(means.shape, np.nan)
    if allowed.any():
        found[allowed] = (means[allowed].max(axis=0) - means[allowed]) / scales
    return found


def minimax(regret: Array, allowed: Mask) -> int:
    """The allowed choice whose largest regret over outcomes is least.

    Ties go to the smaller mean over outcomes, then to the first. Raises ValueError if none is
    allowed.
    """
    kept = np.flatnonzero(allowed)
    if not len(kept):
        raise ValueError("no choice is allowed")
    keys = (regret[kept].mean(axis=1), regret[kept].max(axis=1))
    return int(kept[np.lexsort(keys)[0]])


def by_draw(gains: Array, allowed: Mask) -> Mask:
    """Whether a choice is on the front of each draw alone: (choices, draws)."""
    draws = range(gains.shape[1])
    return np.stack([front(gains[:, draw], allowed) for draw in draws], axis=1)


def resampled(
    gains: Array, within: Mask, confidence: float, scales: Array, samples: int, seed: int
) -> tuple[Array, Array]:
    """Shares of bootstrap samples of the draws in which a choice is on the front, and minimax.

    In each sample, what is allowed, the front of means and the regrets are worked out anew.
    """
    on_front = np.zeros(len(gains))
    chosen = np.zeros(len(gains))
    draws = gains.shape[1]
    for sample in np.random.default_rng(seed).integers(draws, size=(samples, draws)):
        allowed = feasible(within[:, sample], confidence)
        if not allowed.any():
            continue
        means = gains[:, sample].mean(axis=1)
        on_front += front(means, allowed)
        chosen[minimax(regrets(means, allowed, scales), allowed)] += 1
    return on_front / samples, chosen / samples
