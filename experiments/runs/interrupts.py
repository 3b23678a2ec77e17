"""Interruptions by the user are recorded, since code in between may swallow the exception."""

from __future__ import annotations

import signal
import threading
from typing import Any

from unburden import signals


class Interrupts:
    """Notices Ctrl-C, and other signals that end a command, while open as a context.

    A handler that the user's program has set stays.
    """

    def __init__(self) -> None:
        self._before: Any = None

    def __enter__(self) -> Interrupts:
        main_thread = threading.current_thread() is threading.main_thread()
        if main_thread and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signals.forget()
            self._before = signal.signal(signal.SIGINT, signals.handle)
        return self

    def __exit__(self, *fault: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            signals.forget()

    def check(self) -> None:
        """Raises KeyboardInterrupt if there was one."""
        if signals.noted():
            raise KeyboardInterrupt
