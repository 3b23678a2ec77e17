"""More staff never lengthens the queue where theory says so, and does where it does not.

Theory says so of one line of equal issues that come whatever is done: then it does not count who
is served first, and with more servers each of the first n is done no later. It does not hold
- of issues in hand when issues are unequal and not served as they come: more hands take up
  other ones first, and a long one delays short ones;
- when help costs: who takes another's task at a penalty finishes it later than its owner would;
- when demand answers: who is served sooner trusts more, and reports more;
- of staff whose free time is seen, for obligations are set until it is filled ([rebound]).
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invariants.line import line, queue
from tests.invariants.societies import searched
from tests.levers.places import Tree, merged

AT_HOME = {"effort_shape": "deterministic", "hidden": 0.0, "level1": 0.0, "level2": 0.0}
"""Equal issues of a grid that the community settles alone."""


def facilities(rate: float, minutes: float) -> Tree:
    """They come up in grids, so that each has its own worker."""
    traits = AT_HOME | {"rate": rate, "minutes": minutes, "relapse": 0.0}
    return {"issues": {"kinds": {"facility": traits}}}


@pytest.mark.parametrize("minutes", [10.0, 19.0, 22.0, 90.0, 700.0])
@pytest.mark.parametrize("seed", range(3))
def test_doubling_staff_never_lengthens_the_queue(seed: int, minutes: float) -> None:
    queues = [queue(line(minutes), workers, seed) for workers in (1, 2, 4, 8)]
    for fewer, more in pairwise(queues):
        assert (more <= fewer).all()
    assert queues[0].sum() > 0


@searched(100)
@given(
    minutes=st.floats(0.5, 1500.0),
    rate=st.floats(100.0, 8000.0),
    workers=st.integers(1, 6),
    more=st.integers(1, 6),
    in_grids=st.booleans(),
    seed=st.integers(0, 2**62),
)
def test_more_staff_never_lengthens_the_queue(
    minutes: float, rate: float, workers: int, more: int, in_grids: bool, seed: int
) -> None:
    counter = line(minutes, rate)
    tree = merged(line(minutes, 0.0), facilities(rate, minutes)) if in_grids else counter
    assert (queue(tree, workers + more, seed) <= queue(tree, workers, seed)).all()


TRUSTING: Tree = {
    "residents": {"trust_gain": 0.5, "trust_loss": 1.0, "reporting_elasticity": 3.0},
    "rules": {"trust": {"on": True}},
    "horizon_days": 80,
}
WHERE_NOT: dict[str, tuple[Tree, int, int]] = {
    "unequal issues": (merged(line(19.0, 1000.0), facilities(600.0, 300.0)), 1, 3),
    "help at a penalty": (
        merged(line(19.0, 0.0), facilities(700.0, 90.0), {"organisation": {"line_penalty": 2.5}}),
        2,
        0,
    ),
    "demand that answers": (merged(line(60.0, 1500.0), TRUSTING), 3, 18),
}
"""A place, its workers and a seed with which one worker more leaves more in hand, some evening."""


@pytest.mark.parametrize("name", WHERE_NOT)
def test_one_worker_more_can_lengthen_other_queues(name: str) -> None:
    tree, workers, seed = WHERE_NOT[name]
    assert (queue(tree, workers + 1, seed) > queue(tree, workers, seed)).any()


def test_it_is_the_penalty_that_lengthens_it() -> None:
    """Without help at a penalty, the same queue on the same tape is no longer."""
    tree, workers, seed = WHERE_NOT["help at a penalty"]
    free = merged(tree, {"organisation": {"line_penalty": 1.0}})
    assert (queue(free, workers + 1, seed) <= queue(free, workers, seed)).all()
