"""Draws of history matching and of further populations, weighted by their likelihood.

Populations of draws are adapted to the weights so far, as in sequential Monte Carlo, and proposals
are accepted with the probability of the fitted outcomes, as in approximate Bayesian computation
(Wilkinson 2013); see `statistics.importance_sampling` and `statistics.likelihood`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.messages import say
from experiments.designs.targets import BASELINE, FIT, Target
from experiments.kinds.calibrate.history_matching import Matching, Wave
from experiments.kinds.calibrate.options import LEAST_EFFECTIVE
from experiments.kinds.calibrate.trials import Trials
from experiments.runs.points import EDGE, resampled
from experiments.statistics import implausibility
from experiments.statistics.importance_sampling import Batch, Density, box, posterior, prior
from experiments.statistics.likelihood import log_likelihood

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeightedDraws:
    """All draws with their weights.

    `proposed` are quantiles of all assumptions, those of the waves first, `distance` the largest
    misfit of each; `weights` are of draws that have any. `simulated` has what was
    simulated of any draw, which is all targets for a sample of the posterior: `counts` says how
    often each draw is in it. `steps` has one row a wave or population: draws, those with a
    likelihood, and effective size so far.
    """

    proposed: pd.DataFrame
    distance: pd.Series
    weights: pd.Series
    simulated: pd.DataFrame
    counts: pd.Series
    steps: pd.DataFrame

    @property
    def drawn(self) -> pd.DataFrame:
        """Quantiles of the posterior's societies."""
        return self.proposed.loc[self.weights.index]

    @property
    def effective(self) -> float:
        """Effective sample size: equally weighted societies of the same precision."""
        return float(self.steps["effective_size"].iloc[-1])

    @property
    def enough(self) -> bool:
        """Whether the effective size suffices for a posterior."""
        return self.effective >= LEAST_EFFECTIVE


class _Sampler:
    """Proposes values of the calibrated assumptions, and runs fitted targets in two stages."""

    def __init__(
        self, trials: Trials, targets: Sequence[Target], matching: Matching, seed: int
    ) -> None:
        fit = [target for target in targets if target.role == FIT]
        elsewhere = [target for target in fit if BASELINE not in target.cases]
        self.stages = [elsewhere, [target for target in fit if target not in elsewhere]]
        self.fit = [target.name for target in fit]
        self.moved = list(matching.region.index)
        self._trials, self._matching = trials, matching
        self._names = list(trials.ledger.ranged)
        self._rest = np.random.default_rng([seed, 3])
        self.proposed = [wave.drawn for wave in matching.waves]
        self.distance = [
            wave.misfit.abs().max(axis=1).reindex(wave.drawn.index) for wave in matching.waves
        ]
        self.simulated = [wave.simulated for wave in matching.waves]

    def batch(self, wave: Wave) -> Batch:
        """The draws of a wave, with all targets in their likelihood."""
        logs = log_likelihood(wave.simulated[self.fit], self._matching.documented).sum(axis=1)
        density: Density = prior
        if wave.region is not None:
            ends = wave.region.loc[self.moved]
            density = box(*(ends[end].to_numpy(np.float64) for end in ("low", "high")))
        drawn = np.clip(wave.drawn[self.moved].to_numpy(np.float64), EDGE, 1.0 - EDGE)
        return Batch(drawn, _all(logs, wave.drawn.index), density)

    def simulate(self, proposed: Array) -> Array:
        """Log-likelihoods; all other assumptions are drawn anew, so they are integrated over.

        Targets of a single place, which are quickly run, come first. A proposal goes on to the
        others with the probability that their likelihood gives it, which then counts no more: the
        likelihood is estimated without bias, and few societies that miss the first are run in full.
        """
        number = sum(map(len, self.proposed))
        index = pd.RangeIndex(number, number + len(proposed), name="point")
        drawn = pd.DataFrame(self._rest.random((len(proposed), len(self._names))), index)
        drawn.columns = pd.Index(self._names)
        drawn[self.moved] = proposed
        chances = pd.Series(np.log(self._rest.random(len(proposed))), index)
        left, distance = drawn, pd.Series(np.nan, index)
        logs = pd.Series(dtype=np.float64)
        stages = [stage for stage in self.stages if stage]
        for number, stage in enumerate(stages, 1):
            simulated = self._trials.run(left, stage)
            self.simulated.append(simulated)
            misfit = self._misfit(simulated)
            distance = distance.combine(misfit, np.fmax)
            logs = log_likelihood(simulated, self._matching.documented).sum(axis=1)
            if number < len(stages):
                left = left.loc[logs.index[logs >= chances[logs.index]]]
        self.proposed.append(drawn)
        self.distance.append(distance)
        say(f"{len(left)} of {len(drawn)} proposed societies were run in full")
        return _all(logs, index)

    def _misfit(self, simulated: pd.DataFrame) -> pd.Series:
        documented = implausibility.with_simulation(self._matching.documented)
        return implausibility.misfits(simulated, documented).abs().max(axis=1)


def weighted_draws(
    trials: Trials,
    targets: Sequence[Target],
    matching: Matching,
    *,
    populations: int,
    size: int,
    wanted: float,
    seed: int,
) -> WeightedDraws:
    """Weight the draws of all waves, and of populations of `size` up to the effective size wanted.

    Weights are the likelihood of the fitted targets over the density that the draws come from,
    relative to the declared distributions. Nothing is cut off: the region of history matching only
    says where to draw more. All targets are then simulated in a sample of the posterior.
    """
    sampler = _Sampler(trials, targets, matching, seed)
    rng = np.random.default_rng([seed, 4])
    sample = posterior(
        sampler.simulate,
        [sampler.batch(wave) for wave in matching.waves],
        populations=populations, size=size, wanted=wanted, rng=rng,
    )  # fmt: skip
    proposed, distance = pd.concat(sampler.proposed), pd.concat(sampler.distance)
    weights = pd.Series(sample.weights, proposed.index, name="weight")
    weights = weights[weights > 0]
    names = [target.name for target in targets]
    counts = pd.Series(dtype=float)
    if sample.effective >= LEAST_EFFECTIVE:
        number = int(np.ceil(sample.effective))
        uniforms = np.asarray((np.arange(number) + rng.random(number)) / number, np.float64)
        rows = resampled(np.asarray(weights, np.float64), uniforms)
        counts = weights.index[rows].value_counts(sort=False).sort_index().astype(float)
        sampler.simulated.append(trials.run(proposed.loc[counts.index], targets))
    simulated = pd.concat(sampler.simulated).groupby(level="point").last()
    simulated = simulated.reindex(columns=names)
    return WeightedDraws(proposed, distance, weights, simulated, counts, sample.steps)


def _all(logs: pd.Series, index: pd.Index) -> Array:
    """Log-likelihoods of all draws; infeasible and unfinished ones have minus infinity."""
    return np.asarray(logs.reindex(index, fill_value=-np.inf), np.float64)
