"""The contents of a store on the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rich.text import Text

from experiments.config.errors import RunError
from experiments.language import _, bracketed, counted, joined, marked
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console, print_text
from experiments.runs.environment import environment
from sim.version import model_version

MEGABYTE = 1_000_000
MINUTE, HOUR = 60, 3600
DETAILS = marked("totals"), marked("full")
"""What is kept of runs."""
MOST_DIFFERENT = 10
COLUMNS = (
    Column("model"), Column("made under"), Column("kept"), Column("runs", "number"),
    Column("societies", "number"), Column("seeds", "number"), Column("computing time", "number"),
    Column("last made"),
)  # fmt: skip
NOTE = marked(
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
        mark = _("this one") if row["model"] == model_version() else ""
        counts = (f"{row[name]:,}" for name in ("runs", "societies", "seeds"))
        table.add(
            bracketed(row["model"], mark), _made_under(row), _(row["detail"]), *counts,
            duration(row["hours"] * HOUR), row["last"][: len("2026-11-29")],
        )  # fmt: skip
    to.print(table.terminal() if len(table) else Text(_("no runs")))
    print_text(to, joined(_report(report), "clauses"), "dim")
    print_text(to, _(NOTE), "dim")
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
        return _("{seconds:.1f} s").format(seconds=seconds)
    if seconds < MINUTE:
        return _("{seconds:.0f} s").format(seconds=seconds)
    if seconds < HOUR:
        minutes, rest = divmod(round(seconds), MINUTE)
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    hours, minutes = divmod(round(seconds / MINUTE), MINUTE)
    return _("{hours:,} h {minutes} min").format(hours=hours, minutes=minutes)


def _report(report: Mapping[str, Any]) -> list[str]:
    size = _("{folder}: {megabytes:,.1f} MB")
    parts = [size.format(folder=report["folder"], megabytes=report["bytes"] / MEGABYTE)]
    if report["other_formats"]:
        others = _("{files} in another format of the store, of another version (not read)")
        parts.append(others.format(files=counted(report["other_formats"], "file")))
    if report["damaged"]:
        files = counted(report["damaged"], "file")
        aside = _("{files} set aside as damaged (prune=damaged removes them)")
        parts.append(aside.format(files=files))
    if report["checked"]:
        parts.append(_("every run was checked"))
    if report["rerun"]:
        differ = len(report["differ"])
        verdict = _("all equal to the bit")
        if differ:
            verdict = _("{number:,} differ").format(number=differ)
        again = _("{runs} done again: {verdict}")
        parts.append(again.format(runs=counted(report["rerun"], "run"), verdict=verdict))
    if report["pruned"]:
        parts.append(_pruned(report["pruned"], report["removed"]))
    return parts


def _pruned(what: str, removed: int) -> str:
    if what == "all":
        return _("the store was emptied")
    if what == "damaged":
        return _("damaged files were removed")
    return _("{runs} of other versions removed").format(runs=counted(removed, "run"))


def _made_under(row: Mapping[str, Any]) -> str:
    """Parts of a row's environment that differ from those of this process."""
    current = json.loads(environment())
    recorded = {
        name: row[name] if isinstance(row.get(name), str) else _("unknown") for name in current
    }
    other = [
        f"{name} {recorded[name]}" for name, value in current.items() if recorded[name] != value
    ]
    return joined(other) or _("as here")
