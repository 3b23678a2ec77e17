"""Adaptive importance sampling: draws weighted by prior and likelihood over where they came from.

Batches of draws come from different distributions, each adapted to what those before have shown.
All of them together are one sample from the mixture of these distributions (adaptive multiple
importance sampling; Cornuet, Marin, Mira and Robert 2012), so that no run is thrown away. Draws are
quantiles of independent priors. As one batch comes from the prior itself, no weight can be larger
than the share of that batch allows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from scipy.special import ndtr, ndtri

FREEDOM = 5
"""Degrees of freedom of proposals: tails wider than those of a normal posterior."""
EDGE = 2.0**-53
LEAST = 20
"""Effective size below which draws are no posterior."""
Array = npt.NDArray[np.float64]
Density = Callable[[Array], Array]
"""Of quantiles of shape (points, parameters), relative to that of the prior."""
Simulate = Callable[[Array], Array]
"""Log-likelihoods of proposed quantiles; an unbiased estimate of the likelihood is enough."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Quantiles drawn from one distribution, shape (points, parameters), and log-likelihoods."""

    drawn: Array
    log_likelihood: Array
    density: Density


@dataclass(frozen=True, slots=True)
class Posterior:
    """Normalized weights of all draws, in the order of the batches.

    `steps` has one row a batch: its draws, how many of them have a likelihood, and the effective
    size of all draws up to it.
    """

    weights: Array
    steps: pd.DataFrame

    @property
    def effective(self) -> float:
        """How many equally weighted draws these are worth (Kish)."""
        return effective(self.weights)


def posterior(
    simulate: Simulate,
    start: Sequence[Batch],
    *,
    populations: int,
    size: int,
    wanted: float,
    rng: np.random.Generator,
) -> Posterior:
    """Weigh the batches there are, and add others until the effective size is as wanted.

    Parameters: `start` has at least one batch, the first from the prior; at most so many
    `populations` of `size` draws follow, each from a multivariate t distribution around the
    weighted draws so far.
    """
    batches = list(start)
    found = weights(batches)
    steps = [_step(batches[: number + 1]) for number in range(len(batches))]
    for _ in range(populations):
        if effective(found) >= wanted:
            break
        drawn, density = _proposed(np.concatenate([one.drawn for one in batches]), found, size, rng)
        batches.append(Batch(drawn, simulate(drawn), density))
        found = weights(batches)
        steps.append(_step(batches))
    return Posterior(found, pd.DataFrame(steps))


def weights(batches: Sequence[Batch]) -> Array:
    """Normalized weights: likelihood over the density of the mixture; all zero without any."""
    drawn = np.concatenate([one.drawn for one in batches])
    logs = np.concatenate([one.log_likelihood for one in batches])
    mixture = np.zeros(len(drawn))
    for one in batches:
        mixture += len(one.drawn) * one.density(drawn)
    there = np.isfinite(logs)
    found = np.zeros(len(drawn))
    if there.any():
        logs = logs[there] - np.log(mixture[there])
        found[there] = np.exp(logs - logs.max())
        found /= found.sum()
    return found


def effective(found: Array) -> float:
    """Kish's effective size of weights; 0 where there are none."""
    squares = float((found**2).sum())
    return float(found.sum()) ** 2 / squares if squares else 0.0


def prior(points: Array) -> Array:
    """The prior's density relative to itself."""
    return np.ones(len(points))


def box(low: Array, high: Array) -> Density:
    """The density of what is drawn evenly between low and high."""

    def density(points: Array) -> Array:
        inside = ((points >= low) & (points <= high)).all(axis=1)
        return np.where(inside, 1.0 / float(np.prod(high - low)), 0.0)

    return density


def _step(batches: Sequence[Batch]) -> dict[str, float]:
    last = batches[-1]
    return {
        "draws": len(last.drawn),
        "with_likelihood": int(np.isfinite(last.log_likelihood).sum()),
        "effective_size": effective(weights(batches)),
    }


def _proposed(
    drawn: Array, found: Array, size: int, rng: np.random.Generator
) -> tuple[Array, Density]:
    """New quantiles around the weighted ones, on the scale on which the prior is standard normal.

    Mean and covariance lean towards the prior's, the more so the fewer draws they rest on. Sums are
    NumPy's own, whose order does not depend on the number of threads.
    """
    scores, count = ndtri(drawn), drawn.shape[1]
    worth, known = effective(found), count + 2
    share = worth / (worth + known)
    mean = share * (found[:, None] * scores).sum(axis=0)
    apart = scores - mean
    covariance = share * np.einsum("i,ij,ik->jk", found, apart, apart)
    covariance += (1.0 - share) * np.eye(count)
    law = stats.multivariate_t(mean, covariance, FREEDOM)
    made = np.reshape(law.rvs(size, random_state=rng), (size, count))

    def density(points: Array) -> Array:
        at = ndtri(points)
        logs = np.reshape(law.logpdf(at), len(points)) - stats.norm.logpdf(at).sum(axis=1)
        return np.asarray(np.exp(logs), np.float64)

    return np.clip(ndtr(made), EDGE, 1.0 - EDGE), density
