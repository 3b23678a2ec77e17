"""A folded part of the store: many runs in three Parquet files of one name.

`NAME.2.measures.parquet` and `NAME.2.series.parquet` hold the runs' rows, each led by the run's
`key`; `NAME.2.runs.parquet` lists the runs with their settings and environments, and is renamed
into place last: with it the part counts. Row groups of the three go together. NAME is the checksum
of the list, which holds the checksums of the others, so that whatever is damaged in a part shows.
2 is the format of the store; parts of another are left alone.
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.runs.run import MEASURES, SERIES, Detail, Record
from experiments.storage.checksum import checksum

Frame = Literal["measures", "series"]
FRAMES: tuple[Frame, ...] = ("measures", "series")
FORMAT = "2"
"""Raised with the columns; each format leaves the files of others as they are."""
RUNS = f".{FORMAT}.runs.parquet"
DAMAGED = ".damaged"
OURS = re.compile(rf"[0-9a-f]{{32}}\.{FORMAT}\.(?:runs|measures|series)\.parquet")
"""Names of files of parts; whatever else lies in a store is none of ours."""
RECORDS_A_GROUP = 64
LIST = pa.schema(
    [
        ("key", pa.string()),
        ("seed", pa.int64()),
        ("model", pa.string()),
        ("detail", pa.string()),
        ("seconds", pa.float64()),
        ("environment", pa.string()),
        ("made", pa.string()),
        ("settings", pa.string()),
    ]
)
KEY = pa.field("key", pa.string())
ROWS: dict[Frame, pa.Schema] = {
    "measures": MEASURES.insert(0, KEY),
    "series": SERIES.insert(0, KEY),
}


class Part:
    """One part that is there, known by the path of its list."""

    def __init__(self, runs: Path) -> None:
        self.runs = runs
        self.name = runs.name.removesuffix(RUNS)

    @classmethod
    def all_in(cls, folder: Path) -> list[Part]:
        """All parts that count, in a fixed order."""
        return [cls(path) for path in sorted(folder.glob(f"*{RUNS}")) if OURS.fullmatch(path.name)]

    def path(self, frame: Frame) -> Path:
        return self.runs.with_name(f"{self.name}.{FORMAT}.{frame}.parquet")

    @property
    def paths(self) -> list[Path]:
        """Every file that the part may have, the list first."""
        return [self.runs, *map(self.path, FRAMES)]

    def table(self, *columns: str) -> pa.Table:
        """The list of runs: the columns of LIST, or some of these."""
        return pq.read_table(self.runs, columns=list(columns) or None)

    def holds(self, keys: pa.Array, detail: Detail) -> list[str]:
        """Those of the keys that the part has in at least this detail."""
        return self._kept(self.table("key", "detail"), keys, detail)

    def rows(self, frame: Frame, wanted: set[str], detail: Detail) -> Iterator[pa.Table]:
        """Rows of the wanted runs, a row group at a time, in the order the model gave them.

        Those that are found are wanted no more.
        """
        lists, rows = pq.ParquetFile(self.runs), pq.ParquetFile(self.path(frame))
        for group in range(lists.num_row_groups):
            runs = lists.read_row_group(group, ["key", "detail"])
            found = self._kept(runs, pa.array(list(wanted), pa.string()), detail)
            if found:
                wanted.difference_update(found)
                table = rows.read_row_group(group)
                yield table.filter(pc.is_in(table["key"], value_set=pa.array(found)))

    def listed(self) -> Iterator[pd.DataFrame]:
        """The list, a row group at a time, with a short checksum in place of the settings."""
        lists = pq.ParquetFile(self.runs)
        for group in range(lists.num_row_groups):
            frame = lists.read_row_group(group).to_pandas()
            frame["settings"] = [zlib.crc32(text.encode()) for text in frame["settings"]]
            yield frame

    def origins(self, wanted: set[str], detail: Detail) -> pa.Table:
        """Key, environment and time of those of the wanted runs that it has in this detail."""
        runs = self.table("key", "detail", "environment", "made")
        found = self._kept(runs, pa.array(list(wanted), pa.string()), detail)
        chosen = pc.is_in(runs["key"], value_set=pa.array(found, pa.string()))
        return runs.filter(chosen).drop_columns(["detail"])

    def groups(self) -> Iterator[dict[str, pa.Table]]:
        """Row groups of the list and the frames, as they go together."""
        files: dict[str, Path] = {"runs": self.runs, **{one: self.path(one) for one in FRAMES}}
        opened = {kind: pq.ParquetFile(path) for kind, path in files.items()}
        for group in range(opened["runs"].num_row_groups):
            yield {kind: file.read_row_group(group) for kind, file in opened.items()}

    def fault(self, *, of_list_alone: bool = False) -> str | None:
        """The name of the file that is damaged, or not of this store's making, or None."""
        if checksum(self.runs) != self.name or not _is_of(LIST, self.runs):
            return self.runs.name
        if not of_list_alone:
            told = pq.read_metadata(self.runs).metadata or {}
            for frame in FRAMES:
                path = self.path(frame)
                whole = checksum(path).encode() == told.get(frame.encode())
                if not whole or not _is_of(ROWS[frame], path):
                    return path.name
        return None

    def set_aside(self) -> None:
        """Rename the part's files, so that it counts no more, but can be looked at."""
        for path in self.paths:
            if path.exists():
                path.rename(path.with_name(path.name + DAMAGED))

    def remove(self) -> None:
        for path in self.paths:
            path.unlink(missing_ok=True)

    @staticmethod
    def _kept(runs: pa.Table, keys: pa.Array, detail: Detail) -> list[str]:
        chosen = pc.is_in(runs["key"], value_set=keys)
        if detail == "full":
            chosen = pc.and_(chosen, pc.equal(runs["detail"], "full"))
        return [str(key) for key in runs.filter(chosen)["key"].to_pylist()]


class PartInTheMaking:
    """Records on their way into a part; nothing of it counts until `commit`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._born = folder, uuid4().hex
        self._waiting: list[Record] = []
        self._writers: dict[str, pq.ParquetWriter] = {}

    def add(self, record: Record) -> None:
        self._waiting.append(record)
        if len(self._waiting) == RECORDS_A_GROUP:
            self._flush()

    def add_group(self, tables: Mapping[str, pa.Table]) -> None:
        """A row group as another part has it."""
        for kind, table in tables.items():
            self._write(kind, table)

    def commit(self) -> str | None:
        """Rename the files into place; the name of the part, None if it would be empty.

        Raises OSError as the others do; then call `drop`.
        """
        self._flush()
        if not self._writers:
            return None
        for frame in FRAMES:
            self._writers[frame].close()
        told = {frame: checksum(self._path(frame)) for frame in FRAMES}
        self._writers["runs"].add_key_value_metadata(told)
        self._writers["runs"].close()
        name = checksum(self._path("runs"))
        for kind in (*FRAMES, "runs"):
            self._sync(self._path(kind))
            self._path(kind).rename(self._folder / f"{name}.{FORMAT}.{kind}.parquet")
        return name

    def drop(self) -> None:
        """Forget what was written, as when the disk is full."""
        for writer in self._writers.values():
            with contextlib.suppress(OSError):
                writer.close()
            writer.is_open = False
        for kind in ("runs", *FRAMES):
            self._path(kind).unlink(missing_ok=True)

    def _flush(self) -> None:
        """Write one row group of every file, empty where no run kept such rows."""
        if not self._waiting:
            return
        columns = {name: [getattr(one, name) for one in self._waiting] for name in LIST.names}
        self._write("runs", pa.table(columns, LIST))
        for frame in FRAMES:
            self._write(frame, pa.concat_tables([_rows(one, frame) for one in self._waiting]))
        self._waiting.clear()

    def _write(self, kind: str, table: pa.Table) -> None:
        if kind not in self._writers:
            self._writers[kind] = pq.ParquetWriter(
                self._path(kind), table.schema, compression="zstd"
            )
        self._writers[kind].write_table(table, row_group_size=max(1, len(table)))

    @staticmethod
    def _sync(path: Path) -> None:
        with path.open("rb") as file:
            os.fsync(file.fileno())

    def _path(self, kind: str) -> Path:
        return self._folder / f".{self._born}.{FORMAT}.{kind}.parquet"


def _is_of(schema: pa.Schema, path: Path) -> bool:
    """Whether a Parquet file has these columns; another version of the store may have others."""
    try:
        return bool(pq.read_schema(path).equals(schema))
    except (OSError, pa.ArrowException):
        return False


def _rows(record: Record, frame: Frame) -> pa.Table:
    data: bytes = getattr(record, frame)
    if not data:
        return ROWS[frame].empty_table()
    table = pa.ipc.open_stream(data).read_all()
    return table.add_column(0, KEY, pa.array([record.key] * len(table), pa.string()))
