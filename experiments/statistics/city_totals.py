"""Totals of a city from its districts, with the error of a sample of their streets.

Totals of districts come raised to all streets (`sim.sample`). Districts are alike by construction,
so that the spread of their means per head is taken as that of samples of one stratum (collapsed
strata). What districts truly differ in is then counted as error, so that it is too large rather
than too small. It has the finite population correction 1 - communities that were run / all of them,
and is 0 where the whole city was run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from experiments.config.catalogue import BASELINE
from experiments.language import marked
from experiments.statistics.paired_differences import LEVEL
from experiments.statistics.society_quantiles import SPAN, quantiles
from sim.enums import DAY_MINUTES, WEEK_DAYS, YEAR_DAYS, YEAR_WEEKS
from sim.measures.full_delivery import FULL
from sim.measures.measure import ALL
from sim.settings.territory import Territory

Array = npt.NDArray[np.float64]
WEEK_HOURS = DAY_MINUTES * WEEK_DAYS / 60.0
SIZES = ("value", "low", "high", "half_width")
COLUMNS = (
    "scenario", "total", "unit", *SIZES, "change", "change_low", "change_high",
    "change_half_width", "runs",
)  # fmt: skip
NONE = (math.nan,) * len(SIZES)
UPWARD, FREED = "upward_work", "freed"


class Total(NamedTuple):
    """A total of a district: measures that are multiplied, and what with."""

    name: str
    unit: str
    measures: tuple[tuple[str, str], ...]
    per: str


YEARS, HOURS = marked("person-years a year"), marked("hours a year")
ISSUES, OPEN = marked("issues a year"), marked("issues")
TOTALS = (
    Total(UPWARD, YEARS, ((FULL, ALL),), "worker"),
    Total("street_offices", HOURS, (("outside_hours", "street"),), "week"),
    Total("residents_asked", HOURS, (("outside_hours", "residents"),), "week"),
    Total("issues_reported", ISSUES, (("issues_raised", ALL),), "window"),
    Total("issues_solved", ISSUES, (("issues_raised", ALL), ("root_closure_share", ALL)), "window"),
    Total("issues_open", OPEN, (("backlog", ALL),), "end"),
)
MEASURES = sorted({measure for total in TOTALS for measure, _ in total.measures})


class Cities(NamedTuple):
    """Heads of districts, each of shape (runs, districts), and which runs are of one society.

    Parameters: workers; residents, 1 where nobody lives; the share of communities that was not run;
    the society of each run, 0 where there is one alone.
    """

    workers: Array
    residents: Array
    left: Array
    society: npt.NDArray[np.int64]


def city_totals(rows: pd.DataFrame, cities: Mapping[int, Territory], days: int) -> pd.DataFrame:
    """Totals of the whole city in a year, one row a scenario and total.

    Parameters
    ----------
    rows
        Measures of runs, one row a run, district (column `community`, empty in rows of the whole),
        measure and group; totals are raised to all streets.
    cities
        Territory of the whole city in each society, by its number; 0 where there is one alone.
    days
        Working days of the window.

    Returns
    -------
    pandas.DataFrame
        `value` of the scenario, and `change` from the baseline to it. Of several societies they are
        medians of their means over runs, and `low` and `high` 5 and 95 % of them; of one they are
        means over runs. `half_width` and `change_half_width` are half of the 95 % interval of the
        sample of streets (Student's t, districts - 1 degrees of freedom), means over runs. `freed`
        is upward work of the baseline less that of the scenario. A person-year is 2,000 paid hours.
    """
    inside = rows[rows["community"].notna()]
    found = [row for total in TOTALS for row in _total(inside, total, cities, days)]
    table = pd.DataFrame(found, columns=list(COLUMNS))
    order = {name: number for number, name in enumerate(dict.fromkeys(rows["scenario"]))}
    rank = table["scenario"].map(order)
    return table.loc[rank.sort_values(kind="stable").index].reset_index(drop=True)


def _total(
    rows: pd.DataFrame, total: Total, cities: Mapping[int, Territory], days: int
) -> Iterator[tuple[object, ...]]:
    """The rows of one total."""
    tables = [_wide(rows, *one) for one in total.measures]
    if any(table.empty or BASELINE not in table for table in tables):
        return
    product = tables[0]
    for table in tables[1:]:
        product = product * table
    by_run = {str(name): product[name].unstack("community") for name in product}
    known = _cities(by_run[BASELINE].index, cities)
    worker = total.per == "worker"
    heads = known.workers if worker else known.residents
    times = heads / WEEK_HOURS if worker else _times(total, days)
    levels = {name: table.to_numpy(np.float64) * times for name, table in by_run.items()}
    before = levels[BASELINE]
    for name, values in levels.items():
        change = NONE if name == BASELINE else _summed(values - before, heads, known)
        level = _summed(values, heads, known)
        yield (name, total.name, total.unit, *level, *change, len(values))
        if total.name == UPWARD and name != BASELINE:
            freed = _summed(before - values, heads, known)
            yield (name, FREED, total.unit, *freed, *NONE, len(values))


def _summed(values: Array, heads: Array, cities: Cities) -> tuple[float, float, float, float]:
    """A total, its ends over societies, and half of the interval that the sample has.

    Parameters: values and heads, each (runs, districts).
    """
    totals = values.sum(axis=1)
    number = values.shape[1]
    means = values / heads
    errors = np.sqrt(cities.left * means.var(axis=1, ddof=1) / number) * heads.sum(axis=1)
    half = float(errors.mean() * stats.t.ppf((1 + LEVEL) / 2, number - 1))
    societies = np.unique(cities.society)
    each = np.array([totals[cities.society == one].mean() for one in societies])
    if len(each) == 1:
        return float(each[0]), math.nan, math.nan, half
    low, middle, high = map(float, quantiles(each, (SPAN[0], 0.5, SPAN[1])))
    return middle, low, high, half


def _cities(runs: pd.Index, cities: Mapping[int, Territory]) -> Cities:
    """Heads of the districts of each run."""
    several = "society" in runs.names
    nothing = np.zeros(len(runs), np.int64)
    numbers = runs.get_level_values("society").to_numpy(np.int64) if several else nothing
    whole = {number: cities[number].whole_districts() for number in set(numbers.tolist())}
    left = {
        number: 1.0 - sum(part.communities for part in cities[number].divided())
        / cities[number].communities
        for number in whole
    }  # fmt: skip
    each = [whole[number] for number in numbers.tolist()]
    return Cities(
        np.array([[part.workers for part in parts] for parts in each], np.float64),
        np.array([[max(1, part.residents) for part in parts] for parts in each], np.float64),
        np.array([left[number] for number in numbers.tolist()]),
        numbers,
    )


def _wide(rows: pd.DataFrame, measure: str, group: str) -> pd.DataFrame:
    """Values of an outcome by run and district, one column a scenario."""
    mine = rows[(rows["measure"] == measure) & (rows["group"] == group)]
    run = [name for name in ("society", "point", "replication") if name in mine]
    return mine.pivot(index=[*run, "community"], columns="scenario", values="value")


def _times(total: Total, days: int) -> float:
    """What makes a value of a district its total in a year."""
    return {"week": float(YEAR_WEEKS), "window": YEAR_DAYS / days, "end": 1.0}[total.per]
