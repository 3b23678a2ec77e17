"""One writer's append-only file of finished runs."""

from __future__ import annotations

import fcntl
import json
import os
import time
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from experiments.runs.run import Record

SUFFIX = ".journal"
SYNC_SECONDS = 1.0


class Journal:
    """Appends records, one line each, led by its checksum; locked for as long as it is open."""

    def __init__(self, folder: Path) -> None:
        name = uuid4().hex
        self.path = folder / f"{name}{SUFFIX}"
        born = folder / f".{name}.new"
        self._file = born.open("ab")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        born.rename(self.path)
        self._synced = time.monotonic()

    def append(self, records: Iterable[Record]) -> None:
        """Write records; they survive this process at once, the machine within a second."""
        for record in records:
            self._file.write(line(record))
        self._file.flush()
        self.tick()

    def tick(self) -> None:
        """Sync if the last time is a second ago; to be called at least once a second."""
        if time.monotonic() - self._synced >= SYNC_SECONDS:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def close(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


def adopt(path: Path) -> bool:
    """Whether the writer of a journal is gone, so that somebody else may fold it."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def line(record: Record) -> bytes:
    """A record as one line: checksum, space, JSON with the frames in base 64."""
    fields = asdict(record)
    for frame in ("measures", "series"):
        fields[frame] = b64encode(fields[frame]).decode()
    body = json.dumps(fields).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def read(path: Path) -> Iterator[Record]:
    """Whole records of a journal, in order; what is cut short or damaged is passed over."""
    with path.open("rb") as file:
        for text in file:
            checksum, _, body = text.rstrip(b"\n").partition(b" ")
            if checksum != b"%08x" % zlib.crc32(body):
                continue
            fields = json.loads(body)
            for frame in ("measures", "series"):
                fields[frame] = b64decode(fields[frame])
            yield Record(**fields)
