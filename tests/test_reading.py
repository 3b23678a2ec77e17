"""What a run does not read changes nothing in it, and what it reads in another structure counts."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from experiments.config.errors import InputError
from experiments.designs.active_parameters import active
from experiments.reporting import provenance
from sim import GovernanceModel, Settings
from sim.evidence import Ledger, quantile
from sim.levers import Levers
from sim.settings.nested import Tree, grow, overlay
from sim.settings.reading import CONDITIONS_OF, unread
from sim.settings.rules import Rules

STRAIN: Tree = {
    "territory": {"communities": 3, "workers": 27, "residents": 9000, "villages": 1},
    "issues": {"beyond_scale": 3.0},
    "workday": {"chat_minutes": 500.0},
    "departments": {"false_closure": 0.5},
    "rules": {"turnover": {"on": True}},
    "horizon_days": 90,
    "warmup_days": 10,
}
EVERY_LEVER: Tree = {"levers": {name: {"on": True} for name in Levers.model_fields}}
LEDGER = Ledger.load()
STRUCTURES = {
    "dispatch": ("telephone",),
    "returns": ("endless", "designated"),
    "hours": ("attention",),
    "effort": ("chosen",),
    "time": ("blocks",),
    "visits": ("quota",),
}
KNOWN: Tree = {
    "territory": {
        "each": {
            "types": ["old_estate", "village", "mixed"],
            "residents": [4000, 900, 4100],
            "workers": [11, 4, 12],
            "households": [1600, 300, 1700],
            "vulnerable": [80, 20, 35],
            "merchants": [30, 2, 140],
        }
    },
    "obligations": {"forms_a_week": 25.0},
    "departments": {"staff": [4.0] * 12},
}
SOCIETIES: dict[str, Tree] = {
    "no lever": STRAIN,
    "every lever": overlay(STRAIN, EVERY_LEVER),
    "known communities": overlay(overlay(STRAIN, EVERY_LEVER), KNOWN),
    "one community": overlay(STRAIN, {"territory": {"communities": 1, "villages": 0}}),
    "no villages, no head": overlay(
        STRAIN, {"territory": {"villages": 0}, "organisation": {"head": False}}
    ),
    **{
        f"{name}, {choice}": overlay(STRAIN, EVERY_LEVER | {"structures": {name: choice}})
        for name, choices in STRUCTURES.items()
        for choice in choices
    },
    **{
        f"without {name}": overlay(STRAIN, EVERY_LEVER | {"rules": {name: {"on": False}}})
        for name in Rules.model_fields
    },
}


@functools.cache
def digest(society: str, changed: bool = False) -> bytes:
    """All measures of a run; with everything that it does not read at an end of its range."""
    tree = SOCIETIES[society]
    if changed:
        settings = Settings.read(tree)
        tree = overlay(tree, grow(dict(_at_ends(settings, unread(settings)))))
    model = GovernanceModel(Settings.read(tree), rng=6)
    model.run()
    return np.ascontiguousarray(model.measures()["value"].to_numpy(np.float64)).tobytes()


def _at_ends(settings: Settings, paths: Iterable[str]) -> Iterable[tuple[str, Any]]:
    """New values of settings that come from an assumption with a range."""
    for path in sorted(paths):
        kind, _, name = settings.sources[path].partition(":")
        if kind == "assume" and name in LEDGER.ranged:
            entry, value = LEDGER.assumptions[name], LEDGER.value(f"assume:{name}")
            ends = [quantile(entry, value, u) for u in (1e-9, 1 - 1e-9)]
            yield path, ends[0] if ends[0] != value else ends[1]


def test_conditions_are_of_settings_that_there_are() -> None:
    assert {*CONDITIONS_OF} <= {*Settings().sources}


@pytest.mark.parametrize("society", SOCIETIES)
def test_what_a_run_does_not_read_changes_nothing(society: str) -> None:
    assert digest(society, changed=True) == digest(society)


@pytest.mark.parametrize(
    ("path", "choice", "names"),
    [
        ("structures.time", "blocks", {"block_share"}),
        ("structures.visits", "quota", {"visit_quota"}),
        ("structures.hours", "attention", {"attention_share", "attention_months"}),
        ("structures.returns", "designated", {"designation_days"}),
        ("structures.dispatch", "telephone", {"ask_minutes", "answer_days"}),
    ],
)
def test_active_assumptions_are_those_of_the_chosen_structure(
    path: str, choice: str, names: set[str]
) -> None:
    """A structure that is varied itself has all choices; one that is chosen has its own."""
    usual, chosen = Settings(), Settings.read(grow({path: choice}))
    assert names <= {*active({"baseline": usual}, LEDGER)}
    assert not names & _listed(usual)
    assert names <= _listed(chosen)
    assert names <= _listed(usual, usual.sources[path])
    assert names <= _listed(usual, path)
    for name in sorted(names):
        with pytest.raises(InputError, match="changes nothing in baseline"):
            active({"baseline": usual}, LEDGER, [name])
        assert active({"baseline": chosen}, LEDGER, [name]) == (name,)


@pytest.mark.parametrize(("rules", "read"), [(["coping"], True), (["coping", "pursuit"], False)])
def test_active_assumptions_are_those_of_rules_that_are_on(rules: list[str], read: bool) -> None:
    """Forms are filled in from old figures by workers who cope, and where they are pursued."""
    without = Settings.read({"rules": {name: {"on": False} for name in rules}})
    found = {*active({"baseline": without}, LEDGER)}
    assert ({"patchwork_minutes", "patchwork_found"} <= found) == read


def _listed(settings: Settings, *varied: str) -> set[str]:
    """Ids of evidence that a manifest lists."""
    return {row["id"] for row in provenance.evidence({"baseline": settings}, LEDGER, varied)}
