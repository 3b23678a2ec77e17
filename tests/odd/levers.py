"""Levers and shocks with what they change, and the policies that they can set."""

from __future__ import annotations

from functools import cache

from experiments.kinds.evidence.lever_catalogue import Entry, lever_entries, markdown
from sim.levers import Levers
from sim.parameters import subgroup
from sim.policies import POLICY
from sim.settings import default_ledger
from sim.shocks import Shocks
from tests.odd.grid import grid
from tests.odd.parameters import purpose, shown
from tests.odd.state import street
from tests.odd.words import words


@cache
def entries() -> tuple[Entry, ...]:
    """The register of levers and shocks, in the order in which they are applied."""
    return tuple(lever_entries(default_ledger()))


def catalogue() -> str:
    """Every lever, then every shock, for readers: label, documents, whom it acts on, evidence."""
    return markdown(entries())


def levers() -> str:
    """Every lever, then every shock: number, documents, effect, policies set and actions taken."""
    rows = []
    for lever in entries():
        kind = subgroup({**Levers.model_fields, **Shocks.model_fields}[lever.name])
        assert kind is not None
        means = ", ".join(_as_on_the_page(change) for change in lever.changes)
        rows.append(
            (str(lever.number), f"`{lever.name}`", ", ".join(lever.documents), purpose(kind), means)
        )
    return grid(("no.", "lever", "documents", "what changes", "policies and actions"), rows)


def _as_on_the_page(change: str) -> str:
    """A policy in italics, an action as in section 10."""
    if change in (POLICY.names or ()):
        return f"*{change}*"
    return change.replace("_", " ").replace("(", " (")


def policies() -> str:
    """Every policy of a community: its initial value, its meaning, and the levers that set it."""
    names = POLICY.names or ()
    meant = words("policies", names)
    usual = street().policies[0]
    rows = []
    for name in names:
        entry = meant[name]
        setting = entry.get("first") if isinstance(entry, dict) else None
        value = usual[name].item()
        first = f"`{setting}`" if setting else "off" if value is False else shown(value)
        setters = ", ".join(f"`{lever.name}`" for lever in entries() if name in lever.changes)
        means = entry["means"] if isinstance(entry, dict) else entry
        rows.append((f"*{name}*", first, means, setters or BY.get(name, "no lever")))
    return grid(("policy", "initial value", "meaning", "set by"), rows)


BY = {"pool": "a survey that is done", "survey_minutes": "a survey"}
"""Policies that no lever sets itself, and what sets them."""


def settings_behind() -> dict[str, str]:
    """Paths of the settings that give policies their initial value, by policy."""
    meant = words("policies", POLICY.names or ())
    return {name: entry["first"] for name, entry in meant.items() if isinstance(entry, dict)}
