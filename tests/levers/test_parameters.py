"""What a parameter of a lever or shock rests on, and what it must not be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sim import GovernanceModel, Settings
from sim.evidence import Fact, Ledger, formula
from sim.levers import Levers
from sim.parameters import Group, evidence_of, subgroup
from sim.settings import default_ledger
from sim.shocks import Shocks

EACH: dict[str, type[Group]] = {
    f"{part}.{name}": kind
    for part, group in (("levers", Levers), ("shocks", Shocks))
    for name, field in group.model_fields.items()
    if (kind := subgroup(field)) is not None
}
SWITCHES = ("on", "start_day", "coverage", "communities")


@pytest.fixture(scope="module")
def measures() -> set[str]:
    """Names of all measures."""
    place = {"communities": 1, "workers": 3, "residents": 100}
    model = GovernanceModel(Settings(territory=place, horizon_days=2, warmup_days=0), rng=1)
    model.run()
    return set(model.measures()["measure"])


def own_parameters(path: str) -> dict[str, Any]:
    """Parameters besides when and where a lever or shock acts."""
    fields = EACH[path].model_fields
    return {name: field for name, field in fields.items() if name not in SWITCHES}


def facts_behind(ledger: Ledger, reference: str) -> Iterator[Fact]:
    """Facts on which a reference rests, directly or through formulas."""
    entry = ledger.entry(reference)
    if isinstance(entry, Fact):
        yield entry
        return
    for name in formula.names(entry.formula) if entry.formula else ():
        yield from facts_behind(ledger, f"{'fact' if name in ledger.facts else 'assume'}:{name}")


@pytest.mark.parametrize("path", EACH)
def test_no_parameter_has_the_name_of_a_measure(path: str, measures: set[str]) -> None:
    assert not measures & set(own_parameters(path))


@pytest.mark.parametrize("path", EACH)
def test_no_parameter_rests_on_what_the_model_is_to_show(path: str) -> None:
    ledger = default_ledger()
    sources = {row["path"]: row["source"] for row in Settings().provenance()}
    for parameter in own_parameters(path):
        source = sources[f"{path}.{parameter}"]
        behind = [] if source == "choice" else list(facts_behind(ledger, source))
        targets = [fact.id for fact in behind if fact.role == "target"]
        assert not targets, f"{parameter} rests on {targets}"


@pytest.mark.parametrize("path", EACH)
def test_every_parameter_but_a_switch_rests_on_evidence(path: str) -> None:
    name = path.partition(".")[2]
    for parameter, field in own_parameters(path).items():
        assert field.annotation is bool or evidence_of(field, name), f"{parameter} is a choice"
