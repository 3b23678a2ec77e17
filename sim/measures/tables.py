"""All measures of a run, as columns and as a tidy frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.measures.measure import Measure
from sim.measures.observation import Observation
from sim.measures.place_summary import summaries
from sim.measures.registry import MEASURES
from sim.measures.summary import Summary
from sim.settings import Settings
from sim.state import State

if TYPE_CHECKING:
    import pandas as pd


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
    import pandas as pd  # workers of the laboratory do without

    columns = measure_columns(settings, state, by_community)
    return pd.DataFrame(columns).astype({"community": "Int32"})


def measure_columns(
    settings: Settings, state: State, by_community: bool = True
) -> dict[str, list[Any]]:
    """The columns of the same frame by name; the community is None for the whole place."""
    sums = summaries(settings, state)
    numbers = (None, *range(len(state.communities) if by_community else 0))
    return columns_of(rows(Observation(settings, next(sums), state, number)) for number in numbers)


def columns_of(parts: Iterable[Iterable[Row]]) -> dict[str, list[Any]]:
    """Rows of a whole, then those of its parts, numbered from 0, as columns by name."""
    table: list[tuple[int | None, Row]] = []
    for number, part in enumerate(parts, start=-1):
        table += [(number if number >= 0 else None, row) for row in part]
    columns: dict[str, list[Any]] = {"community": [number for number, _ in table]}
    return columns | {
        name: [row[place] for _, row in table] for place, name in enumerate(Row._fields)
    }


def totals(settings: Settings, sums: Summary) -> list[Row]:
    """All measures of places that were added up.

    Parameters: settings of one of them, which have the window and rules of all; the sum of their
    summaries. Departments of the same number in two places count as one.
    """
    return list(rows(Observation(settings, sums)))


def rows(seen: Observation, wanted: Iterable[Measure] = MEASURES.values()) -> Iterator[Row]:
    """Values of measures, one row a group.

    A community has no measures of the whole place alone; places that were added up have none that
    need single ones.
    """
    whole = seen.community is None
    computed = [m for m in wanted if m.values and (whole or not m.whole_only)]
    computed = [m for m in computed if seen.state is not None or not m.one_place]
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
