"""The store of results: finished runs, looked up by their keys.

A folder holds one database, which every process that has it open reads and writes. What is read is
checked before it is used. Of a damaged database what can be read is saved, and the other runs are
computed again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa

from experiments.config.errors import RunError
from experiments.config.messages import counted, say
from experiments.runs.run import Detail, Job, Record
from experiments.runs.storage import database
from experiments.runs.storage.database import Damaged
from experiments.runs.storage.open_database import OpenDatabase
from experiments.runs.storage.rows import Frame, InvalidRow, Row, sound
from experiments.runs.storage.table import RUNS_AT_ONCE, Fields, Runs
from sim.settings import Settings, SettingsError

ORIGINS = pa.schema([(name, pa.string()) for name in ("key", "environment", "made")])


class Store:
    """Open as a context. A folder that was made for it is removed if nothing was added."""

    def __init__(self, folder: Path) -> None:
        """Raises InputError if the folder cannot be written or holds no store."""
        self.folder = folder
        self.path = folder / database.NAME
        self._database = OpenDatabase(folder)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def missing(self, keys: Iterable[str], detail: Detail) -> set[str]:
        """Keys of which the store has no sound run in this detail.

        Damaged runs are removed, so that what is computed again takes their place.
        """
        wanted = set(keys)
        present: set[str] = set()
        damaged: list[bytes] = []

        def look(runs: Runs) -> None:
            present.clear()
            damaged.clear()
            for fields in chain.from_iterable(runs.look_up(wanted)):
                try:
                    row = runs.checked(fields)
                except InvalidRow:
                    damaged.append(fields[0])
                    continue
                if _has_detail(row, detail):
                    present.add(row.key.decode())
            if len(present) < len(wanted):
                runs.check_index()

        self._database.query(look)
        if damaged and self._database.repair():
            self._database.query(look)
        if damaged:
            self._database.query(lambda runs: runs.drop(damaged), writing=True)
            message = counted(len(damaged), "damaged run")
            say(f"{self.path} had {message}, now removed; what is needed of it is computed again")
        return wanted - present

    def add(self, records: Iterable[Record]) -> None:
        """Store finished runs durably: they survive a power cut. Raises StoreFull."""
        batch = list(records)
        if batch:
            self._database.query(lambda runs: runs.add(batch), writing=True)

    def check_present(self) -> None:
        """Call at least once a second. Raises RunError if the store was removed or replaced."""
        self._database.query(lambda runs: runs.database.check_present())

    def rows(self, frame: Frame, keys: Collection[str], detail: Detail) -> Iterator[pa.Table]:
        """Rows of these runs with their `key`, few runs at a time, each run once.

        Raises KeyError, at the end, if some of them are not there; RunError where one was damaged
        since it was looked for.
        """
        wanted = set(keys)
        for batch in self._batches(keys, detail):
            wanted.difference_update(row.key.decode() for row in batch)
            yield from self._database.query(partial(_joined, batch=batch, frame=frame))
        if wanted:
            raise KeyError(f"{counted(len(wanted), 'run')} not in the store")

    def origins(self, keys: Collection[str], detail: Detail) -> pa.Table:
        """Key, environment and time (`made`) of these runs, each once."""
        entries = [
            {name: getattr(row, name).decode() for name in ORIGINS.names}
            for row in chain.from_iterable(self._batches(keys, detail))
        ]
        return pa.Table.from_pylist(entries, ORIGINS)

    def check(self) -> bool:
        """Check every byte; False if something was damaged, which is then set aside.

        Raises RunError where that is not possible, since another process has the store open.
        """
        sound = self._database.query(_is_sound)
        if not sound and not self._database.repair():
            raise RunError(self._database.in_use_message())
        return sound

    def keep_model(self, model: str) -> bool:
        """Remove the runs of other versions of the model. False if others have the store open."""
        with self._database.alone() as alone:
            if alone:
                self._database.query(lambda runs: runs.keep_model(model), writing=True)
            return alone

    def jobs(self, model: str, most: int) -> list[Job]:
        """Jobs of at most so many runs of a model, those of the first keys.

        Raises RunError where one has settings that no run of this program can have.
        """
        text = "SELECT key FROM runs WHERE model = ? ORDER BY key LIMIT ?"
        keys = self._database.query(lambda runs: runs.database.query(text, (model, most)))
        stored = self._database.query(partial(_rows_of, keys=[key.decode() for (key,) in keys]))
        try:
            return [
                Job(row.key.decode(), row.seed, Settings.read(json.loads(text)), row.kept)
                for row, text in stored
            ]
        except (SettingsError, TypeError, ValueError, RecursionError):
            message = "has a run whose settings this version of unburden did not write"
            raise RunError(f"{self.path} {message}; remove the store by prune=all") from None

    def __len__(self) -> int:
        """Number of runs."""
        return self._database.query(len)

    def query(self, text: str) -> list[tuple[Any, ...]]:
        """Rows of a statement that only reads."""
        return self._database.query(lambda runs: runs.database.query(text))

    def alone(self) -> contextlib.AbstractContextManager[bool]:
        """Whether nobody else has the store open; while inside, nobody else will."""
        return self._database.alone()

    def _batches(self, keys: Collection[str], detail: Detail) -> Iterator[list[Row]]:
        """The runs that are in the store, in batches."""
        order = sorted(set(keys))
        for start in range(0, len(order), RUNS_AT_ONCE):
            some = order[start : start + RUNS_AT_ONCE]
            stored = self._database.query(partial(_columns, keys=some))
            try:
                yield [row for row in map(sound, stored) if _has_detail(row, detail)]
            except InvalidRow as error:
                raise RunError(self._database.damaged_message(error)) from None


def _has_detail(row: Row, detail: Detail) -> bool:
    """Whether a run has the requested detail; a full one has the totals as well."""
    return detail == "totals" or row.kept == "full"


def _columns(runs: Runs, keys: Collection[str]) -> list[Fields]:
    return [*chain.from_iterable(runs.look_up(keys))]


def _rows_of(runs: Runs, keys: Collection[str]) -> list[tuple[Row, bytes]]:
    """The runs, and their settings."""
    rows = [runs.checked(fields) for fields in _columns(runs, keys)]
    return [(row, runs.text(row.settings)) for row in rows]


def _joined(runs: Runs, batch: list[Row], frame: Frame) -> list[pa.Table]:
    """Rows of the runs as one table, nothing if they have none."""
    tables = [runs.table(row, frame) for row in batch]
    kept = [table for table in tables if table is not None]
    return [pa.concat_tables(kept)] if kept else []


def _is_sound(runs: Runs) -> bool:
    try:
        for fields in chain.from_iterable(runs.all()):
            runs.checked(fields)
        return runs.database.fault() is None
    except (Damaged, InvalidRow):
        return False
