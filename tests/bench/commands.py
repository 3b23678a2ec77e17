"""Rows that are measured on whole commands, with all processes that these start."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sim.settings import Settings
from tests.bench.processes import Spent, spent
from tests.bench.row import Measured, Missing, Size

UNBURDEN = ("-m", "unburden")
COMPILE = """
from sim.settings import Settings
from sim.society import Society
society = Society(Settings(), 1)
society.run()
society.measures(by_community=False)
"""
SHORT = {
    "--help": "--help",
    "an unknown key": "replicatoins=3",
    "an unknown experiment": "experiment=compair",
    "an invalid option": "replications=0",
    "an invalid setting": "territory.communities=two",
    "an unknown scenario": "scenarios=[one_tabel]",
}
"""Commands that run nothing, by what they are."""
PARTS = ("set-up", "kernels", "measures")
"""Of a run, as `tests/bench/probe` tells them."""


def smaller(size: Size) -> bool:
    """Whether the street is smaller than the default one."""
    return size.communities != Settings().territory.communities


def short_run_ms(size: Size) -> Measured:
    """A community of 60 + 60 days through `sweep`: what another run adds to the command."""
    few, many = (short_runs(count * size.runs, size) for count in (1, 2))
    if many <= few:
        raise Missing("lost in the noise of starting; use more runs")
    note = f"{2 * size.runs} runs less {size.runs}, each at a point of its own, 2 workers"
    return Measured(1e3 * (many - few) / size.runs, note)


def short_runs(count: int, size: Size) -> float:
    """Processor seconds of so many short runs."""
    residents = f"territory.residents={size.residents}" if smaller(size) else ""
    with TemporaryDirectory() as folder:
        words = [
            "experiment=sweep",
            "territory=community",
            *filter(None, [residents]),
            "horizon_days=60",
            "warmup_days=60",
            "scenarios=[baseline]",
            "societies=reference",
            "vary={obligations.overlap: {low: 0.1, high: 0.5}}",
            "sampling=latin",
            f"points={count}",
            "replications=1",
            "workers=2",
        ]
        return spent([*UNBURDEN, *words], Path(folder)).processor


def not_kernel_share(size: Size) -> Measured:
    """Of the runs of `compare` in the street: what is spent outside the kernels."""
    parts, all_ = laboratory(size)
    value = 1.0 - parts["kernels"] / all_
    return Measured(value, told(parts, all_, size.runs), parts | {"all": all_})


def laboratory(size: Size) -> tuple[dict[str, float], float]:
    """Processor seconds by part of a comparison of street runs, and in all processes."""
    replications = max(2, size.runs // 2)
    with TemporaryDirectory() as folder:
        words = ["experiment=compare", "scenarios=[one_table]", "societies=reference"]
        words += [f"replications={replications}"]
        words += [f"horizon_days={size.horizon_days}", f"warmup_days={size.warmup_days}"]
        if smaller(size):
            words += ["territory=community", f"territory.residents={size.residents}"]
        probe = Path(folder) / "parts"
        done = spent([*UNBURDEN, *words, "workers=2"], Path(folder), probe=probe)
        parts = dict.fromkeys(PARTS, 0.0)
        for line in probe.read_text("utf-8").splitlines():
            name, seconds = line.split()
            parts[name] += float(seconds)
    if not parts["kernels"]:
        raise Missing("no process told of kernels")
    return parts, done.processor


def told(parts: dict[str, float], all_: float, runs: int) -> str:
    """Milliseconds a run of each part."""
    rest = all_ - sum(parts.values())
    each = {**parts, "rest": rest, "all": all_}
    listed = ", ".join(f"{name} {1e3 * seconds / runs:.0f}" for name, seconds in each.items())
    return f"ms a run of {runs}: {listed}"


@cache
def city() -> Spent:
    """The command for the city, once."""
    with TemporaryDirectory() as folder:
        words = ["territory=city", "scenarios=[baseline]", "societies=reference"]
        words += ["replications=1", "workers=2"]
        return spent([*UNBURDEN, *words], Path(folder))


def city_seconds(size: Size) -> Measured:
    """Wall seconds of a year of the city."""
    return Measured(city().wall, f"wall; {city().processor:.1f} s of processor time")


def city_peak_mib(size: Size) -> Measured:
    """Largest sum of the resident memory of all processes."""
    return Measured(city().peak, "sum over processes, shared pages counted in each")


def compile_cpu_s(size: Size) -> Measured:
    """A run in a fresh process with an empty cache: compiling is nearly all of it."""
    seconds = []
    for _ in range(min(size.rounds, 2)):
        with TemporaryDirectory() as folder:
            place = Path(folder)
            seconds.append(spent(["-c", COMPILE], place, cache=place / "cache").processor)
    return Measured(median(seconds), "imports, a street and its measures included")


def default_seconds(size: Size) -> Measured:
    """The default command on a fresh machine: nothing compiled, no bytecode."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        done = spent(UNBURDEN, place, cache=place / "cache", bytecode=place / "bytecode")
    return Measured(done.wall, f"wall; {done.processor:.1f} s of processor time")


def help_s(size: Size) -> Measured:
    """The largest of `unburden --help` and commands that are refused."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        each = {
            name: median(
                spent([*UNBURDEN, word], place, allowed=(0, 2)).processor
                for _ in range(size.rounds)
            )
            for name, word in SHORT.items()
        }
    listed = ", ".join(f"{name} {seconds:.2f}" for name, seconds in each.items())
    return Measured(max(each.values()), listed, each)
