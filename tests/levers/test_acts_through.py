"""Levers that say which rules they act through: they do nothing while one of these is off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from experiments.config import catalogue, help_page, override_effects
from experiments.config.compose import compose
from experiments.config.switched_off_rules import rule_line
from sim import GovernanceModel, Settings
from sim.evidence import Ledger
from sim.levers import Lever, LeverError, Place, lever
from sim.settings.rules import Rules
from tests.levers.places import Tree, merged
from tests.levers.test_every_lever import EACH, STRAINED

PAIRS = [(name, rule) for name, kind in EACH.items() for rule in kind.facts.acts_through]
OF_OTHERS = {"outside_hours"}
"""Hours of others are counted whether or not they bring anything."""


def measured(tree: Tree) -> dict[tuple[str, str], float]:
    """Measures of the whole place after a run."""
    model = GovernanceModel(Settings.read(tree), rng=3)
    model.run()
    rows = model.measures(by_community=False)
    return dict(zip(zip(rows["measure"], rows["group"], strict=True), rows["value"], strict=True))


def switched(name: str) -> Tree:
    """A lever that is on and takes no time to set up."""
    free = {key: 0 for key in EACH[name].model_fields if key in ("setup_minutes", "setup_hours")}
    return {"levers": {name: {"on": True, **free}}}


@pytest.mark.parametrize(("name", "rule"), PAIRS)
def test_a_lever_changes_nothing_while_a_rule_is_off_that_it_acts_through(
    name: str, rule: str
) -> None:
    off = merged(STRAINED, {"rules": {rule: {"on": False}}})
    before, after = measured(off), measured(merged(off, switched(name)))
    changed = {
        measure
        for (measure, group), value in before.items()
        if not np.array_equal(value, after[measure, group], equal_nan=True)
    }
    assert changed <= OF_OTHERS


def test_rules_that_levers_act_through_exist() -> None:
    assert {rule for _, rule in PAIRS} <= set(Rules.model_fields)
    assert ("procedure_cuts", "procedures") in PAIRS


def test_a_lever_of_a_user_that_names_no_rule_is_refused() -> None:
    class Wishes(Lever):
        """It acts through what there is not."""

        def apply(self, place: Place, communities: Sequence[int]) -> None:
            place.set_policy(communities, meetings=0.5)

    with pytest.raises(LeverError, match=r"wishes: acts_through=\['luck'\]: one of types"):
        lever(label="Wishes", documents=(), acts_on=("workers",), acts_through=("luck",))(Wishes)


def said(*words: str, varied: Sequence[str] = ()) -> list[str]:
    """What is said of a scenario before it is run."""
    scenarios = ["procedure_cuts", "form_cuts"]
    return override_effects.warnings(compose(*words), scenarios, Ledger.load(), varied)


def test_before_a_run_it_is_said_which_rule_to_add() -> None:
    line = (
        "levers.procedure_cuts acts through rules.procedures, which is off: "
        "add rules.procedures.on=true"
    )
    assert said() == [line]
    assert said("rules.procedures.on=true") == []
    assert said(varied=["rules.procedures.on"]) == []


def test_of_several_rules_those_that_are_off_are_named() -> None:
    assert rule_line("levers.any", ["rules.trust", "rules.causes"]) == (
        "levers.any acts through rules.trust and rules.causes, which are off: "
        "add rules.trust.on=true rules.causes.on=true"
    )


def test_help_and_the_key_of_scenarios_say_what_a_lever_needs() -> None:
    assert "  procedure_cuts needs rules.procedures.on=true" in help_page.scenarios().splitlines()
    described = catalogue.descriptions(["procedure_cuts", "points_scheme"])
    assert described["procedure_cuts"].endswith(" It needs rules.procedures.on=true.")
    assert "It needs" not in described["points_scheme"]
