"""What the answer rests on: all tables, methods, the place, evidence, and how to make it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from experiments.costs import tables
from experiments.costs.section import section as costs
from experiments.kinds.compare import community_groups, dependence, fairness, freed
from experiments.kinds.compare.city import section
from experiments.kinds.compare.headline import headline
from experiments.kinds.compare.lines import Headline
from experiments.kinds.compare.notes import background, notes
from experiments.kinds.compare.society_cells import not_told_apart, sources
from experiments.kinds.compare.years import by_year
from experiments.language import _, counted, joined, marked
from experiments.reporting import labels, own_evidence, place_table
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.page import appendix, fold, heading, paragraph
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies, stale
from experiments.reporting.table import Cell, Column, Table, filled, number

SETTERS = {
    "user": marked("you"),
    "place": marked("the file of the place"),
    "territory": marked("the choice of the territory"),
    "file": marked("the file from which the study started"),
    "scenario": marked("the definition of the scenario"),
}


def of_results(results: Results, abreast: int) -> Iterator[str]:
    """Tables of results, each under a heading that opens.

    Parameters: results; scenarios that fit beside each other.
    """
    head, years = headline(results), by_year(results)
    yield fold(
        heading(_("All measures")),
        *_headline(head, abreast),
        *(paragraph(note, "quiet") for note in notes(results)),
    )
    yield fold(heading(_("Hours freed: what they come from")), *_freed(results, abreast))
    if years:
        yield fold(heading(_("The first and the last year")), *_headline(years, abreast))
    yield _folded(community_groups.section(results))
    yield fold(heading(_("The city in all")), *section(results, abreast))
    yield fold(heading(_("What the spread comes from")), *_sources(results, abreast))
    if len(dependence.depends(results)):
        yield fold(heading(_("What the answer depends on")), dependence.table(results).html())
    yield _folded(_costs(results, abreast))
    yield _folded(fairness.section(results, abreast))
    yield fold(
        heading(_("How to read the tables")),
        *(paragraph(note) for note in background(results)),
        *_districts(results),
    )


def of_evidence(results: Results) -> Iterator[str]:
    """The place, what was set, the evidence, and how to make the page again."""
    manifest = results.manifest
    yield _folded(place_table.section(manifest))
    yield fold(
        heading(_("What the results are based on")),
        *_overrides(results),
        *_societies(results),
        *own_evidence.section(manifest),
        _evidence(results),
    )
    versions = ", ".join(f"{name} {version}" for name, version in manifest["versions"].items())
    yield fold(
        heading(_("How to make this page again")),
        f"<pre>{escape(manifest['command'])}</pre>",
        *_code(manifest),
        paragraph(
            _(
                "Seed {seed}. Versions: {versions}. Written {created}. manifest.json holds all "
                "settings, the seed of every run, and the versions that runs were made under."
            ).format(seed=manifest["seed"], versions=versions, created=manifest["created"]),
            "quiet",
        ),
    )


def _folded(parts: list[str]) -> str:
    """A section whose first part is its heading, folded; empty of an empty one."""
    return fold(parts[0], *parts[1:]) if parts else ""


def _code(manifest: Mapping[str, Any]) -> list[str]:
    """Code of users that the command runs: without the same code it gives other results."""
    listed = [
        _("{kind} {name} ({file}, digest {digest})").format(
            kind=_(one["kind"]), name=one["name"], file=one.get("package") or one["file"],
            digest=one["source"],
        )
        for one in manifest.get("code", ())
    ]  # fmt: skip
    text = _("It runs code of the user: {code}.")
    return [paragraph(text.format(code=joined(listed)), "quiet")] if listed else []


def _freed(results: Results, abreast: int) -> list[str]:
    """What each scenario frees, in tables of as many scenarios as fit on a page."""
    rows = freed.freed(results)
    names = list(dict.fromkeys(rows["scenario"])) if len(rows) else []
    starts = range(0, len(names), abreast)
    tables = [freed.table(rows, names[start : start + abreast]).html() for start in starts]
    return [*tables, paragraph(_(freed.NOTE), "quiet")] if names else []


def _headline(head: Headline, abreast: int) -> list[str]:
    """Tables of as many scenarios as fit on a page, each led by the baseline."""
    parts = []
    for start in range(1, max(len(head.scenarios), 2), abreast):
        places = [0, *range(start, min(start + abreast, len(head.scenarios)))]
        names = [labels.spelled(head.scenarios[place]) for place in places]
        table = Table([Column(""), *(Column(name, "number", given=True) for name in names)])
        for line, cells in head.cells.items():
            table.section(line.section)
            label = Cell(head.labels[line], head.units[line].unit)
            table.add(label, *(Cell(cells[place].level, cells[place].below) for place in places))
        parts.append(table.html())
    return parts


def _sources(results: Results, abreast: int) -> list[str]:
    """What the spread over societies comes from; nothing where it cannot be told."""
    if not societies(results) or not_told_apart(results):
        return []
    names = results.manifest["scenarios"][1:]
    starts = range(0, len(names), abreast)
    return [sources(results, names[start : start + abreast]).html() for start in starts]


def _costs(results: Results, abreast: int) -> list[str]:
    """What scenarios cost and buy, who pays, and forms by the standard cost model."""
    if tables.costs(results).empty:
        return []
    names = results.manifest["scenarios"][1:]
    parts = [names[start : start + abreast] for start in range(0, len(names), abreast)]
    shown = [
        *(tables.budgets(results, some) for some in parts),
        *(tables.standard(results, some) for some in parts),
    ]
    return costs(results, shown, [_(tables.STANDARD_NOTE)])


def _districts(results: Results) -> list[str]:
    """What the column `community` of tables means, of a city."""
    place = next(iter(results.manifest["settings"].values()))["territory"]
    if place.get("districts", 1) == 1:
        return []
    if place["sampled"] < 1:
        text = _(
            "In measures.parquet the column community numbers the districts of the city, whose "
            "totals are raised to all of its streets."
        )
    else:
        text = _("In measures.parquet the column community numbers the districts of the city.")
    return [paragraph(text)]


def _overrides(results: Results) -> list[str]:
    rows = results.manifest["overrides"]
    if not rows:
        return [paragraph(_("Every number comes from the evidence; none was set by hand."))]
    shown = [
        [
            row["path"],
            _written(row["value"]),
            _(SETTERS[row["by"]]),
            joined(labels.spelled(name) for name in row["scenarios"]),
        ]
        for row in rows
    ]
    columns = [Column("setting"), Column("value", "number"), Column("set by"), Column("in")]
    return [paragraph(_("Set in place of evidence:")), filled(columns, shown).html()]


def _written(value: Any) -> Any:
    """A value as a cell has it; what a list leaves to the evidence is a dash."""
    if not isinstance(value, list | tuple):
        return value
    return joined("–" if one is None else number(one) for one in value)


def _societies(results: Results) -> list[str]:
    used = results.manifest.get("societies")
    if used is None:
        return []
    origin = used["origin"]
    line = _(
        "{societies} of {all} in {file}, made by {command} with seed {seed} ({territory}). In each "
        "every assumption has a value of its own; the values below are the declared ones."
    ).format(
        societies=counted(used["societies"], "society", "societies"), all=used["of"],
        file=used["file"], command=origin["command"], seed=origin["seed"],
        territory=origin["territory"],
    )  # fmt: skip
    return [paragraph(text) for text in [line, *filter(None, [stale(used)])]]


def _span(row: Mapping[str, Any]) -> str:
    return _("{low} to {high}").format(low=number(row["low"]), high=number(row["high"]))


def _evidence(results: Results) -> str:
    table = Table([
        Column("id", "name"), Column("value", "number"), Column("range"), Column("unit"),
        Column("grade"), Column("where"), Column("meaning", "prose"), Column("why", "prose"),
    ])  # fmt: skip
    for row in results.manifest["evidence"]:
        table.add(
            row["id"],
            row["value"],
            "" if row["low"] is None else _span(row),
            unit(row["unit"]),
            row["grade"],
            row["place"] or row["source"],
            meaning(row["meaning"]),
            row["why"] or row["formula"],
        )
    summary = _(
        "{numbers}, each with its grade. Exact, approximate and bound: quoted from a document, at "
        "the character given. Derived, literature and assumed: declared assumptions with a range"
    ).format(numbers=counted(len(table), "number"))
    where = _("they open on this line of report.html and are under evidence in manifest.json")
    return appendix(summary, table.html(), where)
