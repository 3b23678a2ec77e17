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
from experiments.runs.executors.base import IN_LINE, Packed, Workforce
from experiments.runs.executors.guard import Guard
from unburden.signals import held

SHORT = 40
"""Letters of a folder in which Ray's sockets have room: names of sockets are limited."""


class Tasks(Executor):
    """Each submission is a task of Ray's, tried once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        ray: Any = import_module("ray")
        task = ray.remote(num_cpus=1, max_retries=0)(fn)
        future: Future[Any] = task.remote(*args, **kwargs).future()
        return future


class Ray(Workforce):
    """Ray replaces dead workers; what they worked on is lost."""

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
            self.dismiss(busy=True)
            if isinstance(error, InputError):
                raise
            reason = f"no cluster of Ray there: {str(error).partition('. ')[0]}"
            key = ("executor", "ray") if address is None else ("executor.address", address)
            raise InputError(*key, reason) from None
        except BaseException:
            self.dismiss(busy=True)
            raise
        self._tasks = Packed(Tasks(), None if self._guard is None else self._guard.folder)

    def _start(self, address: str | None = None, **told: Any) -> None:
        if address is not None:
            refuse_silence(address)
        ray: Any = import_module("ray")
        from ray.exceptions import NodeDiedError, OutOfMemoryError, WorkerCrashedError

        self.lost = (WorkerCrashedError, NodeDiedError, OutOfMemoryError)
        ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL, **told)
        self.room = IN_LINE * max(1, int(ray.cluster_resources().get("CPU", 1)))

    @property
    def executor(self) -> Executor:
        return self._tasks

    def tend(self) -> None:
        if self._guard is not None:
            self._guard.look()

    def dismiss(self, busy: bool) -> None:
        try:
            import_module("ray").shutdown()
        finally:
            if self._guard is not None:
                self._guard.close()


def refuse(address: str | None) -> None:
    """Raises InputError if the package is not installed; whether anybody answers shows later."""
    need("ray", "ray", "executor", "ray")


def hire(workers: int, address: str | None) -> Ray:
    """So many processors here, or all of the cluster at the address."""
    refuse(address)
    with held():
        return Ray(workers, address)


def _place(guard: Guard) -> dict[str, str]:
    """Where Ray has its sockets and logs: in the private folder, unless its name is too long."""
    return {"_temp_dir": str(guard.folder)} if len(str(guard.folder)) < SHORT else {}


@cache
def _secret() -> str:
    """The token of clusters that this process starts: Ray reads it once in a process."""
    return secrets.token_hex(32)


@contextlib.contextmanager
def _token() -> Iterator[None]:
    """Who has no token is not served by a cluster that starts here; its ports are open to all.

    Ray takes this up when it is imported: a program that did so before has chosen for itself.
    """
    wanted = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": _secret()}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
