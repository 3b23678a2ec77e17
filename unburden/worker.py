"""The first code in a worker process: it makes sure that our packages are the ones imported.

A worker imports the module of the function that it is given before it reads the arguments. Jobs
travel as bytes, so that nothing of `sim` or `experiments` is looked for before that.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import cloudpickle

import unburden  # noqa: F401 - says which packages are meant by common names
from unburden import garbage

OOM_SCORE = Path("/proc/self/oom_score_adj")
MOST_LIKELY = "1000"
"""Where memory ends, Linux ends the process with the highest score first."""


def run_packed(packed: bytes, begun: str | None = None) -> Any:
    """Call a function with arguments, all packed by `pack`.

    `begun` is a file to create first, on the machine of who submits: it distinguishes a worker that
    died at this call from one that died before it.
    """
    if begun is not None:
        prepare_process()
        with contextlib.suppress(OSError):  # The temporary folder may have been cleaned.
            Path(begun).touch()
    function, arguments, named = pickle.loads(packed)
    return function(*arguments, **named)


def pack(function: Callable[..., Any], *arguments: Any, **named: Any) -> bytes:
    """A function and its arguments, for `run_packed`. Raises what pickling raises."""
    packed: bytes = cloudpickle.dumps((function, arguments, named))
    return packed


@cache
def prepare_process() -> None:
    """Ignore Ctrl-C, which the parent handles; be the first to end where memory ends (Linux)."""
    garbage.search_seldom()
    with contextlib.suppress(ValueError):
        # Where this is not the main thread, the process was started deaf.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        OOM_SCORE.write_text(MOST_LIKELY)
