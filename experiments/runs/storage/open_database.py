"""The database of an open store: its lock, its queries, its repair, and its end.

A damaged database is set aside; what can be read of it goes into a new one. Nothing is renamed or
removed for an error of the operating system, nor while another process has the store open.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from experiments.config.errors import InputError, RunError
from experiments.config.messages import counted, say
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
from experiments.runs.storage.rows import InvalidRow
from experiments.runs.storage.salvage import salvage
from experiments.runs.storage.table import Runs

Answer = TypeVar("Answer")


class StoreFull(RunError):
    """The store cannot be written any more; what is in it is kept."""

    def __init__(self, folder: Path, why: object) -> None:
        message = why.strerror or why if isinstance(why, OSError) else why
        super().__init__(f"{folder} cannot be written: {message}")


class OpenDatabase:
    """A database under a lock, made where there is none, and repaired once where it is damaged."""

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
            self.close()
            if isinstance(error, OSError):
                message = f"cannot be written: {error.strerror or error}"
                raise InputError("store", folder, message) from None
            if isinstance(error, Unusable):
                raise InputError("store", folder, str(error)) from None
            if isinstance(error, ForeignFile):
                message = f"{error}; move it away, or remove the whole store by prune=all"
                raise InputError("store", folder, message) from None
            raise

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

    def query(self, question: Callable[[Runs], Answer], *, writing: bool = False) -> Answer:
        """The answer of the database, which is repaired once if it is damaged."""
        try:
            try:
                return question(self.runs)
            except Damaged:
                if not self.repair():
                    raise RunError(self.in_use_message()) from None
                return question(self.runs)
        except InvalidRow as error:
            raise RunError(self.damaged_message(error)) from None
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
            if not self.repair():
                raise RunError(self.in_use_message()) from None
            return self.runs

    @property
    def runs(self) -> Runs:
        """The tables of runs."""
        assert self._runs is not None
        return self._runs

    def repair(self) -> bool:
        """Set the damaged database aside, and save what can be read of it in a new one.

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

    def in_use_message(self) -> str:
        """Why a damaged database is not repaired."""
        message = (
            "and another process has it open; when that has ended, the same command repairs it"
        )
        return f"{self.path} is damaged, {message}"

    def damaged_message(self, error: InvalidRow) -> str:
        """What to do about a damaged run."""
        return f"{self.path} has a damaged run ({error}); the same command computes it again"

    def _close_database(self) -> None:
        if self._runs is not None:
            self._runs.database.close()

    def close(self) -> None:
        """Close it; what was made for it and stayed empty is removed."""
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
            if alone and not self.query(len):
                self._close_database()
                for path in (
                    *database_files(self.path),
                    *([self.folder / LOCK] if self._made else []),
                ):
                    path.unlink(missing_ok=True)
