"""What results say of evidence of the user: the file, and what it replaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.language import _, counted, joined, marked, use
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.page import heading, paragraph
from experiments.reporting.table import Column, Table, number
from sim.evidence import Assumption

LAWS = (marked("uniform"), marked("loguniform"), marked("triangular"), marked("integer"))
"""Distributions of assumptions."""
SOURCE = marked("{name}: {title}.")
IN_SOCIETIES = marked(
    "In each society the new value is the same quantile of its range as the old one was; without a "
    "range it follows the formula."
)


def section(manifest: Mapping[str, Any]) -> list[str]:
    """A section of a page, as HTML; empty where all evidence is that of the package."""
    own = manifest.get("evidence_file")
    if own is None:
        return []
    parts = [
        heading(_("Your own evidence")),
        paragraph(
            _("{file}: {summary}. SHA-256 {digest}.").format(
                file=own["file"], summary=summary(own), digest=own["sha256"]
            )
        ),
        *(
            paragraph(_(SOURCE).format(name=name, title=title), "quiet")
            for name, title in own["sources"].items()
        ),
    ]
    if own["replaced"]:
        over = "" if manifest.get("societies") is None else _(IN_SOCIETIES)
        title = joined([_("What it replaces of the package."), over], "sentences")
        parts += [paragraph(title), replaced(own).html()]
    if own["facts"] or own["added"]:
        parts += [paragraph(_("What it adds.")), added(own).html()]
    return parts


def summary(own: Mapping[str, Any]) -> str:
    """How many entries a file has, and how many of the package it replaces."""
    facts, assumptions = len(own["facts"]), len(own["assumptions"])
    return _("{facts} and {assumptions}, {n} in place of the package's").format(
        facts=counted(facts, "fact"),
        assumptions=counted(assumptions, "assumption"),
        n=len(own["replaced"]),
    )


def replaced(own: Mapping[str, Any]) -> Table:
    """A row a replaced assumption: before, now, and why."""
    table = Table([
        Column("id", "name"), Column("unit"), Column("before"), Column("now"),
        Column("why", "prose"),
    ])  # fmt: skip
    for row in own["replaced"]:
        table.add(row["id"], unit(row["unit"]), _spelled(row["before"]), _now(row), row["why"])
    return table


def added(own: Mapping[str, Any]) -> Table:
    """A row a fact and a new assumption: value, where it is printed, what it means or why."""
    table = Table([
        Column("id", "name"), Column("unit"), Column("value"), Column("where"), Column("printed"),
        Column("meaning, or why", "prose"),
    ])  # fmt: skip
    for row in own["facts"]:
        table.add(row["id"], unit(row["unit"]), number(row["value"]), row["place"], row["printed"],
                  meaning(row["meaning"]))  # fmt: skip
    for row in own["added"]:
        table.add(row["id"], unit(row["unit"]), _now(row), "", "", row["why"])
    return table


def _now(row: Mapping[str, Any]) -> str:
    """The value of an assumption of the user, its formula and range."""
    now = row["now"]
    if "formula" not in now:
        return _spelled(now)
    return f"{number(row['value'])} = {now['formula']}{_span(now)}"


def spelled(entry: Assumption) -> str:
    """The value and the range of an assumption, or its formula, in English."""
    with use("en"):
        return _spelled(entry.model_dump())


def _spelled(entry: Mapping[str, Any]) -> str:
    value = entry.get("value")
    said = f"= {entry['formula']}" if value is None else number(value)
    return f"{said}{_span(entry)}"


def _span(entry: Mapping[str, Any]) -> str:
    if entry.get("low") is None:
        return ""
    return _(", {low} to {high} {distribution}").format(
        low=number(entry["low"]),
        high=number(entry["high"]),
        distribution=_(entry["distribution"]),
    )
