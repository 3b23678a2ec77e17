"""What a place states of itself, beside what its baseline shows: table, page and terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.text import Text

from experiments.config.catalogue import BASELINE
from experiments.config.errors import as_written
from experiments.config.place_statements import (
    BY_KEY,
    DEPARTMENT_STAFF,
    DEPARTMENTS,
    QUANTITIES,
    Place,
    Quantity,
    Statement,
)
from experiments.config.study import Study
from experiments.language import _, counted, joined, marked, use
from experiments.reporting.outcome_values import outcome_values
from experiments.reporting.page import heading, paragraph
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table
from experiments.reporting.terminal import console
from experiments.runs.plan import Plan
from experiments.runs.storage.store import Store
from experiments.statistics.society_quantiles import SPAN, quantiles
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.nested import leaves

COLUMNS = (
    "quantity", "unit", "stated", "from_evidence", "source", "settings", "baseline", "low", "high",
    "note",
)  # fmt: skip
MARKS = "*†‡§¶#"
"""Of notes on the terminal."""
FAR, LAST_DIGIT = 0.05, 0.1
"""Share, and amount, by which a baseline differs from what is stated before a line says so."""
IN_PART = {
    "communities": marked("stated for {n} of {all} communities, for the others from the evidence"),
    "departments": marked("stated for {n} of {all} departments, for the others from the evidence"),
}
INSTEAD = marked("the command line has {settings} instead")
FAR_OFF, FAR_OFF_WHY = marked("not as stated"), marked("not as stated: {why}")
SEVERAL = marked("several values")
"""Of a setting that differs between runs."""
SPAN_OF_COLUMN = re.compile(
    r"(?P<low>[\d,.]+) to (?P<high>[\d,.]+)(?: \(mean (?P<mean>[\d,.]+)\))?"
)
"""A stated value of which a column of the table has several."""
Row = dict[str, Any]
Note = dict[str, Any]
"""A text in English, and what fills it in."""


def record(store: Store, plan: Plan, study: Study, ledger: Ledger) -> dict[str, Any] | None:
    """The entry of a manifest: the place, and a row for each quantity; None without a place.

    Runs of the baseline that are not in the store are left out.
    """
    if study.place is None:
        return None
    scenario = BASELINE if BASELINE in plan.scenarios else plan.scenarios[0]
    settings = plan.settings(scenario)
    found = _baselines(store, plan, settings) if scenario == BASELINE else {}
    overridden = dict.fromkeys(map(str, plan.design.points), SEVERAL)
    overridden |= {path: as_written(value) for path, value in leaves(study.overrides)}
    return {**study.place.record(), "rows": rows(study.place, settings, ledger, found, overridden)}


def _baselines(store: Store, plan: Plan, settings: Settings) -> dict[str, tuple[float, ...]]:
    """5 %, median and 95 % over societies, else over runs, of each quantity that is measured.

    Without those that have other values at other points.
    """
    others = set(plan.table["key"]) - set(plan.table["key"][plan.table["scenario"] == BASELINE])
    baselines = plan.without(others | store.missing(plan.table["key"], "totals"))
    varied = {str(name) for name in plan.design.points}
    shown = [
        each
        for each in QUANTITIES
        if each.shown and not varied & {each.setting, each.each, "horizon_days"}
    ]
    if not len(baselines) or "territory.communities" in varied:
        return {}
    wanted = [each.shown for each in shown if each.shown is not None]
    values = pd.DataFrame(outcome_values(store, baselines, wanted).xs(BASELINE, level="scenario"))
    if "society" in values.index.names:
        values = values.groupby(level="society").mean()
    found = {}
    for each in shown:
        column = values[str(each.shown)].to_numpy(np.float64) * each.per(settings)
        if np.isfinite(column).any():
            found[each.key] = tuple(map(float, quantiles(column, (SPAN[0], 0.5, SPAN[1]))))
    return found


def rows(
    place: Place,
    settings: Settings,
    ledger: Ledger,
    found: Mapping[str, Sequence[float]],
    overridden: Mapping[str, object],
) -> list[Row]:
    """A row for each quantity, then for each other statement.

    Parameters
    ----------
    found
        By key of a quantity: 5 %, median and 95 % of the baseline.
    overridden
        Settings of the command line, by path, which win over the place.
    """
    stated = {statement.key: statement for statement in place.statements}
    made = []
    for quantity in QUANTITIES:
        statement = stated.get(quantity.key)
        row = _stated(statement) if statement else _unstated(quantity, settings, ledger)
        if row is not None:
            low, middle, high = found.get(quantity.key, (None, None, None))
            row |= {"baseline": middle, "low": low, "high": high}
            notes = _notes(quantity, statement, middle, overridden)
            if statement:
                notes = [*_in_part(quantity, settings), *notes]
            made.append(row | _noted(notes))
    for statement in place.statements:
        if statement.key not in BY_KEY:
            notes = _notes(None, statement, None, overridden)
            empty = {"baseline": None, "low": None, "high": None}
            made.append(_stated(statement) | empty | _noted(notes))
    return made


def _stated(statement: Statement) -> Row:
    value = statement.value
    return {
        "quantity": statement.key,
        "unit": statement.unit,
        "stated": _written(value) if statement.stated else None,
        "from_evidence": None if statement.stated or isinstance(value, str) else float(value),
        "source": statement.source,
        "settings": ", ".join(statement.paths),
    }


def _unstated(quantity: Quantity, settings: Settings, ledger: Ledger) -> Row | None:
    """What the evidence has; None where nothing is claimed."""
    source = settings.sources.get(quantity.setting, "")
    value = ledger.value(source) / quantity.times if ":" in source else None
    if value is None and not quantity.otherwise:
        return None
    return {
        "quantity": quantity.key,
        "unit": quantity.unit,
        "stated": None,
        "from_evidence": value,
        "source": source if value is not None else quantity.otherwise,
        "settings": quantity.setting,
    }


def _in_part(quantity: Quantity, settings: Settings) -> list[Note]:
    """Of how many communities, or departments, a number is stated; nothing if of all."""
    path, of = quantity.each or quantity.setting, "communities"
    each = attrgetter(path)(settings)
    if quantity.key == DEPARTMENT_STAFF:
        of = "departments"
    if not isinstance(each, tuple) or None not in each:
        return []
    stated = sum(value is not None for value in each)
    return [{"text": IN_PART[of], "n": stated, "all": len(each)}]


def _notes(
    quantity: Quantity | None,
    statement: Statement | None,
    middle: float | None,
    overridden: Mapping[str, object],
) -> list[Note]:
    """That the command line wins; or why the baseline is far from what is stated."""
    if statement is None:
        return []
    instead = [f"{path}={overridden[path]}" for path in statement.paths if path in overridden]
    if instead:
        return [{"text": INSTEAD, "settings": ", ".join(instead)}]
    if quantity is None or middle is None or statement.mean is None:
        return []
    gap = abs(middle - statement.mean)
    if gap <= max(FAR * abs(statement.mean), LAST_DIGIT):
        return []
    return [{"text": FAR_OFF_WHY, "why": quantity.why} if quantity.why else {"text": FAR_OFF}]


def _noted(notes: Sequence[Note]) -> Row:
    """The note of a row in English, and its parts, from which it is told in another language."""
    with use("en"):
        return {"note": _told(notes), "notes": list(notes)}


def _told(notes: Sequence[Note]) -> str:
    """Notes in the language in use."""
    return joined(map(_filled, notes), "statements")


def _filled(note: Note) -> str:
    fields = {key: _(value) if isinstance(value, str) else value for key, value in note.items()}
    return _(note["text"]).format(**fields)


def _note(row: Row) -> str:
    """The note of a row; of an older study in English."""
    return _told(row["notes"]) if "notes" in row else str(row["note"])


def frame(entry: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of a manifest's entry as the table `place.csv`."""
    numbers = ["from_evidence", "baseline", "low", "high"]
    table = pd.DataFrame(entry["rows"], columns=list(COLUMNS))
    return table.astype(dict.fromkeys(numbers, "float64"))


def section(manifest: Mapping[str, Any]) -> list[str]:
    """The part of a page on the place; nothing without one."""
    entry = manifest.get("place")
    if not entry:
        return []
    table = Table([
        Column("quantity"), Column("stated", "number"), Column("from the evidence", "number"),
        Column("in the baseline", "number"), Column("unit"), Column("source"),
        Column("settings"), Column("note", "prose"),
    ])  # fmt: skip
    for row in entry["rows"]:
        table.add(
            _label(row), _value(row),
            _number(row["from_evidence"]), _baseline(row), _(row["unit"]), _(row["source"]),
            row["settings"], _note(row),
        )  # fmt: skip
    what = _("{place}, as {file} has it. What is not stated comes from the evidence.").format(
        place=entry["name"], file=entry["file"]
    )
    over = (
        _("In the baseline: median and [5 %, 95 %] of societies.")
        if manifest.get("societies")
        else _("In the baseline: median and [5 %, 95 %] of runs.")
    )
    return [
        heading(_("The place")),
        paragraph(joined([what, over], "sentences")),
        table.html(),
    ]


def lines(manifest: Mapping[str, Any]) -> list[str]:
    """What the terminal says of the place; nothing without one."""
    entry = manifest.get("place")
    if not entry:
        return []
    every = entry["rows"]
    stated = [row for row in every if row["stated"] is not None]
    heading = _("Place: {place} ({file}), {statements}.").format(
        place=entry["name"], file=entry["file"], statements=counted(len(stated), "statement")
    )
    shown = [heading]
    marks: dict[str, str] = {}
    for row in stated:
        note = _note(row)
        if row["baseline"] is not None or note:
            value = _value(row)
            mark = marks.setdefault(note, MARKS[len(marks) % len(MARKS)]) if note else ""
            what = f"{value} {_(row['unit'])}" if row["unit"] else f"{row['quantity']}={value}"
            found = ""
            if row["baseline"] is not None:
                found = _("in the baseline {level}").format(level=_baseline(row))
            line = joined([_("stated {what}").format(what=what), found], "clauses")
            shown.append(f"  {line}{mark}")
    shown += [f"  {mark} {note}" for note, mark in marks.items()]
    others = [_label(row) for row in every if row["stated"] is None]
    if others:
        line = _("from the evidence: {quantities}; place.csv has sources")
        shown.append(f"  {line.format(quantities=joined(others))}")
    return shown


def show(results: Results, to: Console | None = None) -> None:
    """Print what the terminal says of the place."""
    if text := lines(results.manifest):
        (to or console()).print(Text("\n".join(["", *text])), soft_wrap=True)


def _label(row: Row) -> str:
    """The quantity as words; the path of a setting as it is."""
    name = str(row["quantity"])
    return name if "." in name else _(name.replace("_", " "))


def _baseline(row: Row) -> str:
    """Median and interval, in as many digits as all of them need."""
    ends = [row[name] for name in ("baseline", "low", "high")]
    if ends[0] is None:
        return ""
    middle, low, high = map(_number, ends)
    return middle if low == high else f"{middle} [{low}, {high}]"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    rounded = round(float(value), 1)
    return f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,.1f}"


def _written(value: float | int | str) -> str:
    """A stated value as text; whole numbers without a point."""
    return value if isinstance(value, str) else f"{value:.6g}" if value % 1 else f"{value:.0f}"


def _value(row: Row) -> str:
    """The stated value for readers."""
    value = _spaced(row["stated"])
    if found := SPAN_OF_COLUMN.fullmatch(value):
        span = _("{low} to {high}") if found["mean"] is None else _("{low} to {high} (mean {mean})")
        return span.format(**found.groupdict())
    if row["quantity"] == DEPARTMENT_STAFF and " " in value:
        staff = (one.rpartition(" ") for one in value.split(", "))
        return joined(f"{_(name)} {number}" for name, _space, number in staff)
    if row["quantity"] == DEPARTMENTS:
        listed = (one.partition(": ") for one in value.split("; "))
        return joined(
            (
                _("{department}: {kinds}").format(
                    department=_(name), kinds=joined(map(_, kinds.split(", ")))
                )
                for name, _colon, kinds in listed
            ),
            "statements",
        )
    return value


def _spaced(stated: str | None) -> str:
    """The same for readers, with commas between thousands."""
    if stated is None:
        return ""
    return f"{int(stated):,}" if stated.isascii() and stated.isdigit() else stated
