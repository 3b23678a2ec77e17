"""Verdicts on oracles on the terminal."""

from __future__ import annotations

import math
from typing import Any

from experiments.config.errors import RunError
from experiments.kinds.verify.oracles.verdicts import DIFFERS, FAMILY_LEVEL
from experiments.kinds.verify.quantities import quantity
from experiments.language import _, counted
from experiments.reporting.recorded_texts import KEY, texts
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_files, print_text

COLUMNS = (
    Column("quantity"), Column("theory", "number"), Column("simulated", "number"),
    Column("interval", "number"), Column("p", "number"), Column("p (Holm)", "number"),
    Column("verdict", "number"),
)  # fmt: skip


def show(results: Results) -> None:
    """Print a row for each quantity, under its oracle, and how to read it.

    Raises RunError if a quantity differs from theory.
    """
    rows: list[Any] = list(results.verify.itertuples())
    table, named = Table(COLUMNS), _oracles(results)
    for row in rows:
        table.section(named.get(row.oracle, row.oracle))
        table.add(
            quantity(row.quantity),
            f"{row.theory:.5f}",
            f"{row.simulated:.5f}",
            _("{low:.5f} to {high:.5f}").format(low=row.ci_low, high=row.ci_high),
            *(_("none") if math.isnan(p) else f"{p:.3f}" for p in (row.p, row.p_holm)),
            _(row.verdict),
        )
    console().print(table.terminal())
    print_text(console(), _note(results), "dim")
    print_files(results.folder, {"csv": "verify.csv"})
    wrong = sum(row.verdict == DIFFERS for row in rows)
    if wrong:
        quantities = counted(len(rows), "quantity", "quantities")
        raise RunError(f"{wrong} of {quantities} differ from theory")


def _oracles(results: Results) -> dict[str, str]:
    """Oracles in the language in use, by the names in the table."""
    manifest = results.manifest
    if KEY not in manifest:
        return {}
    return dict(zip(manifest["oracles"], texts(manifest, "oracles"), strict=True))


def _note(results: Results) -> str:
    manifest = results.manifest
    quantities = counted(len(results.verify), "quantity", "quantities")
    return _(
        "{seeds} for each oracle (from seed={seed}), {days} after {before} of warm-up, and until "
        "the last issue has ended. Waits and services are in mean service times, issues are "
        "numbers, times are shares. Intervals have a simultaneous level of {level:.0f} % "
        "(Bonferroni); verdicts are by Holm at {error:.0f} % over {quantities}."
    ).format(
        seeds=counted(manifest["replications"], "seed"),
        seed=manifest["seed"],
        days=counted(manifest["horizon_days"], "day"),
        before=counted(manifest["warmup_days"], "day"),
        level=100 * (1 - FAMILY_LEVEL),
        error=100 * FAMILY_LEVEL,
        quantities=quantities,
    )
