"""Executors of runs: in this process, in several processes, or on a cluster."""

from __future__ import annotations

from importlib import import_module

from experiments.runs.executors.base import WorkerPool
from sim.compiled_cache import share

NAMES = ("serial", "processes", "dask", "ray")


def worker_pool(name: str, workers: int, address: str | None = None) -> WorkerPool:
    """Start workers of a kind in NAMES. Raises InputError where that is not possible."""
    module = import_module(f"experiments.runs.executors.{name}")
    if name != "serial":
        share()
    pool: WorkerPool = module.start(workers, address)
    return pool


def refuse_unavailable(name: str, address: str | None) -> None:
    """Raises InputError if it is known in advance that such workers cannot be started."""
    import_module(f"experiments.runs.executors.{name}").refuse_unavailable(address)


__all__ = ["NAMES", "WorkerPool", "refuse_unavailable", "worker_pool"]
