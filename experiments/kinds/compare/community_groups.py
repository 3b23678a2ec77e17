"""What scenarios do in communities that a lever covers, in others, and by type of community."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from typing import Any

import pandas as pd

from experiments.config.outcomes import FREED, Outcome
from experiments.kinds.compare.fairness import ALONE
from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import Laboratory
from experiments.language import _, joined, marked
from experiments.reporting.frames import Table as Frame
from experiments.reporting.labels import shown_in, signed, spelled, words
from experiments.reporting.page import heading, paragraph
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Cell, Column, Table
from experiments.runs.community_groups import COVERED, NO_VILLAGE, OTHERS, community_groups
from experiments.runs.plan import Plan
from experiments.statistics import community_groups as statistic
from sim.measures.measure import ALL

FILE = "community_groups.csv"
WORDS = {
    COVERED: marked("covered"),
    OTHERS: marked("others"),
    NO_VILLAGE: marked("all but villages"),
}
BY_TYPE = marked("by type of community")


def group_frames(laboratory: Laboratory[CompareOptions], plan: Plan) -> dict[str, Frame]:
    """The table FILE; none where all levers reach all communities and no type is stated."""
    members = community_groups(plan)
    if members.empty:
        return {}
    rows = laboratory.stored_rows(plan, statistic.MEASURES)
    over = "society" if laboratory.chosen.over_societies else "replication"
    table = statistic.community_groups(rows, members, over)
    return {} if table.empty else {FILE: table}


def rows_of(results: Results) -> pd.DataFrame:
    """Rows of the table; none where there is no such table. One society has no interval."""
    name = FILE.removesuffix(".csv")
    if name not in results.frames:
        return pd.DataFrame()
    rows = results.frames[name]
    return rows.assign(low=nan, high=nan) if societies(results) == 1 else rows


def lines(results: Results) -> Iterator[str]:
    """A line for each lever that covers only some communities: what it frees there, and in others.

    For the terminal; days and types are in the report.
    """
    rows = rows_of(results)
    if rows.empty:
        return
    freed = rows[(rows["measure"] == FREED) & (rows["lever"] != "")]
    for scenario, mine in freed.groupby("scenario", sort=False):
        name = spelled(str(scenario))
        for levers, part in _alike(mine):
            sides = joined(
                _side(row).format(change=f"{_change(row, 2)} {_interval(row, 2)}".strip())
                for row in part.to_dict("records")
            )
            where = (
                _("{scenario} (in a part of the communities)")
                if levers == [name]
                else _("{scenario} ({levers} in a part of the communities)")
            ).format(scenario=name, levers=joined(levers))
            yield _("{where}: {sides} {unit} freed. Days, and types: {file}, report.html.").format(
                where=where, sides=sides, unit=_(str(part["unit"].iloc[0])), file=FILE
            )


def _alike(rows: pd.DataFrame) -> Iterator[tuple[list[str], pd.DataFrame]]:
    """Levers of a scenario that cover the same communities, by name, and the rows of one of them.

    Rows that are of no lever, but of a type of community, have no names.
    """
    parts: list[tuple[list[str], pd.DataFrame]] = []
    for lever, part in rows.groupby("lever", sort=False):
        name = spelled(str(lever).rpartition(".")[2])
        values = part.drop(columns="lever").reset_index(drop=True)
        for names, others in parts:
            if name and values.equals(others):
                names.append(name)
                break
        else:
            parts.append(([name] * bool(name), values))
    yield from parts


def section(results: Results) -> list[str]:
    """Heading, a table for each scenario, and how to read it."""
    rows = rows_of(results)
    if rows.empty:
        return []
    tables = [
        table(str(scenario), part).html() for scenario, part in rows.groupby("scenario", sort=False)
    ]
    how = (
        _(
            "Medians over societies, and 5 to 95 % of them; n: in so many societies there are such "
            "communities with a value."
        )
        if societies(results)
        else _("Means over replications, and paired 95 % intervals, of one society.")
    )
    if societies(results) == 1:
        how = _(ALONE)
    note = _(
        "Hours are means over the paid workers of a group, days and shares over its issues, taken "
        "within each run and then compared with the same communities in the baseline. Where types "
        "or the communities covered are drawn, they differ from run to run. Communities that are "
        "not covered change too where departments or offices are shared, and where obligations are "
        "copied. {file} has these numbers in full."
    ).format(file=FILE)
    return [
        heading(_("In groups of communities")),
        *tables,
        paragraph(joined([how, note], "sentences"), "quiet"),
    ]


def table(scenario: str, rows: pd.DataFrame) -> Table:
    """Groups of communities as rows, outcomes as columns; level of the baseline under changes."""
    columns = (rows[name].astype(str) for name in ("measure", "of", "unit"))
    units = {Outcome(*pair): unit for *pair, unit in zip(*columns, strict=True)}
    heads = [
        Column(
            _("{label}, {unit}").format(label=one.label, unit=shown_in(units[one]).change), "number"
        )
        for one in units
    ]
    title = _("{scenario}: changes").format(scenario=spelled(scenario))
    found = Table([Column(""), Column("communities", "number"), *heads], title)
    groups = (
        (levers, group, part)
        for levers, alike in _alike(rows)
        for group, part in alike.groupby("group", sort=False)
    )
    for levers, group, part in groups:
        found.section(joined(levers) or BY_TYPE)
        cells = {Outcome(row["measure"], row["of"]): row for row in part.to_dict("records")}
        number = part["communities"].iloc[0]
        values = [_cell(cells[one]) if one in cells else Cell("") for one in units]
        label = _(WORDS[str(group)]) if group in WORDS else words(str(group))
        found.add(label, f"{number:.1f}".removesuffix(".0"), *values)
    return found


def _side(row: Any) -> str:
    """Where a change is, with a place for the change."""
    return _("in others {change}") if row["group"] == OTHERS else _("in covered ones {change}")


def _cell(row: Any) -> Cell:
    digits = 2 if row["of"] == ALL and row["measure"] == FREED else 1
    if not row["over"]:
        return Cell(_("none"))
    short = f"n {row['over']}" if row["lacking"] else ""
    shown = shown_in(str(row["unit"]))
    level = row["baseline"] * shown.factor
    before = ""
    if not pd.isna(level):
        before = _("from {level}").format(level=f"{level:.{digits}f}{shown.sign}")
    below = "\n".join(filter(None, [_interval(row, digits), before, short]))
    return Cell(_change(row, digits), below)


def _change(row: Any, digits: int) -> str:
    return signed(row["change"] * shown_in(str(row["unit"])).factor, digits)


def _interval(row: Any, digits: int) -> str:
    if not (pd.notna(row["low"]) and pd.notna(row["high"])):
        return ""
    factor = shown_in(str(row["unit"])).factor
    low, high = (signed(row[end] * factor, digits).lstrip("+") for end in ("low", "high"))
    return f"[{low}, {high}]"
