"""Draws weighted by the likelihood of documented outcomes: those of history matching, and more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.messages import say
from experiments.designs.targets import BASELINE, FIT, Target
from experiments.kinds.calibrate.history_matching import Matching, Wave
from experiments.kinds.calibrate.trials import Trials
from experiments.runs.points import EDGE, resampled
from experiments.statistics import implausibility
from experiments.statistics.importance_sampling import LEAST, Batch, Density, box, posterior, prior
from experiments.statistics.likelihood import log_likelihood

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """All draws with their weights, which are those of whole societies.

    `proposed` are quantiles of all assumptions, those of the waves first, `distance` the largest
    misfit that was found of each; `weights` are of draws that have any. `simulated` has what was
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
        """How many equally weighted societies these are worth."""
        return float(self.steps["effective_size"].iloc[-1])

    @property
    def enough(self) -> bool:
        """Whether that makes a posterior."""
        return self.effective >= LEAST


class _Weighing:
    """Proposals of the assumptions that move, run against the fitted targets in two stages."""

    def __init__(
        self, trials: Trials, targets: Sequence[Target], matching: Matching, seed: int
    ) -> None:
        fit = [one for one in targets if one.role == FIT]
        elsewhere = [one for one in fit if BASELINE not in one.cases]
        self.stages = [elsewhere, [one for one in fit if one not in elsewhere]]
        self.fit = [one.name for one in fit]
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

        Targets told of a place, which are quickly run, come first. A proposal goes on to the others
        with the probability that their likelihood gives it, which then counts no more: the
        likelihood is estimated without bias, and few societies that miss them are run in full.
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
            found = self._trials.run(left, stage)
            self.simulated.append(found)
            misfit = self._misfit(found)
            distance = distance.combine(misfit, np.fmax)
            logs = log_likelihood(found, self._matching.documented).sum(axis=1)
            if number < len(stages):
                left = left.loc[logs.index[logs >= chances[logs.index]]]
        self.proposed.append(drawn)
        self.distance.append(distance)
        say(f"{len(left)} of {len(drawn)} proposed societies were run in full")
        return _all(logs, index)

    def _misfit(self, found: pd.DataFrame) -> pd.Series:
        noisy = implausibility.with_simulation(self._matching.documented)
        return implausibility.misfits(found, noisy).abs().max(axis=1)


def weigh(
    trials: Trials,
    targets: Sequence[Target],
    matching: Matching,
    *,
    populations: int,
    size: int,
    wanted: float,
    seed: int,
) -> Weighed:
    """Weigh the draws of all waves, and of populations of `size` until the effective size is met.

    Weights are the likelihood of the fitted targets over the density that the draws come from,
    relative to the declared distributions. Nothing is cut off: the region of history matching only
    says where to draw more. All targets are then simulated in a sample of the posterior.
    """
    weighing = _Weighing(trials, targets, matching, seed)
    rng = np.random.default_rng([seed, 4])
    found = posterior(
        weighing.simulate,
        [weighing.batch(wave) for wave in matching.waves],
        populations=populations, size=size, wanted=wanted, rng=rng,
    )  # fmt: skip
    proposed, distance = pd.concat(weighing.proposed), pd.concat(weighing.distance)
    weights = pd.Series(found.weights, proposed.index, name="weight")
    weights = weights[weights > 0]
    names = [one.name for one in targets]
    counts = pd.Series(dtype=float)
    if found.effective >= LEAST:
        number = int(np.ceil(found.effective))
        uniforms = np.asarray((np.arange(number) + rng.random(number)) / number, np.float64)
        rows = resampled(np.asarray(weights, np.float64), uniforms)
        counts = weights.index[rows].value_counts(sort=False).sort_index().astype(float)
        weighing.simulated.append(trials.run(proposed.loc[counts.index], targets))
    simulated = pd.concat(weighing.simulated).groupby(level="point").last()
    simulated = simulated.reindex(columns=names)
    return Weighed(proposed, distance, weights, simulated, counts, found.steps)


def _all(logs: pd.Series, index: pd.Index) -> Array:
    """Log-likelihoods of all draws; those that cannot be, or did not finish, have none."""
    return np.asarray(logs.reindex(index, fill_value=-np.inf), np.float64)
