"""Dask distributed: a cluster on this machine, or one that runs already at an address."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import time
from concurrent.futures import Executor
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO, cast

from experiments.config.errors import InputError
from experiments.config.messages import counted
from experiments.runs.executors.availability import need
from experiments.runs.executors.base import (
    CHUNKS_PER_WORKER,
    MAX_FAILED_STARTS,
    MarkingExecutor,
    NoWorkers,
    WorkerPool,
)
from experiments.runs.executors.dask_server import (
    HOST,
    credentials_of,
    default_config,
    security,
    without_http,
)
from experiments.runs.executors.guard import Guard
from unburden.signals import deaf, held

TIMEOUT = "10s"
ABSENCE_SECONDS = 60.0
"""Longest time without workers; a cluster that starts them takes less."""
RETRIES_BY_DASK = 0
"""Dask would retry all runs of a dead worker; only those that had begun are retried alone."""
WORKER = "import unburden; from experiments.runs.executors.dask_worker import main; main()"


class Dask(WorkerPool):
    """Workers of a Dask scheduler; one at an address may retry their tasks first."""

    def __init__(self, client: Any, folder: Path | None) -> None:
        distributed: Any = import_module("distributed")
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self.death_errors = (distributed.KilledWorker,)
        self._client = client
        self._executor = MarkingExecutor(client.get_executor(pure=False), folder)

    @property
    def executor(self) -> Executor:
        return self._executor

    def shut_down(self, at_once: bool) -> None:
        self._client.close()


class RemoteDask(Dask):
    """All workers of the scheduler at an address."""

    def __init__(self, address: str) -> None:
        distributed: Any = import_module("distributed")
        try:
            client = distributed.Client(address, timeout=TIMEOUT)
        except (OSError, ValueError, TimeoutError) as error:
            reason = f"no scheduler of dask answers there: {error}"
            raise InputError("executor.address", address, reason) from None
        super().__init__(client, None)
        threads = client.nthreads().values()
        self.capacity = CHUNKS_PER_WORKER * sum(threads)
        # Ending a process would end the runs of its other threads as well.
        self.separate = all(number == 1 for number in threads)
        if not self.capacity:
            self.shut_down(at_once=True)
            raise InputError("executor.address", address, "its scheduler has no workers")
        self._last_seen = time.monotonic()

    def check(self) -> None:
        now = time.monotonic()
        if self._client.nthreads():
            self._last_seen = now
        if now - self._last_seen > ABSENCE_SECONDS:
            raise NoWorkers("the workers are gone")


class LocalDask(Dask):
    """A scheduler in this process, with workers in processes that are started and replaced here."""

    def __init__(self, workers: int) -> None:
        distributed: Any = import_module("distributed")
        self.capacity = CHUNKS_PER_WORKER * workers
        self._guard = Guard()
        self._cluster: Any = None
        self._workers: dict[int, subprocess.Popen[str]] = {}
        self._started = self._failed_starts = 0
        try:
            with default_config():
                self._security = security()
                with _allowing(RETRIES_BY_DASK):
                    self._cluster = distributed.SpecCluster(
                        scheduler={
                            "cls": without_http(distributed.Scheduler),
                            "options": {
                                "host": HOST,
                                "port": 0,
                                "protocol": "tls://",
                                "security": self._security,
                                "dashboard": False,
                            },
                        },
                        security=self._security,
                        silence_logs=logging.CRITICAL,
                    )
                client = distributed.Client(self._cluster, timeout=TIMEOUT)
            super().__init__(client, self._guard.folder)
            for _ in range(workers):
                self._start()
        except BaseException:
            self._stop()
            raise

    def check(self) -> None:
        self._guard.check()
        for number, worker in list(self._workers.items()):
            if self._ready_file(number).exists():
                self._failed_starts = 0
            if worker.poll() is not None:
                self._replace(number)

    def shut_down(self, at_once: bool) -> None:
        try:
            super().shut_down(at_once)
        finally:
            self._stop()

    def _replace(self, number: int) -> None:
        """Start another worker. Raises NoWorkers if too many in a row did not start."""
        del self._workers[number]
        self._failed_starts += not self._ready_file(number).exists()
        if self._failed_starts >= MAX_FAILED_STARTS:
            died = f"{counted(self._failed_starts, 'worker')} in a row died while starting"
            raise NoWorkers(died + self._last_log_line(number))
        self._start()

    def _start(self) -> None:
        number = self._started
        self._started += 1
        path = os.pathsep.join(filter(None, sys.path))
        with deaf(), self._log(number).open("w") as log:
            worker = subprocess.Popen(
                [sys.executable, "-P", "-c", WORKER],
                env={**os.environ, **self._guard.mark, "PYTHONPATH": path},
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                text=True,
            )
        self._workers[number] = worker
        config = {
            "scheduler": self._cluster.scheduler_address,
            "name": number,
            "security": credentials_of(self._security),
            "folder": str(self._guard.folder),
            "ready": str(self._ready_file(number)),
            "timeout": TIMEOUT,
        }
        with contextlib.suppress(BrokenPipeError), cast("TextIO", worker.stdin) as file:
            json.dump(config, file)

    def _ready_file(self, number: int) -> Path:
        return self._guard.folder / f"up-{number}"

    def _log(self, number: int) -> Path:
        return self._guard.folder / f"log-{number}"

    def _last_log_line(self, number: int) -> str:
        """The last line of the worker's log, led by a colon."""
        lines = self._log(number).read_text(errors="replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "")
        return f": {last.strip()}" if last else ""

    def _stop(self) -> None:
        try:
            for worker in self._workers.values():
                worker.kill()
            for worker in self._workers.values():
                worker.wait()
            if self._cluster is not None:
                self._cluster.close()
        finally:
            self._guard.close()


def refuse_unavailable(address: str | None) -> None:
    """Raises InputError if a package is not installed; the address is tried at the start."""
    need("distributed", "dask", "executor", "dask")
    if address is None:
        need("cryptography", "dask", "executor", "dask")


def start(workers: int, address: str | None) -> Dask:
    """So many workers on this machine, or all workers of the scheduler at the address."""
    refuse_unavailable(address)
    with held():
        return LocalDask(workers) if address is None else RemoteDask(address)


def _allowing(failures: int) -> Any:
    config: Any = import_module("dask.config")
    return config.set({"distributed.scheduler.allowed-failures": failures})
