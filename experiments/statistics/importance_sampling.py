"""Adaptive multiple importance sampling: draws weighted by prior x likelihood over proposal.

Batches of draws come from different distributions, each adapted to the weights so far. All of them
together are one sample from the mixture of these distributions (Cornuet, Marin, Mira and Robert
2012), so that no run is thrown away. Draws are
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
        """Effective sample size: how many equally weighted draws these are worth (Kish 1965)."""
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
    """Weight the batches, and add others until the effective sample size is as wanted.

    Parameters: `simulate` returns log-likelihoods of proposed quantiles; `start` has at least one
    batch, the first from the prior; at most so many `populations` of `size` draws follow, each from
    a multivariate t distribution around the weighted draws so far; the `wanted` effective size.
    """
    batches = list(start)
    weighted = weights(batches)
    steps = [_step(batches[: number + 1]) for number in range(len(batches))]
    for _ in range(populations):
        if effective(weighted) >= wanted:
            break
        earlier = np.concatenate([batch.drawn for batch in batches])
        drawn, density = _proposed(earlier, weighted, size, rng)
        batches.append(Batch(drawn, simulate(drawn), density))
        weighted = weights(batches)
        steps.append(_step(batches))
    return Posterior(weighted, pd.DataFrame(steps))


def weights(batches: Sequence[Batch]) -> Array:
    """Normalized weights: likelihood over the density of the mixture; all zero without any."""
    drawn = np.concatenate([batch.drawn for batch in batches])
    logs = np.concatenate([batch.log_likelihood for batch in batches])
    mixture = np.zeros(len(drawn))
    for batch in batches:
        mixture += len(batch.drawn) * batch.density(drawn)
    finite = np.isfinite(logs)
    normalized = np.zeros(len(drawn))
    if finite.any():
        logs = logs[finite] - np.log(mixture[finite])
        normalized[finite] = np.exp(logs - logs.max())
        normalized /= normalized.sum()
    return normalized


def effective(weights: Array) -> float:
    """Effective sample size of weights (Kish 1965); 0 where all are zero."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def prior(points: Array) -> Array:
    """The prior's density relative to itself."""
    return np.ones(len(points))


def box(low: Array, high: Array) -> Density:
    """The density of uniform draws between low and high, each of shape (parameters,)."""

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
    drawn: Array, weights: Array, size: int, rng: np.random.Generator
) -> tuple[Array, Density]:
    """New quantiles around the weighted ones, on the scale on which the prior is standard normal.

    Mean and covariance are shrunk towards the prior's, the more so the fewer draws they rest on.
    Sums are NumPy's own, whose order does not depend on the number of threads.
    """
    scores, count = ndtri(drawn), drawn.shape[1]
    size_so_far, shrinkage = effective(weights), count + 2
    share = size_so_far / (size_so_far + shrinkage)
    mean = share * (weights[:, None] * scores).sum(axis=0)
    apart = scores - mean
    covariance = share * np.einsum("i,ij,ik->jk", weights, apart, apart)
    covariance += (1.0 - share) * np.eye(count)
    proposal = stats.multivariate_t(mean, covariance, FREEDOM)
    made = np.reshape(proposal.rvs(size, random_state=rng), (size, count))

    def density(points: Array) -> Array:
        at = ndtri(points)
        logs = np.reshape(proposal.logpdf(at), len(points)) - stats.norm.logpdf(at).sum(axis=1)
        return np.asarray(np.exp(logs), np.float64)

    return np.clip(ndtr(made), EDGE, 1.0 - EDGE), density
