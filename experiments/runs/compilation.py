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
from functools import cache
from typing import TYPE_CHECKING

from sim import compiled_cache
from unburden import signals
from unburden.neighbours import HOME

if TYPE_CHECKING:
    from sim.society import Society

POLL_SECONDS = 0.2
"""Between two looks at whether the user has interrupted."""
CODE = (
    f"import sys; sys.path.insert(0, {str(HOME)!r}); import unburden; "
    "from experiments.runs.compilation import alone; alone()"
)


SMALLEST = {
    "territory": {"communities": 1, "workers": 4, "residents": 400},
    "horizon_days": 1,
    "warmup_days": 0,
}
"""Settings of a society that is simulated almost instantly."""


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
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether the model is being compiled."""
        return self._process is not None and self._process.poll() is None

    def await_measures(self) -> None:
        """Return when a society can be set up and measured here: that is compiled first."""
        output = self._process and self._process.stdout
        if output and not output.closed:
            output.read(1)
            output.close()

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
                for pipe in (process.stdin, process.stdout):
                    if pipe is not None:
                        pipe.close()
        compiled()


compilation = Compilation()
"""That of this process."""


@cache
def compiled() -> None:
    """Compile the model, or load its compiled code, so that runs take only their own time.

    Signals wait until it is done: an exception inside the compiler can end the process.
    """
    with signals.held():
        from sim.measures.tables import measure_columns

        society = _measured()
        society.run()
        measure_columns(society.settings, society.state, with_own=False)


def alone() -> None:
    """Compile here, and end when the process that waits for it has ended.

    A line on stdout says when a society can be set up and measured.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _measured()
    print(flush=True)
    compiled()
    os._exit(0)  # to take the compiler apart takes a second


def _measured() -> Society:
    """A society before its first day, set up and measured."""
    from sim.measures.tables import measure_columns
    from sim.settings import Settings
    from sim.society import Society

    society = Society(Settings.read(SMALLEST), 1)
    measure_columns(society.settings, society.state, with_own=False)
    return society


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)
