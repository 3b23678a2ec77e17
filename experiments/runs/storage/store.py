"""The store of results: what a run gave, found again by the run's key.

A folder holds one database, which every process that has it open reads and writes. What is read is
checked before it is believed. A database that is damaged is set aside, what can be read of it goes
into a new one, and the other runs are computed again. Nothing is renamed or removed for an error
of the operating system, nor while another process has the store open.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import pyarrow as pa

from experiments.config.errors import InputError, RunError
from experiments.config.messages import counted, say
from experiments.runs.run import Detail, Job, Record
from experiments.runs.storage import database, folders
from experiments.runs.storage.database import (
    Damaged,
    Database,
    ForeignFile,
    Moved,
    Unusable,
    database_files,
)
from experiments.runs.storage.lock import NAME as LOCK
from experiments.runs.storage.lock import Lock
from experiments.runs.storage.rows import Frame, InvalidRow, Row, sound
from experiments.runs.storage.salvage import salvage
from experiments.runs.storage.table import RUNS_AT_ONCE, Fields, Runs
from sim.settings import Settings, SettingsError

Answer = TypeVar("Answer")
ORIGINS = pa.schema([(name, pa.string()) for name in ("key", "environment", "made")])


class StoreFull(RunError):
    """The store cannot be written any more; what is in it is kept."""

    def __init__(self, folder: Path, why: object) -> None:
        message = why.strerror or why if isinstance(why, OSError) else why
        super().__init__(f"{folder} cannot be written: {message}")


class Store:
    """Open as a context. A folder made for it goes again if nothing was added."""

    def __init__(self, folder: Path) -> None:
        """Raises InputError if the folder cannot be written or holds no store."""
        self.folder = folder
        self.path = folder / database.NAME
        self._made: list[Path] = []
        self._lock: Lock | None = None
        self._runs: Runs | None = None
        self._new = False
        try:
            self._made = folders.make(folder)
            self._lock = Lock(folder)
            self._new = not os.path.lexists(self.path)
            self._runs = self._opened()
        except BaseException as error:
            self._close()
            if isinstance(error, OSError):
                message = f"cannot be written: {error.strerror or error}"
                raise InputError("store", folder, message) from None
            if isinstance(error, Unusable):
                raise InputError("store", folder, str(error)) from None
            if isinstance(error, ForeignFile):
                message = f"{error}; move it away, or remove the whole store by prune=all"
                raise InputError("store", folder, message) from None
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def missing(self, keys: Iterable[str], detail: Detail) -> set[str]:
        """Those of the keys of which the store has no sound run in this detail.

        Damaged runs are removed, so that what is computed again takes their place.
        """
        wanted = set(keys)
        there: set[str] = set()
        damaged: list[bytes] = []

        def look(runs: Runs) -> None:
            there.clear()
            damaged.clear()
            for fields in chain.from_iterable(runs.look_up(wanted)):
                try:
                    found = runs.checked(fields)
                except InvalidRow:
                    damaged.append(fields[0])
                    continue
                if _has_detail(found, detail):
                    there.add(found.key.decode())
            if len(there) < len(wanted):
                runs.check_index()

        self._query(look)
        if damaged and self._repair():
            self._query(look)
        if damaged:
            self._query(lambda runs: runs.drop(damaged), writing=True)
            message = counted(len(damaged), "damaged run")
            say(f"{self.path} had {message}, now removed; what is needed of it is computed again")
        return wanted - there

    def add(self, records: Iterable[Record]) -> None:
        """Store finished runs durably: they survive a power cut. Raises StoreFull."""
        found = list(records)
        if found:
            self._query(lambda runs: runs.add(found), writing=True)

    def check_present(self) -> None:
        """Call at least once a second. Raises RunError if the store was removed or replaced."""
        self._query(lambda runs: runs.database.check_present())

    def rows(self, frame: Frame, keys: Collection[str], detail: Detail) -> Iterator[pa.Table]:
        """Rows of these runs with their `key`, few runs at a time, each run once.

        Raises KeyError, at the end, if some of them are not there; RunError where one was damaged
        since it was looked for.
        """
        wanted = set(keys)
        for found in self._batches(keys, detail):
            wanted.difference_update(one.key.decode() for one in found)
            yield from self._query(partial(_joined, found=found, frame=frame))
        if wanted:
            raise KeyError(f"{counted(len(wanted), 'run')} not in the store")

    def origins(self, keys: Collection[str], detail: Detail) -> pa.Table:
        """Key, environment and time (`made`) of these runs, each once."""
        found = [
            {name: getattr(one, name).decode() for name in ORIGINS.names}
            for one in chain.from_iterable(self._batches(keys, detail))
        ]
        return pa.Table.from_pylist(found, ORIGINS)

    def check(self) -> bool:
        """Check every byte; False if something was damaged, which is then set aside.

        Raises RunError where that is not possible, since another process has the store open.
        """
        sound = self._query(_is_sound)
        if not sound and not self._repair():
            raise RunError(self._in_use_message())
        return sound

    def keep_model(self, model: str) -> bool:
        """Remove the runs of other versions of the model. False if others have the store open."""
        with self.alone() as alone:
            if alone:
                self._query(lambda runs: runs.keep_model(model), writing=True)
            return alone

    def jobs(self, model: str, most: int) -> list[Job]:
        """So many of the runs of a model, as they were asked for: those of the first keys.

        Raises RunError where one has settings that no run of this program can have.
        """
        text = "SELECT key FROM runs WHERE model = ? ORDER BY key LIMIT ?"
        keys = self._query(lambda runs: runs.database.query(text, (model, most)))
        found = self._query(partial(_rows_of, keys=[one.decode() for (one,) in keys]))
        try:
            return [
                Job(one.key.decode(), one.seed, Settings.read(json.loads(text)), one.kept)
                for one, text in found
            ]
        except (SettingsError, TypeError, ValueError, RecursionError):
            message = "has a run whose settings this version of unburden did not write"
            raise RunError(f"{self.path} {message}; remove the store by prune=all") from None

    def __len__(self) -> int:
        """How many runs are there."""
        return self._query(len)

    def query(self, text: str) -> list[tuple[Any, ...]]:
        """What a statement that only reads gives."""
        return self._query(lambda runs: runs.database.query(text))

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else has the store open; while inside, nobody else will."""
        assert self._lock is not None
        alone = self._lock.alone()
        try:
            yield alone
        finally:
            if alone:
                self._lock.shared()

    def _batches(self, keys: Collection[str], detail: Detail) -> Iterator[list[Row]]:
        """The runs that are in the store, in batches."""
        order = sorted(set(keys))
        for start in range(0, len(order), RUNS_AT_ONCE):
            some = order[start : start + RUNS_AT_ONCE]
            found = self._query(partial(_columns, keys=some))
            try:
                yield [one for one in map(sound, found) if _has_detail(one, detail)]
            except InvalidRow as error:
                raise RunError(self._damaged_message(error)) from None

    def _query(self, question: Callable[[Runs], Answer], *, writing: bool = False) -> Answer:
        """The answer of the database, which is repaired once if it is damaged."""
        try:
            try:
                return question(self._open_runs)
            except Damaged:
                if not self._repair():
                    raise RunError(self._in_use_message()) from None
                return question(self._open_runs)
        except InvalidRow as error:
            raise RunError(self._damaged_message(error)) from None
        except Moved as error:
            raise RunError(f"{error}; what was not read of it by now is lost with it") from None
        except Unusable as error:
            if writing:
                raise StoreFull(self.folder, error.why) from None
            raise RunError(str(error)) from None
        except Damaged as error:
            raise RunError(f"{error}; it is damaged beyond repair") from None

    def _opened(self) -> Runs:
        try:
            return Runs(Database(self.path))
        except Damaged:
            if not self._repair():
                raise RunError(self._in_use_message()) from None
            return self._open_runs

    @property
    def _open_runs(self) -> Runs:
        assert self._runs is not None
        return self._runs

    def _repair(self) -> bool:
        """Set the damaged database aside, with what can be read of it in a new one.

        False if another process has the store open.
        """
        with self.alone() as alone:
            if not alone:
                return False
            try:
                self._close_database()
                saved = salvage(self.path)
                self._runs = Runs(Database(self.path))
            except (OSError, Unusable, ForeignFile, Damaged) as error:
                why = getattr(error, "strerror", None) or error
                raise RunError(f"{self.path} is damaged, and cannot be set aside: {why}") from None
        runs = f"{counted(saved.runs, 'run')} of it {'is' if saved.runs == 1 else 'are'} saved"
        message = f"set aside as {saved.damaged_file.name}; {runs}, the others are computed again"
        say(f"{self.path} is damaged and {message}")
        return True

    def _in_use_message(self) -> str:
        message = (
            "and another process has it open; when that has ended, the same command repairs it"
        )
        return f"{self.path} is damaged, {message}"

    def _damaged_message(self, error: InvalidRow) -> str:
        return f"{self.path} has a damaged run ({error}); the same command computes it again"

    def _close_database(self) -> None:
        if self._runs is not None:
            self._runs.database.close()

    def _close(self) -> None:
        if self._runs is not None and self._new:
            with contextlib.suppress(RunError):
                self._remove_empty()
        self._close_database()
        if self._lock is not None:
            self._lock.close()
        folders.drop(self._made)

    def _remove_empty(self) -> None:
        """Remove a store that was made here and stayed empty."""
        with self.alone() as alone:
            if alone and not self._query(len):
                self._close_database()
                for path in (
                    *database_files(self.path),
                    *([self.folder / LOCK] if self._made else []),
                ):
                    path.unlink(missing_ok=True)


def _has_detail(found: Row, detail: Detail) -> bool:
    """Whether a run has what is asked for; a full one has the totals as well."""
    return detail == "totals" or found.kept == "full"


def _columns(runs: Runs, keys: Collection[str]) -> list[Fields]:
    return [*chain.from_iterable(runs.look_up(keys))]


def _rows_of(runs: Runs, keys: Collection[str]) -> list[tuple[Row, bytes]]:
    """The runs, and their settings."""
    rows = [runs.checked(fields) for fields in _columns(runs, keys)]
    return [(one, runs.text(one.settings)) for one in rows]


def _joined(runs: Runs, found: list[Row], frame: Frame) -> list[pa.Table]:
    """Rows of the runs as one table, nothing if they have none."""
    tables = [runs.table(one, frame) for one in found]
    kept = [table for table in tables if table is not None]
    return [pa.concat_tables(kept)] if kept else []


def _is_sound(runs: Runs) -> bool:
    try:
        for fields in chain.from_iterable(runs.all()):
            runs.checked(fields)
        return runs.database.fault() is None
    except (Damaged, InvalidRow):
        return False
