"""The compiled model and the plain twin are equal, to the tick and to the last bit."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.settings import Settings
from tests.long import LONG, tried
from tests.twin.cases import CASES
from tests.twin.compare import first_difference
from tests.twin.parts import LEVERS, levers, place
from tests.twin.trees import TREES

MOST_TASKS = 6_000
"""Of a random place in the usual test; more are made by few of them, in the last days."""


def equal(seed: int, tasks: float = math.inf, /, **tree: Any) -> None:
    """Both models agree, evening by evening and in their books."""
    words = first_difference(Settings(**tree), seed, tasks)
    assert words is None, words


@pytest.mark.parametrize("case", CASES)
def test_twins_are_equal(case: str) -> None:
    equal(3, **{"horizon_days": 45, "warmup_days": 5} | CASES[case])


def test_twins_are_equal_over_a_year() -> None:
    equal(11, horizon_days=250, warmup_days=20, territory=place(1, 8, 2000), levers=levers(*LEVERS))


@tried(100, 2_000)
@given(tree=TREES, seed=st.integers(0, 2**62))
def test_twins_are_equal_everywhere(tree: dict[str, Any], seed: int) -> None:
    equal(seed, math.inf if LONG else MOST_TASKS, **tree)
