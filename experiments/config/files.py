"""Files and folders that a user names, whatever the name."""

from __future__ import annotations

from pathlib import Path


def is_folder(path: Path) -> bool:
    """Whether a folder is there; a name that is too long for the system is of none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether a file is there, and no pipe or device; as `is_folder`."""
    try:
        return path.is_file()
    except OSError:
        return False
