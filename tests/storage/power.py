"""A disk that can lose its power: a small file system in a file, which is copied at any moment.

The copy holds what had reached the disk by then, and nothing that was still in memory: what a power
cut between two system calls of the writer leaves. The writer stands still meanwhile, since copying
takes a moment, and nothing later may be in the copy without what was before it. It takes a machine
that lets us mount a disk.
"""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

MEGABYTES = 48


@contextlib.contextmanager
def disk(folder: Path) -> Iterator[Path]:
    """An empty file system under `folder/disk`, and its file; skips where there is none to be had.

    It writes nothing by itself, so that what nobody synced is not on it.
    """
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    if not _done("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image):
        pytest.skip("takes mkfs.ext4 on the path")
    with mounted(image, folder / "disk"):
        yield image


@contextlib.contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """A file system that is there while inside; skips where none can be mounted."""
    place.mkdir(exist_ok=True)
    if not _done("mount", "-o", "loop,commit=600,noatime", image, place):
        pytest.skip("takes root and a loop device to mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def cut(writer: subprocess.Popen[bytes], image: Path, left: Path) -> None:
    """Copy the disk as it is found when the power, cut now, comes back; the writer is ended."""
    writer.send_signal(signal.SIGSTOP)
    try:
        _wait_until_stopped(writer.pid)
        shutil.copyfile(image, left)
    finally:
        writer.kill()
        writer.wait()


def _wait_until_stopped(number: int) -> None:
    """A system call that it is in the middle of comes to its end first."""
    deadline = time.monotonic() + 60.0
    for task in list(Path(f"/proc/{number}/task").iterdir()):
        while (task / "stat").read_text().rpartition(") ")[2][0] not in "TZX":
            assert time.monotonic() < deadline
            time.sleep(0.001)


def _done(*words: object) -> bool:
    try:
        found = subprocess.run([str(word) for word in words], capture_output=True, check=False)
    except OSError:
        return False
    return found.returncode == 0
