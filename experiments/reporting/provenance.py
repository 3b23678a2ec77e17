"""Provenance of results: the evidence of every setting, and values that override it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from experiments.config.catalogue import BASELINE
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.nested import Tree, leaves

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


def uses(settings: Mapping[str, Settings], switched_on: bool = False) -> dict[str, list[str]]:
    """Dotted paths by evidence reference, over all scenarios; or only of parts that are on."""
    paths: dict[str, dict[str, None]] = {}
    for scenario in settings.values():
        for row in scenario.provenance():
            if ":" in row["source"] and not (switched_on and off(scenario, row["path"])):
                paths.setdefault(row["source"], {})[row["path"]] = None
    return {reference: list(used) for reference, used in sorted(paths.items())}


def off(settings: Settings, path: str) -> bool:
    """Whether a path lies below a lever, shock or rule that is off."""
    part, _, rest = path.partition(".")
    if part not in ("levers", "shocks", "rules"):
        return False
    return not getattr(getattr(settings, part), rest.partition(".")[0]).on


def evidence(settings: Mapping[str, Settings], ledger: Ledger) -> list[Row]:
    """The ledger's row of each entry that runs use, with its reference and where it is used."""
    entries = {reference(row): row for row in ledger.table()}
    return [
        {
            "reference": name,
            "used": ", ".join(paths),
            **entries[name],
        }
        for name, paths in uses(settings, switched_on=True).items()
    ]


def overrides(settings: Mapping[str, Settings], by_user: Tree) -> list[Row]:
    """Values set in place of evidence: path, value, scenarios, and their origin (`by`).

    `by_user` are the settings that the user overrode, in every scenario. Other overrides in the
    baseline come with the territory or a file; the rest define a scenario.
    """
    users = {path for path, _ in leaves(by_user)}
    by_value: dict[tuple[str, str], Row] = {}
    for name, society in settings.items():
        for row in society.provenance():
            if row["source"] == "override":
                file = "territory" if row["path"].startswith("territory.") else "file"
                other = file if name == BASELINE else "scenario"
                by = "user" if row["path"] in users else other
                entry = {"path": row["path"], "value": row["value"], "by": by, "scenarios": []}
                by_value.setdefault((row["path"], repr(row["value"])), entry)["scenarios"].append(
                    name
                )
    return list(by_value.values())


def reference(row: Mapping[str, Any]) -> str:
    """`fact:ID` or `assume:ID` of a row of the ledger's table."""
    return f"{'fact' if row['class'] == 'fact' else 'assume'}:{row['id']}"


def tally(evidence: list[Row], overrides: list[Row]) -> dict[str, int]:
    """How many numbers a result uses, by the grade of their evidence."""
    counts = Counter(GRADES[row["grade"]] for row in evidence)
    counts[GRADES["override"]] = sum(row["by"] == "user" for row in overrides)
    return {name: counts[name] for name in dict.fromkeys(GRADES.values()) if counts[name]}
