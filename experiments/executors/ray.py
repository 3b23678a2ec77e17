"""Ray: a cluster on this machine, or one that runs already at an address; through its own tasks."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from importlib import import_module
from typing import Any

from experiments.executors.base import IN_LINE, Packed, Workforce
from experiments.executors.refusals import need, refuse_silence
from experiments.words.refusal import Refusal


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
        ray: Any = import_module("ray")
        from ray.exceptions import NodeDiedError, OutOfMemoryError, WorkerCrashedError

        self.lost = (WorkerCrashedError, NodeDiedError, OutOfMemoryError)
        told: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
        if address is not None:
            refuse_silence(address)
        else:
            told |= {"num_cpus": workers, "include_dashboard": False}
        try:
            ray.init(address=address, **told)
        except (ConnectionError, ValueError, RuntimeError) as error:
            reason = f"no cluster of Ray there: {error}"
            raise Refusal("executor.address", address, reason) from None
        self.room = IN_LINE * max(1, int(ray.cluster_resources().get("CPU", 1)))
        self._tasks = Packed(Tasks())

    @property
    def executor(self) -> Executor:
        return self._tasks

    def dismiss(self, busy: bool) -> None:
        import_module("ray").shutdown()


def refuse(address: str | None) -> None:
    """Raises Refusal if the package is not installed; whether anybody answers shows later."""
    need("ray", "ray", "executor", "ray")


def hire(workers: int, address: str | None) -> Ray:
    """So many processors here, or all of the cluster at the address."""
    refuse(address)
    return Ray(workers, address)
