"""Folders made on the way to a result, and dropped again when nothing came to lie in them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path


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


def drop(folders: Sequence[Path]) -> None:
    """Remove those of the folders that are empty, in this order."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
