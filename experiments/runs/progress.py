"""Progress of an experiment: a bar in a terminal or notebook, else a line each minute."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal

from tqdm import tqdm

from experiments.config.messages import say
from experiments.language import LANGUAGES, _, joined, marked, now, use
from experiments.runs.compilation import compilation
from sim import compiled_cache

# Bars are drawn by one process: a lock among several is tracked by a process of its own, which
# reports the lock as leaked when this one is killed.
tqdm.set_lock(threading.RLock())
SECONDS_BETWEEN_LINES = 60.0
COMPILING = marked("compiling the model, about 25 s, once on a machine")
LOADING = marked("loading the model")
RATE = marked("{pace}, {remaining} left")
NO_RATE = marked("no estimate yet after {elapsed}")
"""In place of the rate until something is done."""
OF_A_CITY = marked("the first are in progress, a run of a city takes minutes")
Unit = Literal["runs", "districts", "tables", "societies planned", "blocks of points planned"]
"""What is counted."""
COUNTS: dict[Unit, str] = {
    "runs": marked("{n:,} of {total:,} runs"),
    "districts": marked("{n:,} of {total:,} districts"),
    "tables": marked("{n:,} of {total:,} tables"),
    "societies planned": marked("{n:,} of {total:,} societies planned"),
    "blocks of points planned": marked("{n:,} of {total:,} blocks of points planned"),
}
SLOW = 0.1
"""Rate a second below which the seconds for each are shown instead."""


class Progress:
    """Counts runs, or what `unit` says, on stderr while it is open as a context.

    Texts are shown in the language in use.

    `total` is all that is planned, `done` what of it is there already. With `compiling` the rate is
    only estimated from `begin` on; until then it is said that the model is compiled, or loaded if
    its compiled code is on this machine. Nothing is shown in the first `delay` seconds. `first` is
    what is said until something is done.
    """

    def __init__(
        self,
        total: int,
        *,
        done: int = 0,
        unit: Unit = "runs",
        compiling: bool = False,
        delay: float = 0.0,
        first: str = "",
    ) -> None:
        self._live = sys.stderr.isatty() or _in_notebook()
        self._first = joined(map(_, (first, NO_RATE)), "clauses")
        self._waiting = compiling and done < total
        cold = compilation.running or not compiled_cache.holds_code()
        self._cold = self._waiting and cold
        self._timer = threading.Timer(SECONDS_BETWEEN_LINES, say, [_(COMPILING)])
        self._timer.daemon = True
        self._rate = _(RATE)
        count = _(COUNTS[unit])
        self._format = (
            f"{count} |{{bar}}| {self._rate}"
            if self._live
            else joined([count, self._rate], "clauses")
        )
        model = _(COMPILING) if self._cold else _(LOADING)
        self._settings: dict[str, Any] = {
            "total": total,
            "initial": done,
            "unit": "",
            "leave": False,
            "smoothing": 0.1,
            "delay": delay,
            "disable": done >= total,
            "bar_format": _("{model}: {count}, {elapsed}").format(
                model=model, count=count, elapsed="{elapsed}"
            )
            if self._waiting
            else self._format,
        }
        if sys.stderr.isatty():
            # Where a terminal has no size, this has one all the same.
            size = shutil.get_terminal_size()
            self._settings |= {"ncols": size.columns, "nrows": size.lines}
        elif not self._live:
            self._settings |= {
                "file": Lines(),
                "position": 0,  # a bar within a bar would move the cursor
                "mininterval": SECONDS_BETWEEN_LINES,
                "maxinterval": SECONDS_BETWEEN_LINES,
                "delay": SECONDS_BETWEEN_LINES,
            }

    def __enter__(self) -> Progress:
        self._bar = Bar(**self._settings)
        self._bar.first, self._bar.rate = self._first, self._rate
        self._bar.language = now()
        if self._cold and not self._live:
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

    def await_model(self, check: Callable[[], object] = lambda: None) -> None:
        """Return when the model is compiled and loaded; the time since then is shown meanwhile.

        `check` is called now and then, and may raise KeyboardInterrupt.
        """

        def look() -> None:
            if self._live:
                self._bar.refresh()
            check()

        compilation.begin()
        compilation.finish(look)
        self.begin()

    def begin(self) -> None:
        """The model is ready: rate and remaining time are estimated from now on."""
        self._timer.cancel()
        if not self._bar.disable and self._waiting:
            self._bar.bar_format = self._format
            self._bar.start_t = self._bar.last_print_t = time.time()
            if self._live:
                self._bar.refresh()

    def advance(self, count: int) -> None:
        """Count so many more as done."""
        self._bar.update(count)

    def reach(self, done: int) -> None:
        """Count so many as done in all."""
        self._bar.update(done - self._bar.n)


class Bar(tqdm):  # type: ignore[misc]
    """A bar whose format may name `{pace}`; until there is one it says `first` in its place."""

    first, rate = NO_RATE, RATE
    language = LANGUAGES[0]
    """A thread of tqdm draws it as well, in which no language is chosen."""

    @property
    def format_dict(self) -> Any:
        """What the format may name. Called by tqdm."""
        known = super().format_dict
        rate = known["rate"]
        if rate is None and known["elapsed"]:
            rate = (known["n"] - known["initial"]) / known["elapsed"]
        if not rate:
            return known | {"bar_format": known["bar_format"].replace(self.rate, self.first)}
        with use(self.language):
            return known | {"pace": pace(rate)}


def pace(rate: float) -> str:
    """How many a second, or how many seconds each takes."""
    return f"{rate:.2f}/s" if rate >= SLOW else _("{n} s each").format(n=f"{1 / rate:,.0f}")


class Lines:
    """A file for a bar that cannot be overwritten in place: each state is printed as a line."""

    def write(self, text: str) -> None:
        """Print a line unless it is empty."""
        if shown := text.strip():
            say(shown)

    def flush(self) -> None:
        """Each line is flushed when it is printed."""


def _in_notebook() -> bool:
    """Whether this is the kernel of a notebook, whose standard error takes carriage returns."""
    shell: Any = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    return running is not None and "IPKernelApp" in running.config
