"""Approximate Bayesian computation on the region that history matching left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.methods.matching import Matching
from experiments.methods.trials import Trials
from experiments.statistics import implausibility
from experiments.statistics.targets import BASELINE, FIT, Target
from experiments.words.counts import counted
from experiments.words.notice import say

Array = npt.NDArray[np.float64]
CLOSEST = 1.0
"""The last tolerance: closer than one standard deviation there is nothing to learn."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The societies of the posterior, their weights, and all that were proposed.

    `proposed` are quantiles, `distance` the largest misfit that was found of each; `weights` and
    `simulated`, with all targets, are of those that were accepted in the end.
    `steps` has one row a population: tolerance, proposals, accepted, effective size.
    """

    proposed: pd.DataFrame
    distance: pd.Series
    weights: pd.Series
    simulated: pd.DataFrame
    steps: pd.DataFrame

    @property
    def drawn(self) -> pd.DataFrame:
        """Quantiles of the posterior's societies."""
        return self.proposed.loc[self.weights.index]


def weigh(
    trials: Trials,
    targets: Sequence[Target],
    matching: Matching,
    *,
    populations: int,
    size: int,
    seed: int,
    first: int,
) -> Weighed | None:
    """Societies whose largest misfit is within the tolerance, from 3 down to 1 by populations.

    The assumptions that move are proposed, all others drawn anew for each proposal, so that they
    are integrated over. Targets told of a place, which are quickly run, come first, and a proposal
    that misses them is not run further. None if not even a first population is found.
    """
    from experiments.statistics.posterior import posterior

    fit = [one for one in targets if one.role == FIT]
    elsewhere = [one for one in fit if BASELINE not in one.cases]
    stages = [elsewhere, [one for one in fit if one not in elsewhere]]
    rest = np.random.default_rng([seed, 3])
    names, moved = list(trials.ledger.ranged), list(matching.region.index)
    batches: list[tuple[pd.DataFrame, pd.Series]] = []

    def simulate(proposed: Array, number: int, tolerance: float) -> Array:
        numbers = pd.RangeIndex(number, number + len(proposed), name="point")
        drawn = pd.DataFrame(rest.random((len(proposed), len(names))), numbers, names)
        drawn[moved] = proposed
        distance = pd.Series(0.0, numbers)
        for stage in filter(None, stages):
            left = drawn[distance <= tolerance]
            found = trials.run(left, stage)
            misfit = implausibility.misfits(found, matching.documented).abs().max(axis=1)
            here = misfit.reindex(left.index).fillna(np.inf)
            distance[left.index] = np.maximum(distance[left.index], here)
        batches.append((drawn, distance))
        near = int((distance <= tolerance).sum())
        told = counted(len(drawn), "proposed society", "proposed societies")
        say(f"{near} of {told} within {tolerance:.2g} deviations")
        return np.asarray(distance, np.float64)

    found = posterior(
        simulate,
        matching.region["low"].to_numpy(np.float64),
        matching.region["high"].to_numpy(np.float64),
        np.geomspace(implausibility.CUT, CLOSEST, populations).tolist()
        if populations > 1
        else [CLOSEST],
        size,
        int(np.random.SeedSequence([seed, 4]).generate_state(1)[0]),
        first,
    )
    if found is None:
        return None
    proposed = pd.concat([drawn for drawn, _ in batches])
    distance = pd.concat([one for _, one in batches])
    weights = pd.Series(found.weights, pd.Index(found.numbers, name="point"), name="weight")
    simulated = trials.run(proposed.loc[weights.index], targets)
    return Weighed(proposed, distance, weights, simulated, found.steps)
