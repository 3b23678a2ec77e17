"""Tidy rows of runs, read from the store and named by the plan, always in the same order.

Runs are read block by block, so that memory is bounded however many there are: of a block only
values are kept, as runs of one society share the labels of their rows.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.config.catalogue import BASELINE
from experiments.reporting.row_shape import WORDS, Array, Shape
from experiments.runs.plan import Plan
from experiments.runs.run import Detail
from experiments.runs.storage.rows import Frame
from experiments.runs.storage.store import Store

WITHIN = {"measures": "community", "series": "day"}
SCENARIOS = ("scenario", "point", "replication")
VALUES_AT_ONCE = 1_000_000
"""Values of a block of runs, 8 MB of them."""
FEWEST = 64
"""Runs of the first block, before it is known how many rows a run has."""
ROWS_AT_ONCE = 100_000
"""Rows of a table, and of a row group in a file."""
TYPES = {"point": "int32", "replication": "int32", "seed": "int64"}


class Finished(NamedTuple):
    """A run of the plan with its values in order; `plain` are those without comparisons."""

    scenario: str
    point: int
    replication: int
    seed: int
    shape: Shape
    values: Array
    plain: Array


class Reading:
    """Finished runs of a plan, read from the store at each iteration.

    In totals only rows of the whole place are read, and `only` these measures where some are named.
    With `compared` each run has its hours freed and time spent less, against the baseline of its
    point and replication.
    `by` is the order of runs.
    """

    def __init__(
        self,
        store: Store,
        frame: Frame,
        plan: Plan,
        detail: Detail,
        *,
        only: Collection[str] | None = None,
        compared: bool = False,
        by: Sequence[str] = SCENARIOS,
    ) -> None:
        self._store, self._frame, self._detail, self._only = store, frame, detail, only
        table = plan.table
        self._compared = compared and BASELINE in set(table["scenario"])
        self._point = table["point"].nunique() > 1 or by[0] == "point"
        names = sorted(plan.scenarios, key=lambda name: name != BASELINE)
        rank = {name: place for place, name in enumerate(names)}
        order = np.lexsort([
            table[name].map(rank) if name == "scenario" else table[name] for name in by[::-1]
        ])  # fmt: skip
        self._table = table.iloc[order]
        self._shapes: list[Shape] = []

    def __iter__(self) -> Iterator[Finished]:
        """Runs in order, those without a row left out. Raises KeyError for one not in the store."""
        baselines: dict[tuple[int, int], tuple[Shape, Array]] = {}
        for block, loaded in self._blocks():
            for key, scenario, point, replication, seed in block.itertuples(index=False, name=None):
                if key not in loaded:
                    continue
                shape, values = loaded[key]
                if self._compared and scenario == BASELINE:
                    baselines[point, replication] = shape, shape.compared(values)
                ordered = shape.ordered(values, baselines.get((point, replication)))
                yield Finished(scenario, point, replication, seed, shape, ordered, values)

    def tables(self) -> Iterator[pa.Table]:
        """Tidy rows, words as dictionaries; about ROWS_AT_ONCE in a table."""
        waiting: list[Finished] = []
        rows = 0
        for run in self:
            waiting.append(run)
            rows += len(run.values)
            if rows >= ROWS_AT_ONCE:
                yield self._table_of(waiting)
                waiting, rows = [], 0
        if waiting:
            yield self._table_of(waiting)

    def frame(self) -> pd.DataFrame:
        """All rows at once."""
        schema = self.schema
        plain = pa.schema([
            pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
            for field in schema
        ])  # fmt: skip
        rows = [table.cast(plain) for table in self.tables()]
        types = {pa.int32(): pd.Int32Dtype()}
        frame: pd.DataFrame = pa.concat_tables(rows or [plain.empty_table()]).to_pandas(
            types_mapper=types.get
        )
        return frame.astype({name: TYPES[name] for name in TYPES if name in frame})

    def write(self, path: Path) -> None:
        """Write all rows as Parquet, with the types that `frame` gives them.

        Words go as the dictionaries that they are, and are plain text to whoever reads the file.
        """
        with pq.ParquetWriter(path, self.schema, compression="zstd", store_schema=False) as writer:
            for table in self.tables():
                writer.write_table(table)
            writer.add_key_value_metadata(self._types())

    def _types(self) -> dict[str, bytes]:
        """The metadata in which pandas stores the types of columns."""
        row: dict[str, object] = dict.fromkeys(self.schema.names, 0) | {"value": 0.0}
        row |= dict.fromkeys(("scenario", *WORDS), "")
        frame = pd.DataFrame([row]).astype({WITHIN[self._frame]: "Int32"})
        frame = frame.astype({name: TYPES[name] for name in TYPES if name in frame})
        metadata = pa.Schema.from_pandas(frame, preserve_index=False).pandas_metadata
        return {"pandas": json.dumps(metadata).encode()}

    @property
    def schema(self) -> pa.Schema:
        """Columns of the tables; `seed` only for measures, `point` only for designs with points.

        Words are dictionaries.
        """
        text = pa.dictionary(pa.int32(), pa.string())
        columns = {"scenario": text, "point": pa.int32(), "replication": pa.int32()}
        columns |= {"seed": pa.int64(), WITHIN[self._frame]: pa.int32()}
        columns |= {"measure": text, "group": text, "value": pa.float64(), "unit": text}
        left = [] if self._point else ["point"]
        left += ["seed"] if self._frame == "series" else []
        return pa.schema([(name, kind) for name, kind in columns.items() if name not in left])

    def _blocks(self) -> Iterator[tuple[pd.DataFrame, dict[str, tuple[Shape, Array]]]]:
        """Runs in order, with their stored rows."""
        start, size = 0, FEWEST
        while start < len(self._table):
            block = self._table.iloc[start : start + size]
            loaded = self._read(set(block["key"]))
            start += size
            most = max((len(values) for _, values in loaded.values()), default=1)
            size = max(1, VALUES_AT_ONCE // max(1, most))
            yield block, loaded

    def _read(self, keys: set[str]) -> dict[str, tuple[Shape, Array]]:
        """Shape and values, as the store has them, of these runs."""
        names = [WITHIN[self._frame], *WORDS]
        only = None if self._only is None else pa.array(sorted(self._only), pa.string())
        loaded: dict[str, tuple[Shape, Array]] = {}
        for table in self._store.rows(self._frame, keys, self._detail):
            if self._detail == "totals":
                table = table.filter(pc.is_null(table["community"]))
            if only is not None:
                table = table.filter(pc.is_in(table["measure"], value_set=only))
            if not len(table):
                continue
            table, labels, starts = _by_run(table.combine_chunks())
            values = table["value"].to_numpy()
            rows = table.select(names)
            for key, start, stop in zip(labels, starts[:-1], starts[1:], strict=True):
                shape = self._shape(rows.slice(start, stop - start))
                loaded[key] = shape, values[start:stop].copy()
        return loaded

    def _shape(self, labels: pa.Table) -> Shape:
        """The shape of these labels, the last one used tried first."""
        for place, shape in enumerate(self._shapes):
            if shape.labels.equals(labels):
                self._shapes.insert(0, self._shapes.pop(place))
                return shape
        copied = pa.concat_tables([labels]).take(np.arange(len(labels)))
        self._shapes.insert(0, Shape(copied, self._compared))
        return self._shapes[0]

    def _table_of(self, runs: Sequence[Finished]) -> pa.Table:
        shapes = list(dict.fromkeys(run.shape for run in runs))
        lengths = np.array([len(run.values) for run in runs])
        rows = pa.concat_tables([shape.rows for shape in shapes]).combine_chunks()
        first = dict(zip(shapes, np.cumsum([0, *map(len, shapes)]).tolist(), strict=False))
        places = np.concatenate([np.arange(len(run.shape)) + first[run.shape] for run in runs])
        columns = {
            name: rows[name].combine_chunks().take(places) for name in (WITHIN[self._frame],)
        }
        for name in WORDS:
            encoded = rows[name].combine_chunks().dictionary_encode()
            codes = encoded.indices.take(places)
            columns[name] = pa.DictionaryArray.from_arrays(codes, encoded.dictionary)
        columns["scenario"] = _repeated([run.scenario for run in runs], lengths)
        for name in ("point", "replication", "seed"):
            every = np.repeat([getattr(run, name) for run in runs], lengths)
            columns[name] = pa.array(every.astype(TYPES[name]))
        values = np.concatenate([run.values for run in runs])
        columns["value"] = pa.array(values, from_pandas=True)
        return pa.table({name: columns[name] for name in self.schema.names}, self.schema)


def _by_run(table: pa.Table) -> tuple[pa.Table, list[str], npt.NDArray[np.int64]]:
    """A table whose runs each have their rows together; keys, where each starts, and the end."""
    codes, keys = _codes(table)
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    if len(starts) > len(keys):
        table = table.take(np.argsort(codes, kind="stable"))
        codes, keys = _codes(table)
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
    names = [keys[code] for code in codes[starts].tolist()]
    return table, names, np.append(starts, len(table))


def _codes(table: pa.Table) -> tuple[npt.NDArray[np.int64], list[str]]:
    encoded = table["key"].combine_chunks().dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_pylist()


def _repeated(names: Iterable[str], lengths: npt.NDArray[np.int64]) -> pa.DictionaryArray:
    encoded = pa.array(list(names), pa.string()).dictionary_encode()
    codes = np.repeat(encoded.indices.to_numpy(), lengths)
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), encoded.dictionary)
