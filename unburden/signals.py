"""Signals that end a command: Ctrl-C, TERM and HUP, each with one line and an exit code.

While modules are imported, and once the exit code is known, a signal ends the process at once. In
between it is noted and raised as KeyboardInterrupt, which keeps what is finished; code that
swallows the exception is followed by code that asks `noted`.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any, NoReturn

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
REPEAT = 1.0
"""Seconds within which a second signal counts as the same: `timeout` and users send it twice."""
STARTING, WORKING, LEAVING = range(3)


class _State:
    """The state of signal handling in this process."""

    phase = WORKING
    command = False
    noted: int | None = None
    when = 0.0
    held = 0
    code = 0
    terminals: tuple[int, ...] = ()


def take_over() -> None:
    """Handle signals of a command; those that were ignored when it started stay ignored."""
    if _State.command:
        return
    _State.command, _State.phase = True, STARTING
    _State.terminals = tuple(number for number in (0, 1, 2) if os.isatty(number))
    for number in _numbers():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handle)
    # Registered first, called last: Python then gives the signals back their deadly defaults.
    atexit.register(_end_early)
    report = sys.unraisablehook

    def unraisable(fault: Any) -> None:
        # Raised where nothing can be raised: it is noted.
        if not isinstance(fault.exc_value, KeyboardInterrupt):
            report(fault)

    sys.unraisablehook = unraisable


def work() -> None:
    """All that runs need is imported: from now on an interruption may have work to keep."""
    _State.phase = WORKING


def leave(code: int) -> NoReturn:
    """Exit with this code, whatever signal comes meanwhile."""
    _State.code, _State.phase = code, LEAVING
    sys.exit(code)


def handle(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, or end the process where an exception would not be handled."""
    if not _State.command:
        _State.noted = number
        if not _State.held:
            raise KeyboardInterrupt
        return
    if number == getattr(signal, "SIGHUP", None):
        _let_go_of_terminals()
    if _State.phase == LEAVING:
        os._exit(_State.code)
    if _State.phase == STARTING:
        _end(number)
    if _State.noted is None:
        _State.noted, _State.when = number, time.monotonic()
        if not _State.held:
            raise KeyboardInterrupt
    elif time.monotonic() - _State.when > REPEAT:
        _end(_State.noted)


def noted() -> bool:
    """Whether a signal to end was received."""
    return _State.noted is not None


def forget() -> None:
    """Forget the signal: it was handled, and the process goes on."""
    if not _State.command:
        _State.noted = None


def code() -> int:
    """The exit code for the signal that was received."""
    return 128 + (_State.noted or signal.SIGINT)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Do not interrupt what is within; the exception is raised after it."""
    before = _State.noted
    _State.held += 1
    try:
        yield
    finally:
        _State.held -= 1
    if _State.noted != before and not _State.held:
        raise KeyboardInterrupt


@contextlib.contextmanager
def deaf() -> Iterator[None]:
    """Processes started within, also by threads started within, ignore Ctrl-C and HUP.

    A terminal sends them to all processes of a command; workers are ended by their parent.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    unheard = {signal.SIGINT, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, unheard)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _numbers() -> list[int]:
    return [getattr(signal, name) for name in NAMES if hasattr(signal, name)]


def _end_early() -> None:
    """Ignore signals; end at once where all is done: to take modules apart takes seconds."""
    for number in _numbers():
        signal.signal(number, signal.SIG_IGN)
    if _State.phase == LEAVING:
        with contextlib.suppress(OSError, ValueError):  # Python reports it.
            for stream in (sys.stdout, sys.stderr):
                print(end="", file=stream, flush=True)
            os._exit(_State.code)


def _end(number: int) -> NoReturn:
    with contextlib.suppress(OSError):
        os.write(2, b"unburden: interrupted\n")
    os._exit(128 + number)


def _let_go_of_terminals() -> None:
    """Send output to nowhere where the terminal is gone: writing to it would be an error."""
    for number in _State.terminals:
        try:
            os.get_terminal_size(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, number)
            os.close(nowhere)
