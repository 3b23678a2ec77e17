"""Interruptions by the user, kept in mind: code in between may swallow the exception."""

from __future__ import annotations

import signal
import threading
from typing import Any


class Interrupts:
    """Notices Ctrl-C while it is open as a context."""

    def __init__(self) -> None:
        self._seen = False
        self._before: Any = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *fault: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raises KeyboardInterrupt if there was one."""
        if self._seen:
            raise KeyboardInterrupt

    def _note(self, *_: object) -> None:
        self._seen = True
        raise KeyboardInterrupt
