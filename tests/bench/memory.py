"""`python -m tests.bench.memory [RUNS]`: resident memory of one process over many street runs.

Runs of the baseline and of `one_table` take turns; a line every hundred runs. Memory should not
grow: what a finished run leaves behind is a leak.
"""

from __future__ import annotations

import sys

import numpy as np
import psutil

from sim.settings import Settings
from sim.society import Society
from tests.bench.row import FULL, Size
from tests.bench.society import street

RUNS = 500
SHOWN = 100
EVERY = 10
"""Runs between two looks."""
SETTLED = 0.2
"""Share of the runs after which memory should have settled."""


def resident() -> float:
    """Resident memory of this process, in MiB."""
    return float(psutil.Process().memory_info().rss) / 2**20


def growth(runs: int, size: Size = FULL, shown: int = SHOWN) -> float:
    """MiB a run by which memory grows once it has settled; prints it as it goes."""
    baseline = street(size)
    one_table = baseline.changed({"levers": {"one_table": {"on": True}}})
    at, mib = [], []
    for run in range(1, runs + 1):
        perform(one_table if run % 2 else baseline, run)
        if run % EVERY == 0 or run == runs:
            at.append(run)
            mib.append(resident())
        if run % shown == 0:
            print(f"{run:6,} runs {mib[-1]:8.0f} MiB", flush=True)
    kept = [number for number, run in enumerate(at) if run > SETTLED * runs]
    slope = np.polyfit(np.array(at)[kept], np.array(mib)[kept], 1)[0] if len(kept) > 1 else 0.0
    return float(slope)


def perform(settings: Settings, seed: int) -> None:
    """A run and its measures, which are then forgotten."""
    society = Society(settings, seed)
    society.run()
    society.measures(by_community=False)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"growth {1024 * growth(number):8.1f} KiB a run, after the first fifth")
