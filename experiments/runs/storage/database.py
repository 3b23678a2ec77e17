"""The database of a store: one SQLite file, in which a transaction is on the disk when it is done.

It has a rollback journal, which unlike a write-ahead log needs no memory shared between processes,
works on network file systems whose locks do, and leaves a single file. The file is trusted no
further than its schema is, letter for letter, the one below.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

FORMAT = 3
"""Raised with the schema; files of other formats have other names, and are left as they are."""
NAME = f"runs.{FORMAT}.sqlite"
MAKER = int.from_bytes(b"unbu")
PAGE = 4096
TIMEOUT = 60.0
"""Seconds that a transaction waits for those of other processes."""
MAX_ROW_BYTES = 1 << 29
"""Bytes of a row."""
SCHEMA = (
    "CREATE TABLE shared (digest BLOB, copy INTEGER, body BLOB, PRIMARY KEY (digest, copy))",
    "CREATE TABLE runs (key TEXT PRIMARY KEY, detail TEXT, model TEXT, seed INTEGER, "
    "settings BLOB, seconds REAL, environment TEXT, made TEXT, measure_names BLOB, measures BLOB, "
    "series_names BLOB, series BLOB, checksum BLOB)",
)
SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")
"""The end of a journal that names a file to be deleted; this program writes none."""
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)


class Damaged(Exception):
    """The contents of the file were changed or damaged."""


class ForeignFile(Exception):
    """A path of the store is no regular file, or a file of another program."""


class Unusable(Exception):
    """The operating system refused access; the contents may be sound."""

    def __init__(self, path: Path, why: str | None) -> None:
        self.why = why
        super().__init__(f"{path} cannot be used: {why}")


class Moved(Exception):
    """The file was deleted or replaced, or its file system unmounted."""


def journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def database_files(path: Path) -> list[Path]:
    """The file and all that SQLite may look for beside it."""
    return [
        path,
        *(path.with_name(f"{path.name}-{suffix}") for suffix in ("journal", "wal", "shm")),
    ]


class Database:
    """An open database. Its methods raise Damaged, Moved or Unusable."""

    def __init__(self, path: Path) -> None:
        """Open the file, or create it. Raises ForeignFile as well."""
        self.path, self._absolute = path, path.absolute()
        _check_files(path)
        self._connection = connect(path, "mode=rwc", TIMEOUT)
        try:
            with translated_errors(path, opening=True):
                self._prepare()
            self._opened = path.stat()
        except BaseException as error:
            self._connection.close()
            if isinstance(error, OSError):
                raise Moved(f"{path} is gone") from None
            raise

    def query(self, text: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows at once, so that no lock is held while they are looked at."""
        with translated_errors(self.path):
            return self._connection.execute(text, values).fetchall()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are on the disk at the end, or none."""
        with translated_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self.check_present()
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def check_present(self) -> None:
        """Raises Moved where the file is not the one under this name."""
        try:
            now = self._absolute.lstat()
        except OSError as error:
            raise Moved(f"{self.path} is gone: {error.strerror}") from None
        if (now.st_dev, now.st_ino) != (self._opened.st_dev, self._opened.st_ino):
            raise Moved(f"{self.path} was replaced by another")

    def fault(self) -> str | None:
        """The first fault that SQLite reports for the whole file, or None."""
        (verdict,) = self.query("PRAGMA integrity_check(1)")
        return None if verdict == (b"ok",) else str(verdict[0])

    def shrink(self) -> None:
        """Return unused space to the file system."""
        self.query("VACUUM")

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _prepare(self) -> None:
        connection = self._connection
        for pragma in (f"page_size={PAGE}", "journal_mode=TRUNCATE", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        if not _tables(connection):
            connection.execute("BEGIN IMMEDIATE")
            if not _tables(connection):
                connection.execute(f"PRAGMA application_id={MAKER}")
                connection.execute(f"PRAGMA user_version={FORMAT}")
                for table in SCHEMA:
                    connection.execute(table)
            connection.execute("COMMIT")
        compare(connection, self.path)


def _check_files(path: Path) -> None:
    """Raises ForeignFile for a file that must not be opened, Unusable for one that cannot be."""
    for file in database_files(path):
        try:
            status = os.lstat(file)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise Unusable(file, error.strerror) from None
        if not stat.S_ISREG(status.st_mode):
            raise ForeignFile(f"{file} is no regular file")
        if not os.access(file, os.R_OK | os.W_OK):
            raise Unusable(file, os.strerror(errno.EACCES))
        if file.name.endswith(("-wal", "-shm")):
            raise ForeignFile(f"{file} was not made by unburden")
        if file == path and sparse(status):
            raise Damaged(f"{file} is mostly holes")
        if file == path and 0 < status.st_size < PAGE and not _has_journal(path):
            # SQLite would take it for an empty one.
            raise Damaged(f"{file} is cut short")
        if file == journal_of(path) and status.st_size >= len(SUPER_JOURNAL):
            _check_journal(file, status.st_size)


def _has_journal(path: Path) -> bool:
    """Whether there is a journal from which the database can be restored."""
    journal = journal_of(path)
    return journal.exists() and journal.stat().st_size > 0


def sparse(status: os.stat_result) -> bool:
    """Whether a file claims far more bytes than it has on the disk."""
    return status.st_size > held(status)


def held(status: os.stat_result) -> int:
    """Bytes that a file may hold, given its room on the disk, which may compress them."""
    return (1 << 20) + 16 * 512 * status.st_blocks


def _check_journal(path: Path, size: int) -> None:
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            end = os.pread(file, len(SUPER_JOURNAL), size - len(SUPER_JOURNAL))
        finally:
            os.close(file)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Unusable(path, error.strerror) from None
    if end == SUPER_JOURNAL:
        raise ForeignFile(f"{path} names a file to be deleted, and was not made by unburden")


def connect(path: Path, how: str, patience: float) -> sqlite3.Connection:
    address = f"file:{quote(os.fsencode(path.absolute()))}?{how}"
    try:
        connection = sqlite3.connect(address, timeout=patience, isolation_level=None, uri=True)
    except sqlite3.OperationalError as error:
        raise Unusable(path, str(error)) from None
    connection.text_factory = bytes
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_ROW_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0)
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _tables(connection: sqlite3.Connection) -> list[bytes]:
    text = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    return [sql for (sql,) in connection.execute(text)]


def compare(connection: sqlite3.Connection, path: Path) -> None:
    """Raises Damaged or ForeignFile unless the schema is that of this program."""
    (maker,), (version,) = (
        connection.execute(f"PRAGMA {name}").fetchone()
        for name in ("application_id", "user_version")
    )
    same = _tables(connection) == [statement.encode() for statement in SCHEMA]
    if same and (maker, version) == (MAKER, FORMAT):
        return
    if same or maker == MAKER:
        raise Damaged(f"{path} has other tables than were written")
    raise ForeignFile(f"{path} was not made by unburden")


@contextlib.contextmanager
def translated_errors(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Raise SQLite's errors as those of this module."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        message = f"{error} ({name})"
        kind = code & 0xFF
        if code == sqlite3.SQLITE_READONLY_DBMOVED:
            raise Moved(f"{path} is gone") from None
        # A file that only says of itself that it is not to be written has lost a bit.
        unwritable = kind == sqlite3.SQLITE_READONLY and _writable(path)
        if kind in DAMAGE or unwritable or (opening and kind == sqlite3.SQLITE_ERROR):
            raise Damaged(f"{path}: {message}") from None
        if kind == sqlite3.SQLITE_NOMEM:
            raise MemoryError(message) from None
        if kind == sqlite3.SQLITE_BUSY:
            message = f"others have it locked for longer than {TIMEOUT:g} seconds"
        if kind == sqlite3.SQLITE_FULL:
            message = os.strerror(errno.ENOSPC)
        if kind == sqlite3.SQLITE_CANTOPEN:
            message = _reason(path) or message
        raise Unusable(path, message) from None


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _reason(path: Path) -> str | None:
    """Why a file cannot be opened, which SQLite does not tell."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC))
    except OSError as error:
        return error.strerror
    return None
