"""Whether runs and theory agree: a table in which every quantity has its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.kinds.verify.oracles.oracle import Sum
from experiments.statistics.multiplicity import holm
from experiments.statistics.paired_differences import paired

FAMILY_LEVEL = 0.05
AGREES, DIFFERS = "agrees", "differs"
Found = Mapping[tuple[str, str], Sequence[Sum]]
"""Sums of every run by oracle and quantity."""


def verdicts(found: Found) -> pd.DataFrame:
    """One row for each quantity: oracle, quantity, theory, simulated, interval, p-values, verdict.

    Of every run the difference of what was found and what was expected is taken, and a t test is
    made of their mean being nought. A quantity differs if its p-value, corrected by Holm over the
    table, is below 5 %, or if all runs differ from theory by the same amount, which has no p-value.
    Intervals hold together with 95 % (Bonferroni): exactly when some theory lies outside its
    interval, some quantity differs. That holds as far as means of runs are near to normal, which
    takes days: tests measure the level of the whole table.
    """
    sums = np.array([[tuple(one) for one in runs] for runs in found.values()])
    sizes = sums[:, :, 2].mean(axis=1)
    simulated, expected = (sums[:, :, part] / sizes[:, None] for part in (0, 1))
    columns = paired(expected, simulated, 1.0 - FAMILY_LEVEL / len(found))
    theory = columns["baseline"]
    corrected = holm(columns["p"])
    certain = (columns["differing"] > 0) & np.isnan(columns["p"])
    # What is the same in every run, as an identity is, stands in the place of its interval.
    low, high = (
        np.where(np.isnan(columns[end]), columns["difference"], columns[end])
        for end in ("ci_low", "ci_high")
    )
    return pd.DataFrame(
        {
            "oracle": [oracle for oracle, _ in found],
            "quantity": [quantity for _, quantity in found],
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
