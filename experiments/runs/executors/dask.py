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
from experiments.config.plurals import counted
from experiments.runs.executors.availability import need
from experiments.runs.executors.base import IN_LINE, MOST_STARTS, Gone, Packed, Workforce
from experiments.runs.executors.dask_server import HOST, closed, of_this_package, secrets, security
from experiments.runs.executors.guard import Guard
from unburden.signals import deaf, held

PATIENCE = "10s"
ABSENCE_SECONDS = 60.0
"""A cluster without workers for longer is given up; one that starts them takes less."""
TRIES_OF_ITS_OWN = 0
"""The scheduler suspects all that a dead worker had: only what was begun is found guilty."""
WORKER = "import unburden; from experiments.runs.executors.dask_worker import main; main()"


class Dask(Workforce):
    """Workers of a scheduler; one at an address may first try their tasks again."""

    def __init__(self, client: Any, folder: Path | None) -> None:
        distributed: Any = import_module("distributed")
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self.lost = (distributed.KilledWorker,)
        self._client = client
        self._executor = Packed(client.get_executor(pure=False), folder)

    @property
    def executor(self) -> Executor:
        return self._executor

    def dismiss(self, busy: bool) -> None:
        self._client.close()


class Elsewhere(Dask):
    """The workers of a scheduler at an address, as many as it has."""

    def __init__(self, address: str) -> None:
        distributed: Any = import_module("distributed")
        try:
            client = distributed.Client(address, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            reason = f"no scheduler of dask answers there: {error}"
            raise InputError("executor.address", address, reason) from None
        super().__init__(client, None)
        threads = client.nthreads().values()
        self.room = IN_LINE * sum(threads)
        # Ending a process would end the runs of its other threads as well.
        self.apart = all(number == 1 for number in threads)
        if not self.room:
            self.dismiss(busy=True)
            raise InputError("executor.address", address, "its scheduler has no workers")
        self._last_seen = time.monotonic()

    def tend(self) -> None:
        now = time.monotonic()
        if self._client.nthreads():
            self._last_seen = now
        if now - self._last_seen > ABSENCE_SECONDS:
            raise Gone("the workers are gone")


class Here(Dask):
    """A scheduler in this process, and workers in processes that this one starts and replaces."""

    def __init__(self, workers: int) -> None:
        distributed: Any = import_module("distributed")
        self.room = IN_LINE * workers
        self._guard = Guard()
        self._cluster: Any = None
        self._workers: dict[int, subprocess.Popen[str]] = {}
        self._started = self._starts = 0
        try:
            with of_this_package():
                self._secrets = security()
                with _allowing(TRIES_OF_ITS_OWN):
                    self._cluster = distributed.SpecCluster(
                        scheduler={
                            "cls": closed(distributed.Scheduler),
                            "options": {
                                "host": HOST,
                                "port": 0,
                                "protocol": "tls://",
                                "security": self._secrets,
                                "dashboard": False,
                            },
                        },
                        security=self._secrets,
                        silence_logs=logging.CRITICAL,
                    )
                client = distributed.Client(self._cluster, timeout=PATIENCE)
            super().__init__(client, self._guard.folder)
            for _ in range(workers):
                self._start()
        except BaseException:
            self._end()
            raise

    def tend(self) -> None:
        self._guard.look()
        for number, worker in list(self._workers.items()):
            if self._up(number).exists():
                self._starts = 0
            if worker.poll() is not None:
                self._replace(number)

    def dismiss(self, busy: bool) -> None:
        try:
            super().dismiss(busy)
        finally:
            self._end()

    def _replace(self, number: int) -> None:
        """Raises Gone where too many in a row did not come up."""
        del self._workers[number]
        self._starts += not self._up(number).exists()
        if self._starts >= MOST_STARTS:
            died = f"{counted(self._starts, 'worker')} in a row died while starting"
            raise Gone(died + self._said(number))
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
        told = {
            "scheduler": self._cluster.scheduler_address,
            "name": number,
            "security": secrets(self._secrets),
            "folder": str(self._guard.folder),
            "up": str(self._up(number)),
            "patience": PATIENCE,
        }
        with contextlib.suppress(BrokenPipeError), cast("TextIO", worker.stdin) as file:
            json.dump(told, file)

    def _up(self, number: int) -> Path:
        return self._guard.folder / f"up-{number}"

    def _log(self, number: int) -> Path:
        return self._guard.folder / f"log-{number}"

    def _said(self, number: int) -> str:
        """What that worker said last."""
        lines = self._log(number).read_text(errors="replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "")
        return f": {last.strip()}" if last else ""

    def _end(self) -> None:
        try:
            for worker in self._workers.values():
                worker.kill()
            for worker in self._workers.values():
                worker.wait()
            if self._cluster is not None:
                self._cluster.close()
        finally:
            self._guard.close()


def refuse(address: str | None) -> None:
    """Raises InputError if a package is not installed; whether anybody answers shows later."""
    need("distributed", "dask", "executor", "dask")
    if address is None:
        need("cryptography", "dask", "executor", "dask")


def hire(workers: int, address: str | None) -> Dask:
    """So many workers here, or those of the scheduler at the address, as many as it has."""
    refuse(address)
    with held():
        return Here(workers) if address is None else Elsewhere(address)


def _allowing(failures: int) -> Any:
    config: Any = import_module("dask.config")
    return config.set({"distributed.scheduler.allowed-failures": failures})
