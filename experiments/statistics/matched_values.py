"""Values of the whole place: each scenario paired with the baseline of the same replication."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.config.outcomes import Outcome

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Row = tuple[str, str, str]
Pair = tuple[int, int]
"""Replication and society."""
ROW = ["measure", "group", "unit"]


@dataclass(frozen=True)
class Matched:
    """`rows` are measure, group and unit; arrays have shape (rows, replications).

    NaN where a run or its value is not there. Over societies a column is a society and replication,
    and `societies` has the society of each column. `runs` has replication and society of each.
    """

    rows: Sequence[Row]
    baseline: Array
    scenarios: Mapping[str, Array]
    societies: Places | None = None
    runs: Sequence[Pair] = ()

    @property
    def stacked(self) -> tuple[Array, Array]:
        """The baseline's and the scenarios' values, the rows of one scenario after another's."""
        after = np.concatenate([self.baseline[:0], *self.scenarios.values()])
        return np.tile(self.baseline, (len(self.scenarios), 1)), after


def matched(measures: pd.DataFrame, baseline: str) -> Matched:
    """Values of the whole place from a tidy frame: each scenario paired with the baseline.

    Parameters: rows of scenario, replication, community (empty: the whole place), measure, group,
    unit and value, and of society where there are several; the scenario that others are compared
    with.
    """
    whole = measures[measures["community"].isna()]
    several = "society" in whole
    whole = whole if several else whole.assign(society=0)
    wide = whole.pivot(index=ROW, columns=["scenario", "replication", "society"], values="value")
    pairs = whole[["replication", "society"]].drop_duplicates().sort_values(
        ["replication", "society"]
    )  # fmt: skip
    columns = pd.MultiIndex.from_frame(pairs)
    by_scenario = {
        str(name): np.ascontiguousarray(wide[name].reindex(columns=columns), np.float64)
        for name in sorted(whole["scenario"].unique())
    }
    runs = [(int(turn), int(society)) for turn, society in columns]
    societies = np.array([society for _, society in runs], np.int64) if several else None
    return Matched(list(wide.index), by_scenario.pop(baseline), by_scenario, societies, runs)


class Values:
    """Values of runs as they come: eight bytes each, whatever else the runs hold."""

    def __init__(self) -> None:
        self._column: dict[Row, int] = {}
        self._runs: dict[str, dict[Pair, tuple[Places, Array]]] = {}

    def columns(self, rows: Sequence[Row]) -> Places:
        """Numbers of these rows, for `add`."""
        numbers = [self._column.setdefault(row, len(self._column)) for row in rows]
        return np.array(numbers, np.int64)

    def add(
        self, scenario: str, replication: int, columns: Places, values: Array, society: int = 0
    ) -> None:
        """Values of one run."""
        self._runs.setdefault(scenario, {})[replication, society] = columns, values

    @property
    def scenarios(self) -> Collection[str]:
        """Scenarios that have a run."""
        return self._runs.keys()

    def matched(self, baseline: str, only: Collection[Outcome] | None = None) -> Matched:
        """All values, or those of some outcomes; rows and scenarios are sorted by name."""
        rows = [row for row in sorted(self._column) if only is None or Outcome(*row[:2]) in only]
        place = np.full(len(self._column), -1, np.int64)
        place[self.columns(rows)] = np.arange(len(rows))
        pairs = sorted({pair for runs in self._runs.values() for pair in runs})
        return Matched(
            rows,
            self._table(baseline, place, pairs, len(rows)),
            _Scenarios({
                name: partial(self._table, name, place, pairs, len(rows))
                for name in sorted(self._runs) if name != baseline
            }),
            np.array([society for _, society in pairs], np.int64),
            pairs,
        )  # fmt: skip

    def _table(self, scenario: str, place: Places, pairs: Sequence[Pair], rows: int) -> Array:
        """Rows by runs; `place` is the row of each column, -1 for one that is left out."""
        table = np.full((rows, len(pairs)), np.nan)
        for number, pair in enumerate(pairs):
            if pair in self._runs[scenario]:
                columns, values = self._runs[scenario][pair]
                kept = place[columns] >= 0
                table[place[columns][kept], number] = values[kept]
        return table


class _Scenarios(Mapping[str, Array]):
    """Tables that are computed at each access."""

    def __init__(self, make: Mapping[str, Callable[[], Array]]) -> None:
        self._make = make

    def __getitem__(self, name: str) -> Array:
        return self._make[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __len__(self) -> int:
        return len(self._make)
