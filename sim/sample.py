"""A sample of the streets of a city: its totals, raised to all streets (ODD 3).

Each district is raised by its residents, communities or workers over those that were run: ratio
estimators, as samples have not quite the district's mix of communities and villages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from sim.measures.measure import Heads, Row
from sim.measures.registry import MEASURES
from sim.measures.series import SERIES, DailySums
from sim.settings.territory import Territory

Weights = Mapping[Heads, float]
"""What totals of a district are multiplied by, by the heads that they go by."""


def weights(city: Territory) -> tuple[Weights, ...]:
    """Of each district its heads over those that were run, 1 where all were or nobody lives."""
    pairs = zip(city.whole_districts(), city.divided(), strict=True)
    return tuple(
        {
            "residents": whole.residents / run.residents if run.residents else 1.0,
            "communities": whole.communities / run.communities,
            "workers": whole.workers / run.workers,
        }
        for whole, run in pairs
    )


def raised(rows: Iterable[Row], weight: Weights) -> list[Row]:
    """Rows of a district with its totals raised; means and shares stay as they are."""
    found = []
    for row in rows:
        heads = MEASURES[row.measure].total_by
        found.append(row._replace(value=row.value * weight[heads]) if heads else row)
    return found


def with_totals(whole: Iterable[Row], districts: Iterable[Iterable[Row]]) -> list[Row]:
    """Rows of a city with its totals in place: the sums of those of its districts."""
    sums: dict[tuple[str, str], float] = {}
    for row in (row for rows in districts for row in rows):
        if MEASURES[row.measure].total_by:
            place = row.measure, row.group
            sums[place] = sums.get(place, 0.0) + row.value
    return [row._replace(value=sums.get((row.measure, row.group), row.value)) for row in whole]


def raised_days(days: DailySums, weight: Weights) -> npt.NDArray[np.float64]:
    """Counts of a district by day, raised where they are a series; (days, counts)."""
    factors = np.ones(days.daily.shape[1])
    for one in SERIES:
        if one.count is not None:
            factors[one.count] = weight[one.total_by]
    return np.asarray(days.daily * factors, np.float64)
