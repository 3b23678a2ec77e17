"""The tables of a store's database: runs are put in, looked up by key, and checked."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from experiments.runs.run import Record
from experiments.runs.storage import rows
from experiments.runs.storage.database import Damaged, Database
from experiments.runs.storage.rows import FRAMES, Frame, InvalidRow, Row, Shared

Fields = tuple[Any, ...]
COPIES = 2
"""Of texts that many runs depend on, so that one lost page does not take them all."""
MAX_NAME_TABLES = 16
"""Tables of names that are kept in memory."""
RUNS_AT_ONCE = 64
TEXTS = frozenset(("key", "detail", "model", "environment", "made"))
COLUMNS = ", ".join(Row._fields)
PUT = f"""
    INSERT INTO runs ({COLUMNS}) VALUES ({", ".join("?" * len(Row._fields))})
    ON CONFLICT (key) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in Row._fields)}
    WHERE runs.detail = 'totals' AND excluded.detail = 'full'
"""
"""A full run takes the place of its totals; otherwise the first is kept."""
MISSING_IN_INDEX = """
    SELECT count(*) FROM runs AS row NOT INDEXED WHERE NOT EXISTS (
        SELECT 1 FROM runs AS named INDEXED BY sqlite_autoindex_runs_1 WHERE named.key = row.key
    )
"""


class Runs:
    """The runs in a database. Methods raise the errors of Database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._names: dict[tuple[Frame, bytes], pa.Table] = {}
        self._digests: dict[tuple[Frame, int], tuple[pa.Table, Shared]] = {}
        self._shared: set[bytes] = set()
        """Digests of texts that are known to be there."""

    def __len__(self) -> int:
        return int(self.database.query("SELECT count(*) FROM runs")[0][0])

    def add(self, records: Iterable[Record]) -> None:
        """Put finished runs in, all or none."""
        texts: dict[bytes, Shared] = {}
        new_rows = [self._row(record, texts) for record in records]
        new = [text for named, text in texts.items() if named not in self._shared]
        with self.database.transaction():
            self.share(new)
            self._put(new_rows)
        self._shared.update(text.digest for text in new)

    def insert(self, stored: Sequence[Row]) -> None:
        """Put rows in, all or none."""
        with self.database.transaction():
            self._put(stored)

    def share(self, texts: Iterable[Shared]) -> None:
        """Put texts in, in place of texts with the same digests; in a transaction."""
        for text in texts:
            body = zlib.compress(text.text)
            for copy in range(COPIES):
                put = "INSERT OR REPLACE INTO shared (digest, copy, body) VALUES (?, ?, ?)"
                self.database.query(put, (text.digest, copy, body))

    def text(self, digest: bytes) -> bytes:
        """Raises InvalidRow if no copy is as it was."""
        text = "SELECT body FROM shared WHERE digest = ? ORDER BY copy"
        for (body,) in self.database.query(text, (digest,)):
            try:
                return Shared.read(digest, body).text
            except InvalidRow:
                continue
        raise InvalidRow("a text that it depends on is lost")

    def look_up(self, keys: Collection[str]) -> Iterator[list[Fields]]:
        """Columns of these runs, few at a time, in the order of their keys; none checked yet."""
        order = sorted(keys)
        for start in range(0, len(order), RUNS_AT_ONCE):
            some = order[start : start + RUNS_AT_ONCE]
            condition = f"key IN ({', '.join('?' * len(some))}) ORDER BY key"
            yield self.database.query(f"SELECT {COLUMNS} FROM runs WHERE {condition}", some)

    def all(self) -> Iterator[list[Fields]]:
        """Columns of all runs, few at a time; none checked yet."""
        last = 0
        while True:
            text = f"SELECT rowid, {COLUMNS} FROM runs WHERE rowid > ? ORDER BY rowid LIMIT ?"
            batch = self.database.query(text, (last, RUNS_AT_ONCE))
            if not batch:
                return
            last = batch[-1][0]
            yield [fields[1:] for fields in batch]

    def check_index(self) -> None:
        """Raises Damaged where the index of keys has lost a row: it would never be found."""
        if self.database.query(MISSING_IN_INDEX)[0][0]:
            raise Damaged(f"{self.database.path}: rows are missing in its index")

    def checked(self, fields: Fields) -> Row:
        """The columns as a row of which everything was checked. Raises InvalidRow."""
        row = rows.sound(fields)
        for frame in FRAMES:
            named, data = row.frame(frame)
            if named:
                rows.values(data, len(self._names_of(frame, named)))
        if row.settings not in self._shared:
            self.text(row.settings)
            self._shared.add(row.settings)
        return row

    def table(self, row: Row, frame: Frame) -> pa.Table | None:
        """The rows of a frame, led by the run's key; None if it has none. Raises InvalidRow."""
        named, data = row.frame(frame)
        if not named:
            return None
        names = self._names_of(frame, named)
        return rows.table(row.key, frame, names, rows.values(data, len(names)))

    def drop(self, keys: Iterable[bytes]) -> None:
        """Remove runs, damaged ones above all."""
        with self.database.transaction():
            for key in keys:
                # A damaged key may have come to be of another type.
                self.database.query(
                    "DELETE FROM runs WHERE key IN (?, CAST(? AS TEXT))", (key,) * 2
                )

    def keep_model(self, model: str) -> None:
        """Remove runs of all other models, and texts that no run uses any more."""
        used = " UNION ".join(
            f"SELECT {column} FROM runs" for column in ("settings", "measure_names", "series_names")
        )
        with self.database.transaction():
            self.database.query("DELETE FROM runs WHERE model IS NOT ?", (model,))
            self.database.query(f"DELETE FROM shared WHERE digest NOT IN ({used})")
        self._shared.clear()
        self.database.shrink()

    def _row(self, record: Record, texts: dict[bytes, Shared]) -> Row:
        settings = Shared.of(record.settings)
        texts[settings.digest] = settings
        halves = []
        for frame in FRAMES:
            data: bytes = getattr(record, frame)
            if data:
                names, values = rows.split(data, frame)
                shared = self._shared_names(frame, names)
                texts[shared.digest] = shared
                halves += [shared.digest, values]
            else:
                halves += [b"", b""]
        return rows.row(record, settings.digest, halves)

    def _shared_names(self, frame: Frame, names: pa.Table) -> Shared:
        """Their text; made once, since most runs have the same."""
        known = self._digests.get((frame, len(names)))
        if known is None or not known[0].equals(names):
            known = (names, rows.names(names))
            self._digests[frame, len(names)] = known
        return known[1]

    def _names_of(self, frame: Frame, digest: bytes) -> pa.Table:
        if (frame, digest) not in self._names:
            while len(self._names) >= MAX_NAME_TABLES:
                del self._names[next(iter(self._names))]
            self._names[frame, digest] = rows.named(frame, self.text(digest))
        return self._names[frame, digest]

    def _put(self, new_rows: Iterable[Row]) -> None:
        for row in new_rows:
            columns = row._asdict()
            fields = [data.decode() if name in TEXTS else data for name, data in columns.items()]
            self.database.query(PUT, fields)
