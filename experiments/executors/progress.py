"""How far an experiment is: a bar on the terminal, a line now and then anywhere else."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text

from experiments.words.counts import counted
from experiments.words.notice import say

SECONDS_BETWEEN_LINES = 60.0


class Rate(ProgressColumn):
    """Runs a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} runs/s" if speed else "compiling")


class Progress:
    """Counts runs on stderr while it is open as a context."""

    def __init__(self, total: int) -> None:
        console = Console(stderr=True)
        self._bars = Bars(
            TextColumn("runs"),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(),
            TimeRemainingColumn(),
            console=console,
            disable=not (console.is_terminal and total),
            transient=True,
        )
        self._task = self._bars.add_task("runs", total=total)
        self._total, self._done = total, 0
        self._told = time.monotonic()
        self._compiled: float | None = None

    def __enter__(self) -> Progress:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def advance(self, runs: int) -> None:
        self._bars.advance(self._task, runs)
        self._done += runs
        now = time.monotonic()
        if self._compiled is None:
            self._compiled = now
        elif self._bars.disable and now - self._told >= SECONDS_BETWEEN_LINES:
            self._told = now
            speed = (self._done - 1) / (now - self._compiled)
            left = (self._total - self._done) / speed
            total = counted(self._total, "run")
            say(f"{self._done:,} of {total}, {speed:.1f} runs/s, {_span(left)} left")


def _span(seconds: float) -> str:
    """A duration as people say it."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
