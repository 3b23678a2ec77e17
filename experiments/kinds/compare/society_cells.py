"""Cells of the headline table over societies: median, 90 % of societies, share that gains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.outcomes import STANDARD
from experiments.kinds.compare.lines import (
    Cell,
    Headline,
    Line,
    by_society,
    shown_lines,
    statistic,
    units,
)
from experiments.language import _, counted, marked
from experiments.reporting.labels import Shown, signed, spelled
from experiments.reporting.results import Results
from experiments.reporting.society_cells import helped, percent
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Column, Table
from experiments.statistics.society_quantiles import SPAN, quantiles

SOURCES = marked("Share of the variance of a change that is between societies (assumptions)")
SOURCES_NOTE = marked(
    "In brackets its 95 % interval. The rest is chance: what differs between runs of one society."
)
ONE_REPLICATION = marked(
    "How much of the spread over societies is chance cannot be told from one replication in each: "
    "take replications=2 or more."
)


ONE_SOCIETY = marked(
    "How far results differ between societies cannot be told from one: take societies=20 or more."
)


def not_told_apart(results: Results) -> str:
    """Why assumptions and chance cannot be told apart; empty where they can."""
    if societies(results) < 2:
        return _(ONE_SOCIETY)
    return "" if int(results.manifest["replications"]) > 1 else _(ONE_REPLICATION)


def headline_over_societies(results: Results, wanted: Sequence[Line] | None = None) -> Headline:
    """The table of a comparison over societies: levels of the baseline, changes of scenarios."""
    wanted = shown_lines(results) if wanted is None else wanted
    known = units(results, wanted)
    frame = results.comparison
    rows: list[Any] = frame[frame["measure"].isin({line.measure for line in wanted})].to_dict(
        "records"
    )
    changes = {(row["scenario"], row["measure"], row["group"]): row for row in rows}
    scenarios = tuple(results.manifest["scenarios"])
    number = societies(results)
    cells: dict[Line, list[Cell]] = {}
    for line in wanted:
        if (line.measure, line.group) not in known or (line.compared and len(scenarios) == 1):
            continue
        shown = known[line.measure, line.group]
        first = Cell("")
        if not line.compared:
            first = _level(line, shown, by_society(results, line, wanted)[scenarios[0]], number)
        others = (changes.get((name, line.measure, line.group)) for name in scenarios[1:])
        cells[line] = [first, *(change_cell(line, shown, row, number) for row in others)]
    shown_as = {line: known[line.measure, line.group] for line in cells}
    return Headline(scenarios, cells, shown_as, {line: line.label for line in cells})


def _level(line: Line, shown: Shown, values: pd.Series, number: int) -> Cell:
    """Median and 90 % of the societies that have a value."""
    have = values.dropna().to_numpy(np.float64)
    if not len(have):
        return Cell(_(line.specification.missing))
    if line.outcome.censored and len(have) < number:
        return Cell(_("none"), note=_lacking(line, number - len(have), number))
    ends = quantiles(have, (SPAN[0], 0.5, SPAN[1])) * shown.factor
    low, middle, high = (f"{end:,.{line.digits}f}" for end in ends)
    note = _having(len(have), number) if len(have) < number else ""
    span = f"[{low}, {high}]" if number > 1 else ""
    return Cell(middle + shown.sign, span, note)


def change_cell(line: Line, shown: Shown, row: Mapping[str, Any] | None, number: int) -> Cell:
    """The change of a scenario; where some societies lose, their share as well."""
    if row is None:
        return Cell(_("none"))
    if line.outcome.censored and row["lacking"]:
        return Cell(_("none"), note=_lacking(line, int(row["lacking"]), number))
    if not row["societies"]:
        return Cell(_(line.specification.missing))
    if not row["differing"]:
        return Cell(signed(0.0, line.digits), _("no difference"))
    points = f" {_('pt')}" if shown.sign else ""
    middle, low, high = (
        signed(row[name] * shown.factor, line.digits) for name in ("median", "low", "high")
    )
    notes = helped(row)
    if row["societies"] < number:
        notes.append(_having(row["societies"], number))
    span = f"[{low.lstrip('+')}, {high.lstrip('+')}]" if row["societies"] > 1 else ""
    return Cell(middle + points, span, "\n".join(notes))


def sources(results: Results, scenarios: Sequence[str], width: int | None = None) -> Table:
    """What the spread of primary outcomes comes from: assumptions, with an interval, or chance."""
    rows: Any = results.comparison.set_index(["measure", "group", "scenario"])
    heads = [
        Column(spelled(name).replace(" ", "\n", 1), "number", given=True) for name in scenarios
    ]
    label = Column("", width=width) if width else Column("")
    table = Table([label, *heads], SOURCES, SOURCES_NOTE)
    for outcome in STANDARD:
        places = [(*outcome, name) for name in scenarios]
        if all(place in rows.index for place in places):
            table.add(outcome.label, *(_source(rows.loc[place]) for place in places))
    return table


def _source(row: Any) -> str:
    names = ("share_assumptions", "share_assumptions_low", "share_assumptions_high")
    share, low, high = (row[name] for name in names)
    if not np.isfinite(share):
        return "–"
    ends = f" [{100 * low:.0f}, {100 * high:.0f}]" if np.isfinite(low) else ""
    return f"{percent(share)}{ends}"


def _having(have: int, number: int) -> str:
    return _("{n}/{all} societies").format(n=have, all=number)


def _lacking(line: Line, lacking: int, number: int) -> str:
    if number == 1:
        return _("no {what}").format(what=statistic(line))
    these = counted(number, "society", "societies")
    note = _("no {what} in\n{n} of {societies}")
    return note.format(what=statistic(line), n=lacking, societies=these)
