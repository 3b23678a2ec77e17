"""One writer's append-only file of finished runs."""

from __future__ import annotations

import fcntl
import json
import os
import re
import time
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

import pyarrow as pa

from experiments.runs.run import MEASURES, SERIES, Record
from experiments.storage.part import FORMAT

SUFFIX = f".{FORMAT}.journal"
OURS = re.compile(rf"[0-9a-f]{{32}}{re.escape(SUFFIX)}")
"""Names of journals; whatever else lies in a store is none of ours."""
SYNC_SECONDS = 1.0
BINARY = ("measures", "series", "settings")


class Journal:
    """Appends records, one line each, led by its checksum; locked for as long as it is open."""

    def __init__(self, folder: Path) -> None:
        name = uuid4().hex
        self.path = folder / f"{name}{SUFFIX}"
        born = folder / f".{name}{SUFFIX}"
        self._file = born.open("ab", buffering=0)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        born.rename(self.path)
        self._synced = time.monotonic()

    def append(self, records: Iterable[Record]) -> None:
        """Write records; they survive this process at once, the machine within a second.

        Raises OSError where the disk is full; no half of a record is left then.
        """
        for record in records:
            self._write(line(record))
        self.tick()

    def tick(self) -> None:
        """Sync if the last time is a second ago; to be called at least once a second."""
        if time.monotonic() - self._synced >= SYNC_SECONDS:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def close(self) -> None:
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self._file.close()

    def _write(self, text: bytes) -> None:
        whole = os.fstat(self._file.fileno()).st_size
        rest = memoryview(text)
        try:
            while rest:
                rest = rest[os.write(self._file.fileno(), rest) :]
        except OSError:
            os.ftruncate(self._file.fileno(), whole)
            raise


def all_in(folder: Path) -> list[Path]:
    """All journals, in a fixed order; folders and pipes of such a name are none."""
    found = sorted(folder.glob(f"*{SUFFIX}"))
    return [path for path in found if OURS.fullmatch(path.name) and path.is_file()]


def adopt(path: Path) -> bool:
    """Whether the writer of a journal is gone, so that somebody else may fold it."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def line(record: Record) -> bytes:
    """A record as one line: checksum, space, JSON; frames and packed settings in base 64."""
    fields = asdict(record)
    fields["settings"] = zlib.compress(record.settings.encode())
    for frame in BINARY:
        fields[frame] = b64encode(fields[frame]).decode()
    body = json.dumps(fields).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def read(path: Path) -> Iterator[Record | None]:
    """Records of a journal, in order; None for a damaged one.

    A last line that was cut short is what a killed writer leaves, and is passed over.
    """
    with path.open("rb") as file:
        for text in file:
            checksum, _, body = text.rstrip(b"\n").partition(b" ")
            if checksum == b"%08x" % zlib.crc32(body):
                yield _record(body)
            elif text.endswith(b"\n"):
                yield None


def _record(body: bytes) -> Record | None:
    """None where another version of the store, or something else, wrote it."""
    try:
        fields = json.loads(body)
        for frame in BINARY:
            fields[frame] = b64decode(fields[frame], validate=True)
        fields["settings"] = zlib.decompress(fields["settings"]).decode()
        record = Record(**fields)
        return record if _is_whole(record) else None
    except (KeyError, TypeError, ValueError, OSError, RecursionError, zlib.error):
        return None


def _is_whole(record: Record) -> bool:
    """Whether all of a record is of its type, and its rows can be read."""
    words = all(isinstance(one, str) for one in (record.key, record.model, record.settings))
    known = isinstance(record.made, str) and isinstance(json.loads(record.environment), dict)
    whole = type(record.seed) is int and record.seed.bit_length() < 64
    numbers = whole and isinstance(record.seconds, float)
    kept = record.detail in ("totals", "full") and bool(record.series) == (record.detail == "full")
    rows = {MEASURES: record.measures} | ({SERIES: record.series} if record.series else {})
    typed = words and known and numbers and kept
    return typed and all(_reads(schema, data) for schema, data in rows.items())


def _reads(schema: pa.Schema, data: bytes) -> bool:
    return bool(pa.ipc.open_stream(data).read_all().schema.equals(schema))
