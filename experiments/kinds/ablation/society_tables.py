"""Tables of an ablation over societies: medians, 5 to 95 %, and shares of societies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.language import _, in_percent, joined, marked
from experiments.reporting.labels import decimals, probability, signed, spelled
from experiments.reporting.society_cells import change_cell
from experiments.reporting.table import Cell, Column, Table
from experiments.statistics.contributions import LAST_MINUS_ALONE, SHAPLEY

PAIR = "first_alone", "second_alone", "together"
PAIR_COLUMNS = (
    Column("first", "name"), Column("second", "name"), Column("first alone", "number"),
    Column("second alone", "number"), Column("together", "number"),
    Column("interaction", "number"), Column("p (Holm)", "number"), Column("q", "number"),
)  # fmt: skip


def digits(rows: pd.DataFrame) -> int:
    """Decimals for changes of one outcome."""
    return decimals(float(rows["median"].abs().max()))


def in_a_line(whole: Mapping[Any, Any] | pd.Series, places: int) -> str:
    """The effect of the package, in one line."""
    cell = change_cell(whole, places)
    rest = joined(cell.below.split("\n"), "clauses")
    text = f"{cell.text} {rest}".rstrip()
    if not whole["differing"]:
        return text
    mean = signed(whole["mean"], places)
    return _("{effect}; mean {mean}").format(effect=text, mean=mean)


def contributions(
    rows: pd.DataFrame, whole: pd.Series, parts: Mapping[str, str], key: str, places: int
) -> Table:
    """A row a lever, by the size of one part; means of Shapley values, and what they add up to.

    Parameters: rows of one outcome; that of the package; titles by part; the part that sorts;
    decimals.
    """
    rows = rows[rows["part"].isin(list(parts))]
    cells = {(row["lever"], row["part"]): row for row in rows.to_dict("records")}
    size = rows[rows["part"] == key].set_index("lever")["median"].abs()
    shared = SHAPLEY in parts
    heads = [*parts.values(), *([marked("Shapley,\nmean"), marked("share")] if shared else [])]
    table = Table([Column("lever", "name"), *(Column(head, "number") for head in heads)])
    for lever in size.sort_values(ascending=False, kind="stable").index:
        values = [_cell(cells[lever, part], part, places) for part in parts]
        more = _mean(cells[lever, SHAPLEY], places) if shared else []
        table.add(spelled(lever), *values, *more)
    if shared:
        share = rows["share"].sum(min_count=1)
        total = [signed(float(whole["mean"]), places), _percent(float(share))]
        table.add(_("sum"), *([""] * len(parts)), *total, style="dim")
    return table


def interactions(rows: pd.DataFrame) -> Table:
    """A row a pair: effects alone and together, and the interaction."""
    table = Table(PAIR_COLUMNS)
    places = decimals(float(rows[[*PAIR, "median"]].abs().to_numpy().max()))
    for row in rows.to_dict("records"):
        table.add(
            spelled(row["first"]),
            spelled(row["second"]),
            *(signed(row[name], places) for name in PAIR),
            change_cell(row, places),
            *(probability(row[name]) for name in ("p_holm", "q_fdr")),
        )
    return table


def _cell(row: Mapping[Any, Any], part: str, places: int) -> Cell:
    """The part of a lever; an interaction is no help of the lever, so it has no shares."""
    cell = change_cell(row, places)
    if part == LAST_MINUS_ALONE:
        return Cell(cell.text, cell.below.partition("\n")[0])
    return cell


def _mean(row: Mapping[Any, Any], places: int) -> list[str]:
    return [signed(row["mean"], places), _percent(row["share"])]


def _percent(share: float) -> str:
    return "" if np.isnan(share) else in_percent(signed(100 * share, 0).removeprefix("+"))
