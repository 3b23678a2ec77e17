"""Whatever is said on the command line is done as it says, or refused in one line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from hypothesis import given
from hypothesis import strategies as st

from sim.settings.nested import pick
from tests.fuzz.answers import Answer, planning_only, polite
from tests.fuzz.effort import cases
from tests.fuzz.studies import SMALL, changed, small, study
from tests.fuzz.values import TEXTS, TREES
from tests.fuzz.words import EXPERIMENTS, FLAGS, MUTTERED, right_keys, spoken

OPEN = ("compare", "levers", "sweep", "uncertainty")
"""Experiments that hold the society as the user has it, but for what they vary."""


@pytest.fixture(autouse=True)
def _without_runs(here: Path) -> Iterator[None]:
    (here / "results").mkdir()
    with planning_only():
        yield


@st.composite
def experiments_with(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> tuple[str, str, Any]:
    """An experiment, one of its keys, and a value."""
    experiment = draw(st.sampled_from(EXPERIMENTS))
    return experiment, draw(right_keys(experiment)), draw(values)


def read(text: str) -> Any:
    """The value as the command line reads it; None beside what it refuses or takes for several."""
    try:
        override = OverridesParser.create().parse_override(f"key={text}")
    except (HydraException, ValueError):
        return None
    return None if override.is_sweep_override() else override.value()


def as_said(given: Answer, path: str, value: Any) -> None:
    """The baseline that was planned has what was asked for."""
    if given.plan is not None and type(value) in (bool, int, float):
        tree = given.plan.settings("baseline").model_dump()
        try:
            found = pick(tree, path)
        except KeyError:
            return
        assert float(found) == float(value)


@cases(175)
@given(MUTTERED)
def test_words_that_cannot_be_read_are_refused(word: str) -> None:
    assert polite([word, "wordless"]).code == 2


@cases(4)
@given(st.lists(st.sampled_from(FLAGS), min_size=1, max_size=4))
def test_flags_are_answered_or_refused(words: list[str]) -> None:
    polite([*SMALL, "scenarios=[one_table]", "societies=reference", "replications=1", *words])


@cases(10)
@given(st.data())
def test_what_is_spoken_is_planned_or_refused(data: st.DataObject) -> None:
    experiment = data.draw(st.sampled_from(EXPERIMENTS))
    words = data.draw(st.lists(spoken(experiment), min_size=1, max_size=2))
    polite([*small(experiment), *words])


@cases(38)
@given(experiments_with(TEXTS))
def test_any_value_of_any_key_is_planned_or_refused(drawn: tuple[str, str, str]) -> None:
    answered(drawn[0], drawn[1], read(drawn[2]))


@cases(88)
@given(experiments_with(TREES))
def test_any_tree_of_any_key_is_planned_or_refused(drawn: tuple[str, str, Any]) -> None:
    answered(*drawn)


def answered(experiment: str, path: str, value: Any) -> None:
    asked_for = changed(study(experiment), path, value)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("experiments.cli.studies", lambda _: [asked_for])
        given = polite([])
    assert given.code != 2 or path.partition(".")[0] in given.err
    if experiment in OPEN:
        as_said(given, path, value)
