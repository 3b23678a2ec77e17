"""The experiment `verify`: the real kernels, reduced to what is solved, against the solution."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.config import options
from experiments.config.errors import InputError, RunError
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.kinds.compare.summary import console, print_places
from experiments.kinds.verify.options import VerifyOptions
from experiments.kinds.verify.oracles import Oracle, chosen
from experiments.kinds.verify.oracles.oracle import Span, Sum
from experiments.kinds.verify.oracles.verdicts import DIFFERS, FAMILY_LEVEL, verdicts
from experiments.reporting.frames import write_frames
from experiments.reporting.manifest import head
from experiments.reporting.results import write_manifest
from experiments.runs.dry_run import begins
from experiments.runs.executors import worker_pool
from experiments.runs.progress import Progress
from experiments.runs.run import compiled
from experiments.runs.storage.output import Output
from sim.settings.trees import leaves

SPAN = ("warmup_days", "horizon_days")
LONGEST_DAYS = 2000
FEWEST_TELLING = 30
"""Issues of a run that have to wait; of fewer no mean is near to normal."""
Job = tuple[Oracle, int, Span]


def main(study: Study) -> None:
    """Run the oracles, hold them against theory, and leave verify.csv.

    Raises InputError for settings of the society, as oracles bring their own; RunError if a theory
    lies outside its interval.
    """
    for path, value in leaves(study.overrides):
        if path not in SPAN:
            told = f"oracles bring a society of their own; of its settings verify takes {SPAN[0]}"
            raise InputError(path, value, f"{told} and {SPAN[1]}")
    span = {key: study.society[key] for key in SPAN}
    asked = options.read(VerifyOptions, {**study.options, **span})
    oracles = chosen(asked.oracle)
    refuse_too_short(oracles, asked.span)
    output = Output.of(study, asked)
    begins()
    rows = verify(oracles, asked)

    def fill(aside: Path) -> None:
        write_frames({"verify.csv": rows}, aside)
        write_manifest(head(study) | _story(oracles, asked), aside)

    output.write(fill)
    _print(rows, asked)
    print_places(output.folder, {"csv": "verify.csv"})
    wrong = int((rows["verdict"] == DIFFERS).sum())
    if wrong:
        raise RunError(
            f"{wrong} of {counted(len(rows), 'quantity', 'quantities')} differ from theory"
        )


def refuse_too_short(oracles: Sequence[Oracle], span: Span) -> None:
    """Raises InputError for days in which an oracle does not settle, or too little happens."""
    if span.days > LONGEST_DAYS:
        told = f"at most {LONGEST_DAYS} together with warmup_days"
        raise InputError("horizon_days", span.horizon_days, told)
    for oracle in oracles:
        settling = math.ceil(oracle.settling_days)
        if settling > span.warmup_days:
            told = f"{oracle.name} needs {settling} to forget that it began empty"
            raise InputError("warmup_days", span.warmup_days, told)
        if oracle.telling(span) < FEWEST_TELLING:
            told = f"{oracle.name}: hardly anybody waits in so many days; more days, or more load"
            raise InputError("horizon_days", span.horizon_days, told)


def verify(oracles: Sequence[Oracle], asked: VerifyOptions) -> pd.DataFrame:
    """The table of `verdicts`, from runs by the executor that is asked for."""
    jobs = [
        (oracle, seed, asked.span)
        for place, oracle in enumerate(oracles)
        for seed in asked.seeds(place)
    ]
    found: dict[tuple[str, str], list[Sum]] = {}
    for (oracle, _, _), sums in zip(jobs, _run(jobs, asked), strict=True):
        for quantity, one in sums.items():
            found.setdefault((oracle.name, quantity), []).append(one)
    return verdicts(found)


def _run(jobs: Sequence[Job], asked: VerifyOptions) -> list[dict[str, Sum]]:
    """Results in the order of jobs. The model is compiled here, once for all processes."""
    pool = worker_pool(asked.executor.name, asked.processes, asked.executor.address)
    busy = True
    try:
        results = []
        with Progress(len(jobs), compiling=True) as progress:
            compiled()
            progress.begin()
            for sums in pool.executor.map(_observe, jobs):
                results.append(sums)
                progress.advance(1)
        busy = False
    finally:
        pool.shut_down(at_once=busy)
    return results


def _observe(job: Job) -> dict[str, Sum]:
    oracle, seed, span = job
    return oracle.observe(seed, span)


def _story(oracles: Sequence[Oracle], asked: VerifyOptions) -> dict[str, Any]:
    """For the manifest: days, seeds, and what each oracle is."""
    return {
        "replications": asked.replications,
        "seed": asked.seed,
        **asked.span._asdict(),
        "oracles": {
            oracle.name: {
                "oracle": type(oracle).__name__.lower(),
                **json.loads(oracle.model_dump_json()),
                "settling_days": oracle.settling_days,
                "seeds": asked.seeds(place),
            }
            for place, oracle in enumerate(oracles)
        },
    }


def _print(rows: pd.DataFrame, asked: VerifyOptions) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("quantity", "theory", "simulated", "interval", "p", "p (Holm)", "verdict"):
        table.add_column(name, justify="left" if name == "quantity" else "right")
    oracle = ""
    records: list[Any] = list(rows.itertuples())
    for row in records:
        if row.oracle != oracle:
            oracle = str(row.oracle)
            table.add_row(Text(oracle, style="bold"))
        table.add_row(
            f"  {row.quantity}",
            f"{row.theory:.5f}",
            f"{row.simulated:.5f}",
            f"{row.ci_low:.5f} to {row.ci_high:.5f}",
            *("none" if math.isnan(p) else f"{p:.3f}" for p in (row.p, row.p_holm)),
            str(row.verdict),
        )
    console().print(table)
    note = (
        f"{counted(asked.replications, 'seed')} for each oracle (from seed={asked.seed}), "
        f"{counted(asked.horizon_days, 'day')} after {counted(asked.warmup_days, 'day')} of "
        "warm-up, and on until their "
        "last issue has ended; waits and services in mean service times, issues as numbers, time "
        f"as a share. Intervals hold together with {1 - FAMILY_LEVEL:.0%} (Bonferroni), verdicts "
        f"are by Holm at {FAMILY_LEVEL:.0%} over {counted(len(rows), 'quantity', 'quantities')}."
    )
    console().print(Text(note, style="dim"))
