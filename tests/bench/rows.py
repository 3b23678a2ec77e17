"""The rows of the table, in order."""

from __future__ import annotations

from tests.bench import commands, in_process, plain_twin, queues
from tests.bench.row import Row

ROWS = (
    Row(
        "kernel_ms", "kernels of the street, 60 + 250 days", "ms", "155-170", "70",
        "about 50: the counted draws, queue steps and walks", in_process.kernel_ms,
    ),
    Row(
        "run_totals_ms", "whole run of the street, totals", "ms", "320-353", "100",
        "the kernels", in_process.run_totals_ms,
    ),
    Row(
        "short_run_ms", "short run through sweep, a community, 60 + 60 days", "ms", "50-74", "12",
        "planning, set-up, storing", commands.short_run_ms,
    ),
    Row(
        "not_kernel_share", "street runs of compare: share not kernels", "share", "0.58-0.66",
        "0.35", "start of three processes, set-up, measures", commands.not_kernel_share,
    ),
    Row(
        "district_us", "district of 64: kernels a community-day", "us", "84-90", "30",
        "processor cache: bytes touched a community-day", in_process.district_us,
    ),
    Row(
        "linearity", "a community-day in the worst of 1 to 256 communities, over 1 alone", "times",
        "", "1.2", "processor cache", in_process.linearity,
    ),
    Row(
        "city_seconds", "year of the city, wall", "s", "", "45",
        "kernels of 5,409 communities and villages over two cores", commands.city_seconds, True,
    ),
    Row(
        "city_peak_mib", "the same, memory of all processes", "MiB", "", "3072",
        "bytes a community", commands.city_peak_mib, True,
    ),
    Row(
        "compile_cpu_s", "first run, nothing compiled, processor time", "s", "50-57", "25",
        "LLVM, by lines of kernels", commands.compile_cpu_s, True,
    ),
    Row(
        "default_seconds", "default command, fresh machine, wall", "s", "75-80", "40",
        "compiling on one core", commands.default_seconds, True,
    ),
    Row(
        "plan_10000_s", "plan of 10,000 distinct points", "s", "37", "5",
        "validation of settings", in_process.plan_10000_s, True,
    ),
    Row(
        "help_s", "--help, or what is refused", "s", "4.0", "1",
        "imports of the interpreter, Hydra", commands.help_s,
    ),
    Row(
        "twin_ratio", "plain twin over kernels", "times", "91", "150", "the kernels",
        plain_twin.twin_ratio,
    ),
    Row(
        "simpy_ratio", "SimPy over kernels, M/M/10", "times", "18", "40", "the kernels",
        queues.simpy_ratio,
    ),
    Row(
        "c_ratio", "kernels over C, M/M/10", "times", "", "", "1: C that does this queue alone",
        queues.c_ratio,
    ),
)  # fmt: skip
