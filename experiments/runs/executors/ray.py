"""Ray: a cluster on this machine, or one that runs already at an address; through its own tasks."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from functools import cache
from importlib import import_module
from typing import Any

from experiments.config.errors import InputError
from experiments.runs.executors.availability import need, refuse_silence
from experiments.runs.executors.base import CHUNKS_PER_WORKER, MarkingExecutor, WorkerPool
from experiments.runs.executors.guard import Guard
from unburden.signals import held

MAX_FOLDER_LENGTH = 40
"""Characters; names of sockets, which lie below the folder, are limited."""


class Tasks(Executor):
    """Submits each function as a task of Ray that is tried once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        ray: Any = import_module("ray")
        task = ray.remote(num_cpus=1, max_retries=0)(fn)
        future: Future[Any] = task.remote(*args, **kwargs).future()
        return future


class Ray(WorkerPool):
    """Ray replaces dead workers; the tasks they worked on are lost."""

    def __init__(self, workers: int, address: str | None) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        self._guard = Guard() if address is None else None
        try:
            if self._guard is None:
                self._start(address=address)
            else:
                with self._guard.marking(), _token():
                    self._start(num_cpus=workers, include_dashboard=False, **_place(self._guard))
        except (ConnectionError, ValueError, RuntimeError) as error:
            self.shut_down(at_once=True)
            if isinstance(error, InputError):
                raise
            reason = f"no cluster of Ray there: {str(error).partition('. ')[0]}"
            key = ("executor", "ray") if address is None else ("executor.address", address)
            raise InputError(*key, reason) from None
        except BaseException:
            self.shut_down(at_once=True)
            raise
        self._tasks = MarkingExecutor(Tasks(), None if self._guard is None else self._guard.folder)

    def _start(self, address: str | None = None, **options: Any) -> None:
        if address is not None:
            refuse_silence(address)
        ray: Any = import_module("ray")
        from ray.exceptions import NodeDiedError, OutOfMemoryError, WorkerCrashedError

        self.death_errors = (WorkerCrashedError, NodeDiedError, OutOfMemoryError)
        ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL, **options)
        self.capacity = CHUNKS_PER_WORKER * max(1, int(ray.cluster_resources().get("CPU", 1)))

    @property
    def executor(self) -> Executor:
        return self._tasks

    def check(self) -> None:
        if self._guard is not None:
            self._guard.check()

    def shut_down(self, at_once: bool) -> None:
        try:
            import_module("ray").shutdown()
        finally:
            if self._guard is not None:
                self._guard.close()


def refuse_unavailable(address: str | None) -> None:
    """Raises InputError if the package is not installed; the address is tried at the start."""
    need("ray", "ray", "executor", "ray")


def start(workers: int, address: str | None) -> Ray:
    """So many processors of this machine, or all of the cluster at the address."""
    refuse_unavailable(address)
    with held():
        return Ray(workers, address)


def _place(guard: Guard) -> dict[str, str]:
    """Option by which Ray's sockets and logs go into the private folder, if its name is short."""
    return {"_temp_dir": str(guard.folder)} if len(str(guard.folder)) < MAX_FOLDER_LENGTH else {}


@cache
def _secret() -> str:
    """The token of clusters that this process starts: Ray reads it once in a process."""
    return secrets.token_hex(32)


@contextlib.contextmanager
def _token() -> Iterator[None]:
    """A cluster on this machine serves only holders of its token, as all users can reach its ports.

    Ray reads this when it is imported; a program that imported it before has made its own choice.
    """
    variables = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": _secret()}
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
