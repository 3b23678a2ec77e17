"""Where runs are done: in this process, in several, or on a cluster; all of one shape."""

from __future__ import annotations

from importlib import import_module

from experiments.executors.base import Workforce

NAMES = ("serial", "processes", "dask", "ray")


def workforce(name: str, workers: int, address: str | None = None) -> Workforce:
    """Workers of a kind in NAMES. Raises Refusal where what they need is not there."""
    module = import_module(f"experiments.executors.{name}")
    made: Workforce = module.hire(workers, address)
    return made


__all__ = ["NAMES", "Workforce", "workforce"]
