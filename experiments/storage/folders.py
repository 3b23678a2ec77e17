"""Folders made on the way to a result, and dropped again when nothing came to lie in them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

PROBE = 1 << 20
"""Bytes that any result takes at least."""


def make(folder: Path) -> list[Path]:
    """Make a folder and what leads to it; those that were not there, the innermost first.

    Raises OSError if one cannot be made; those made by then are dropped again.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        drop(missing)
        raise
    return missing


def probe(folder: Path) -> None:
    """Raises OSError if nothing can be written there, or next to nothing; nothing is left."""
    made = make(folder)
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(PROBE))
            file.flush()
            os.fsync(file.fileno())
    finally:
        drop(made)


def drop(folders: Sequence[Path]) -> None:
    """Remove those of the folders that are empty, in this order."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
