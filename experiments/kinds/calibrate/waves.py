"""History matching: waves of runs, emulators of each, and the part of the pool that they leave."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.errors import InputError
from experiments.config.messages import say
from experiments.kinds.calibrate.pool import Pool
from experiments.kinds.calibrate.trials import Trials
from experiments.patterns import plausibility
from experiments.patterns.plausibility import BY_NAME
from experiments.runs.design import SOCIETY
from experiments.statistics.emulator import LEAST, Emulator, fit
from experiments.statistics.implausibility import CUT, implausibility, variance_of_chance

Array = npt.NDArray[np.float64]
REACH = 2.0
"""Widths of the band beyond it where values are cut off: how far outside hardly matters."""
SHRINKS = 0.8
"""Space left over that before, above which it is said not to shrink any more."""
REPEATED = 40
"""Societies of the first wave that are run twice, to see what chance does."""


@dataclass(frozen=True, slots=True)
class Emulated:
    """The emulator of a pattern, and the implausibility of each society of the pool by it."""

    pattern: str
    emulator: Emulator
    implausibility: Array
    chance: float


@dataclass(frozen=True, slots=True)
class Wave:
    """Societies that were run in a wave, their values of patterns, and what its emulators leave.

    Parameters:
        number: from 1 on; 0 are draws of the declared ranges, which have no emulators.
        asked: numbers of societies; of `values` those that finished, one run each.
        implausibility: largest over patterns and waves so far, a row a society of the pool.
        left: share of the pool that is not ruled out so far.
        seconds: time that it took.
    """

    number: int
    asked: npt.NDArray[np.int64]
    values: pd.DataFrame
    emulated: tuple[Emulated, ...]
    implausibility: Array
    left: float
    seconds: float


def declared(trials: Trials, points: pd.DataFrame) -> Wave:
    """Draws of the declared ranges, which are compared with."""
    start = time.perf_counter()
    values = trials.run(points).droplevel("replication")
    asked = points.index.to_numpy(np.int64)
    return Wave(0, asked, values, (), np.empty(0), np.nan, time.perf_counter() - start)


def matched(trials: Trials, pool: Pool, *, draws: int, most: int, seed: int) -> list[Wave]:
    """Waves until what they leave of the pool does not shrink, or there are so many.

    Each wave runs the first societies of the pool that no wave has ruled out and that were not run.
    As the pool comes from the balanced prior, these are draws of it, given the space left.

    Raises InputError where too few of the first wave can be run.
    """
    worst = np.zeros(len(pool))
    waves: list[Wave] = []
    left, run = 1.0, np.zeros(len(pool), np.bool_)
    for number in range(1, most + 1):
        start = time.perf_counter()
        asked = np.flatnonzero((worst <= CUT) & ~run)[:draws]
        if number > 1 and len(asked) < LEAST:
            break
        run[asked] = True
        values = trials.run(pool.points.iloc[asked]).droplevel("replication")
        if number == 1:
            if len(values) < LEAST:
                allowed = f"only {len(values)} of these are feasible, it takes {LEAST}"
                raise InputError("draws", draws, allowed)
            trials.run(pool.points.iloc[asked[:REPEATED]], 2)
        emulated = emulate(trials, pool, number, seed)
        for one in emulated:
            worst = np.maximum(worst, one.implausibility)
        before, left = left, float(np.mean(worst <= CUT))
        seconds = time.perf_counter() - start
        waves.append(Wave(number, asked, values, emulated, worst, left, seconds))
        say(f"wave {number}: {len(values)} societies run, {100 * left:.0f} % of the space left")
        if left > SHRINKS * before:
            break
    return waves


def emulate(trials: Trials, pool: Pool, number: int, seed: int) -> tuple[Emulated, ...]:
    """Emulators of all patterns, of the first run of each society of the pool so far."""
    known = trials.values[trials.values.index.get_level_values(SOCIETY) < len(pool)]
    scaled = reached(known)
    first = scaled.xs(0, level="replication")
    inputs = pool.inputs.to_numpy(np.float64)
    trained = inputs[first.index.to_numpy(np.int64)]
    emulated = []
    for place, name in enumerate(map(str, scaled)):
        state = int(np.random.SeedSequence([seed, number, place]).generate_state(1)[0])
        emulator = fit(trained, first[name].to_numpy(np.float64), state)
        if emulator is None:
            continue
        low, high = emulator.transformed(np.array([0.0, 1.0]))
        mean, variance = emulator.predict(inputs)
        size = implausibility(mean, variance, float(low), float(high))
        repeated = pd.DataFrame(
            {name: emulator.transformed(scaled[name].to_numpy(np.float64))}, scaled.index
        )
        chance = float(variance_of_chance(repeated, SOCIETY)[name])
        emulated.append(Emulated(name, emulator, size, chance))
    return tuple(emulated)


def reached(values: pd.DataFrame) -> pd.DataFrame:
    """Values on the scale of each pattern, where its band is from 0 to 1, cut off far outside."""
    return plausibility.scaled(values).clip(-REACH, 1.0 + REACH)


def emulators(waves: Sequence[Wave], names: Sequence[str]) -> pd.DataFrame:
    """A row a wave and pattern: inputs, error in held-out runs, and what it rules out."""
    rows = []
    for wave in waves:
        for one in wave.emulated:
            check = one.emulator.check
            rows.append({
                "wave": wave.number,
                "pattern": one.pattern,
                "meaning": BY_NAME[one.pattern].meaning,
                "runs": one.emulator.trained,
                "held_out": len(check.run),
                "error": check.error,
                "error_of_trend": check.linear,
                "coverage": check.coverage,
                "inflation": one.emulator.inflation,
                "chance": one.chance,
                "ruled_out": float(np.mean(one.implausibility > CUT)),
                "inputs": " ".join(names[at] for at in one.emulator.inputs),
            })  # fmt: skip
    return pd.DataFrame(rows)


def checks(waves: Sequence[Wave]) -> pd.DataFrame:
    """Held-out runs: value and prediction, on the scale on which emulators predict."""
    parts = []
    for wave in waves:
        for one in wave.emulated:
            check = one.emulator.check
            low, high = one.emulator.transformed(np.array([0.0, 1.0]))
            parts.append(pd.DataFrame({
                "wave": wave.number, "pattern": one.pattern, "run": check.run,
                "predicted": check.mean, "deviation": check.deviation, "low": low, "high": high,
            }))  # fmt: skip
    names = ["wave", "pattern", "run", "predicted", "deviation", "low", "high"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)
