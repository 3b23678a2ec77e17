"""The operating system: POSIX is needed for locks, signals and folders."""

from __future__ import annotations

import sys

WINDOWS = "win32"
TOLD = "does not run on Windows itself: use WSL, the Windows Subsystem for Linux"


def refused() -> bool:
    """Whether unburden does not run on this system."""
    return sys.platform.startswith(WINDOWS)
