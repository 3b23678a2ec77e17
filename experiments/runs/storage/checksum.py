"""What shows that a file is as it was written."""

from __future__ import annotations

import hashlib
from functools import partial
from io import BufferedReader
from pathlib import Path


def checksum(path: Path) -> str:
    """Thirty-two hex digits over a file; none for one that cannot be read, or is a pipe."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return checksum_of(file)
    except OSError:
        return ""


def checksum_of(file: BufferedReader) -> str:
    """The checksum of an open file, from where it stands to its end."""
    return hashlib.file_digest(file, partial(hashlib.blake2b, digest_size=16)).hexdigest()
