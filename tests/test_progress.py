"""Progress: one count of runs, no estimate before compiling is over, whatever stderr is."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from experiments.runs import progress
from experiments.runs.design import Design
from experiments.runs.plan import plan
from experiments.runs.progress import COMPILING, LOADING, Progress
from sim.settings import default_ledger

CHECKOUT = Path(__file__).parents[1]


class Terminal(io.StringIO):
    """Remembers what is drawn on it."""

    def isatty(self) -> bool:
        return True


def terminal_of(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error is a terminal from now on."""
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("COLUMNS", "120")
    return found


@pytest.mark.parametrize(("kept", "shown"), [(False, COMPILING), (True, LOADING)])
def test_a_terminal_shows_whether_the_model_is_compiled_or_loaded_then_all_planned_runs(
    kept: bool, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = terminal_of(monkeypatch)
    monkeypatch.setattr("sim.compiled_cache.holds_code", lambda: kept)
    with Progress(180, done=56, compiling=True) as bar:
        assert f"{shown}: 56 of 180 runs" in terminal.getvalue()
        assert "left" not in terminal.getvalue()
        bar.begin()
        bar._bar.mininterval = 0.0
        bar.advance(10)
    assert re.search(r"66 of 180 runs \|.*\d/s, \d\d:\d\d left", terminal.getvalue())


def test_the_estimate_counts_from_when_the_model_is_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal_of(monkeypatch)
    with Progress(100, done=50, compiling=True) as bar:
        bar._bar.start_t -= 1000.0
        bar.begin()
        bar._bar.start_t -= 10.0
        bar.advance(10)
        assert bar._bar.format_dict["elapsed"] < 20.0
        assert "40" in re.findall(r"60 of 100 runs .* 00:(\d\d) left", str(bar._bar))


@pytest.mark.parametrize(
    ("rate", "shown"), [(12.345, "12.35/s"), (0.1, "0.10/s"), (0.09, "11 s each")]
)
def test_fewer_than_one_in_ten_seconds_are_shown_as_seconds_each(rate: float, shown: str) -> None:
    assert progress.pace(rate) == shown


def test_a_log_of_slow_runs_says_how_long_each_takes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    with Progress(16, unit="districts") as bar:
        capsys.readouterr()
        bar._bar.start_t -= 600.0
        bar._bar.last_print_t -= 600.0
        bar.advance(2)
        line = capsys.readouterr().err
    assert re.search(r"2 of 16 districts, 300 s each, .* left", line)


def test_a_log_without_a_first_run_says_what_is_going_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    with Progress(2, first="a run of a city takes minutes") as bar:
        capsys.readouterr()
        bar._bar.start_t -= 60.0
        bar._bar.last_print_t -= 60.0
        bar.advance(0)
        line = capsys.readouterr().err
    said = "a run of a city takes minutes, no estimate yet after 01:00"
    assert line == f"unburden: 0 of 2 runs, {said}\n"


def test_a_log_gets_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    with Progress(20, done=5) as bar:
        capsys.readouterr()
        bar.advance(5)
        line = capsys.readouterr().err
    assert re.fullmatch(r"unburden: 10 of 20 runs, .*/s, 00:\d\d left\n", line)
    assert capsys.readouterr().err == ""


def test_bars_within_bars_are_plain_lines_in_a_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    with Progress(1), Progress(4, unit="districts") as bar:
        bar.advance(2)
    told = capsys.readouterr().err
    assert "unburden: 2 of 4 districts" in told
    assert "\x1b" not in told


def test_nothing_is_written_about_what_is_done_quickly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress(20, compiling=True) as bar:
        bar.begin()
        bar.advance(20)
    with Progress(20, done=20, compiling=True) as bar:
        bar.begin()
    assert capsys.readouterr().err == ""


def test_planning_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    monkeypatch.setattr("experiments.runs.plan.PATIENCE", 0.0)
    points = pd.DataFrame({"assume:overlap": [0.1, 0.3, 0.5]})
    plan(Design({"baseline": {}, "again": {}}, default_ledger(), points), 2, 1)
    assert "of 6 societies planned" in terminal.getvalue()


def test_planning_stops_at_an_interruption_that_was_swallowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Deaf(Design):
        asked = 0

        def _settings(self, case: Any) -> Any:
            self.asked += 1
            try:
                if self.asked == 2:
                    os.kill(os.getpid(), 2)
            except KeyboardInterrupt:
                pass
            return super()._settings(case)

    design = Deaf({"baseline": {}}, default_ledger(), pd.DataFrame(index=range(9)))
    with pytest.raises(KeyboardInterrupt):
        plan(design, 1, 1)
    assert design.asked == 2


def test_an_interruption_while_planning_exits_with_130(here: Path) -> None:
    script = (
        "import os, sys\n"
        "from experiments.runs import plan\n"
        "from experiments.cli import answer\n"
        "real = plan._digest\n"
        "plan._digest = lambda text: (os.kill(os.getpid(), 2), real(text))[1]\n"
        "sys.exit(answer(['executor=serial']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 130
    assert done.stderr == "unburden: interrupted\n"
    assert list(here.iterdir()) == []


def test_a_notebook_shows_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    cell = nbformat.v4.new_code_cell(
        "from experiments.runs.progress import Progress\n"
        "with Progress(20, compiling=True) as bar:\n"
        "    bar.begin()\n"
        "    bar.advance(20)\n"
        "    bar._bar.refresh()\n"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, timeout=120).execute()
    told = "".join(one.get("text", "") for one in notebook.cells[0]["outputs"])
    assert LOADING in told or COMPILING in told
    assert "20 of 20 runs" in told
    assert "Warning" not in told


def test_a_real_terminal_is_drawn_on_and_left_clean(here: Path) -> None:
    ours, theirs = pty.openpty()
    script = (
        "from experiments.runs.progress import Progress\n"
        "from experiments.config.messages import say\n"
        "with Progress(20, done=3) as bar:\n"
        "    bar.advance(4)\n"
        "    say('something else')\n"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, stderr=theirs, check=True,
    )  # fmt: skip
    os.close(theirs)
    drawn = os.read(ours, 10000).decode()
    os.close(ours)
    assert "3 of 20 runs" in drawn
    assert "unburden: something else" in drawn
    assert drawn.rstrip(" ").endswith("\r")
