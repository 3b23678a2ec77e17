"""Preparation of the process: encoding and language of output, backend of matplotlib."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from multiprocessing import process
from typing import Any

from experiments.config.errors import InputError
from experiments.config.messages import say
from experiments.language import LANGUAGES, VARIABLE

BACKEND = "MPLBACKEND"


def prepare_command() -> None:
    """For a command: output never fails on an encoding, and figures need no display.

    Letters that an encoding lacks are written as escapes.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    os.environ[BACKEND] = "agg"


def refuse_language() -> None:
    """Raises InputError for a language in the environment that there is not."""
    chosen = os.environ.get(VARIABLE)
    if chosen and chosen not in LANGUAGES:
        raise InputError(VARIABLE, chosen, f"should be {' or '.join(LANGUAGES)}")


def prepare_call() -> None:
    """For a function that a user's program calls: choices of that program stay as they are.

    A backend that matplotlib does not know is removed, since figures here need none. Exits quietly
    where the process is a worker that imports the user's script again while it starts.
    """
    if getattr(process.current_process(), "_inheriting", False):
        raise SystemExit(1)
    if BACKEND in os.environ and "matplotlib" not in sys.modules:
        # Set after the import, as matplotlib itself would: an unknown name then fails alone.
        name = os.environ.pop(BACKEND)
        matplotlib: Any = import_module("matplotlib")
        try:
            matplotlib.rcParams["backend"] = name
            os.environ[BACKEND] = name
        except ValueError:
            say(f"{BACKEND}={name} is no backend of matplotlib, and is ignored")
