"""Settings at points of a design are those that are read from the whole nested mapping."""

from __future__ import annotations

import json
import math
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.config.catalogue import options
from experiments.config.study import Study
from experiments.runs.design import Case, Design, plain
from experiments.runs.points import assumed
from sim.evidence import EvidenceError, Ledger
from sim.levers import Lever, lever, unregister
from sim.settings import Settings, SettingsError, default_ledger
from sim.settings.nested import Tree, grow, overlay
from sim.settings.variants import ASSUMPTION, Unfit, Variants

POINTS = 6
ODD: tuple[Any, ...] = (
    -0.0,
    0,
    1,
    -1.0,
    0.0005,
    1.5,
    3,
    1e9,
    1e16,
    math.nan,
    math.inf,
    True,
    "0.5",
    "daily",
    [],
)
"""Values of which some settings allow none, and others some."""


def read(tree: Tree, ledger: Ledger, row: dict[str, Any]) -> Settings:
    """The settings at a point by the long way."""
    drawn: dict[str, Any] = {}
    for name, value in row.items():
        if name.startswith(ASSUMPTION):
            whole = ledger.assumptions[name.removeprefix(ASSUMPTION)].distribution == "integer"
            drawn[name.removeprefix(ASSUMPTION)] = int(value) if whole else value
    given = grow({name: value for name, value in row.items() if not name.startswith(ASSUMPTION)})
    return Settings.read(overlay(tree, given), ledger.replace(drawn))


def written(settings: Settings) -> str:
    """Canonical JSON by its definition."""
    tree = settings.model_dump(mode="json")
    for part in ("levers", "shocks", "rules"):
        tree[part] = {name: group for name, group in tree[part].items() if group["on"]}
    return json.dumps(tree, sort_keys=True, separators=(",", ":"))


def outcome(made: Callable[[], Settings]) -> Settings | Exception:
    """The settings, or why there are none."""
    try:
        return made()
    except (SettingsError, EvidenceError, ValueError) as error:
        return error


def check(tree: Tree, ledger: Ledger, points: pd.DataFrame) -> tuple[int, int]:
    """Compare each point of a design with the long way; feasible points, and others."""
    design = Design({"a": tree}, ledger, points)
    allowed = refused = 0
    for point in points.index:
        row = {str(name): plain(points[name].to_numpy()[point]) for name in points}
        expected = outcome(partial(read, tree, ledger, row))
        found = outcome(partial(design.settings, Case("a", point)))
        if not isinstance(expected, Settings):
            assert type(found) is type(expected)
            assert str(found) == str(expected)
            refused += 1
            continue
        assert isinstance(found, Settings)
        assert found == expected
        assert found.canonical() == written(expected)
        assert found.provenance() == expected.provenance()
        sent = pickle.loads(pickle.dumps(found))
        assert sent == expected
        assert sent.canonical() == written(expected)
        allowed += 1
    return allowed, refused


def drawn_points(ledger: Ledger, rng: np.random.Generator, names: list[str]) -> pd.DataFrame:
    return assumed(names, ledger, rng.random((POINTS, len(names))))


@pytest.mark.parametrize("scenario", options("scenario"))
def test_every_scenario_at_random_points(scenario: str) -> None:
    ledger, rng = default_ledger(), np.random.default_rng(len(scenario))
    tree = Study("sweep", {"horizon_days": 300}, {}).trees([scenario])[scenario]
    names = [*rng.choice(ledger.ranged, 30, replace=False)]
    points = drawn_points(ledger, rng, names)
    points["obligations.overlap"] = rng.random(POINTS)
    points["warmup_days"] = rng.integers(0, 9, POINTS)
    points["levers.one_table.on"] = rng.random(POINTS) < 0.5
    points["rules.turnover.on"] = rng.random(POINTS) < 0.5
    points["issues.kinds.dispute.effort_shape"] = ["lognormal", "exponential", "deterministic"] * 2
    allowed, _ = check(tree, ledger, points)
    assert allowed


def test_all_assumptions_at_once() -> None:
    ledger, rng = default_ledger(), np.random.default_rng(5)
    trees = Study("sweep", {}, {}).trees(["one_table"])
    for tree in trees.values():
        assert sum(check(tree, ledger, drawn_points(ledger, rng, [*ledger.ranged]))) == POINTS


def test_each_assumption_by_itself() -> None:
    ledger, rng = default_ledger(), np.random.default_rng(6)
    for name in rng.choice(ledger.ranged, 20, replace=False):
        allowed, _ = check({}, ledger, drawn_points(ledger, rng, [str(name)]))
        assert allowed


def test_values_that_settings_refuse_are_refused_with_the_same_words() -> None:
    ledger, rng = default_ledger(), np.random.default_rng(7)
    paths = [row["path"] for row in Settings.read({}).provenance()]
    refused = 0
    for path in [*rng.choice(paths, 15, replace=False), "levers.one_table.start_day"]:
        usual = [row["value"] for row in Settings.read({}).provenance() if row["path"] == path]
        cells = pd.Series([*usual, *rng.permutation(np.array(ODD, object))], dtype=object)
        refused += check({}, ledger, pd.DataFrame({path: cells}))[1]
    assert refused > 15
    assert check({}, ledger, pd.DataFrame({"assume:overlap": [0.2, math.nan, 0.3, math.inf, 5.0]}))


def test_a_whole_group_is_no_column() -> None:
    with pytest.raises(Unfit):
        Variants({}, default_ledger(), ["levers.one_table"], [{"on": True}])


def test_a_setting_that_refers_to_evidence_follows_it() -> None:
    ledger = default_ledger()
    tree: Tree = {"obligations": {"roster_share": "${assume:overlap}"}}
    points = pd.DataFrame({"assume:overlap": [0.1, 0.2, 0.3, 0.4]})
    assert check(tree, ledger, points) == (4, 0)
    references = ["${assume:overlap}", 0.3, "${assume:heard_of}", "${fact:cuiyunli_boards_before}"]
    assert check({}, ledger, pd.DataFrame({"obligations.roster_share": references})) == (2, 2)
    design = Design({"a": tree}, ledger, points)
    assert design.settings(Case("a", 2)).obligations.roster_share == 0.3


def test_a_lever_from_outside_is_part_of_the_canonical_text() -> None:
    @lever(label="Nothing", documents=(), acts_on=("workers",))
    class Nothing(Lever):
        def apply(self, place: Any, communities: Any) -> None: ...

    try:
        points = pd.DataFrame({"levers.nothing.on": [True, False] * 3})
        design = Design({"a": {}}, default_ledger(), points)
        for point in points.index:
            settings = design.settings(Case("a", point))
            expected = Settings.read({"levers": {"nothing": {"on": bool(point % 2 == 0)}}})
            assert settings.canonical() == expected.canonical()
            assert ('"sources"' in settings.canonical()) == (point % 2 == 0)
    finally:
        unregister("nothing")


def test_settings_that_travel_twice_are_unpacked_once() -> None:
    settings = Settings.read({"horizon_days": 77})
    one, other = (pickle.loads(pickle.dumps(settings)) for _ in range(2))
    assert one is other
    assert one == settings
    assert one.provenance() == settings.provenance()


def test_points_travel_without_what_they_have_in_common() -> None:
    columns = ["obligations.overlap", "assume:overlap"]
    variants = Variants({}, default_ledger(), columns, [0.1, 0.2])
    one = pickle.dumps([variants.at([0.3, 0.2])])
    many = pickle.dumps([variants.at([0.001 * point, 0.2]) for point in range(100)])
    assert len(many) - len(one) < 100 * 100
