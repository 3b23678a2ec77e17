"""The draws of a calibration: one table of all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.kinds.calibrate.abc_smc import WeightedDraws
from experiments.kinds.calibrate.history_matching import Matching
from experiments.kinds.calibrate.trials import Trials
from sim.settings.variants import ASSUMPTION


def all_draws(trials: Trials, matching: Matching, weighted: WeightedDraws | None) -> pd.DataFrame:
    """Every draw: its stage, largest implausibility, weight, targets and assumptions."""
    waves = [f"wave {number}" for number in range(1, len(matching.waves) + 1)]
    sizes = [len(wave.drawn) for wave in matching.waves]
    drawn = pd.concat([wave.drawn for wave in matching.waves])
    distance = pd.concat([wave.misfit.abs().max(axis=1) for wave in matching.waves])
    simulated = pd.concat([wave.simulated for wave in matching.waves])
    weights = pd.Series(0.0, drawn.index)
    if weighted is not None:
        drawn, distance, weights = weighted.proposed, weighted.distance, weighted.weights
        sizes += weighted.steps["draws"].astype(int).tolist()[len(sizes) :]
        simulated = weighted.simulated
    waves += [f"population {number}" for number in range(1, len(sizes) - len(waves) + 1)]
    points = trials.points(drawn).rename(columns=lambda name: name.removeprefix(ASSUMPTION))
    head = pd.DataFrame({"stage": np.repeat(waves, sizes)}, drawn.index)
    head["implausibility"] = distance
    head["weight"] = weights.reindex(drawn.index, fill_value=0.0)
    targets = simulated.reindex(drawn.index).add_prefix("target:")
    return pd.concat([head, targets, points], axis=1).reset_index(names="point")
