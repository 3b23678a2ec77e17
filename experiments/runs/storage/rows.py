"""A run as a row of the database, and back; whatever is read is checked.

What many runs have in common is kept once, under its digest: settings, and the names of the rows of
their frames. A run itself has the values of its frames, 8 bytes each, compressed. Its checksum is
over all its columns. Its key is derived again from model, seed and settings.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from experiments.runs.plan import key_of
from experiments.runs.run import MEASURES, SERIES, Detail, Record

Frame = Literal["measures", "series"]
FRAMES: tuple[Frame, ...] = ("measures", "series")
COLUMNS: dict[Frame, pa.Schema] = {"measures": MEASURES, "series": SERIES}
KEY = pa.field("key", pa.string())
MAX_TEXT_BYTES = 1 << 28
"""Bytes of one text, above which it is not read: nothing that this program writes comes close."""
MAX_ENVIRONMENT = 10_000
"""Letters of an environment."""
MADE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class InvalidRow(Exception):
    """A row that was changed, truncated, forged, or written by another program."""


class Row(NamedTuple):
    """The columns of a run, in the order of the table; text as its bytes."""

    key: bytes
    detail: bytes
    model: bytes
    seed: int
    settings: bytes
    seconds: float
    environment: bytes
    made: bytes
    measure_names: bytes
    measures: bytes
    series_names: bytes
    series: bytes
    checksum: bytes

    @property
    def kept(self) -> Detail:
        return "full" if self.detail == b"full" else "totals"

    def frame(self, frame: Frame) -> tuple[bytes, bytes]:
        """Digest of the names, and values, of the rows of a frame; empty if it has none."""
        if frame == "measures":
            return self.measure_names, self.measures
        return self.series_names, self.series


@dataclass(frozen=True, slots=True)
class Shared:
    """A text that many runs have in common, and its digest."""

    digest: bytes
    text: bytes

    @classmethod
    def of(cls, text: str) -> Shared:
        return cls(digest(text.encode()), text.encode())

    @classmethod
    def read(cls, named: bytes, body: object) -> Shared:
        """What a body holds. Raises InvalidRow if it is not the text of that digest."""
        if not isinstance(body, bytes):
            raise InvalidRow("no text")
        text = decompressed(body, MAX_TEXT_BYTES)
        if digest(text) != named:
            raise InvalidRow("another text")
        return cls(named, text)


def digest(data: bytes) -> bytes:
    """The digest of a text, computed as in the key of a run."""
    return blake2b(data, digest_size=16).digest()


def decompressed(data: bytes, most: int) -> bytes:
    """Raises InvalidRow for more than `most` bytes, before memory is allocated."""
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(data, most + 1)
    except zlib.error:
        raise InvalidRow("no compressed data") from None
    if len(text) > most or not reader.eof or reader.unused_data:
        raise InvalidRow("of another length")
    return text


def names(table: pa.Table) -> Shared:
    """All of a frame but its values."""
    return Shared.of(json.dumps(table.to_pydict(), separators=(",", ":")))


def named(frame: Frame, text: bytes) -> pa.Table:
    """The inverse of `names`. Raises InvalidRow."""
    schema = COLUMNS[frame]
    schema = schema.remove(schema.get_field_index("value"))
    try:
        columns = json.loads(text)
        return pa.Table.from_pydict({name: columns[name] for name in schema.names}, schema)
    except (KeyError, TypeError, ValueError, RecursionError, pa.ArrowException):
        raise InvalidRow("no names of rows") from None


def split(data: bytes, frame: Frame) -> tuple[pa.Table, bytes]:
    """Names and compressed values of a frame as a run gives it."""
    table = pa.ipc.open_stream(data).read_all()
    table = table if table.schema.equals(COLUMNS[frame]) else table.cast(COLUMNS[frame])
    values = np.ascontiguousarray(table["value"].to_numpy(), "<f8")
    return table.drop_columns(["value"]), zlib.compress(values.tobytes(), 1)


def values(data: bytes, rows: int) -> npt.NDArray[np.float64]:
    """The values of so many rows. Raises InvalidRow."""
    raw = decompressed(data, 8 * rows)
    if len(raw) != 8 * rows:
        raise InvalidRow("of another length")
    return np.frombuffer(raw, "<f8")


def row(record: Record, settings: bytes, frames: Iterable[bytes]) -> Row:
    """The row of a run, given the digest of its settings, and names and values of each frame."""
    fields = (
        record.key.encode(), record.detail.encode(), record.model.encode(), record.seed, settings,
        float(record.seconds), record.environment.encode(), record.made.encode(), *frames,
    )  # fmt: skip
    return Row._make((*fields, checksum(fields)))


def checksum(fields: Iterable[object]) -> bytes:
    """A digest over all other columns, each preceded by its length."""
    digest = blake2b(digest_size=16)
    for field in fields:
        data = field if isinstance(field, bytes) else repr(field).encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.digest()


TYPES = (bytes, bytes, bytes, int, bytes, float, *[bytes] * 7)


def sound(fields: tuple[Any, ...]) -> Row:
    """These columns as a row, its types, checksum and key checked. Raises InvalidRow."""
    if tuple(map(type, fields)) != TYPES:
        raise InvalidRow("columns of another type")
    if checksum(fields[:-1]) != fields[-1]:
        raise InvalidRow("its checksum differs")
    row = Row(*fields)
    model = row.model.decode(errors="replace")
    if key_of(row.settings, row.seed, model).encode() != row.key or not model.isprintable():
        raise InvalidRow("its key is not that of its model, seed and settings")
    kept = row.detail in (b"totals", b"full")
    if not kept or bool(row.series_names) != (row.detail == b"full"):
        raise InvalidRow("detail")
    if not MADE.fullmatch(row.made) or environment(row.environment) is None:
        raise InvalidRow("environment")
    return row


def environment(data: object) -> dict[str, str] | None:
    """Names and versions, or None if they are invalid."""
    if not isinstance(data, bytes) or len(data) > MAX_ENVIRONMENT:
        return None
    try:
        versions = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(versions, dict):
        return None
    plain = all(
        isinstance(text, str) and text.isprintable() for text in (*versions, *versions.values())
    )
    return versions if plain else None


def table(key: bytes, frame: Frame, rows: pa.Table, numbers: npt.NDArray[np.float64]) -> pa.Table:
    """The rows of a frame of a run, led by its key; a value that is none is null."""
    place = COLUMNS[frame].get_field_index("value")
    whole = rows.add_column(
        place, COLUMNS[frame].field("value"), pa.array(numbers, from_pandas=True)
    )
    return whole.add_column(0, KEY, pa.repeat(pa.scalar(key.decode(), pa.string()), len(whole)))
