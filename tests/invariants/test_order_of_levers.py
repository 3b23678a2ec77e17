"""The order in which levers are named does not matter."""

from __future__ import annotations

import random

import pytest

from experiments.config.compose import compose
from sim.settings import Settings, default_ledger
from tests.invariants.societies import STRAINED, Tree, everywhere
from tests.invariants.ways import shuffled

WORDS = (
    "horizon_days=30", "levers.one_table.on=true", "levers.one_table.coverage=0.5",
    "levers.form_cuts.on=true", "levers.duty_list.on=true", "levers.signboard_removal.on=true",
    "levers.signboard_removal.start_day=10", "shocks.flood_evacuation.on=true",
)  # fmt: skip
SCENARIOS = ("burden_package", "one_table", "digital_package")


def assert_one_run(tree: Tree, seed: int) -> None:
    """By any other order it is the same run; that it counts the same see `test_everywhere.py`."""
    assert Settings(**shuffled(tree, seed)).canonical() == Settings(**tree).canonical()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_levers_does_not_matter(seed: int) -> None:
    assert_one_run(STRAINED, seed)


@everywhere(60)
def test_the_order_of_settings_does_not_matter(tree: Tree, seed: int) -> None:
    assert_one_run(tree, seed)


def composed(words: list[str]) -> dict[str, str]:
    """What runs under each scenario when the user says these words."""
    study = compose(*words)
    scenarios = study.scenarios(list(SCENARIOS), default_ledger())
    return {name: settings.canonical() for name, settings in scenarios.items()}


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_the_users_words_does_not_matter(seed: int) -> None:
    words = list(WORDS)
    random.Random(seed).shuffle(words)
    assert words != list(WORDS)
    assert composed(words) == composed(list(WORDS))
