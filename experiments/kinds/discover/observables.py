"""What a place can observe of its own baseline before any reform, at every draw.

The baseline is run once more for it, under a seed that no compared run has. Would it be read off
the baseline of the comparison, its Monte Carlo noise would be in the observable and, with the
opposite sign, in the gain: the two would go together where nothing else connects them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.errors import InputError
from experiments.config.outcomes import FREED, Outcome, outcome
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


def observables(laboratory: Laboratory[Kind], words: Sequence[str]) -> list[Outcome]:
    """Outcomes of the baseline by their names. Raises InputError for what it does not measure."""
    found = list(dict.fromkeys(outcome(word) for word in words))
    for one in found:
        if one.measure == FREED:
            raise InputError(KEY, one, "nothing is freed in the baseline")
    if found:
        settings = laboratory.study.scenarios((), laboratory.ledger)[BASELINE]
        laboratory.refuse_unmeasured(settings, found, KEY)
    return found


def observed(laboratory: Laboratory[Kind], drawn: Sample, outcomes: Sequence[Outcome]) -> Observed:
    """Run the baseline of every draw under a seed of its own and read the outcomes.

    Raises InputError where more than a quarter of the draws lack each of them.
    """
    chosen = laboratory.chosen
    design = laboratory.design((), drawn.plan.design.points.loc[drawn.points.index])
    # Compared runs have replications below the number of draws, these that number and above.
    runs = plan(design, 1, chosen.seed, first=chosen.draws, seed_by_point=True)
    found = laboratory.values(runs, outcomes, gaps=True, key=KEY)
    values = found.xs(BASELINE, level="scenario").droplevel("replication")
    values = values.reindex(drawn.points.index)
    there = pd.DataFrame(np.isfinite(values))
    kept = [one for one in outcomes if there[str(one)].mean() >= 1 - MOST_LOST]
    if not kept:
        told = "empty in the baseline of most draws; others, a longer horizon, or observe=[]"
        raise InputError(KEY, ", ".join(map(str, outcomes)), told)
    words = [str(one) for one in kept]
    whole = pd.DataFrame(values[words])[there[words].all(axis=1)]
    units = laboratory.units(runs, kept)
    return Observed(
        whole.rename(columns=lambda word: f"{PREFIX}{word}"),
        {f"{PREFIX}{word}": unit for word, unit in zip(words, units, strict=True)},
        tuple(str(one) for one in outcomes if one not in kept),
        len(runs),
    )
