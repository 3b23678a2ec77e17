"""The standard cost model beside the hours of a comparison: parts of the gap, and departments."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import HOURS, Outcome
from experiments.designs.prices import Prices
from experiments.statistics.matched_values import Matched
from experiments.statistics.ratios import Interval
from sim.enums import YEAR_WEEKS
from sim.levers.resources import OF_TIME
from sim.measures.standard_cost import OTHERS, PARTS, STANDARD

Array = npt.NDArray[np.float64]
EXPLAINED = "form_hours_explained"
BY_DEPARTMENT = {STANDARD: "standard_hours_of_forms", "all": "spent_hours_of_forms"}
"""Measures by department, and the part that each of them is."""
BESIDE = {
    "requests": ("upward_work", "requests"),
    "inspections": ("upward_work", "inspections"),
    "rounds": ("upward_work", "rounds"),
    "traces": (HOURS, "traces"),
    "meetings": (HOURS, "meetings"),
}
"""Other upward work, by measure and group: the first three as demanded, the others as spent."""
UNPAID = "overtime_unpaid"
FORMS, OTHER_WORK = "all forms", "beside forms"
ENDS = ("median", "low", "high")
COLUMNS = [
    "scenario", "of", "part", "hours_mean", *(f"hours_{end}" for end in ENDS), "yuan_mean",
    *(f"yuan_{end}" for end in ENDS), "share_of_standard",
]  # fmt: skip


def standard_costs(
    matched: Matched,
    prices: Prices,
    means: Callable[[Array], Array],
    interval: Callable[[Array], Interval],
) -> pd.DataFrame:
    """Hours and yuan a year of forms, as the standard cost model has them and as they were spent.

    Parameters
    ----------
    matched
        Values of runs that all finished.
    prices
        Of each society.
    means
        From values of runs to those of societies, or of replications.
    interval
        Middle and ends over these.

    Returns
    -------
    pandas.DataFrame
        One row a scenario, what it is of (all forms, a department, work beside forms) and a part.
        Of all forms the means of the parts from `standard` on add up to that of `all`, what was
        spent; `overtime` and what of it is not paid are within it. `share_of_standard` is the mean
        over that of the standard.
    """
    priced = [prices.of(society) for _, society in matched.runs]
    worker = np.array([price(OF_TIME["worker"]) for price in priced])
    unpaid = 1.0 - np.array([price(OF_TIME["overtime_paid"]) for price in priced])
    rows = []
    for scenario, values in {BASELINE: matched.baseline, **matched.scenarios}.items():
        standard: dict[str, float] = {}
        for of, part, hours in _hours(matched, values, unpaid):
            each, yuan = means(hours), means(hours * worker)
            middle, paid = interval(each), interval(yuan)
            mean = float(each.mean())
            whole = standard.setdefault(of, mean if part == STANDARD else np.nan)
            share = mean / whole if whole else np.nan
            rows.append((scenario, of, part, mean, *middle, float(yuan.mean()), *paid, share))
    return pd.DataFrame(rows, columns=COLUMNS)


def _hours(matched: Matched, values: Array, unpaid: Array) -> Iterator[tuple[str, str, Array]]:
    """What it is of, the part, and hours a year of each run."""
    rows = {Outcome(*row[:2]): number for number, row in enumerate(matched.rows)}

    def value(measure: str, group: str) -> Array:
        found: Array = values[rows[Outcome(measure, group)]]
        return found

    weeks = value("workers", "all") * YEAR_WEEKS
    for part in PARTS:
        yield FORMS, part, value(EXPLAINED, part) * weeks
    yield FORMS, UNPAID, value(EXPLAINED, "overtime") * weeks * unpaid
    groups = [one.group for one in rows if one.measure == BY_DEPARTMENT[STANDARD]]
    names = [name for name in groups if name not in ("all", OTHERS)]
    for name in (*names, OTHERS):
        for part, measure in BY_DEPARTMENT.items():
            yield name, part, value(measure, name) * YEAR_WEEKS
    for part, place in BESIDE.items():
        yield OTHER_WORK, part, value(*place) * weeks
