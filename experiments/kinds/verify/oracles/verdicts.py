"""Whether simulation and theory agree: a t test of each quantity, corrected by Holm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.kinds.verify.oracles.oracle import Observation
from experiments.language import marked
from experiments.statistics.multiplicity import holm
from experiments.statistics.paired_differences import paired

FAMILY_LEVEL = 0.05
AGREES, DIFFERS = marked("agrees"), marked("differs")
Observations = Mapping[tuple[str, str], Sequence[Observation]]
"""Observations of all runs by oracle and quantity."""


def verdicts(observations: Observations) -> pd.DataFrame:
    """One row for each quantity: oracle, quantity, theory, simulated, interval, p-values, verdict.

    A t test asks whether the mean difference between observed and expected is zero over runs. A
    quantity differs if its p-value, corrected by Holm over the table, is below 5 %, or if all runs
    differ from theory by the same amount, which has no p-value. Intervals have a simultaneous level
    of 95 % (Bonferroni): some quantity differs exactly if some theory lies outside its interval.
    The level holds if means of runs are near to normal, which takes days; tests measure it for the
    whole table.
    """
    sums = np.array([[tuple(run) for run in runs] for runs in observations.values()])
    sizes = sums[:, :, 2].mean(axis=1)
    simulated, expected = (sums[:, :, part] / sizes[:, None] for part in (0, 1))
    columns = paired(expected, simulated, 1.0 - FAMILY_LEVEL / len(observations))
    theory = columns["baseline"]
    corrected = holm(columns["p"])
    certain = (columns["differing"] > 0) & np.isnan(columns["p"])
    # A difference that is the same in every run, as of an identity, is its own interval.
    low, high = (
        np.where(np.isnan(columns[end]), columns["difference"], columns[end])
        for end in ("ci_low", "ci_high")
    )
    return pd.DataFrame(
        {
            "oracle": [oracle for oracle, _ in observations],
            "quantity": [quantity for _, quantity in observations],
            "theory": theory,
            "simulated": columns["value"],
            "ci_low": theory + low,
            "ci_high": theory + high,
            "p": columns["p"],
            "p_holm": corrected,
            "replications": columns["replications"],
            "verdict": np.where((corrected < FAMILY_LEVEL) | certain, DIFFERS, AGREES),
        }
    )
