"""Societies that the table measures, and the processor time of their parts."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

from sim.settings import Settings
from sim.society import Society
from tests.bench.row import Size

Result = TypeVar("Result")


def of_communities(count: int, size: Size) -> Settings:
    """Alike communities, the default ones where the size is that of the default."""
    territory = {
        "communities": count,
        "workers": 11 * count,
        "residents": size.residents * count,
    }
    days = {"horizon_days": size.horizon_days, "warmup_days": size.warmup_days}
    return Settings.read({"territory": territory, **days})


def street(size: Size) -> Settings:
    """The default street, or a smaller one."""
    days = {"horizon_days": size.horizon_days, "warmup_days": size.warmup_days}
    whole = Settings.read(days)
    default = whole.territory.communities == size.communities
    return whole if default else of_communities(size.communities, size)


def clocked(work: Callable[[], Result]) -> tuple[float, Result]:
    """Processor seconds of a piece of work, and its result."""
    start = time.process_time()
    done = work()
    return time.process_time() - start, done


def kernels(settings: Settings, seed: int = 1) -> float:
    """Processor seconds of all days, set-up and measures left out, growth of arrays included."""
    society = Society(settings, seed)
    return clocked(society.run)[0]


def whole(settings: Settings, seed: int = 1) -> float:
    """Processor seconds of a run: set-up, days, measures of the whole place."""

    def run() -> None:
        society = Society(settings, seed)
        society.run()
        society.measures(by_community=False)

    return clocked(run)[0]


def typical(measure: Callable[[], float], rounds: int) -> float:
    """Median of several rounds, after one that warms up."""
    measure()
    return median(measure() for _ in range(rounds))
