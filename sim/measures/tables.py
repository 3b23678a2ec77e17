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
    """All measures of the window, for the whole place and, if so wanted, for each community."""
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
    """Values of measures, one row a group; a community lacks those that are of the place alone."""
    whole = seen.community is None
    there = [one for one in wanted if one.values and (whole or not one.whole_only)]
    for by_group, block in groupby(there, lambda one: one.listed_by_group and tuple(one.groups)):
        tables = [(one, one.values(seen)) for one in block if one.values]
        if by_group:
            for group in tables[0][1]:
                for one, values in tables:
                    yield Row(one.name, group, values[group], one.unit)
        else:
            for one, values in tables:
                for group, value in values.items():
                    yield Row(one.name, group, value, one.unit)
