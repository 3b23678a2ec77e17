"""Compiling the model in a process of its own, while this one still imports and plans.

That process can be ended at any moment; the compiler within this one cannot be interrupted.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable

from experiments.runs.run import compiled
from sim import compiled_cache
from unburden.neighbours import HOME

POLL_SECONDS = 0.2
"""Between two looks at whether the user has interrupted."""
CODE = (
    f"import sys; sys.path.insert(0, {str(HOME)!r}); import unburden; "
    "from experiments.runs.compilation import alone; alone()"
)


class Compilation:
    """Begun once in a process, as soon as it is known that something will run."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start to compile, unless the compiled code is on this machine."""
        if self._process is not None or compiled_cache.holds_code():
            return
        compiled_cache.share()
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", CODE],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether the model is being compiled."""
        return self._process is not None and self._process.poll() is None

    def finish(self, check: Callable[[], None] = lambda: None) -> None:
        """Return when the model is compiled and loaded here.

        `check` is called now and then, and may raise KeyboardInterrupt: compiling ends with it. If
        that process could not compile, this one does, and says why it cannot.
        """
        process, self._process = self._process, None
        if process is not None:
            try:
                while process.poll() is None:
                    check()
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(POLL_SECONDS)
            finally:
                process.kill()
                process.wait()
                if process.stdin is not None:
                    process.stdin.close()
        compiled()


compilation = Compilation()
"""That of this process."""


def alone() -> None:
    """Compile here, and end when the process that waits for it has ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    compiled()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)
