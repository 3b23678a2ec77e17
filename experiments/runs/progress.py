"""How far an experiment is: a bar on the terminal, silence anywhere else."""

from __future__ import annotations

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
