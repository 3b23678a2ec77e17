"""Atomic exchange of two folders, where the file system offers it.

No kept library does this: `os` and `shutil` have no exchange, and the packages for atomic writing
replace files alone.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

AT_FDCWD = -100
EXCHANGE, SWAP = 2, 2
"""RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS."""
LACKING = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM)
"""Errors of a kernel or file system that cannot exchange folders, or not these."""


def exchange(first: Path, other: Path) -> bool:
    """Exchange two folders of one file system atomically; False where that is not possible.

    Raises OSError for anything else.
    """
    call = _call()
    if call is None:
        return False
    if call(os.fsencode(first), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in LACKING:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _call() -> Callable[[bytes, bytes], int] | None:
    """The exchange of this system's C library, where it has one."""
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        swap = getattr(library, "renamex_np", None)
        return swap and (lambda first, other: int(swap(first, other, SWAP)))
    rename = getattr(library, "renameat2", None)
    return rename and (lambda first, other: int(rename(AT_FDCWD, first, AT_FDCWD, other, EXCHANGE)))
