"""Levers and shocks with what they turn, and the policies that can be turned."""

from __future__ import annotations

from functools import cache

from experiments.kinds.evidence.lever_catalogue import Entry, lever_entries, markdown
from sim.levers import Levers
from sim.parameters import subgroup
from sim.policies import POLICY
from sim.settings import default_ledger
from sim.shocks import Shocks
from tests.odd.grid import grid
from tests.odd.parameters import purpose, told
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
    """Every lever, then every shock: number, documents, who does what, what it turns."""
    rows = []
    for one in entries():
        kind = subgroup({**Levers.model_fields, **Shocks.model_fields}[one.name])
        assert kind is not None
        turned = ", ".join(_as_on_the_page(knob) for knob in one.changes)
        rows.append(
            (str(one.number), f"`{one.name}`", ", ".join(one.documents), purpose(kind), turned)
        )
    return grid(("no.", "lever", "documents", "who does what differently", "turns"), rows)


def _as_on_the_page(knob: str) -> str:
    """A policy in italics, a verb as in section 10."""
    if knob in (POLICY.names or ()):
        return f"*{knob}*"
    return knob.replace("_", " ").replace("(", " (")


def policies() -> str:
    """Every policy of a community: what it is at first, which levers turn it, what it means."""
    names = POLICY.names or ()
    meant = words("policies", names)
    usual = street().policies[0]
    rows = []
    for name in names:
        told_of = meant[name]
        setting = told_of.get("first") if isinstance(told_of, dict) else None
        value = usual[name].item()
        first = f"`{setting}`" if setting else "off" if value is False else told(value)
        turned = ", ".join(f"`{one.name}`" for one in entries() if name in one.changes)
        means = told_of["means"] if isinstance(told_of, dict) else told_of
        rows.append((f"*{name}*", first, means, turned or BY.get(name, "nobody")))
    return grid(("policy", "at first", "meaning", "turned by"), rows)


BY = {"pool": "a survey that is done", "survey_minutes": "a survey"}
"""Policies that no lever writes itself, and what does."""


def settings_behind() -> dict[str, str]:
    """Paths of the settings that policies are at first, by policy."""
    told_of = words("policies", POLICY.names or ())
    return {name: one["first"] for name, one in told_of.items() if isinstance(one, dict)}
