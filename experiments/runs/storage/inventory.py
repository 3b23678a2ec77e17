"""The inventory of an output folder: the files of its manifest compared with those present."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any

from experiments.runs.storage.checksum import checksum

MANIFEST = "manifest.json"
MAKER = "unburden"
CHECKSUMS, IDENTITY = "checksums", "identity"
LARGEST = 500_000_000
"""Bytes of a manifest."""
IGNORED_FILES = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""What file managers leave in any folder that they show."""
Stamps = dict[str, tuple[int, int, int]]


class Unknown(ValueError):
    """A folder has no manifest of an experiment, or one that was changed."""


def checksums(folder: Path) -> dict[str, str]:
    """Of each file below a folder, by its path from there; none of the manifest."""
    names = sorted(name for name in stamps(folder) if name != MANIFEST)
    return {name: checksum(folder / name) for name in names}


def stamps(folder: Path) -> Stamps:
    """Size, time and number of whatever lies below a folder and is no folder."""
    by_path: Stamps = {}
    for path, below, names in os.walk(folder):
        links = [name for name in below if Path(path, name).is_symlink()]
        for name in (*names, *links):
            if name not in IGNORED_FILES:
                file = Path(path, name)
                known = file.lstat()
                where = file.relative_to(folder).as_posix()
                by_path[where] = (known.st_size, known.st_mtime_ns, known.st_ino)
    return by_path


def read(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The manifest, and the checksums of the files beside it. Raises Unknown."""
    try:
        with os.fdopen(os.open(folder / MANIFEST, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            known = os.fstat(file.fileno())
            if not stat.S_ISREG(known.st_mode) or known.st_size > LARGEST:
                raise ValueError
            manifest = json.loads(file.read())
        sums = dict(manifest.pop(CHECKSUMS))
        if not all(map(_plain, sums.items())):
            raise ValueError
        own = sums.pop(MANIFEST)
        changed = own != digest(manifest)
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise Unknown(f"holds no {MANIFEST} of an experiment") from None
    if changed:
        raise Unknown(f"{MANIFEST} is not as the experiment left it")
    return manifest, sums


def _plain(entry: tuple[object, object]) -> bool:
    """Whether it is the path of a file below a folder, and a checksum."""
    name, checksum = entry
    if not isinstance(name, str) or not isinstance(checksum, str):
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def foreign_file(folder: Path, sums: Mapping[str, str]) -> str:
    """The first file that was changed or added after the experiment wrote it; else empty."""
    for name in sorted(stamps(folder)):
        path = folder / name
        ours = name == MANIFEST or sums.get(name)
        if not ours or path.is_symlink() or not path.is_file():
            return f"{name}, which unburden did not write"
        if name != MANIFEST and checksum(path) != ours:
            return f"{name}, which was changed since unburden wrote it"
    return ""


def text(manifest: Mapping[str, Any]) -> str:
    """A manifest as it is written."""
    return json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)


def digest(manifest: Mapping[str, Any]) -> str:
    """A checksum of a manifest."""
    return blake2b(text(manifest).encode(), digest_size=16).hexdigest()
