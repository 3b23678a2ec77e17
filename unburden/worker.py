"""What worker processes do first: this module makes sure of the packages that jobs are made of.

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

OFFER = Path("/proc/self/oom_score_adj")
FIRST = "1000"
"""Before all other processes."""


def work(packed: bytes, begun: str | None = None) -> Any:
    """Call a function with arguments, all packed by `pack`.

    `begun` is a file that is made first, for a worker on the machine of who submits: it tells a
    worker that died in the middle of this from one that died before it.
    """
    if begun is not None:
        settle()
        with contextlib.suppress(OSError):  # Somebody may have cleaned the temporary folder.
            Path(begun).touch()
    function, arguments, named = pickle.loads(packed)
    return function(*arguments, **named)


def pack(function: Callable[..., Any], *arguments: Any, **named: Any) -> bytes:
    """A function and its arguments, for `work`. Raises what pickling raises."""
    packed: bytes = cloudpickle.dumps((function, arguments, named))
    return packed


@cache
def settle() -> None:
    """Leave interruptions to the parent; where memory ends, die before it (on Linux)."""
    with contextlib.suppress(ValueError):
        # Where this is not the main thread, the process was started deaf.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        OFFER.write_text(FIRST)
