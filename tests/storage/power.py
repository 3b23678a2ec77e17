"""A disk that can lose its power: a small file system in a file, which is copied at any moment.

The copy is what a power cut would have left: whatever was written to the disk by then, and nothing
that was still on its way. It takes a machine that lets us mount one.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

MEGABYTES = 48


@contextlib.contextmanager
def disk(folder: Path) -> Iterator[Path]:
    """An empty file system in `folder/disk`, whose image is `folder/image`; skips where there is
    none to be had."""
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    if not _done("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image):
        pytest.skip("no file system can be made here")
    with mounted(image, folder / "disk") as place:
        yield place


@contextlib.contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """A file system that is there while inside; skips where none can be mounted."""
    place.mkdir(exist_ok=True)
    if not _done("mount", "-o", "loop", image, place):
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextlib.contextmanager
def after_a_cut(image: Path, folder: Path) -> Iterator[Path]:
    """The disk as it is found when the power comes back, were it cut now."""
    left = folder / "left"
    # One system call, so that no later write gets in before an earlier one: see `disk`.
    shutil.copyfile(image, left)
    try:
        with mounted(left, folder / "again") as place:
            yield place
    finally:
        left.unlink()


def _done(*words: object) -> bool:
    try:
        found = subprocess.run([str(word) for word in words], capture_output=True, check=False)
    except OSError:
        return False
    return found.returncode == 0
