"""The ensemble: societies of the space left that were run again and found plausible."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.messages import counted, say
from experiments.kinds.calibrate.pool import Pool
from experiments.kinds.calibrate.trials import Trials
from experiments.kinds.calibrate.waves import Wave, reached
from experiments.patterns import plausibility
from experiments.runs.design import SOCIETY
from experiments.statistics.herding import energy_distance, herded
from experiments.statistics.implausibility import CUT, variance_of_chance

Array = npt.NDArray[np.float64]
FEWEST = 40
"""Candidates that are run at once, at least."""
MARGIN = 1.1
"""Candidates over those that the share so far lets expect."""
HALVES = 200
"""Random subsets that the first ones of the ensemble are compared with."""


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Plausible societies in the order of their use, and what was run to find them.

    Parameters:
        order: numbers of societies in the pool.
        values: mean value of each pattern, a row a society in that order.
        found: plausible societies among candidates, of which `order` has those wanted.
        candidates: societies of the space left that were run or ruled out by their first run.
        judged: means of candidates that have all replications, by number.
        seconds: time that it took.
    """

    order: npt.NDArray[np.int64]
    values: pd.DataFrame
    found: int
    candidates: npt.NDArray[np.int64]
    judged: pd.DataFrame
    seconds: float


def ensemble(
    trials: Trials, pool: Pool, waves: Sequence[Wave], *, wanted: int, replications: int
) -> Ensemble:
    """Candidates in the order of the pool until so many are plausible in the mean of their runs.

    Candidates are those of the pool that no wave rules out. All have the same chance to be in the
    ensemble, so that its weights are equal. One whose first run is so far outside a band that its
    mean cannot be expected within is not run again.
    """
    start = time.perf_counter()
    left = np.flatnonzero(waves[-1].implausibility <= CUT)
    place, found = 0, np.empty(0, np.int64)
    means = pd.DataFrame()
    while len(found) < wanted and place < len(left):
        share = (len(found) + 1) / (place + 2)
        more = max(FEWEST, int(np.ceil(MARGIN * (wanted - len(found)) / share)))
        batch = left[place : place + more]
        place += len(batch)
        trials.run(pool.points.iloc[batch])
        near = _near(trials, len(pool), batch)
        trials.run(pool.points.iloc[near], replications)
        means = trials.mean(left[:place].tolist(), replications)
        plausible = plausibility.plausible(means)
        found = means.index[plausible].to_numpy(np.int64)
        say(f"{counted(len(found), 'plausible society', 'plausible societies')} of {place:,} run")
    inputs = herding_inputs(pool, waves).to_numpy(np.float64)
    order = found[herded(inputs[found])][:wanted]
    return Ensemble(
        order, means.loc[order], len(found), left[:place], means, time.perf_counter() - start
    )


def _near(trials: Trials, size: int, batch: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Those whose first run is within three deviations of chance of all bands."""
    known = trials.values[trials.values.index.get_level_values(SOCIETY) < size]
    scaled = plausibility.scaled(known)
    chance = np.sqrt(variance_of_chance(reached(known), SOCIETY))
    names = known.index.get_level_values("replication") == 0
    first = scaled[names].droplevel("replication")
    first = first.loc[first.index.intersection(pd.Index(batch))]
    optional = [name for name in first if plausibility.BY_NAME[str(name)].optional]
    filled = first.fillna(dict.fromkeys(optional, 0.5))
    beyond = np.maximum(filled - 1.0, 0.0) + np.maximum(-filled, 0.0)
    near = (beyond <= CUT * chance.fillna(0.0)).all(axis=1) & filled.notna().all(axis=1)
    numbers: npt.NDArray[np.int64] = first.index[near].to_numpy(np.int64)
    return numbers


def herding_inputs(pool: Pool, waves: Sequence[Wave]) -> pd.DataFrame:
    """What the first societies shall be balanced in: loads, and assumptions that patterns name.

    Both groups count alike, however many there are of each.
    """
    used = sorted({int(at) for one in waves[-1].emulated for at in one.emulator.inputs})
    loads = pool.inputs.loc[:, [str(name) for name in pool.drawn.loads if name in pool.inputs]]
    named = pool.inputs.iloc[:, [at for at in used if at >= pool.loads]]
    parts = [part / np.sqrt(part.shape[1]) for part in (loads, named) if part.shape[1]]
    return pd.concat(parts, axis=1) if parts else pool.inputs


def balance(pool: Pool, waves: Sequence[Wave], found: Ensemble, first: int) -> dict[str, float]:
    """Energy distance of the first ones to all of the ensemble, and that of random subsets."""
    points = herding_inputs(pool, waves).to_numpy(np.float64)[found.order]
    rng = np.random.default_rng(0)
    others = [
        energy_distance(points[rng.permutation(len(points))[:first]], points) for _ in range(HALVES)
    ]
    return {
        "first": first,
        "energy_distance": energy_distance(points[:first], points),
        "of_random_subsets": float(np.median(others)),
    }
