"""Where unburden runs: on POSIX systems. Locks, signals and folders are theirs."""

from __future__ import annotations

import sys

WINDOWS = "win32"
TOLD = "does not run on Windows itself: use WSL, the Windows Subsystem for Linux"


def refused() -> bool:
    """Whether this system is one that it does not run on."""
    return sys.platform.startswith(WINDOWS)
