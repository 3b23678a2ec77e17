"""The model is compiled in a process of its own, which ends with the command that needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from numba import config

from experiments import cli
from experiments.config import kinds
from experiments.config.errors import InputError
from experiments.runs import compilation as module
from experiments.runs.compilation import Compilation
from sim import compiled_cache
from sim.kernels.jit import entry
from sim.settings import SettingsError
from unburden.neighbours import HOME

ENDLESS = "import time; time.sleep(600)"


class Stop(Exception):
    """Stands for an interruption."""


def _stop() -> None:
    raise Stop


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is compiled, and compiling does not end."""
    monkeypatch.setattr(compiled_cache, "holds_code", lambda: False)
    monkeypatch.setattr(compiled_cache, "share", lambda: None)
    monkeypatch.setattr(module, "CODE", ENDLESS)


@pytest.mark.usefixtures("cold")
def test_an_interruption_ends_it_at_once() -> None:
    def interrupt() -> None:
        raise Stop

    found = Compilation()
    before = psutil.Process().children()
    found.begin()
    found.begin()
    (process,) = [one for one in psutil.Process().children() if one not in before]
    assert found.running
    with pytest.raises(Stop):
        found.finish(interrupt)
    assert not process.is_running()
    assert not found.running


def test_nothing_is_started_where_the_code_is_on_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiled_cache, "holds_code", lambda: True)
    found = Compilation()
    found.begin()
    assert not found.running


@pytest.mark.usefixtures("cold")
def test_where_that_process_fails_the_model_is_compiled_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here: list[bool] = []
    monkeypatch.setattr(module, "CODE", "raise SystemExit(1)")
    monkeypatch.setattr(module, "compiled", lambda: here.append(True))
    found = Compilation()
    found.begin()
    found.finish()
    assert here == [True]


@pytest.mark.usefixtures("cold")
def test_a_society_can_be_measured_before_all_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CODE", f"print(flush=True); {ENDLESS}")
    found = Compilation()
    found.begin()
    try:
        found.await_measures()
        found.await_measures()
        assert found.running
    finally:
        with pytest.raises(Stop):
            found.finish(_stop)


def test_kernels_are_compiled_where_numba_is_told_to_run_plain_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What Numba writes in Python itself, like flip, is compiled with the kernel that calls it."""

    def last(numbers: Any) -> Any:
        return np.flip(numbers)[0]

    monkeypatch.setattr(config, "DISABLE_JIT", 1)
    assert entry(last)(np.arange(3.0)) == 2.0
    assert config.DISABLE_JIT == 1


def test_commands_that_run_the_model_begin_to_compile_before_they_import_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[str] = []

    def load(name: str) -> None:
        begun.append(name)
        raise Stop

    monkeypatch.setattr(module.compilation, "begin", lambda: begun.append("compiling"))
    monkeypatch.setattr(kinds, "load", load)
    for experiment in ("evidence", "compare"):
        with pytest.raises(Stop):
            cli._run_all([f"experiment={experiment}"])
    assert begun == ["evidence", "compiling", "compare"]


@pytest.mark.parametrize(
    "words",
    [
        ["replications=0"], ["territory.communities=two"], ["scenarios=[one_tabel]"],
        ["-m", "replications=0,2"], ["-m", "replications=2,0"],
    ],
)  # fmt: skip
def test_commands_that_are_invalid_do_not_begin_to_compile(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.compilation, "begin", lambda: pytest.fail("began to compile"))
    with pytest.raises((InputError, SettingsError)):
        cli._run_all(words)


def test_it_ends_with_the_process_that_waits_for_it(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(HOME)!r})\n"
        "import unburden, time\n"
        "from experiments.runs import compilation\n"
        "compilation.compiled = lambda: time.sleep(600)\n"
        "compilation.alone()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, stdin=subprocess.PIPE, env={**os.environ}
    )
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(60.0) == 1
