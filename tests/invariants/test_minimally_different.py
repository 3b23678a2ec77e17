"""One community more, and the others live on as they would have."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.invariants.books import assert_same
from tests.invariants.societies import HEADLINE, Tree, everywhere, ran

TOGETHER = ("types", "caseloads", "rebound")
"""Rules by which communities share one total or breed obligations for each other."""

WHOLE = ("burden_review", "department_evaluation", "monitoring", "heavy_rain", "white_list")
"""What acts everywhere once it acts anywhere, or picks some of those whom it reaches."""

OFFICES = ("hours_scale", "response_share", "field_hours")
"""What could make departments' time scarce."""


def everywhere_or_nowhere(lever: Tree) -> float | Tree:
    """The coverage of a lever, with shares above zero as 1."""
    coverage = 0.0 if lever.get("communities") == 0 else lever.get("coverage", 1.0)
    if isinstance(coverage, dict):
        return {name: math.ceil(share) for name, share in coverage.items()}
    return math.ceil(coverage)


def apart(tree: Tree, communities: int) -> Tree:
    """So many communities of five workers and 300 residents with only offices in common.

    Departments and offices of the street have time without end; nobody scores departments within a
    few weeks. What is on in a part of the place is on everywhere: a share of three communities may
    leave out one that it reaches of two.
    """
    kept: dict[str, Any] = {
        part: {name: one for name, one in tree.get(part, {}).items() if name not in names}
        for part, names in (("levers", WHOLE), ("shocks", WHOLE), ("departments", OFFICES))
    }
    for part in ("levers", "shocks"):
        kept[part] = {
            name: one | {"coverage": everywhere_or_nowhere(one), "communities": None}
            for name, one in kept[part].items()
        }
    kept["departments"]["hours_scale"] = 1e6
    kept["rules"] = tree.get("rules", {}) | {name: {"on": False} for name in TOGETHER}
    street = tree.get("rules", {}).get("street_offices", {})
    kept["rules"]["street_offices"] = street | {"street_capacity": 1e6}
    kept["territory"] = {
        "communities": communities,
        "workers": 5 * communities,
        "residents": 300 * communities,
    }
    return tree | kept | {"horizon_days": min(60, tree.get("horizon_days", 60))}


def assert_others_the_same(tree: Tree, seed: int) -> None:
    """Two communities do the same with a third and without."""
    few, many = (ran(apart(tree, communities), seed) for communities in (2, 3))
    for name in ("totals", "overtime_totals", "burden", "counts", "residents", "policies"):
        before = getattr(few.state, name)
        assert_same(before, getattr(many.state, name)[: len(before)], name)
    issues = many.outcomes()
    ours = issues[issues["community"] < 2].reset_index(drop=True)
    assert few.outcomes().equals(ours)


@pytest.mark.parametrize("on", [(), HEADLINE], ids=["baseline", "levers"])
def test_one_community_more_changes_no_other(on: tuple[str, ...]) -> None:
    levers = {name: {"on": True, "start_day": 5} for name in on}
    assert_others_the_same({"issues": {"beyond_scale": 4.0}, "levers": levers}, 5)


@everywhere(60)
def test_one_community_more_changes_no_other_whatever_the_settings(tree: Tree, seed: int) -> None:
    assert_others_the_same(tree, seed)
