"""Provenance of results: the evidence of every setting, and values that override it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from experiments.config.catalogue import BASELINE
from experiments.config.place_statements import Place
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.nested import Tree, leaves
from sim.settings.reading import unread
from sim.settings.structures import Structures

Row = dict[str, Any]
GRADES = {
    "exact": "facts",
    "approximate": "facts",
    "bound": "facts",
    "derived": "derived from facts",
    "literature": "from the literature",
    "assumed": "assumed",
    "override": "set by you",
}

EACH = "territory.each."
"""Settings of single communities: of a place they come from its table."""


def uses(settings: Mapping[str, Settings]) -> dict[str, list[str]]:
    """Dotted paths by evidence reference, over all scenarios, whether or not they are read."""
    return _by_reference(scenario.sources.items() for scenario in settings.values())


def used(settings: Mapping[str, Settings], varied: Collection[str] = ()) -> dict[str, list[str]]:
    """As `uses`, of settings that runs of some scenario read.

    `varied` are paths, or `assume:ID`, of which other runs have other values: where a structure is
    one of them, what any of its choices reads counts.
    """
    every = []
    for scenario in settings.values():
        idle = unread(scenario, _varied_structures(scenario, varied))
        every.append([row for row in scenario.sources.items() if row[0] not in idle])
    return _by_reference(every)


def _varied_structures(settings: Settings, varied: Collection[str]) -> list[str]:
    paths = {name: f"structures.{name}" for name in Structures.model_fields}
    return [
        name for name, path in paths.items() if path in varied or settings.sources[path] in varied
    ]


def _by_reference(scenarios: Iterable[Iterable[tuple[str, str]]]) -> dict[str, list[str]]:
    """Dotted paths by evidence reference, from rows of path and source."""
    paths: dict[str, dict[str, None]] = {}
    for rows in scenarios:
        for path, source in sorted(rows):
            if ":" in source:
                paths.setdefault(source, {})[path] = None
    return {reference: list(kept) for reference, kept in sorted(paths.items())}


def evidence(
    settings: Mapping[str, Settings], ledger: Ledger, varied: Collection[str] = ()
) -> list[Row]:
    """The ledger's row of each entry that runs use, with its reference and where it is used.

    `varied` as in `used`.
    """
    entries = {reference(row): row for row in ledger.table()}
    return [
        {
            "reference": name,
            "used": ", ".join(paths),
            "file": ledger.file(name.partition(":")[2]),
            **entries[name],
        }
        for name, paths in used(settings, varied).items()
    ]


def overrides(
    settings: Mapping[str, Settings], by_user: Tree, place: Place | None = None
) -> list[Row]:
    """Values set in place of evidence: path, value, scenarios, and their origin (`by`).

    `by_user` are the settings that the user overrode, in every scenario. Other overrides in the
    baseline come with the place, the territory or a file; the rest define a scenario.
    """
    users = {path for path, _ in leaves(by_user)}
    usual = {row["path"]: row["value"] for row in Settings.read({}).provenance()}
    by_value: dict[tuple[str, str], Row] = {}
    for name, society in settings.items():
        for row in society.provenance():
            if row["source"] == "override" or _chosen(row, usual):
                file = "territory" if row["path"].startswith("territory.") else "file"
                if place and (place.statement_of(row["path"]) or row["path"].startswith(EACH)):
                    file = "place"
                other = file if name == BASELINE else "scenario"
                own = any(f"{path}.".startswith(f"{row['path']}.") for path in users)
                by = "user" if own else other
                entry = {"path": row["path"], "value": row["value"], "by": by, "scenarios": []}
                by_value.setdefault((row["path"], repr(row["value"])), entry)["scenarios"].append(
                    name
                )
    return list(by_value.values())


def _chosen(row: Mapping[str, Any], usual: Mapping[str, Any]) -> bool:
    """Whether a setting that claims no evidence has a list or text that is not the usual one."""
    listed = isinstance(row["value"], list | str)
    return row["source"] == "choice" and listed and row["value"] != usual.get(row["path"])


def reference(row: Mapping[str, Any]) -> str:
    """`fact:ID` or `assume:ID` of a row of the ledger's table."""
    return f"{'fact' if row['class'] == 'fact' else 'assume'}:{row['id']}"


def tally(evidence: list[Row], overrides: list[Row]) -> dict[str, int]:
    """How many numbers a result uses, by the grade of their evidence."""
    counts = Counter(GRADES[row["grade"]] for row in evidence)
    counts[GRADES["override"]] = sum(
        row["by"] in ("user", "place", "file") and isinstance(row["value"], int | float)
        for row in overrides
    )
    return {name: counts[name] for name in dict.fromkeys(GRADES.values()) if counts[name]}
