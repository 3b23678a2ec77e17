"""Dask distributed: a cluster on this machine, or one that runs already at an address."""

from __future__ import annotations

import logging
import time
from concurrent.futures import Executor
from importlib import import_module
from typing import Any

from experiments.executors.base import IN_LINE, Packed, Workforce
from experiments.executors.refusals import need
from experiments.words.refusal import Refusal

PATIENCE = "10s"
UNGUARDED = (
    "its processes cannot start; they read your script again, whose calls belong under "
    'if __name__ == "__main__":'
)
ABSENCE_SECONDS = 60.0
"""A cluster without workers for longer is given up; one that starts them takes less."""
TRIES_OF_ITS_OWN = 0
"""The scheduler suspects all that a dead worker had: only what flies alone is found guilty."""


class Dask(Workforce):
    """The scheduler replaces dead workers; one at an address may first try their tasks again."""

    def __init__(self, workers: int, address: str | None) -> None:
        dask: Any = import_module("dask")
        distributed: Any = import_module("distributed")
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self.lost = (distributed.KilledWorker,)
        self._cluster: Any = None
        if address is None:
            with dask.config.set({"distributed.scheduler.allowed-failures": TRIES_OF_ITS_OWN}):
                try:
                    self._cluster = distributed.LocalCluster(
                        n_workers=workers,
                        threads_per_worker=1,
                        dashboard_address=None,
                        silence_logs=logging.CRITICAL,
                    )
                except RuntimeError:
                    raise Refusal("executor", "dask", UNGUARDED) from None
        try:
            self._client = distributed.Client(self._cluster or address, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            told = f"no scheduler of dask answers there: {error}"
            raise Refusal("executor.address", address, told) from None
        self.room = IN_LINE * sum(self._client.nthreads().values())
        if not self.room:
            self.dismiss(busy=True)
            raise Refusal("executor.address", address, "its scheduler has no workers")
        self._executor = Packed(self._client.get_executor(pure=False))
        self._last_seen = time.monotonic()

    @property
    def executor(self) -> Executor:
        return self._executor

    def present(self) -> bool:
        now = time.monotonic()
        if self._client.nthreads():
            self._last_seen = now
        return now - self._last_seen < ABSENCE_SECONDS

    def dismiss(self, busy: bool) -> None:
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def refuse(address: str | None) -> None:
    """Raises Refusal if the package is not installed; whether anybody answers shows later."""
    need("distributed", "dask", "executor", "dask")


def hire(workers: int, address: str | None) -> Dask:
    """So many workers here, or those of the scheduler at the address, as many as it has."""
    refuse(address)
    return Dask(workers, address)
