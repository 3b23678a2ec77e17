"""How far an experiment is: a bar in a terminal or notebook, a line now and then anywhere else."""

from __future__ import annotations

import shutil
import sys
import threading
import time
import warnings
from types import TracebackType
from typing import Any

from experiments.config.messages import say

with warnings.catch_warnings():
    # Without widgets a notebook gets the bar as text.
    warnings.simplefilter("ignore")
    from tqdm.auto import tqdm

# Bars are drawn by one process: a lock among several is tracked by a process of its own, which
# reports the lock as leaked when this one is killed.
tqdm.set_lock(threading.RLock())
SECONDS_BETWEEN_LINES = 60.0
COMPILING = "compiling the model, which takes about a minute once on a machine"
COUNT = "{n:,} of {total:,}"
RATE = "{rate_noinv_fmt}, {remaining} left"


class Progress:
    """Counts runs, or what `unit` says, on stderr while it is open as a context.

    `total` is all that is planned, `done` what of it is there already. With `compiling` nothing is
    estimated until `begin` is called. Nothing is shown in the first `delay` seconds.
    """

    def __init__(
        self,
        total: int,
        *,
        done: int = 0,
        unit: str = "runs",
        compiling: bool = False,
        delay: float = 0.0,
    ) -> None:
        self._live = sys.stderr.isatty() or _in_notebook()
        self._compiling = compiling and done < total
        self._timer = threading.Timer(SECONDS_BETWEEN_LINES, say, [COMPILING])
        self._timer.daemon = True
        count = f"{COUNT} {unit}"
        self._format = f"{count} |{{bar}}| {RATE}" if self._live else f"{count}, {RATE}"
        self._settings: dict[str, Any] = {
            "total": total,
            "initial": done,
            "unit": "",
            "leave": False,
            "smoothing": 0.1,
            "delay": delay,
            "disable": done >= total,
            "bar_format": f"{COMPILING}: {count}" if self._compiling else self._format,
        }
        if sys.stderr.isatty():
            # Where a terminal has no size, this has one all the same.
            size = shutil.get_terminal_size()
            self._settings |= {"ncols": size.columns, "nrows": size.lines}
        elif not self._live:
            self._settings |= {
                "file": Lines(),
                "mininterval": SECONDS_BETWEEN_LINES,
                "maxinterval": SECONDS_BETWEEN_LINES,
                "delay": SECONDS_BETWEEN_LINES,
            }

    def __enter__(self) -> Progress:
        self._bar = tqdm(**self._settings)
        if self._compiling and not self._live:
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._bar.close()

    def begin(self) -> None:
        """The model is compiled: rates and what is left count from now on."""
        self._timer.cancel()
        if not self._bar.disable and self._compiling:
            self._bar.bar_format = self._format
            self._bar.start_t = self._bar.last_print_t = time.time()
            if self._live:
                self._bar.refresh()

    def advance(self, count: int) -> None:
        """So many more are done."""
        self._bar.update(count)


class Lines:
    """Where a bar is written that cannot be drawn over: each state is a line of its own."""

    def write(self, text: str) -> None:
        """Say what is not empty."""
        if shown := text.strip():
            say(shown)

    def flush(self) -> None:
        """Lines are flushed as they are said."""


def _in_notebook() -> bool:
    """Whether this is the kernel of a notebook, whose standard error takes carriage returns."""
    shell: Any = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    return running is not None and "IPKernelApp" in running.config
