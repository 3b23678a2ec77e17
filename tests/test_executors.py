"""Executors: the same results from each, whatever happens to their workers."""

from __future__ import annotations

import os
import random
import signal
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pytest

from experiments.config.errors import InputError, RunError
from experiments.reporting.tidy import Reading
from experiments.runs.design import Design
from experiments.runs.executors import NAMES, WorkerPool, worker_pool
from experiments.runs.executors.execute import Executed, execute
from experiments.runs.plan import Plan, plan
from experiments.runs.run import Job, Run
from experiments.runs.storage.open_database import StoreFull
from experiments.runs.storage.store import Store
from sim.settings import default_ledger
from tests.long import LONG

TREE = {
    "territory": {"communities": 1, "workers": 4, "residents": 400},
    "horizon_days": 5,
    "warmup_days": 0,
}
POINTS = pd.DataFrame({"assume:overlap": [0.1, 0.3, 0.5, 0.7, 0.9]})


def some_runs(replications: int = 4) -> Plan:
    return plan(Design({"baseline": TREE}, default_ledger(), POINTS), replications, 1)


def done(runs: Plan, folder: Path, name: str, workers: int = 2) -> tuple[pd.DataFrame, Executed]:
    """All measures of the runs in a new store, and what executing came to."""
    with Store(folder) as store:
        executed = execute(runs, store, lambda: worker_pool(name, workers), "full")
        lost = {run.key for run, _ in executed.failures}
        return Reading(store, "measures", runs.without(lost), "full").frame(), executed


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """What one process finds, undisturbed."""
    return done(some_runs(), tmp_path_factory.mktemp("alone"), "serial")[0]


@pytest.mark.parametrize(
    ("name", "workers"),
    [("processes", 2), ("dask", 2), ("ray", 2), *([("processes", 1)] if LONG else [])],
)
def test_every_executor_gives_the_same_bits(
    name: str, workers: int, alone: pd.DataFrame, tmp_path: Path
) -> None:
    found, executed = done(some_runs(), tmp_path, name, workers)
    assert executed.computed == len(some_runs())
    pd.testing.assert_frame_equal(found, alone, check_exact=True)


class Killing:
    """Kills workers of this process at random, `times` in all."""

    def __init__(self, times: int) -> None:
        self.killed = 0
        self._times = times
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._kill, daemon=True)

    def __enter__(self) -> Killing:
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._over.set()
        self._thread.join()

    def _kill(self) -> None:
        chance = random.Random(1)
        while self.killed < self._times and not self._over.wait(chance.uniform(0.3, 0.8)):
            busy = [one for one in self._workers() if one.cpu_times().user > 1.0]
            if busy:
                chance.choice(busy).send_signal(signal.SIGKILL)
                self.killed += 1

    @staticmethod
    def _workers() -> Iterator[Any]:
        for child in psutil.Process().children(recursive=True):
            try:
                if any("popen_loky" in word or "LokyProcess" in word for word in child.cmdline()):
                    yield child
            except psutil.Error:
                continue


def test_runs_of_killed_workers_are_done_again(alone: pd.DataFrame, tmp_path: Path) -> None:
    runs = some_runs(40)
    with Killing(2 if LONG else 1) as killing:
        found, executed = done(runs, tmp_path, "processes")
    assert killing.killed >= 1
    assert executed.failures == ()
    early = found[found["replication"] < 4].reset_index(drop=True)
    pd.testing.assert_frame_equal(early, alone, check_exact=True)


DEADLY = """
import os

def end_unless(pid):
    if os.getpid() != pid:
        os._exit(1)
    return Settings()

class Settings:
    def __reduce__(self):
        return end_unless, (os.getpid(),)
"""
"""Settings that end the process that unpacks them, unless it is the one that packed them."""


@pytest.mark.parametrize(
    ("name", "workers"),
    [("processes", 1), ("dask", 2), *([("processes", 2), ("ray", 2)] if LONG else [])],
)
def test_a_run_that_kills_its_worker_thrice_fails_and_the_others_are_done(
    name: str, workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deadly.py").write_text(DEADLY)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    deadly: Any = import_module("deadly").Settings()
    runs = some_runs(2)
    victim = list(runs)[5]
    real = Plan.job

    def job(self: Plan, run: Run, detail: Any) -> Job:
        found = real(self, run, detail)
        if run.key != victim.key:
            return found
        return Job(found.key, found.seed, deadly, found.detail)

    monkeypatch.setattr(Plan, "job", job)
    found, executed = done(runs, tmp_path / "store", name, workers)
    assert [run for run, _ in executed.failures] == [victim]
    assert "worker died 3 times" in executed.failures[0][1].error
    assert executed.computed == len(runs) - 1
    assert len(found.groupby(["point", "replication"])) == len(runs) - 1


def test_a_full_disk_ends_in_one_line_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: pd.DataFrame
) -> None:
    runs, real, kept = some_runs(), Store.add, 0

    def add(self: Store, records: list[Any]) -> None:
        nonlocal kept
        if kept:
            raise StoreFull(self.folder, OSError(28, "No space left on device"))
        real(self, records)
        kept += len(records)

    monkeypatch.setattr(Store, "add", add)
    with pytest.raises(RunError) as told:
        done(runs, tmp_path, "serial")
    assert f"No space left on device; {kept} of 20 runs are finished and kept" in str(told.value)
    assert 0 < kept < 20
    monkeypatch.undo()
    found, executed = done(runs, tmp_path, "serial")
    assert executed == Executed(20 - kept, kept, ())
    pd.testing.assert_frame_equal(found, alone, check_exact=True)


def test_results_of_another_model_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.runs.executors.execute.model_version", lambda: "another")
    with pytest.raises(RunError, match="another version of the model"):
        done(some_runs(1), tmp_path, "serial")


@pytest.mark.parametrize("name", ["serial", "processes"])
def test_an_address_is_refused_where_there_is_nobody_to_call(name: str) -> None:
    with pytest.raises(InputError, match=r"executor\.address=host:1: not used by executor="):
        worker_pool(name, 1, "host:1")


@pytest.mark.parametrize("name", ["dask", "ray"])
def test_an_address_where_nobody_answers_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.runs.executors.dask.TIMEOUT", "1s")
    with pytest.raises(InputError, match=r"executor\.address=127\.0\.0\.1:1: no"):
        worker_pool(name, 1, "127.0.0.1:1")


def test_a_cluster_that_stays_without_workers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed: Any = import_module("distributed")
    monkeypatch.setattr("experiments.runs.executors.dask.ABSENCE_SECONDS", 0.5)
    monkeypatch.setattr(
        "experiments.runs.executors.scheduler.perform", lambda jobs: time.sleep(300)
    )
    told = {"processes": False, "dashboard_address": None, "protocol": "tcp://"}
    with distributed.LocalCluster(1, **told) as cluster:

        def hired() -> WorkerPool:
            found = worker_pool("dask", 1, cluster.scheduler_address)
            cluster.scale(0)
            return found

        with (
            Store(tmp_path) as store,
            pytest.raises(RunError, match="the workers are gone; 0 of 20"),
        ):
            execute(some_runs(), store, hired, "full")


@pytest.mark.parametrize(("threads", "separate"), [(1, True), (2, False)])
def test_a_worker_of_several_threads_is_not_ended_for_one_run(threads: int, separate: bool) -> None:
    distributed: Any = import_module("distributed")
    told = {"threads_per_worker": threads, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(1, **told, protocol="tcp://") as cluster:
        found = worker_pool("dask", 1, cluster.scheduler_address)
        assert found.separate is separate
        found.shut_down(at_once=False)


def test_every_executor_has_a_config(here: Path) -> None:
    from experiments.config.catalogue import options

    assert set(options("executor")) == set(NAMES)


def test_chunks_grow_until_they_take_about_half_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler: Any = import_module("experiments.runs.executors.scheduler")
    sizes: list[int] = []
    real = scheduler.perform

    def counted(jobs: Any) -> Any:
        """Runs of a tenth of a second by their own account, however busy the machine is."""
        sizes.append(len(jobs))
        return [replace(one, seconds=0.1) for one in real(jobs)]

    monkeypatch.setattr(scheduler, "perform", counted)
    done(some_runs(20), tmp_path, "serial")
    assert sizes[0] == 1
    assert max(sizes) == 5
    assert sum(sizes) == len(some_runs(20))


@pytest.mark.parametrize("half", ["a result", "a job"])
def test_workers_that_left_half_a_message_hold_nobody_up(
    half: str, capfd: pytest.CaptureFixture[str]
) -> None:
    workers = worker_pool("processes", 1)
    pool: Any = workers._pool  # type: ignore[attr-defined]
    assert workers.executor.submit(os.getpid).result() != os.getpid()
    threads = [pool._executor_manager_thread, pool._call_queue._thread]
    (worker,) = pool._processes.values()
    if half == "a result":
        os.write(pool._result_queue._writer.fileno(), struct.pack("!i", 1000))
    else:
        os.kill(worker.pid, signal.SIGSTOP)
        for _ in range(5):
            workers.executor.submit(len, bytes(1 << 22))
    time.sleep(0.2)
    workers.shut_down(at_once=True)
    for thread in threads:
        thread.join(60.0)
        assert not thread.is_alive()
    assert "Traceback" not in capfd.readouterr().err
