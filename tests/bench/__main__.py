"""Times the model on this machine: set-up, kernels, days one by one, measures, and the twin."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from tempfile import TemporaryDirectory

from sim import GovernanceModel, Settings
from sim.enums import Count
from tests.twin.model import TwinModel

ROUNDS = 5
STREET = Settings()
COMMUNITY = Settings(territory={"communities": 1, "workers": 11, "residents": 5000})
TWIN_YEAR = 250
COMPILE = "from sim import GovernanceModel, Settings; GovernanceModel(Settings(), rng=1).step()"


def main() -> None:
    """Print one line a timing; medians of five, in this process unless said otherwise."""
    print(f"start and compile, nothing cached  {compiled():8.1f} s (another process)")
    print(f"start and load, all cached         {compiled(cached=True):8.1f} s (another process)")
    model = GovernanceModel(STREET, rng=1)
    model.run()
    years = (STREET.horizon_days + STREET.warmup_days) / 250
    tasks = int(model.state.counts[:, Count.TASKS].sum()) * years
    built = timed(lambda: GovernanceModel(STREET, rng=1))
    ran = timed(lambda: GovernanceModel(STREET, rng=1).run()) - built
    stepped = timed(by_days) - built
    measured = timed(model.measures)
    days = STREET.horizon_days + STREET.warmup_days
    print(f"street, {days} days: set-up          {1000 * built:8.1f} ms")
    print(f"street, {days} days: kernels         {1000 * ran:8.1f} ms")
    print(f"street-year: kernels               {1000 * ran / years:8.1f} ms")
    print(f"community-year: kernels            {1000 * ran / years / 12:8.2f} ms")
    print(f"a task, all draws included         {1e9 * ran / tasks:8.0f} ns")
    print(f"a day by step(), beyond run()      {1e6 * (stepped - ran) / days:8.0f} us")
    print(f"measures of a street               {1000 * measured:8.1f} ms")
    plain, fast = twin_year()
    print(f"community-year: plain twin         {1000 * plain:8.0f} ms")
    print(f"the twin over the kernels          {plain / fast:8.0f} times")


def timed(work: Callable[[], object]) -> float:
    """Median seconds of a piece of work."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def by_days() -> None:
    """A street, day by day."""
    model = GovernanceModel(STREET, rng=1)
    while model.running:
        model.step()


def twin_year() -> tuple[float, float]:
    """Seconds of a community-year, plain and compiled, without set-up."""
    twin = TwinModel(COMMUNITY, rng=1)
    model = GovernanceModel(COMMUNITY, rng=1)
    model.run()
    start = time.perf_counter()
    twin.run()
    plain = time.perf_counter() - start
    built = timed(lambda: GovernanceModel(COMMUNITY, rng=1))
    fast = timed(lambda: GovernanceModel(COMMUNITY, rng=1).run()) - built
    days = COMMUNITY.horizon_days + COMMUNITY.warmup_days
    return plain * TWIN_YEAR / days, fast * TWIN_YEAR / days


def compiled(cached: bool = False) -> float:
    """Seconds until a fresh process has run its first day."""
    with TemporaryDirectory() as folder:
        environment = dict(os.environ) if cached else os.environ | {"XDG_CACHE_HOME": folder}
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", COMPILE], env=environment, check=True)
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
