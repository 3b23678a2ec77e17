"""The table of a sweep on the terminal: every point if they are few, else best and worst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from experiments.config.catalogue import BASELINE
from experiments.config.factors import Factor
from experiments.config.outcomes import Outcome, outcome
from experiments.kinds.sweep.axes import recorded
from experiments.language import LANGUAGES, _, bracketed, counted, joined, marked, now
from experiments.reporting import labels
from experiments.reporting.outcome_rows import rows_of
from experiments.reporting.recorded_texts import text, texts
from experiments.reporting.results import Results
from experiments.reporting.society_cells import interval, share_of
from experiments.reporting.society_notes import societies, society_notes
from experiments.reporting.table import Cell, Column, Table
from experiments.reporting.terminal import WIDTH, console, print_files, print_text

FEW_ROWS = 24
FIRST = 5
NUMBER_WIDTH, FACTOR_WIDTH = 20, 18
"""Columns of text in a line of a title."""
NAMED = 3
"""Up to so many factors are named with a point; with more, the point's number is shown."""
RESTRICTED = "days_to_resolution_restricted_mean"


def show(results: Results, to: Console | None = None) -> None:
    """Print changes against the baseline at each point, or the best and worst points, and notes."""
    to = to or console()
    factors = [axis.factor for axis in recorded(results)]
    rows, points = _named(results.sweep), results.points
    others = [name for name in results.manifest["scenarios"] if name != BASELINE] or [BASELINE]
    wanted = [outcome(name) for name in results.manifest["outcomes"]]
    units = {outcome: str(rows_of(rows, outcome)["unit"].iloc[0]) for outcome in wanted}
    few = len(points) * len(others) <= FEW_ROWS
    shown = wanted[:FIRST] if few else wanted
    table = (_points if few else _ends)(
        rows, others, factors, {outcome: units[outcome] for outcome in shown}
    )
    to.print(Text(f"\n{_title(results, factors)}", style="bold"))
    to.print(table.terminal())
    for note in _notes(results, few, len(wanted) - len(shown), len(factors) > NAMED):
        print_text(to, note, "dim")
    to.print()
    files = {"csv": "sweep.csv", marked("points"): "points.csv"}
    files[marked("every measure")] = "measures.parquet"
    print_files(results.folder, files | {marked("figures"): "figures"})


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows over societies under the names of one society: median, and 5 to 95 %, of the change."""
    if "societies" not in rows:
        return rows
    names = {"level": "value", "median": "difference", "low": "ci_low", "high": "ci_high"}
    return rows.rename(columns=names)


def _title(results: Results, factors: Sequence[Factor]) -> str:
    varied = joined(factor.axis for factor in factors[:NAMED])
    if len(factors) > NAMED:
        varied = _("{factors} and {number} more").format(
            factors=varied, number=len(factors) - NAMED
        )
    return _("{factors}: {points}, {replications} each").format(
        factors=varied,
        points=counted(len(results.points), "point"),
        replications=counted(results.manifest["replications"], "replication"),
    )


def _points(
    rows: pd.DataFrame,
    scenarios: Sequence[str],
    factors: Sequence[Factor],
    wanted: Mapping[Outcome, str],
) -> Table:
    """A row a scenario and point, a column an outcome; `wanted` has their units."""
    named = factors if len(factors) <= NAMED else ()
    heads = [Column(factor.axis, width=FACTOR_WIDTH) for factor in named] or [Column("point")]
    width = NUMBER_WIDTH
    if now() != LANGUAGES[0]:  # lines of Chinese end where a title is broken, not at spaces
        width = min(width, (WIDTH - FACTOR_WIDTH * len(heads)) // len(wanted) - 1)
    numbers = [Column(outcome.titled(unit), "number", width) for outcome, unit in wanted.items()]
    table = Table([*heads, *numbers])
    cells = {outcome: _cells(rows_of(rows, outcome), outcome) for outcome in wanted}
    first = rows_of(rows, next(iter(wanted)))
    for scenario in scenarios:
        table.section(labels.spelled(scenario), given=True)
        points: list[Any] = first[first["scenario"] == scenario].to_dict("records")
        for row in points:
            head = [factor.shown(row[factor.word]) for factor in named] or [str(row["point"])]
            table.add(*head, *(cells[outcome][scenario, row["point"]] for outcome in wanted))
    return table


def _cells(rows: pd.DataFrame, outcome: Outcome) -> dict[tuple[str, int], Cell]:
    """By scenario and point: the level, and below it the change and half of its interval."""
    places = labels.decimals(rows["value"].abs().max())
    cells: dict[tuple[str, int], Cell] = {}
    records: list[Any] = rows.to_dict("records")
    for row in records:
        level, change = _number(row["value"], places), _change(row, places)
        cell = Cell(change or level) if outcome.parts else Cell(level, change)
        cells[row["scenario"], row["point"]] = cell
    return cells


def _number(value: float, places: int) -> str:
    return _("none") if pd.isna(value) else labels.signed(value, places).lstrip("+")


def _change(row: Any, places: int) -> str:
    """The change and half of its interval, as far as they exist."""
    if pd.isna(row["difference"]):
        return ""
    change = labels.signed(row["difference"], places)
    if "societies" in row:
        several = row["societies"] > 1
        span = f" {interval(row['ci_low'], row['ci_high'], places)}" if several else ""
        helped = ""
        if not pd.isna(row["share_helped"]):
            shown = share_of(row["share_helped"], int(row["societies"]))
            helped = "\n" + _("helps {share}").format(share=shown)
        return f"{change}{span}{helped}"
    half = (row["ci_high"] - row["ci_low"]) / 2
    return change if pd.isna(half) else f"{change} ±{half:.{places}f}"


def _ends(
    rows: pd.DataFrame,
    scenarios: Sequence[str],
    factors: Sequence[Factor],
    wanted: Mapping[Outcome, str],
) -> Table:
    """A row a scenario and outcome: the best and worst point, and how many differ from 0."""
    alone = scenarios == [BASELINE]
    ends = [
        Column("best", "number"), Column("at", width=26), Column("median", "number"),
        Column("worst", "number"), Column("at", width=26),
    ]  # fmt: skip
    counts = [] if alone else [Column("points better,\nworse, unclear", "number")]
    title = marked("level") if alone else marked("change against the baseline")
    table = Table([Column(title, width=26), *ends, *counts])
    for scenario in scenarios:
        table.section(labels.spelled(scenario), given=True)
        for measured, unit in wanted.items():
            selected = rows_of(rows[rows["scenario"] == scenario], measured)
            cells = _end_cells(selected, measured, unit, factors, alone)
            table.add(*cells, *[""] * (len(table.columns) - len(cells)))
    return table


def _end_cells(
    rows: pd.DataFrame, outcome: Outcome, unit: str, factors: Sequence[Factor], alone: bool
) -> list[str]:
    column = "value" if alone else "difference"
    rows = rows[rows[column].notna()]
    title = outcome.titled(unit)
    name = title if outcome.better else bracketed(title, _("most, least"))
    if rows.empty:
        return [name, _("none")]
    places = labels.decimals(rows[column].abs().max())
    ordered = rows.sort_values([column, "point"], ascending=[outcome.better < 0, True])
    best, worst = ordered.iloc[0], ordered.iloc[-1]
    middle = float(rows[column].median())

    def shown(row: Any) -> str:
        return _number(row[column], places) if alone else _change(row, places)

    usual = _number(middle, places) if alone else labels.signed(middle, places)
    cells = [shown(best), _where(best, factors), usual, shown(worst), _where(worst, factors)]
    return [name, *cells, *([] if alone else [_counts(rows, outcome)])]


def _where(row: Any, factors: Sequence[Factor]) -> str:
    if len(factors) > NAMED:
        return _("point {number}").format(number=row["point"])
    return "\n".join(f"{factor.short} {factor.shown(row[factor.word])}" for factor in factors)


def _counts(rows: pd.DataFrame, outcome: Outcome) -> str:
    """Counts of points whose interval is better than 0, worse than 0, or contains 0."""
    if rows["ci_low"].isna().all():
        return _("no interval")
    up, down = int((rows["ci_low"] > 0).sum()), int((rows["ci_high"] < 0).sum())
    better, worse = (down, up) if outcome.better < 0 else (up, down)
    open_ = len(rows) - up - down
    if outcome.better:
        return f"{better:,}, {worse:,}, {open_:,}"
    return _("more {up:,}, less {down:,}, {open:,}").format(up=up, down=down, open=open_)


def _notes(results: Results, few: bool, left_out: int, numbered: bool) -> list[str]:
    manifest: Mapping[str, Any] = results.manifest
    lone = len(manifest["scenarios"]) == 1
    notes = [text(manifest, "design")]
    notes += society_notes(manifest)
    if lone:
        notes.append(
            _("Levels of the baseline, medians over societies; intervals are in sweep.csv.")
            if societies(results)
            else _("Levels of the baseline, means over replications; intervals are in sweep.csv.")
        )
    elif number := societies(results):
        these = counted(number, "plausible society", "plausible societies")
        notes.append(
            _(
                "Medians of {societies}, of the change against the baseline of the same society, "
                "point and seed, with [5 %, 95 %] of them; helps: share of societies in which the "
                "change is better by more than the least difference that matters. All points are "
                "run in the same societies under the same seeds."
            ).format(societies=these)
        )
    elif manifest["replications"] > 1:
        notes.append(
            _(
                "Change against the baseline at the same point under the same seeds; ± is half of "
                "a 95 % interval, paired t: simulation error only, not corrected for looking at "
                "many points. All points share their seeds, so that Monte Carlo noise shifts them "
                "alike."
            )
        )
    else:
        notes.append(
            _("One replication: Monte Carlo noise cannot be distinguished from an effect.")
        )
    if not few:
        notes.append(
            _(
                "The best of many points also has the most favourable noise. Run the few that "
                "matter again with another seed and more replications before relying on them."
            )
        )
    if any(name.startswith(RESTRICTED) for name in manifest["outcomes"]):
        notes.append(_("Days: mean days from report to a lasting solution, of at most 60."))
    if _named(results.sweep)["value"].isna().any():
        notes.append(
            _(
                "None: no run has a value, as where the horizon is too short. A level without a "
                "change: no pair has both."
            )
        )
    if numbered:
        notes.append(_("Points are numbered as in points.csv."))
    if left_out:
        notes.append(
            _("Not shown but in sweep.csv: {outcomes}.").format(
                outcomes=counted(left_out, "outcome")
            )
        )
    return [*notes, *texts(manifest, "notes")]
