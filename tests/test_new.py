"""`unburden new`: files to start from, whose own tests pass as they are written."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from experiments.cli import answer
from experiments.config import new
from experiments.config.errors import InputError

ROOT = Path(__file__).parents[1]


def test_what_is_written_passes_its_own_test(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("lever", "measure", "figure"):
        assert answer(["new", kind, f"my_own_{kind}"]) == 0
        out = capsys.readouterr().out
        assert out.startswith(f"wrote my_own_{kind}.py, test_my_own_{kind}.py; next:\n")
        assert f"unburden --code my_own_{kind}.py" in out
        text = (here / f"my_own_{kind}.py").read_text()
        assert "{" not in text.replace("{**", "").partition('"""')[0]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "."],
        cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    for kind in ("lever", "measure", "figure"):
        assert f"PASSED test_my_own_{kind}.py::" in done.stdout


def test_files_that_are_there_are_left_as_they_are(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "test_mine.py").write_text("mine")
    assert answer(["new", "lever", "mine"]) == 2
    assert "new lever=mine: test_mine.py is there already" in capsys.readouterr().err
    assert {path.name for path in here.iterdir()} == {"test_mine.py"}
    assert (here / "test_mine.py").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["leve", "mine"], "no such kind; did you mean lever?"),
        (["lever"], "takes one name, as in unburden new lever my_lever"),
        (["lever", "a", "b"], "takes one name"),
        (["lever", "MyLever"], "should be lower-case letters"),
        (["lever", "../mine"], "should be lower-case letters"),
        (["lever", "one_table"], "unburden has a scenario of this name; say my_one_table"),
        (["lever", "baseline"], "unburden has a scenario of this name"),
        (["measure", "trust"], "unburden has a measure of this name"),
        (["lever", "random"], "is a name of Python's"),
        (["lever", "sim"], "is a name of Python's or of unburden"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(
    words: list[str], message: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["new", *words]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert not [*here.iterdir()]


def test_alone_it_lists_the_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["new"]) == 0
    out = capsys.readouterr().out
    for kind in new.kinds():
        assert f"\n  {kind} " in out
    assert {"lever", "measure", "figure"} <= {*new.kinds()}


def test_where_pytest_is_not_installed_it_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(new, "find_spec", lambda name: None)
    new.answer(["lever", "my_lever"])
    new.answer(["place", "my_place"])
    assert capsys.readouterr().out.count("next:\n    python -m pip install pytest\n") == 1


def test_a_scenario_reaches_what_it_names_in_the_place_of_the_printed_command(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["new", "scenario", "my_pilot"]) == 0
    command = capsys.readouterr().out.splitlines()[-1]
    quick = ["horizon_days=21", "warmup_days=1", "replications=1", "executor=serial"]
    assert answer([*shlex.split(command)[1:], *quick]) == 0
    error = capsys.readouterr().err
    assert not any(fault in error for fault in ("covers nothing", "rounds to")), error


def test_every_kind_with_templates_says_what_comes_next() -> None:
    folders = {path.name for path in new.FOLDER.iterdir() if path.is_dir()}
    assert folders <= {*new.KINDS} == {*new.NEXT}


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_all_files_are_written_or_none(
    fault: BaseException, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def fails(path: Path, *more: Any, **options: Any) -> Any:
        if path.name.startswith("test_") and "x" in more:
            raise fault
        return opened(path, *more, **options)

    monkeypatch.setattr(Path, "open", fails)
    with pytest.raises((InputError, KeyboardInterrupt)) as caught:
        new.write("lever", "quiet_day", Path())
    if isinstance(caught.value, InputError):
        assert (
            str(caught.value) == "new lever=quiet_day: cannot be written: No space left on device"
        )
    assert not [*here.iterdir()]
