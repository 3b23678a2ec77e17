"""All measures of a run, as columns and as a tidy frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from sim.measures import own
from sim.measures.measure import Measure, Row
from sim.measures.observation import Observation
from sim.measures.place_summary import IssueLog, summaries
from sim.measures.registry import MEASURES
from sim.measures.summary import Summary
from sim.measures.years import year_rows
from sim.settings import Settings
from sim.state import State

if TYPE_CHECKING:
    import pandas as pd


def measures(
    settings: Settings, state: State, by_community: bool = True, years: Sequence[Summary] = ()
) -> pd.DataFrame:
    """All measures of the window, one row a value.

    Parameters:
        by_community: whether there are rows of each community, after those of the whole place.
        years: summaries of the years of the window, for rows of each year.

    Returns:
        Columns community (missing for the whole place), measure, group, value and unit.
    """
    import pandas as pd  # workers of the laboratory do without

    columns = measure_columns(settings, state, by_community, years)
    return pd.DataFrame(columns).astype({"community": "Int32"})


def measure_columns(
    settings: Settings,
    state: State,
    by_community: bool = True,
    years: Sequence[Summary] = (),
    *,
    with_own: bool = True,
) -> dict[str, list[Any]]:
    """The columns of the same frame by name; the community is None for the whole place.

    Without own measures there are those of the package alone.
    """
    log = IssueLog.of(settings, state)
    sums = summaries(settings, state, log=log)
    wanted = [each for name, each in MEASURES.items() if with_own or name not in own.names()]
    whole = rows(Observation(settings, next(sums), state, log=log), wanted)
    communities = (
        rows(Observation(settings, next(sums), state, number), wanted)
        for number in range(len(state.communities) if by_community else 0)
    )
    return columns_of(chain([chain(whole, year_rows(settings, years))], communities))


def columns_of(parts: Iterable[Iterable[Row]]) -> dict[str, list[Any]]:
    """Rows of a whole, then those of its parts, numbered from 0, as columns by name."""
    table: list[tuple[int | None, Row]] = []
    for number, part in enumerate(parts, start=-1):
        table += [(number if number >= 0 else None, row) for row in part]
    columns: dict[str, list[Any]] = {"community": [number for number, _ in table]}
    return columns | {
        name: [row[place] for _, row in table] for place, name in enumerate(Row._fields)
    }


def totals(settings: Settings, sums: Summary, years: Sequence[Summary] = ()) -> list[Row]:
    """All measures of places that were added up.

    Parameters: settings of one of them, which have the window and rules of all; the sum of their
    summaries, and for each year that of the summaries of the year. Departments of the same number
    in two places count as one.
    """
    return [*rows(Observation(settings, sums)), *year_rows(settings, years)]


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
