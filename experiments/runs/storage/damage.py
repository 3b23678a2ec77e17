"""A damaged database, of which readable rows are recovered."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.runs.storage.database import (
    PAGE,
    Damaged,
    Database,
    ForeignFile,
    compare,
    connect,
    held,
    translated_errors,
)

ROOM = {"runs": 20, "shared": 100}
"""Rows of a table for which a page may have room."""


class DamagedDatabase:
    """A damaged database, opened to be read and never written, whatever its journal says."""

    def __init__(self, path: Path) -> None:
        """Raises Damaged where not even its schema can be read."""
        self.path = path
        self._connection = connect(path, "mode=ro&immutable=1", 0.0)
        try:
            with translated_errors(path, opening=True):
                compare(self._connection, path)
        except ForeignFile as error:
            self._connection.close()
            raise Damaged(str(error)) from None
        except BaseException:
            self._connection.close()
            raise

    def rows(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """The rows that can be read, each separately."""
        for number in range(1, self._last(table) + 1):
            text = f"SELECT {columns} FROM {table} NOT INDEXED WHERE rowid = ?"
            with contextlib.suppress(sqlite3.DatabaseError):
                yield from self._connection.execute(text, (number,)).fetchall()

    def close(self) -> None:
        self._connection.close()

    def _last(self, table: str) -> int:
        """The last row that may be there. Rows are numbered without gaps."""
        file = self.path.stat()
        last, most = 0, ROOM[table] * (min(file.st_size, held(file)) // PAGE)
        indexed = f"INDEXED BY sqlite_autoindex_{table}_1"
        for text in (f"SELECT max(rowid) FROM {table}", f"SELECT rowid FROM {table} {indexed}"):
            try:
                for (number,) in self._connection.execute(text):
                    last = max(last, number or 0)
            except sqlite3.DatabaseError:
                last = most
        return min(last, most)


def blank_first_page(folder: Path) -> bytes:
    """The first page of any database of this schema, without counts that SQLite does not need."""
    path = folder / "blank"
    Database(path).close()
    return path.read_bytes()[:PAGE]
