"""History matching in waves: all assumptions are drawn, then again where draws survived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.errors import InputError
from experiments.designs.targets import FIT, Target, documented
from experiments.kinds.calibrate.trials import Trials
from experiments.runs.points import uniforms
from experiments.statistics import implausibility

Array = npt.NDArray[np.float64]
REPEATED, REPLICATIONS = 10, 4
"""Draws that are repeated, and how often, to estimate Monte Carlo noise in each target."""
LEAST = 20
"""Fewest survivors from which a region for the next wave is drawn."""
MOST_MOVED = 6
"""Assumptions that are calibrated, unless they are named."""


@dataclass(frozen=True, slots=True)
class Wave:
    """Draws as quantiles; simulated targets of feasible, finished ones, and their misfits.

    `region` has low and high of the assumptions that were drawn from a part of their range alone.
    """

    drawn: pd.DataFrame
    simulated: pd.DataFrame
    misfit: pd.DataFrame
    region: pd.DataFrame | None = None

    @property
    def kept(self) -> pd.Series:
        """The draws that no target rules out."""
        return implausibility.kept(self.misfit)


@dataclass(frozen=True, slots=True)
class Matching:
    """The waves, the documented values, and the assumptions that fitted targets depend on.

    `documented` has low, high, variance of observation and discrepancy, and of `simulation`.
    `influence` has a row for each assumption in `moved`, `region` its low and high in quantiles,
    which is empty where too few draws survive.
    """

    waves: tuple[Wave, ...]
    documented: pd.DataFrame
    influence: pd.DataFrame
    moved: tuple[str, ...]
    region: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """One row a wave and fitted target."""
        rows = [
            implausibility.ruled_out(wave.misfit).assign(wave=number, kept=int(wave.kept.sum()))
            for number, wave in enumerate(self.waves, 1)
        ]
        table = pd.concat(rows, ignore_index=True)
        first = ["wave", "target", "draws", "kept"]
        return table[[*first, *table.columns.drop(first)]]


def match(
    trials: Trials,
    targets: Sequence[Target],
    *,
    draws: int,
    waves: int,
    discrepancy: float,
    seed: int,
    moved: Sequence[str] | None,
) -> Matching:
    """Exclude draws by the fitted targets; all targets are simulated in the first wave.

    Unless `moved` names them, the calibrated assumptions are the few whose ranks are most strongly
    correlated with the misfit of a fitted target, beyond noise. Raises InputError where there are
    none, or where too few draws are feasible.
    """
    fit = [target for target in targets if target.role == FIT]
    names = trials.ledger.ranged
    drawn = _drawn(names, draws, seed, 0)
    simulated = trials.run(drawn, targets)
    if len(simulated) < LEAST:
        allowed = f"only {len(simulated)} of these are feasible, it takes {LEAST}"
        raise InputError("draws", draws, allowed)
    repeated = trials.repeat(drawn.loc[simulated.index[:REPEATED]], targets, REPLICATIONS)
    known = documented(targets, trials.ledger, discrepancy)
    noise = implausibility.simulation_variance(repeated)
    known["simulation"] = noise.reindex(known.index).fillna(0.0)
    first = _wave(drawn, simulated, fit, known)
    influence = implausibility.influence(drawn, first.misfit)
    chosen = tuple(dict.fromkeys(moved or _leading(influence, draws)))
    waves_run = [first]
    region = _region(waves_run, chosen)
    if waves > 1 and len(region):
        again = _drawn(names, draws, _other(seed), draws)
        width = region["high"] - region["low"]
        again[list(chosen)] = again[list(chosen)] * width + region["low"]
        waves_run.append(_wave(again, trials.run(again, fit), fit, known, region))
        region = _region(waves_run, chosen)
    strength = pd.DataFrame({"assumption": chosen}).merge(influence, how="left")
    return Matching(tuple(waves_run), known, strength, chosen, region)


def _drawn(names: Sequence[str], draws: int, seed: int, first: int) -> pd.DataFrame:
    numbers = pd.RangeIndex(first, first + draws, name="point")
    return pd.DataFrame(uniforms("latin", draws, len(names), seed), numbers, list(names))


def _wave(
    drawn: pd.DataFrame,
    simulated: pd.DataFrame,
    fit: Sequence[Target],
    known: pd.DataFrame,
    region: pd.DataFrame | None = None,
) -> Wave:
    fitted = simulated[[target.name for target in fit]]
    misfit = implausibility.misfits(fitted, implausibility.with_simulation(known))
    return Wave(drawn, simulated, misfit, region)


def _region(waves: Sequence[Wave], moved: Sequence[str]) -> pd.DataFrame:
    """Ranges of the survivors of all waves, in quantiles; no rows if they are too few."""
    kept = pd.concat([wave.drawn.loc[wave.kept.index[wave.kept]] for wave in waves])
    if len(kept) < LEAST:
        return pd.DataFrame(columns=["low", "high"], dtype=float)
    low, high = implausibility.hull(kept[list(moved)].to_numpy(np.float64))
    return pd.DataFrame({"low": low, "high": high}, index=list(moved))


def _leading(influence: pd.DataFrame, draws: int) -> tuple[str, ...]:
    beyond = influence[influence["beyond_noise"]]
    if beyond.empty:
        allowed = "too few to find which assumptions move the targets; more, or name parameters"
        raise InputError("draws", draws, allowed)
    return tuple(beyond["assumption"].head(MOST_MOVED))


def _other(seed: int) -> int:
    """A seed for the second wave that is derived from the first's."""
    return int(np.random.SeedSequence([seed, 2]).generate_state(1)[0])
