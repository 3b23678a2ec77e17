"""Scenarios that change the number of workers: what each then spends on upward work, and all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.least_difference import ABSOLUTE
from experiments.config.outcomes import FULL, Outcome
from experiments.statistics.matched_values import Matched
from experiments.statistics.ratios import Sign, of_mean, over_societies
from sim.enums import YEAR_WEEKS

Array = npt.NDArray[np.float64]
WORKERS = Outcome("workers")
NUMBER, EACH, ALL = "workers", "upward work of each", "upward work of all"
UNITS = {NUMBER: "workers", EACH: "hours per worker-week", ALL: "hours a year"}
COLUMNS = ["scenario", "of", "unit", "baseline", "change", "low", "high", "least"]


def changed_workforce(matched: Matched) -> pd.DataFrame:
    """Workers, upward work of each and of all, where a scenario changes the number of workers.

    Hours freed are a mean over workers: with more of them each may spend less, and all more.

    Parameters
    ----------
    matched
        Values of runs; over societies where they have them.

    Returns
    -------
    pandas.DataFrame
        Three rows for each scenario that changes the number of workers: in no run to the other
        side, or with an interval on one side of 0.
        Upward work is at full delivery. Over societies medians and 5 to 95 % of them, of one
        society means and 95 % intervals. `least` is the least difference that matters.
    """
    place = {Outcome(*row[:2]): number for number, row in enumerate(matched.rows)}
    if not {WORKERS, Outcome(FULL)} <= place.keys():
        return pd.DataFrame(columns=COLUMNS)
    interval = of_mean if matched.societies is None else over_societies
    rows = []
    before = _quantities(matched.baseline, place)
    for name in matched.scenarios:
        after = _quantities(matched.scenarios[name], place)
        have = np.isfinite(before[EACH]) & np.isfinite(after[EACH])
        more = (after[NUMBER] - before[NUMBER])[have]
        if not len(more):
            continue
        ran = matched.societies[have] if matched.societies is not None else np.arange(len(more))
        number = interval(_means(more, ran))
        one_way = number.middle != 0 and ((more >= 0).all() or (more <= 0).all())
        if not one_way and number.sign() not in (Sign.ABOVE, Sign.BELOW):
            continue
        least = ABSOLUTE["hours per worker-week"]
        of_all = least * float(before[NUMBER][have].mean()) * YEAR_WEEKS
        leasts = {NUMBER: 0.0, EACH: least, ALL: of_all}
        for of, unit in UNITS.items():
            level = interval(_means(before[of][have], ran)).middle
            change = interval(_means((after[of] - before[of])[have], ran))
            rows.append((name, of, unit, level, *change, leasts[of]))
    return pd.DataFrame(rows, columns=COLUMNS)


def _quantities(values: Array, place: dict[Outcome, int]) -> dict[str, Array]:
    """Number of workers, hours a week of each, and hours a year of all, of each run."""
    workers, each = values[place[WORKERS]], values[place[Outcome(FULL)]]
    return {NUMBER: workers, EACH: each, ALL: workers * each * YEAR_WEEKS}


def _means(values: Array, societies: npt.NDArray[np.int64]) -> Array:
    """Means over the runs of each society."""
    return np.array([values[societies == one].mean() for one in np.unique(societies)])
