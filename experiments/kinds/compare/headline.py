"""The headline figures as text: one line a measure, one cell a scenario."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from experiments.kinds.compare.city import sample_of
from experiments.kinds.compare.lines import (
    Cell,
    Headline,
    Line,
    headline_lines,
    lines,
    shown_lines,
    statistic,
    units,
)
from experiments.kinds.compare.society_cells import headline_over_societies
from experiments.language import _, counted, joined
from experiments.reporting.labels import Shown, signed
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.statistics.paired_differences import LEVEL


def headline(results: Results, wanted: Sequence[Line] | None = None) -> Headline:
    """The table of a comparison; lines that the model does not measure are left out."""
    wanted = shown_lines(results) if wanted is None else wanted
    if societies(results):
        return headline_over_societies(results, wanted)
    means, reached, widths = levels(results, wanted)
    known = units(results, wanted)
    effects = results.comparison
    tabled = effects["measure"].isin({line.measure for line in wanted})
    rows: list[Any] = effects[tabled].to_dict("records")
    changes = {(row["scenario"], row["measure"], row["group"]): row for row in rows}
    scenarios = tuple(results.manifest["scenarios"])
    runs = results.manifest["replications"]
    primary = set(results.manifest.get("primary", ())) if len(scenarios) > 1 else set()
    cells: dict[Line, list[Cell]] = {}
    for line in wanted:
        if (line.measure, line.group) not in known or (line.compared and len(scenarios) == 1):
            continue
        cells[line] = []
        for name in scenarios:
            place = (name, line.measure, line.group)
            change = changes.get(place)
            shown, have = known[place[1:]], reached.get(place, 0)
            if line.outcome.censored and have:
                cell = _quantile(line, shown, means[place], have, runs, change)
            else:
                cell = _cell(line, shown, means.get(place, math.nan), change)
                cell = replace(cell, note=_gaps(runs, have, change))
            if (
                name == scenarios[0]
                and not line.compared
                and not cell.note
                and widths.get(place, 0) > 0
            ):
                cell = replace(cell, change=_around(line, shown, widths[place]).strip())
            cells[line].append(cell)
    named = {
        line: f"{line.label}†" if str(line.outcome) in primary else line.label for line in cells
    }
    shown_as = {line: known[line.measure, line.group] for line in cells}
    return Headline(scenarios, cells, shown_as, named)


def title(results: Results) -> str:
    """One line: how many scenarios, on what place, for how long."""
    settings = next(iter(results.manifest["settings"].values()))
    place = settings["territory"]
    others = len(results.manifest["scenarios"]) - 1
    what = _("The baseline alone")
    if others:
        what = _("{scenarios} against the baseline").format(scenarios=counted(others, "scenario"))
    which = [_("one society"), counted(results.manifest["replications"], "replication")]
    if number := societies(results):
        several = counted(number, "plausible society", "plausible societies")
        each = _("{replications} each").format(replications=which[1])
        which = [several, each if number > 1 else which[1]]
    parts = [
        (results.manifest.get("place") or {}).get("name") or "",
        size_of_place(place),
        sample_of(results.manifest),
        _heads(results, "workers"),
        _heads(results, "residents"),
        counted(settings["horizon_days"], "working day"),
        *which,
    ]
    return _("{what}: {where}").format(what=what, where=joined(parts, "clauses"))


def _heads(results: Results, whose: Literal["workers", "residents"]) -> str:
    """Workers or residents; the median and the range where societies differ in them."""
    place = next(iter(results.manifest["settings"].values()))["territory"]
    low, middle, high = results.manifest.get("sizes", {}).get(whose, [place[whose]] * 3)
    heads = counted(middle, "worker") if whose == "workers" else counted(middle, "resident")
    if low == high:
        return heads
    return _("{heads} ({low} to {high})").format(heads=heads, low=f"{low:,}", high=f"{high:,}")


def size_of_place(territory: Mapping[str, Any]) -> str:
    """How many districts, where there are several, communities, and villages where there are."""
    districts, villages = territory.get("districts", 1), territory.get("villages", 0)
    others = territory["communities"] - villages
    parts = [
        counted(districts, "district") if districts > 1 else "",
        counted(others, "community", "communities") if others else "",
        counted(villages, "village") if villages else "",
    ]
    return joined(parts, "clauses")


def _gaps(runs: int, reached: int, change: Mapping[str, Any] | None) -> str:
    """Number of runs with a level, or of pairs with a change, if not all have one."""
    pairs = int(change["replications"]) if change else 0
    if 0 < pairs < runs:
        return _("{n}/{all} pairs").format(n=pairs, all=runs)
    return _("{n}/{all} runs").format(n=reached, all=runs) if 0 < reached < runs else ""


def _quantile(
    line: Line, shown: Shown, level: float, have: int, runs: int, change: Mapping[str, Any] | None
) -> Cell:
    """A quantile or mean of days: without level or change if some run or pair lacks it."""
    what = statistic(line)
    if have < runs:
        note = _("no {what} in\n{n} of {runs}")
        note = note.format(what=what, n=runs - have, runs=counted(runs, "run"))
        return Cell(_("none"), note=note, incomplete=True)
    cell = _cell(line, shown, level, change)
    lacking = int(change["lacking"]) if change else 0
    if not lacking:
        return cell
    note = _("no {what} in\n{n} of {pairs}")
    note = note.format(what=what, n=lacking, pairs=counted(runs, "pair"))
    return replace(cell, note=note, incomplete=True)


def levels(
    results: Results, wanted: Sequence[Line] | None = None
) -> tuple[dict[Any, float], dict[Any, int], dict[Any, float]]:
    """By scenario, measure and group: the mean, in how many runs it is, half of its interval."""
    wanted = headline_lines() if wanted is None else wanted
    whole = lines(results, wanted)
    means: dict[Any, float] = {}
    counts: dict[Any, int] = {}
    halves: dict[Any, float] = {}
    for line in wanted:
        rows = whole[(whole["measure"] == line.measure) & (whole["group"] == line.group)]
        finite = rows["value"].where(np.isfinite(rows["value"]))
        values = finite.groupby(rows["scenario"], observed=True)
        count, error = values.count(), values.sem()
        half = stats.t.ppf((1 + LEVEL) / 2, np.maximum(count - 1, 1)) * error
        places = [(name, *line.outcome) for name in count.index]
        means |= zip(places, values.mean(), strict=True)
        counts |= zip(places, count, strict=True)
        halves |= zip(places, half, strict=True)
    return means, counts, halves


def _cell(line: Line, shown: Shown, level: float, change: Mapping[str, Any] | None) -> Cell:
    if line.compared:
        return _compared(line, change)
    if not math.isfinite(level):
        return Cell(_(line.specification.missing))
    text = f"{level * shown.factor:,.{line.digits}f}" + shown.sign
    if change is None or not math.isfinite(change["difference"]):
        return Cell(text)
    if _alike(change):
        return Cell(text, _("no difference"))
    moved = signed(change["difference"] * shown.factor, line.digits)
    half = (change["ci_high"] - change["ci_low"]) / 2
    points = f" {_('pt')}" if shown.sign else ""
    return Cell(text, f"{moved}{_around(line, shown, half) or points}")


def _around(line: Line, shown: Shown, half: float) -> str:
    """Half of an interval; nothing where there is none."""
    points = f" {_('pt')}" if shown.sign else ""
    return f" ±{half * shown.factor:,.{line.digits}f}{points}" if math.isfinite(half) else ""


def _compared(line: Line, change: Mapping[str, Any] | None) -> Cell:
    if change is None:
        return Cell("")
    if _alike(change):
        return Cell(signed(0.0, line.digits), _("no difference"))
    ends = [change["ci_low"], change["ci_high"]]
    if not pd.notna(ends).all():
        return Cell(signed(change["difference"], line.digits))
    low, high = (signed(end, line.digits).lstrip("+") for end in ends)
    return Cell(signed(change["difference"], line.digits), f"[{low}, {high}]")


def _alike(change: Mapping[str, Any]) -> bool:
    """Whether no pair differs."""
    return bool(change["replications"]) and not change["differing"]
