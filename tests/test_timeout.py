"""A run that takes longer than `timeout` has failed and is named; the others go on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from experiments import load
from experiments.cli import answer
from experiments.runs.executors import worker_pool
from experiments.runs.executors.execute import execute
from experiments.runs.plan import Plan, plan
from experiments.runs.run import Detail, Job, Limit, Record, Run, perform
from experiments.runs.storage.store import Store
from sim import Settings
from sim.society import Society
from tests.long import LONG

SMALL = {
    "territory": {"communities": 1, "workers": 4, "residents": 400},
    "horizon_days": 5,
    "warmup_days": 0,
}
ENDLESS = """
import time

class Settings:
    @property
    def territory(self):
        time.sleep(600)
"""
"""Settings with which a run does not come to its first day."""


def some_runs(replications: int) -> Plan:
    return plan({"baseline": Settings.read(SMALL)}, replications, 1)


def test_a_run_that_takes_too_long_is_named_and_the_others_are_kept(
    here: Path,
    alone: Sequence[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    advance, slow = Society.advance, iter(range(10**6))

    def sleepy(self: Society, until: int) -> None:
        if self.settings.levers.one_table.on and self.settings.horizon_days == 10:
            time.sleep(next(slow) == 0 and 5.1)
        advance(self, until)

    words = [*alone, "scenarios=[one_table]", "replications=2", "timeout=5"]
    monkeypatch.setattr(Society, "advance", sleepy)
    assert answer(words) == 1
    told = capsys.readouterr().err
    assert "1 of 4 runs failed and are left out" in told
    assert "scenario one_table, point 0, replication 0" in told
    assert "took longer than timeout=5 seconds" in told
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert answer([word for word in words if not word.startswith("timeout")]) == 0
    runs = load(here / "outputs" / "compare").manifest["runs"]
    assert runs == {"planned": 4, "computed": 1, "reused": 3}


@pytest.mark.parametrize("name", ["processes", *(["dask", "ray"] if LONG else [])])
def test_a_worker_that_does_not_come_back_is_ended_and_the_others_go_on(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endless.py").write_text(ENDLESS)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    endless: Any = import_module("endless").Settings()
    runs = some_runs(6)
    victim = list(runs)[2]
    real = Plan.job

    def job(self: Plan, run: Run, detail: Detail) -> Job:
        found = real(self, run, detail)
        same = run.key != victim.key
        return found if same else Job(found.key, found.seed, endless, found.detail)

    monkeypatch.setattr(Plan, "job", job)
    with Store(tmp_path / "store") as store:
        executed = execute(runs, store, lambda: worker_pool(name, 2), "totals", timeout=1.0)
    (run, failure), *others = executed.failures
    assert others == []
    assert run == victim
    assert failure.error == "took longer than timeout=1 seconds"
    assert executed.computed == 5


def test_a_limit_changes_no_bit(tmp_path: Path) -> None:
    settings = Settings.read(SMALL)
    free, limited = (
        perform([Job("key", 7, settings, "full", limit)])[0]
        for limit in (None, Limit(600.0, fatal=False))
    )
    assert isinstance(free, Record)
    assert isinstance(limited, Record)
    assert limited.measures == free.measures
    assert limited.series == free.series


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["timeout=0"], "timeout=0: should be greater than 0"),
        (["timeout=nan"], "timeout=nan: should be a finite number"),
        (["timeout='3'"], "timeout=3: should be a number, such as 0.5, not text"),
        (["timeout=soon"], "timeout=soon: should be a number, such as 0.5"),
        (["experiment=evidence", "timeout=3"], "timeout=3: is not for this experiment"),
        (["experiment=verify", "timeout=3"], "timeout=3: is not for this experiment"),
    ],
)
def test_what_is_no_limit_is_refused(
    words: list[str], told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(words) == 2
    assert told in capsys.readouterr().err


def test_where_every_run_took_too_long_none_is_said_to_be_kept(
    here: Path, alone: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*alone, "scenarios=[one_table]", "replications=1", "timeout=0.0001"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("unburden: 2 of 2 runs failed\n")
    assert "kept" not in told
