"""Who gains from each scenario, who loses, and whether gaps close: the section of the report."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from experiments.language import _, counted, joined, marked
from experiments.reporting.labels import Shown, shown_in, signed, spelled
from experiments.reporting.page import heading, paragraph
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.table import Cell, Column, Table
from experiments.statistics.fairness import GIVEN_UP, ONSET, SOLVED, WHOLE
from sim.measures.registry import MEASURES
from sim.measures.resident_groups import OUTSIDE, RESIDENT_GROUPS

MOST = 8
"""Scenarios in one table, and those that have sentences."""
NAMED = 4
"""Groups that a sentence names; the table has all."""
DIGITS = 1
FEW_ISSUES = 30
"""Issues of a group in the baseline below which the table says how many there are."""
GAPS = marked("The median of a gap is not the difference of two medians.")
ALONE = marked("Means over the replications of one society, without intervals.")
CLEAR = "‡"
FILE = "fairness.csv"
IN_TEXT = (ONSET, SOLVED, GIVEN_UP)
"""Measures of the report. Days from report are in the file alone: they go up where a reform brings
old issues to light."""
FATES = {
    ONSET: (
        marked("solved sooner from their onset are issues of {groups}"),
        marked("solved later from their onset are issues of {groups}"),
    ),
    SOLVED: (
        marked("solved for good more often are issues of {groups}"),
        marked("solved for good less often are issues of {groups}"),
    ),
    GIVEN_UP: (
        marked("given up less often are issues of {groups}"),
        marked("given up more often are issues of {groups}"),
    ),
}
"""What becomes of the issues of a group that gains, and of one that loses."""


def rows_of(results: Results) -> pd.DataFrame:
    """Rows of the table; none in a city, where the baseline is alone, or of an older study.

    Of one plausible society there is no interval, and no change is clear.
    """
    name = FILE.removesuffix(".csv")
    if name not in results.frames:
        return pd.DataFrame()
    rows = results.frames[name]
    if societies(results) != 1:
        return rows
    return rows.assign(low=math.nan, high=math.nan, clear=False)


def texts(results: Results) -> list[str]:
    """What each scenario does to groups of residents, a text for each."""
    rows = rows_of(results)
    if rows.empty:
        return []
    if societies(results) == 1:
        return [_("From one society it cannot be told which groups of residents gain or lose.")]
    names, left_out = most_changed(rows, results.manifest["scenarios"][1:], MOST)
    said = {name: sentences(spelled(name), rows[rows["scenario"] == name]) for name in names}
    nothing = {name: sentences(spelled(name), rows[:0]) for name in names}
    same = [spelled(name) for name in names if said[name] == nothing[name]]
    texts = [text for name, text in said.items() if text != nothing[name]]
    others = [_("{note}.").format(note=left_out)] if left_out else []
    return [*texts, *([sentences(joined(same), rows[:0])] if same else []), *others]


def section(results: Results, abreast: int) -> list[str]:
    """Heading and tables, of as many scenarios as fit beside each other."""
    rows = rows_of(results)
    if rows.empty:
        return []
    names, left_out = most_changed(rows, results.manifest["scenarios"][1:], MOST)
    parts = [names[start : start + abreast] for start in range(0, len(names), abreast)]
    tables = [
        table(rows[rows["scenario"].isin(some)], measure, some).html()
        for measure in IN_TEXT
        if _has(rows, measure)
        for some in parts
    ]
    return [
        heading(_("Groups of residents")),
        *tables,
        *(paragraph(note, "quiet") for note in notes(results, left_out)),
    ]


def most_changed(rows: pd.DataFrame, scenarios: Sequence[str], most: int) -> tuple[list[str], str]:
    """At most so many scenarios, in their order, and a note on the others.

    Those are taken that change the days from onset of some group most; where there are no days,
    the first ones.

    Parameters: rows of the table; scenarios; how many there is room for.
    """
    names = [name for name in scenarios if (rows["scenario"] == name).any()]
    if len(names) <= most:
        return names, ""
    groups = rows[(rows["measure"] == ONSET) & (rows["against"] == "")]
    change = groups["change"].abs().groupby(groups["scenario"]).max().reindex(names).fillna(-1.0)
    kept = set(change.sort_values(ascending=False, kind="stable").index[:most])
    note = _(
        "{most} of {all} scenarios are shown, those with the largest change in days from onset of "
        "any group; all are in {where}"
    ).format(most=most, all=f"{len(names):,}", where=FILE)
    return [name for name in names if name in kept], note


def _has(rows: pd.DataFrame, measure: str) -> bool:
    """Whether some row of a measure has a change."""
    return bool(rows.loc[rows["measure"] == measure, "change"].notna().any())


def notes(results: Results, left_out: str = "") -> Iterator[str]:
    """How to read the section."""
    if societies(results) == 1:
        yield _(ALONE)
    elif societies(results):
        yield _(
            "Medians over societies, and 5 to 95 % of them. A change is clear (‡) if that interval "
            "is on one side of 0 and the median is above the least difference that matters. An "
            "interval over societies is no test, and is not corrected for the number of groups: of "
            "so many, some lie on one side by accident."
        )
    else:
        yield _(
            "Means over replications, and paired 95 % intervals. A change is clear (‡) if its "
            "p-value is below 0.05, corrected over all rows of the table (Holm), and it is above "
            "the least difference that matters. It is of one society: of one set of assumptions."
        )
    gap = _(
        "Issues for the counter are left out. A gap is the value of a group minus that of all "
        "others of the place, run by run."
    )
    age = _(
        "Age decides nothing in the model but who uses applications; other differences between old "
        "and young come from where they live and from the list of visits."
    )
    medians = _(GAPS) if societies(results) > 1 else ""
    others = _("{note}.").format(note=left_out) if left_out else ""
    yield joined([gap, medians, age, others], "sentences")


def sentences(scenario: str, rows: pd.DataFrame) -> str:
    """What a scenario does to groups of residents.

    Parameters: the scenario in words; its rows of the table.
    """
    groups = rows[(rows["against"] == "") & (rows["by"] != WHOLE)]
    fates = [text for measure in IN_TEXT for text in _fates(groups, measure)]
    gaps = rows[(rows["against"] != "") & rows["measure"].isin(IN_TEXT) & rows["aside"]]
    moved = [_gap(row) for row in gaps[gaps["clear"]].to_dict("records")]
    subject = scenario[:1].upper() + scenario[1:]
    if not fates and not moved:
        text = _(
            "{scenario}: no group of residents clearly gains or loses, in days from onset, in "
            "issues solved or in issues given up, and no gap between groups clearly changes."
        ).format(scenario=subject)
    else:
        fates = fates or [_("no group of residents clearly gains or loses")]
        moved = moved or [_("no gap between groups clearly changes")]
        said = joined([*fates, *moved], "statements")
        text = _("{scenario}: {changes}.").format(scenario=subject, changes=said)
    seen = gaps["change"].abs().round(DIGITS) > 0  # days, which have no factor
    small = _ranked(gaps[~gaps["clear"] & (gaps["measure"] == ONSET) & seen])[:NAMED]
    if not small:
        return text
    listed = joined(map(_turn, small), "statements")
    less = _("Gaps in days that move one way, but by less than what matters: {gaps}.")
    return joined([text, less.format(gaps=listed)], "sentences")


def _fates(rows: pd.DataFrame, measure: str) -> Iterator[str]:
    """Which groups gain, and which lose, in a measure; the largest changes first."""
    mine = rows[(rows["measure"] == measure) & rows["change"].notna()]
    gains = mine["change"] * MEASURES[measure].better
    for fate, which in zip(FATES[measure], (gains > 0, gains < 0), strict=True):
        ranked = _ranked(mine[which & mine["clear"]])
        named = [_changed(row, rows) for row in ranked]
        if ranked and len(ranked) == len(mine):
            groups = _("every group, most those of {first}, least {last}")
            yield _(fate).format(groups=groups.format(first=named[0], last=named[-1]))
        elif ranked:
            groups = joined(named[:NAMED])
            if (more := len(ranked) - NAMED) > 0:
                others = counted(more, "other group")
                groups = _("{groups}, and {others}").format(groups=groups, others=others)
            yield _(fate).format(groups=groups)


def _changed(row: Any, rows: pd.DataFrame) -> str:
    """A group, and its change."""
    change = joined([_change(row), _partly(row, rows)], "clauses")
    return _("{group} ({change})").format(group=_label(row), change=change)


def _partly(row: Any, rows: pd.DataFrame) -> str:
    """In how many societies there are such residents, where not in all."""
    if "societies" not in rows or row["societies"] == rows["societies"].max():
        return ""
    these = counted(int(row["societies"]), "society", "societies")
    return _("of {societies}").format(societies=these)


def _ranked(rows: pd.DataFrame) -> list[Any]:
    """Rows by size of the change, the largest first."""
    order = rows["change"].abs().sort_values(ascending=False, kind="stable").index
    return rows.loc[order].to_dict("records")


def _turn(row: Any) -> str:
    """Whether a group falls behind all others or gains on them, and by how many days."""
    shown = shown_in(str(row["unit"]))
    ends = sorted((abs(float(row["low"])), abs(float(row["high"]))))
    amount, *span = (
        f"{abs(value) * shown.factor:.{DIGITS}f}" for value in (float(row["change"]), *ends)
    )
    known = pd.notna(row["low"]) and pd.notna(row["high"])
    days = " ".join([f"{amount} {shown.axis}", *([f"[{', '.join(span)}]"] if known else [])])
    text = (
        _("{group} fall behind {others} by {days}")
        if row["change"] > 0
        else _("{group} gain on {others} by {days}")
    )
    return text.format(group=_label(row), others=against(row["against"]), days=days)


def _gap(row: Any) -> str:
    """How the gap of a group to all others moves."""
    shown = shown_in(str(row["unit"]))
    return _(
        "the gap in {measure} of {group} against {others} {moves}: {before} {unit} in the "
        "baseline, changed by {change}"
    ).format(
        measure=_(MEASURES[row["measure"]].label),
        group=_label(row),
        others=against(row["against"]),
        moves=_(movement(row["baseline"], row["change"], row["least"])),
        before=signed(row["baseline"] * shown.factor, DIGITS),
        unit=shown.axis,
        change=_change(row),
    )


def movement(before: float, change: float, least: float) -> str:
    """How a gap moves, in English.

    Parameters: the gap in the baseline, its change, and the least difference that matters.
    """
    after = before + change
    if abs(before) <= least:
        return marked("opens") if abs(after) > least else marked("moves")
    if before * after < 0 and abs(after) > least:
        return marked("is reversed")
    return marked("narrows") if abs(after) < abs(before) else marked("widens")


def against(others: str) -> str:
    """The others of a gap in words."""
    if others.startswith(OUTSIDE):
        return _("all other communities")
    return _(RESIDENT_GROUPS[others])


def table(rows: pd.DataFrame, measure: str, scenarios: Sequence[str]) -> Table:
    """Groups and gaps as rows, the baseline and scenarios as columns; intervals under changes."""
    mine = rows[rows["measure"] == measure]
    shown = shown_in(str(mine["unit"].iloc[0]))
    heads = [Column(spelled(name), "number", given=True) for name in scenarios]
    title = _("{label}, {unit}").format(label=_(MEASURES[measure].label), unit=shown.unit)
    found = Table([Column(""), Column("baseline", "number"), *heads], title[:1].upper() + title[1:])
    for (by, group, others), part in mine.groupby(["by", "group", "against"], sort=False):
        found.section(str(by))
        cells = part.set_index("scenario").to_dict("index")
        first = part.iloc[0]
        label = _label({"group": group})
        if others:
            gap = _("gap: {group} − {others}")
            label = gap.format(group=label, others=against(str(others)))
        few = first["issues"] < FEW_ISSUES
        note = _("{n:.0f} issues").format(n=first["issues"]) if few else ""
        level = first["baseline"] * shown.factor
        found.add(
            Cell(label, note),
            _level(level, bool(others)),
            *(_cell(cells[name], shown) if name in cells else Cell("") for name in scenarios),
        )
    return found


def _level(value: float, gap: bool) -> str:
    if math.isnan(value):
        return _("none")
    return signed(value, DIGITS) if gap else f"{value:.{DIGITS}f}"


def _cell(row: Any, shown: Shown) -> Cell:
    if not pd.notna(row["change"]):
        return Cell(_("none"))
    if not row["differing"]:
        return Cell(signed(0.0, DIGITS), _("no difference"))
    mark = CLEAR if row["clear"] else ""
    return Cell(signed(row["change"] * shown.factor, DIGITS) + mark, _interval(row, shown))


def _change(row: Any) -> str:
    shown = shown_in(str(row["unit"]))
    text = f"{signed(row['change'] * shown.factor, DIGITS)} {shown.axis}"
    return " ".join(filter(None, [text, _interval(row, shown)]))


def _interval(row: Any, shown: Shown) -> str:
    if not (pd.notna(row["low"]) and pd.notna(row["high"])):
        return ""
    low, high = (signed(row[end] * shown.factor, DIGITS) for end in ("low", "high"))
    return f"[{low.lstrip('+')}, {high.lstrip('+')}]"


def _label(row: Any) -> str:
    label = RESIDENT_GROUPS[row["group"]]
    return _(label) if label else _("all residents")
