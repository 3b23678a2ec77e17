"""The queue M/M/10 three times: the kernels, SimPy, and C; the same arrivals, the same waits."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib import util
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from experiments.kinds.verify.oracles.mmc import Mmc
from experiments.kinds.verify.oracles.oracle import Span, settings
from experiments.kinds.verify.oracles.queue import COMMUNITIES, issue_times
from sim.enums import DAY_TICKS, TICKS_PER_MINUTE, Kind
from sim.settings import Settings
from sim.society import Society
from sim.streams import draw, exponential, poisson, stream_key
from tests.bench.row import Measured, Missing, Size
from tests.bench.society import clocked, kernels

QUEUE = Mmc(servers=10, load=0.9)
SEED = 1
SOURCE = Path(__file__).with_name("floor.c")
REPEATS = 20
"""Passes of the queue in C, of which the mean is taken: one takes a few milliseconds."""
Waits = dict[int, list[int]]
"""Ticks that customers waited, in the order of arrival, by community."""


class Customer(NamedTuple):
    """When one comes, and how long the service takes, in ticks."""

    came: int
    service: int


def of_days(days: int) -> Settings:
    """Settings that reduce the society to the queue."""
    return settings(QUEUE, Span(0, days))


def rate(days: int) -> float:
    """Mean arrivals a day and community, as the kernels work it out."""
    state = Society(of_days(days), SEED).state
    people = float(state.communities[0]["people"])
    return float(state.issue_rates[0, Kind.CARE]["rate"]) * people


@cache
def waits_of_kernels(days: int) -> Waits:
    """Waits of all who were begun, from a run of the model."""
    model = Society(of_days(days), SEED, keep_outcomes=True)
    model.run()
    times = issue_times(model, Span(0, days))
    waits: Waits = {}
    for c in range(COMMUNITIES):
        mine = (times.community == c) & (times.started >= 0)
        order = np.argsort(times.reported[mine], kind="stable")
        waits[c] = times.waits[mine][order].tolist()
    return waits


@cache
def customers(days: int) -> dict[int, list[Customer]]:
    """The arrivals of each community, from the streams of the model."""
    mean = rate(days)
    return {c: sorted(_of_community(c, days, mean)) for c in range(COMMUNITIES)}


def _of_community(c: int, days: int, mean: float) -> Iterator[Customer]:
    keys = [stream_key(SEED, name) for name in ("arrivals", "moment", "effort")]
    arrivals, moment, effort = (np.uint64(key) for key in keys)
    for day in range(days):
        for ordinal in range(poisson(draw(arrivals, 16 * c + Kind.CARE, day, 0)[0], mean)):
            entity = c << 44 | day << 24 | Kind.CARE << 20 | ordinal
            came = day * DAY_TICKS + math.floor(draw(moment, entity, 0, 0)[0] * DAY_TICKS)
            minutes = exponential(draw(effort, entity, 0, 0)[0], QUEUE.service.minutes)
            yield Customer(came, math.floor(minutes * TICKS_PER_MINUTE + 0.5))


def waits_of_simpy(days: int) -> Waits:
    """The same queue as processes of SimPy, which are given the random numbers."""
    import simpy

    waits: Waits = {c: [] for c in range(COMMUNITIES)}

    def source(c: int) -> Iterator[Any]:
        workers = simpy.Resource(environment, QUEUE.servers)
        for one in customers(days)[c]:
            yield environment.timeout(one.came - environment.now)
            environment.process(served(workers, one, waits[c]))

    def served(workers: Any, one: Customer, waited: list[int]) -> Iterator[Any]:
        with workers.request() as turn:
            yield turn
            waited.append(environment.now - one.came)
            yield environment.timeout(one.service)

    for c in range(COMMUNITIES):
        environment = simpy.Environment()
        environment.process(source(c))
        environment.run(until=days * DAY_TICKS)
    return waits


def simpy_ratio(size: Size) -> Measured:
    """Processor time of SimPy over that of the kernels, for the same queue and the same waits."""
    if util.find_spec("simpy") is None:
        raise Missing("SimPy is not installed (it is among the extra `dev`)")
    days = size.queue_days
    assert waits_of_simpy(days) == waits_of_kernels(days)
    rounds = [
        (clocked(lambda: waits_of_simpy(days))[0], kernels(of_days(days)))
        for _ in range(size.rounds)
    ]
    customers_ = sum(map(len, customers(days).values()))
    theirs, ours = (1e9 * median(one) / customers_ for one in zip(*rounds, strict=True))
    note = f"ns a customer: {theirs:.0f} and {ours:.0f}; SimPy is given its random numbers"
    return Measured(median(one / other for one, other in rounds), f"{note}; the same waits")


def c_ratio(size: Size) -> Measured:
    """Processor time of the kernels over that of C, for the same queue and the same waits."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise Missing("no C compiler")
    days = size.queue_days
    with TemporaryDirectory() as folder:
        program = Path(folder) / "floor"
        built = [compiler, "-O3", "-o", str(program), str(SOURCE), "-lm"]
        subprocess.run(built, check=True)
        assert in_c(program, days)[1] == [summary(one) for one in waits_of_kernels(days).values()]
        rounds = [(kernels(of_days(days)), in_c(program, days)[0]) for _ in range(size.rounds)]
    customers_ = sum(map(len, customers(days).values()))
    ours, theirs = (1e9 * median(one) / customers_ for one in zip(*rounds, strict=True))
    note = f"ns a customer: {ours:.0f} and {theirs:.0f}, all random numbers included"
    return Measured(median(one / other for one, other in rounds), f"{note}; the same waits")


def in_c(program: Path, days: int) -> tuple[float, list[tuple[int, int, int]]]:
    """Processor seconds of a pass, and the summary of the waits of each community."""
    shape = (COMMUNITIES, QUEUE.servers, days, repr(rate(days)), repr(QUEUE.service.minutes))
    keys = [stream_key(SEED, name) for name in ("arrivals", "moment", "effort")]
    words = [str(word) for word in (*shape, int(Kind.CARE), *keys, REPEATS)]
    done = subprocess.run([str(program), *words], check=True, capture_output=True, text=True)
    first, *others = done.stdout.splitlines()
    found = [tuple(map(int, line.split())) for line in others]
    return float(first) / 1e9, [(begun, waited, mark) for begun, waited, mark in found]


def summary(waits: list[int]) -> tuple[int, int, int]:
    """Number, sum and hash, as `floor.c` prints them."""
    mark = 0
    for wait in waits:
        mark = (mark * 1000003 + wait) % 2**64
    return len(waits), sum(waits), mark
