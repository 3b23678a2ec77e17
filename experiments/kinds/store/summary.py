"""The contents of a store on the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rich.text import Text

from experiments.config.errors import RunError
from experiments.config.messages import counted
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console
from experiments.runs.environment import environment
from sim.version import model_version

MEGABYTE = 1_000_000
MINUTE, HOUR = 60, 3600
MOST_DIFFERENT = 10
COLUMNS = (
    Column("model"), Column("made under"), Column("kept"), Column("runs", "number"),
    Column("societies", "number"), Column("seeds", "number"), Column("computing time", "number"),
    Column("last made"),
)  # fmt: skip
NOTE = (
    "made under: the versions and processor that differ from those of this process. kept: totals "
    "of the whole place, or full with communities and days. societies: different settings. "
    "computing time: of all runs together. prune=old_models removes runs of other versions of the "
    "model."
)


def show(results: Results) -> None:
    """Print the stored runs by model, detail and environment, and the actions taken.

    Raises RunError if the store was damaged, or if repeated runs differ.
    """
    report, to = results.manifest["store"], console()
    table = Table(COLUMNS)
    rows: list[Any] = results.store.to_dict("records")
    for row in rows:
        mark = " (this one)" if row["model"] == model_version() else ""
        counts = (f"{row[name]:,}" for name in ("runs", "societies", "seeds"))
        table.add(
            f"{row['model']}{mark}", _made_under(row), row["detail"], *counts,
            duration(row["hours"] * HOUR), row["last"][: len("2026-11-29")],
        )  # fmt: skip
    to.print(table.terminal() if len(table) else Text("no runs"))
    to.print(Text(", ".join(_report(report)), style="dim"))
    to.print(Text(NOTE, style="dim"))
    if not report["sound"]:
        raise RunError(f"{report['folder']} was damaged; lost runs are computed again when needed")
    if report["differ"]:
        runs = counted(len(report["differ"]), "run gives", "runs give")
        raise RunError(
            f"{runs} other results here than {report['folder']} has: "
            f"{'; '.join(report['differ'][:MOST_DIFFERENT])}"
        )


def duration(seconds: float) -> str:
    """A time as people say it: `13 s`, `4 min 10 s`, `2 h 5 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        minutes, rest = divmod(round(seconds), MINUTE)
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(round(seconds / MINUTE), MINUTE)
    return f"{hours:,} h {minutes} min"


def _report(report: Mapping[str, Any]) -> list[str]:
    parts = [f"{report['folder']}: {report['bytes'] / MEGABYTE:,.1f} MB"]
    if report["other_formats"]:
        others = "in another format of the store, of another version (not read)"
        parts.append(f"{counted(report['other_formats'], 'file')} {others}")
    if report["damaged"]:
        files = counted(report["damaged"], "file")
        parts.append(f"{files} set aside as damaged (prune=damaged removes them)")
    if report["checked"]:
        parts.append("every run was checked")
    if report["rerun"]:
        differ = len(report["differ"])
        verdict = f"{differ:,} differ" if differ else "all equal to the bit"
        parts.append(f"{counted(report['rerun'], 'run')} done again: {verdict}")
    if report["pruned"]:
        parts.append(_pruned(report["pruned"], report["removed"]))
    return parts


def _pruned(what: str, removed: int) -> str:
    if what == "all":
        return "the store was emptied"
    if what == "damaged":
        return "damaged files were removed"
    return f"{counted(removed, 'run')} of other versions removed"


def _made_under(row: Mapping[str, Any]) -> str:
    """Parts of a row's environment that differ from those of this process."""
    current = json.loads(environment())
    recorded = {
        name: row[name] if isinstance(row.get(name), str) else "unknown" for name in current
    }
    other = [
        f"{name} {recorded[name]}" for name, value in current.items() if recorded[name] != value
    ]
    return ", ".join(other) or "as here"
