"""Totals of a city from its districts, with the error of a sample of their streets.

Each district is raised by its workers, or residents, over those that were run: ratio estimators, as
samples have not quite the city's mix of communities and villages. Districts are alike by
construction, so that the spread of their means per head is taken as that of samples of one stratum
(collapsed strata). What districts truly differ in is then counted as error, so that it is too large
rather than too small. It has the finite population correction 1 - communities that were run / all
of them, and is 0 where the whole city was run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.catalogue import BASELINE
from sim.enums import DAY_MINUTES, WEEK_DAYS, YEAR_DAYS, YEAR_WEEKS
from sim.measures.full_delivery import FULL
from sim.measures.measure import ALL
from sim.settings.territory import Territory

Array = npt.NDArray[np.float64]
WEEK_HOURS = DAY_MINUTES * WEEK_DAYS / 60.0
COLUMNS = ("scenario", "total", "unit", "value", "error", "change", "change_error", "runs")


class Total(NamedTuple):
    """A total of a district: measures that are multiplied, and what with; `sign` of the change."""

    name: str
    unit: str
    measures: tuple[tuple[str, str], ...]
    per: str
    sign: int = 1


TOTALS = (
    Total("upward_work", "person-years a year", ((FULL, ALL),), "worker", -1),
    Total("street_offices", "hours a year", (("outside_hours", "street"),), "week"),
    Total("residents_asked", "hours a year", (("outside_hours", "residents"),), "week"),
    Total("issues_reported", "issues a year", (("issues_raised", ALL),), "window"),
    Total("issues_solved", "issues a year", (("issues_raised", ALL), ("root_closure_share", ALL)),
          "window"),
    Total("issues_open", "issues at the end", (("backlog", ALL),), "end"),
)  # fmt: skip
"""`value` is of the scenario. `change` is against the baseline; of upward work, if all were
delivered, it is what is freed."""
MEASURES = sorted({measure for total in TOTALS for measure, _ in total.measures})


def city_totals(rows: pd.DataFrame, city: Territory, days: int) -> pd.DataFrame:
    """Totals of the whole city in a year, one row a scenario and total.

    Parameters
    ----------
    rows
        Measures of runs, one row a run, district (column `community`, empty in rows of the whole),
        measure and group.
    city
        Territory of the whole city.
    days
        Working days of the window.

    Returns
    -------
    pandas.DataFrame
        `value` of the scenario and `change` against the baseline (hours freed are above 0); `error`
        and `change_error` are the standard errors of both that come from the sample of streets. All
        are means over runs. A person-year is 2,000 paid hours.
    """
    inside = rows[rows["community"].notna()]
    found = [row for total in TOTALS for row in _total(inside, total, city, days)]
    table = pd.DataFrame(found, columns=list(COLUMNS))
    order = {name: number for number, name in enumerate(dict.fromkeys(rows["scenario"]))}
    rank = table["scenario"].map(order)
    return table.loc[rank.sort_values(kind="stable").index].reset_index(drop=True)


def _total(
    rows: pd.DataFrame, total: Total, city: Territory, days: int
) -> Iterator[tuple[object, ...]]:
    """The rows of one total."""
    tables = [_wide(rows, *one) for one in total.measures]
    if any(table.empty or BASELINE not in table for table in tables):
        return
    product = tables[0]
    for table in tables[1:]:
        product = product * table
    whole, run = city.whole_districts(), city.divided()
    times = np.array([_times(total, part, days) for part in run])
    full = _sizes(total, whole)
    sizes = _sizes(total, run)
    left = 1.0 - sum(part.communities for part in run) / city.communities
    levels = {str(name): _by_run(product[name]) * times for name in product}
    for name, values in levels.items():
        level = _summed(values, full, sizes, left)
        change = _summed(total.sign * (values - levels[BASELINE]), full, sizes, left)
        against = (math.nan, math.nan) if name == BASELINE else change
        yield (name, total.name, total.unit, *level, *against, len(values))


def _summed(values: Array, full: Array, sizes: Array, left: float) -> tuple[float, float]:
    """A total and its standard error, means over runs.

    Parameters: values (runs, districts); heads of districts in full and as they were run; the share
    of communities that was not run.
    """
    means = values / sizes
    errors = np.sqrt(left * means.var(axis=1, ddof=1) / len(full)) * full.sum()
    return float((means @ full).mean()), float(errors.mean())


def _wide(rows: pd.DataFrame, measure: str, group: str) -> pd.DataFrame:
    """Values of an outcome by run and district, one column a scenario."""
    mine = rows[(rows["measure"] == measure) & (rows["group"] == group)]
    run = [name for name in ("society", "point", "replication") if name in mine]
    return mine.pivot(index=[*run, "community"], columns="scenario", values="value")


def _by_run(values: pd.Series) -> Array:
    """Runs x districts."""
    return values.unstack("community").to_numpy(np.float64)


def _times(total: Total, part: Territory, days: int) -> float:
    """What makes a value of a district its total in a year."""
    if total.per == "worker":
        return part.workers / WEEK_HOURS
    return {"week": float(YEAR_WEEKS), "window": YEAR_DAYS / days, "end": 1.0}[total.per]


def _sizes(total: Total, parts: Sequence[Territory]) -> Array:
    """Workers or residents of districts; 1 where nobody lives, as nothing arises there."""
    workers = total.per == "worker"
    heads = [part.workers if workers else max(1, part.residents) for part in parts]
    return np.array(heads, np.float64)
