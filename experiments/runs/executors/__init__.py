"""Where runs are done: in this process, in several, or on a cluster; all of one shape."""

from __future__ import annotations

from importlib import import_module

from experiments.runs.executors.base import Workforce
from sim.compiled_cache import share

NAMES = ("serial", "processes", "dask", "ray")


def workforce(name: str, workers: int, address: str | None = None) -> Workforce:
    """Workers of a kind in NAMES. Raises InputError where what they need is not there."""
    module = import_module(f"experiments.runs.executors.{name}")
    if name != "serial":
        share()
    made: Workforce = module.hire(workers, address)
    return made


def refuse(name: str, address: str | None) -> None:
    """Raises InputError where it is plain beforehand that there will be no such workers."""
    import_module(f"experiments.runs.executors.{name}").refuse(address)


__all__ = ["NAMES", "Workforce", "refuse", "workforce"]
