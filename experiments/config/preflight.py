"""What the process finds around it, settled before any work is done."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from multiprocessing import process
from typing import Any

from experiments.config.messages import say

BACKEND = "MPLBACKEND"


def take_over() -> None:
    """For a command, whose process is its own: output survives any encoding, figures any backend.

    What an encoding lacks is written as an escape.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    os.environ[BACKEND] = "agg"


def share() -> None:
    """For a function that a user's program calls: the program's own choices stay as they are.

    A name that matplotlib would refuse is left out, since figures here need none. Leaves the
    process, quietly, where it is a worker that reads the user's script again on its way up.
    """
    if getattr(process.current_process(), "_inheriting", False):
        raise SystemExit(1)
    if BACKEND in os.environ and "matplotlib" not in sys.modules:
        # Taken up after the import, as the import itself would: where it fails, nothing else does.
        name = os.environ.pop(BACKEND)
        matplotlib: Any = import_module("matplotlib")
        try:
            matplotlib.rcParams["backend"] = name
            os.environ[BACKEND] = name
        except ValueError:
            say(f"{BACKEND}={name} is no backend of matplotlib, and is left out")
