"""The tidy frame of all measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from sim.measures.issue_log import outcomes
from sim.measures.measure import Measure
from sim.measures.observation import Observation
from sim.measures.registry import MEASURES
from sim.settings import Settings
from sim.state import State


class Row(NamedTuple):
    """One value of a measure."""

    measure: str
    group: str
    value: float
    unit: str


def measures(settings: Settings, state: State, by_community: bool = True) -> pd.DataFrame:
    """All measures of the window, one row a value.

    Parameters:
        by_community: whether there are rows of each community, after those of the whole place.

    Returns:
        Columns community (missing for the whole place), measure, group, value and unit.
    """
    frame = outcomes(state)
    issues = {str(name): frame[name].to_numpy() for name in frame}
    table: list[Row] = []
    numbers: list[int | None] = []
    places = range(len(state.communities)) if by_community else ()
    for community in (None, *places):
        here = list(rows(Observation(settings, state, issues, community)))
        table += here
        numbers += [community] * len(here)
    tidy = pd.DataFrame(table, columns=list(Row._fields))
    tidy.insert(0, "community", pd.Series(numbers, dtype="Int32"))
    return tidy


def rows(seen: Observation, wanted: Iterable[Measure] = MEASURES.values()) -> Iterator[Row]:
    """Values of measures, one row a group; a community has no measures of the whole place alone."""
    whole = seen.community is None
    computed = [m for m in wanted if m.values and (whole or not m.whole_only)]
    for by_group, block in groupby(computed, lambda m: m.listed_by_group and tuple(m.groups)):
        tables = [(measure, measure.values(seen)) for measure in block if measure.values]
        if by_group:
            for group in tables[0][1]:
                for measure, values in tables:
                    yield Row(measure.name, group, values[group], measure.unit)
        else:
            for measure, values in tables:
                for group, value in values.items():
                    yield Row(measure.name, group, value, measure.unit)
