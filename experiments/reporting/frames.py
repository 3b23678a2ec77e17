"""Tables of an output folder: written, and read again when they are asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import reduce
from io import BufferedReader
from operator import and_
from pathlib import Path
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.config.errors import InputError
from experiments.runs.storage.checksum import checksum, checksum_of

CSV, PARQUET = ".csv", ".parquet"
FORMULA = re.compile(r"[=+\-@\t\n＝＋－＠]")
"""Text that begins so may be run as a formula by a spreadsheet that opens it."""
KEPT = 100_000
"""Rows up to which a table is kept in memory once it was read."""
Table: TypeAlias = pd.DataFrame | Callable[[Path], None]
"""A frame, or a function that writes one as Parquet which is too large for memory."""


class Frames(Mapping[str, pd.DataFrame]):
    """The Parquet files of a folder by name, each read when it is asked for.

    Those of at most KEPT rows are kept. A larger one is the same object for as long as somebody
    holds it. Raises InputError for a file that is not as it was any more.
    """

    def __init__(self, folder: Path, sums: Mapping[str, str]) -> None:
        """Parameters: the folder, and checksums of its files by name."""
        self._folder, self._sums = folder.absolute(), dict(sums)
        self._known: dict[str, tuple[int, ...]] = {}
        self._kept: dict[str, pd.DataFrame] = {}
        self._held: WeakValueDictionary[str, pd.DataFrame] = WeakValueDictionary()
        self._part: tuple[object, pd.DataFrame] | None = None

    def at(self, folder: Path) -> Frames:
        """The same tables, in a folder to which they were moved."""
        moved = Frames(folder, self._sums)
        moved._known = dict(self._known)
        return moved

    def __getitem__(self, name: str) -> pd.DataFrame:
        frame = self._kept.get(name)
        frame = self._held.get(name) if frame is None else frame
        if frame is None:
            with self._open(name) as file:
                try:
                    frame = pd.read_parquet(file)
                except (pa.ArrowException, ValueError):
                    message = f"{name}{PARQUET} is no table"
                    raise InputError("folder", self._folder, message) from None
            (self._kept if len(frame) <= KEPT else self._held)[name] = frame
        return frame

    def __iter__(self) -> Iterator[str]:
        return (Path(name).stem for name in self._sums if name.endswith(PARQUET))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return f"{name}{PARQUET}" in self._sums

    def __getstate__(self) -> tuple[Path, dict[str, str]]:
        return self._folder, self._sums

    def __setstate__(self, state: tuple[Path, dict[str, str]]) -> None:
        Frames.__init__(self, *state)

    def compact(self, name: str) -> pd.DataFrame:
        """As the function `compact`."""
        with self._open(name) as file:
            texts = [field.name for field in pq.read_schema(file) if pa.types.is_string(field.type)]
            file.seek(0)
            with pq.ParquetFile(file, read_dictionary=texts) as table:
                frame: pd.DataFrame = table.read().unify_dictionaries().to_pandas()
        return frame

    def rows(self, name: str) -> int:
        """How many rows a table has, without reading it."""
        with self._open(name) as file:
            return int(pq.read_metadata(file).num_rows)

    def part(self, name: str, columns: Collection[str], only: Mapping[str, Any]) -> pd.DataFrame:
        """As the function `part`; the last one is kept."""
        request = (name, list(columns), dict(only))
        if self._part is None or self._part[0] != request:
            with self._open(name) as file:
                self._part = request, _filtered(file, columns, only)
        return self._part[1]

    def _open(self, name: str) -> BufferedReader:
        """The file of a table, opened and then checked: what is read is what was checked.

        A folder may be replaced at any moment, and a path then leads to another file. Raises
        KeyError, and InputError for a file that was changed or is gone.
        """
        table = f"{name}{PARQUET}"
        if table not in self._sums:
            raise KeyError(name)
        path = self._folder / table
        try:
            if not path.is_file():
                raise self._changed(table)
            file = path.open("rb")
        except OSError:
            raise self._changed(table) from None
        try:
            stat = os.fstat(file.fileno())
            seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
            if self._known.get(table) != seen:
                if checksum_of(file) != self._sums[table]:
                    raise self._changed(table)
                file.seek(0)
                self._known[table] = seen
        except BaseException:
            file.close()
            raise
        return file

    def _changed(self, file: str) -> InputError:
        return InputError(
            "folder",
            self._folder,
            f"{file} was changed or replaced since; load() reads what is there now",
        )


def _filtered(
    source: BufferedReader, columns: Collection[str], only: Mapping[str, Any]
) -> pd.DataFrame:
    """As `part`, one row group in memory at a time, texts as categories."""
    text_columns = [
        field.name for field in pq.read_schema(source) if pa.types.is_string(field.type)
    ]
    wanted = [
        pc.field(name).is_null() if values is None else pc.field(name).isin(list(values))
        for name, values in only.items()
    ]
    parts = []
    source.seek(0)
    with pq.ParquetFile(source, read_dictionary=text_columns) as file:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group, list({*columns, *only}))
            parts.append(table.filter(reduce(and_, wanted)).select(list(columns)))
        empty = file.schema_arrow.empty_table().select(list(columns))
    table = pa.concat_tables(parts or [empty]).replace_schema_metadata()
    frame: pd.DataFrame = table.to_pandas()
    return frame


def rows(frames: Mapping[str, pd.DataFrame], name: str) -> int:
    """How many rows a frame has; one that is not in memory is not read for it."""
    return frames.rows(name) if isinstance(frames, Frames) else len(frames[name])


def compact(frames: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """A frame in little memory: texts of one that is in a file are categories."""
    return frames.compact(name) if isinstance(frames, Frames) else frames[name]


def part(
    frames: Mapping[str, pd.DataFrame], name: str, columns: Collection[str], **only: Any
) -> pd.DataFrame:
    """These columns of a frame, and of rows those with one of the values that are named.

    None in place of values is for rows in which the column is empty. Of a frame that is in a file
    nothing else is read; words may be categories.
    """
    if isinstance(frames, Frames):
        return frames.part(name, columns, only)
    frame = frames[name]
    for column, values in only.items():
        kept = frame[column].isna() if values is None else frame[column].isin(values)
        frame = frame[kept]
    return frame[list(columns)]


def write_frames(frames: Mapping[str, Table], folder: Path) -> Frames:
    """Write each frame as Parquet, with the types of its columns: that is what `load` reads.

    A name that ends in .csv asks for a copy beside it, as `write_csv` has it; other names end in
    .parquet.
    """
    for name, frame in frames.items():
        path = folder / name
        if not isinstance(frame, pd.DataFrame):
            frame(path)
            continue
        frame.to_parquet(path.with_suffix(PARQUET), index=False, compression="zstd")
        if path.suffix == CSV:
            write_csv(frame, path)
    names = [Path(name).with_suffix(PARQUET).name for name in frames]
    return Frames(folder, {name: checksum(folder / name) for name in names})


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table for people and spreadsheets.

    Text that could pass for a formula is led by an apostrophe, so that no cell is computed.
    """
    _plain(frame).rename(columns=_shown).to_csv(path, index=False)


def tables(folder: Path) -> list[Path]:
    """The tables of a folder."""
    return [path for suffix in (CSV, PARQUET) for path in sorted(folder.glob(f"*{suffix}"))]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with no cell that a spreadsheet would compute."""
    texts = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{str(name): frame[name].map(_shown) for name in texts})


def _shown(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value


def harmless(text: str) -> str:
    """A text as a cell of CSV, led by an apostrophe where it could pass for a formula."""
    line = text.replace("\r", " ")
    return f"'{line}" if FORMULA.match(line) else line
