"""Which of several choices nothing beats, what each may cost, and how firm that is.

`gains` are changes counted such that more is better, of shape (choices, draws, outcomes);
`allowed` marks the choices that may be taken at all.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
TAIL = 0.95


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
    """Choices that keep within their limits in that share of draws: (choices, draws)."""
    return np.asarray(within.mean(axis=1) >= confidence)


def regrets(gains: Array, allowed: Mask) -> Array:
    """What a choice falls short of the best allowed one of a draw, by draw and outcome.

    1 is the distance from the best allowed to the worst allowed, averaged over draws: one scale an
    outcome, so that a draw in which little is to be had counts for little. Empty for choices that
    are not allowed. Same shape as the gains.
    """
    found = np.full(gains.shape, np.nan)
    if allowed.any():
        rows = gains[allowed]
        best = rows.max(axis=0)
        width = (best - rows.min(axis=0)).mean(axis=0)
        found[allowed] = (best - rows) / np.where(width > 0, width, 1.0)
    return found


def minimax(regret: Array, allowed: Mask) -> int:
    """The allowed choice whose largest regret, over draws and outcomes, is least.

    Ties go to the smaller 95th percentile over draws, then to the smaller mean, then to the first.
    Raises ValueError if none is allowed.
    """
    kept = np.flatnonzero(allowed)
    if not len(kept):
        raise ValueError("no choice is allowed")
    worst = regret[kept].max(axis=2)
    keys = (worst.mean(axis=1), np.quantile(worst, TAIL, axis=1), worst.max(axis=1))
    return int(kept[np.lexsort(keys)[0]])


def by_draw(gains: Array, allowed: Mask) -> Mask:
    """Whether a choice is on the front of each draw alone: (choices, draws)."""
    draws = range(gains.shape[1])
    return np.stack([front(gains[:, draw], allowed) for draw in draws], axis=1)


def resampled(
    gains: Array, within: Mask, confidence: float, samples: int, seed: int
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
        here = gains[:, sample]
        on_front += front(here.mean(axis=1), allowed)
        chosen[minimax(regrets(here, allowed), allowed)] += 1
    return on_front / samples, chosen / samples
