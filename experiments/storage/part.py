"""A folded part of the store: many runs in three Parquet files.

`NAME.measures.parquet` and `NAME.series.parquet` hold the runs' rows, each led by the run's `key`;
`NAME.runs.parquet` lists the runs, and is renamed into place last: with it the part counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Literal
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.runs.run import Record

Frame = Literal["measures", "series"]
FRAMES: tuple[Frame, ...] = ("measures", "series")
RUNS = ".runs.parquet"
RECORDS_A_GROUP = 64


def found(folder: Path) -> list[Path]:
    """The `runs` files of all parts that count, in a fixed order."""
    return sorted(path for path in folder.glob(f"*{RUNS}") if not path.name.startswith("."))


def keys(runs: Path) -> list[str]:
    """Keys of the runs in a part."""
    return [str(key) for key in pq.read_table(runs, columns=["key"])["key"].to_pylist()]


def rows(runs: Path, frame: Frame, wanted: Collection[str]) -> pa.Table:
    """Rows of the wanted runs, in the order the model gave them."""
    path = runs.with_name(runs.name.replace(RUNS, f".{frame}.parquet"))
    return pq.read_table(path, filters=pc.field("key").isin(list(wanted)))


class Part:
    """A part in the making; nothing of it counts until `commit`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._name = folder, uuid4().hex
        self._runs: list[Record] = []
        self._waiting: list[Record] = []
        self._writers: dict[str, pq.ParquetWriter] = {}

    def add(self, record: Record) -> None:
        self._waiting.append(record)
        if len(self._waiting) == RECORDS_A_GROUP:
            self._flush()

    def commit(self) -> None:
        self._flush()
        if not self._runs:
            return
        columns = ("key", "seed", "model", "seconds")
        runs = pa.table({name: [getattr(run, name) for run in self._runs] for name in columns})
        self._write("runs", runs)
        for writer in self._writers.values():
            writer.close()
        for kind in (*FRAMES, "runs"):
            self._path(kind, born=True).rename(self._path(kind))

    def _flush(self) -> None:
        for frame in FRAMES:
            if self._waiting:
                self._write(frame, pa.concat_tables(_rows(self._waiting, frame)))
        self._runs += [
            Record(run.key, run.seed, run.model, run.seconds, b"", b"") for run in self._waiting
        ]
        self._waiting.clear()

    def _write(self, kind: str, table: pa.Table) -> None:
        if kind not in self._writers:
            path = self._path(kind, born=True)
            self._writers[kind] = pq.ParquetWriter(path, table.schema, compression="zstd")
        self._writers[kind].write_table(table)

    def _path(self, kind: str, *, born: bool = False) -> Path:
        return self._folder / f"{'.' if born else ''}{self._name}.{kind}.parquet"


def _rows(records: Iterable[Record], frame: Frame) -> Iterator[pa.Table]:
    for record in records:
        table = pa.ipc.open_stream(getattr(record, frame)).read_all()
        yield table.add_column(0, "key", pa.repeat(pa.scalar(record.key), len(table)))
