"""Verdicts on oracles on the terminal."""

from __future__ import annotations

import math
from typing import Any

from rich.text import Text

from experiments.config.errors import RunError
from experiments.config.messages import counted
from experiments.kinds.verify.oracles.verdicts import DIFFERS, FAMILY_LEVEL
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files

HEADS = ("theory", "simulated", "interval", "p", "p (Holm)", "verdict")


def show(results: Results) -> None:
    """Print a row for each quantity, under its oracle, and how to read it.

    Raises RunError if a quantity differs from theory.
    """
    rows: list[Any] = list(results.verify.itertuples())
    table = Table([Column("quantity"), *(Column(head, "number") for head in HEADS)])
    for row in rows:
        table.section(str(row.oracle))
        table.add(
            row.quantity,
            f"{row.theory:.5f}",
            f"{row.simulated:.5f}",
            f"{row.ci_low:.5f} to {row.ci_high:.5f}",
            *("none" if math.isnan(p) else f"{p:.3f}" for p in (row.p, row.p_holm)),
            row.verdict,
        )
    console().print(table.terminal())
    console().print(Text(_note(results), style="dim"))
    print_files(results.folder, {"csv": "verify.csv"})
    wrong = sum(row.verdict == DIFFERS for row in rows)
    if wrong:
        quantities = counted(len(rows), "quantity", "quantities")
        raise RunError(f"{wrong} of {quantities} differ from theory")


def _note(results: Results) -> str:
    manifest = results.manifest
    quantities = counted(len(results.verify), "quantity", "quantities")
    return (
        f"{counted(manifest['replications'], 'seed')} for each oracle (from "
        f"seed={manifest['seed']}), {counted(manifest['horizon_days'], 'day')} after "
        f"{counted(manifest['warmup_days'], 'day')} of warm-up, and until the last issue has "
        "ended. Waits and services are in mean service times, issues are numbers, times are "
        f"shares. Intervals have a simultaneous level of {1 - FAMILY_LEVEL:.0%} (Bonferroni); "
        f"verdicts are by Holm at {FAMILY_LEVEL:.0%} over {quantities}."
    )
