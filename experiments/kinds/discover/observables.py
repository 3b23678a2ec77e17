"""Observables: outcomes of the baseline that a place can measure before any reform, at every draw.

The baseline is run once more for it, under a seed that no compared run has. If it were read off
the baseline of the comparison, its Monte Carlo noise would be in the observable and, with the
opposite sign, in the gain: the two would be correlated where nothing else connects them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome, outcome
from experiments.designs.assumption_sample import Kind, Sample
from experiments.kinds.discover.variables import PREFIX
from experiments.laboratory import Laboratory
from experiments.runs.plan import plan

KEY = "observe"
MOST_LOST = 0.25
"""Share of draws above which an observable that they lack is left out."""


@dataclass(frozen=True, slots=True)
class Observed:
    """One row a draw that has all observables, one column each, and their units by column.

    `empty` are the observables left out, as too many draws lack them.
    """

    points: pd.DataFrame
    units: Mapping[str, str]
    empty: tuple[str, ...]
    runs: int


def observables(laboratory: Laboratory[Kind], names: Sequence[str]) -> list[Outcome]:
    """Outcomes of the baseline by name. Raises InputError for one that is not measured."""
    outcomes = list(dict.fromkeys(outcome(name) for name in names))
    for observable in outcomes:
        if observable.parts:
            raise InputError(KEY, observable, "nothing is freed in the baseline")
    if outcomes:
        settings = laboratory.study.scenarios((), laboratory.ledger)[BASELINE]
        laboratory.refuse_unmeasured(settings, outcomes, KEY)
    return outcomes


def observed(laboratory: Laboratory[Kind], drawn: Sample, outcomes: Sequence[Outcome]) -> Observed:
    """Run the baseline of every draw under a separate seed and read the outcomes.

    Raises InputError where more than a quarter of the draws lack each of them.
    """
    chosen = laboratory.chosen
    design = laboratory.design((), drawn.plan.design.points.loc[drawn.points.index])
    # Compared runs have replications below the number of draws, these that number and above.
    runs = plan(design, 1, chosen.seed, first=chosen.draws, seed_by_point=True)
    read = laboratory.values(runs, outcomes, gaps=True, key=KEY)
    values = read.xs(BASELINE, level="scenario").droplevel("replication")
    values = values.reindex(drawn.points.index)
    finite = pd.DataFrame(np.isfinite(values))
    kept = [each for each in outcomes if finite[str(each)].mean() >= 1 - MOST_LOST]
    if not kept:
        allowed = "empty in the baseline of most draws; others, a longer horizon, or observe=[]"
        raise InputError(KEY, ", ".join(map(str, outcomes)), allowed)
    names = [str(each) for each in kept]
    whole = pd.DataFrame(values[names])[finite[names].all(axis=1)]
    units = laboratory.units(runs, kept)
    return Observed(
        whole.rename(columns=lambda name: f"{PREFIX}{name}"),
        {f"{PREFIX}{name}": unit for name, unit in zip(names, units, strict=True)},
        tuple(str(each) for each in outcomes if each not in kept),
        len(runs),
    )
