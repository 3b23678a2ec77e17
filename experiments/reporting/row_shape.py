"""Labels of the rows of a run, kept once for all runs that have the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from experiments.config.outcomes import FREED, FULL, HOURS, LESS
from experiments.statistics.paired_differences import BURDEN
from sim.measures.measure import ALL, in_year, of_year

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
WORDS = ("measure", "group", "unit")
Sum = tuple[int | None, str, str]
"""Community, group of the sum (`all`, or a year) and unit."""


class Shape:
    """Labels of the rows of a run: community or day, measure, group, unit.

    Values come in the order of the store and are put into one order: within the run, then by
    measure and group. With `compared`, rows of hours freed and of time spent less are put between
    them: what a run has less of than its baseline.
    """

    def __init__(self, labels: pa.Table, compared: bool) -> None:
        """Parameters: the labels as the store has them, the community or day first."""
        self.labels = labels
        self._within = labels.column_names[0]
        self._full = self._find(FULL) if compared else []
        self._hours = self._find(HOURS) if compared else []
        self._burden = self._find_burden()
        self._matches: dict[Shape, Places] = {}
        every = pa.concat_tables([labels, self._fall_labels()])
        self._order = _order(*(every[name].to_pylist() for name in every.column_names[:3]))
        self.rows = every.take(pa.array(self._order)).combine_chunks()

    def __len__(self) -> int:
        return len(self._order)

    def ordered(self, values: Array, baseline: tuple[Shape, Array] | None = None) -> Array:
        """All values of a run in order; comparisons are empty without values of a baseline."""
        if not self._hours and not self._full:
            return values[self._order]
        mine = self.compared(values)
        before = np.full(len(mine), np.nan)
        if baseline is not None:
            shape, theirs = baseline
            before = np.append(theirs, np.nan)[self._match(shape)]
        return np.concatenate([values, before - mine])[self._order]

    def compared(self, values: Array) -> Array:
        """What comparisons are made of, from values in the order of the store.

        Work at full delivery, hours by activity, and their sums over BURDEN.
        """
        return np.concatenate([values[self._full + self._hours], _summed(values, self._burden)])

    @cached_property
    def whole(self) -> Places:
        """Positions of the rows of the whole place."""
        return np.flatnonzero(self.rows[self._within].is_null().to_numpy())

    @cached_property
    def outcomes(self) -> list[tuple[str, str, str]]:
        """Measure, group and unit of the rows of the whole place."""
        rows = self.rows.take(self.whole)
        return list(zip(*(rows[name].to_pylist() for name in WORDS), strict=True))

    def _find(self, wanted: str) -> list[int]:
        """Rows of a measure, of hours those by activity, ordered by community and group."""
        columns = [self.labels[name].to_pylist() for name in (self._within, "measure", "group")]
        keyed = [
            (-1 if community is None else community, group, row)
            for row, (community, measure, group) in enumerate(zip(*columns, strict=True))
            if measure == wanted and (measure != HOURS or of_year(group)[0] != ALL)
        ]
        return [row for *_, row in sorted(keyed)]

    def _find_burden(self) -> dict[Sum, list[int]]:
        """By community, year and unit, the rows that are summed as time spent less in all."""
        sums: dict[Sum, list[int]] = {}
        within, group, unit = (self.labels[name] for name in (self._within, "group", "unit"))
        for row in self._hours:
            activity, year = of_year(group[row].as_py())
            if activity in BURDEN:
                whole = ALL if year is None else in_year(ALL, year)
                sums.setdefault((within[row].as_py(), whole, unit[row].as_py()), []).append(row)
        return sums

    def _fall_labels(self) -> pa.Table:
        """Labels of the comparisons, in the order of `compared`."""
        rows = self.labels.take(pa.array(self._full + self._hours, pa.int64()))
        within = rows[self._within].to_pylist() + [place for place, *_ in self._burden]
        group = rows["group"].to_pylist() + [whole for _, whole, _ in self._burden]
        unit = rows["unit"].to_pylist() + [unit for *_, unit in self._burden]
        measure = [FREED] * len(self._full) + [LESS] * (len(within) - len(self._full))
        return pa.table([within, measure, group, unit], schema=self.labels.schema)

    @cached_property
    def _pairs(self) -> Sequence[tuple[int | None, str, str]]:
        """Community, measure and group of the comparisons."""
        rows = self._fall_labels()
        columns = (rows[name].to_pylist() for name in (self._within, "measure", "group"))
        return list(zip(*columns, strict=True))

    def _match(self, other: Shape) -> Places:
        """Positions in another shape of this shape's comparisons, -1 where it lacks them."""
        if other not in self._matches:
            place = {pair: row for row, pair in enumerate(other._pairs)}
            self._matches[other] = np.array([place.get(pair, -1) for pair in self._pairs], np.int64)
        return self._matches[other]


def _order(within: list[int | None], measure: list[str], group: list[str]) -> Places:
    """The whole place first, then by community or day; by measure and group."""
    keys = [
        (-1 if place is None else place, *label)
        for place, *label in zip(within, measure, group, strict=True)
    ]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)


def _summed(values: Array, rows: dict[Sum, list[int]]) -> Array:
    """Sums of the values that are there, with Kahan's compensation; empty where none is."""
    most = max(map(len, rows.values()), default=0)
    places = np.array(
        [[*indices, *[-1] * (most - len(indices))] for indices in rows.values()], np.int64
    )
    parts = np.append(values, np.nan)[places.reshape(len(rows), most)]
    total, lost = np.zeros(len(rows)), np.zeros(len(rows))
    for part in parts.T:
        finite = ~np.isnan(part)
        more = part - lost
        new = total + more
        lost = np.where(finite, np.nan_to_num(new - total - more), lost)
        total = np.where(finite, new, total)
    return np.where(np.isnan(parts).all(axis=1), np.nan, total)
