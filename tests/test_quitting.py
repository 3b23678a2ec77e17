"""Workers who leave because of overtime."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.enums import Work
from tests.levers.places import MONTH_ENDS, Tree, measured, placed, rule, spent, step, uniform

DEPARTING: Tree = {"rules": {"turnover": {"turnover_rate": 3.0, "newcomer_pace": 0.5}}}
WORKERS = 4
"""Workers of each community."""


def test_departures_follow_overtime_and_newcomers_leave_sooner() -> None:
    """Nobody stays longer today, so that fatigue is 19 of 20 parts of what it was."""
    counts = {"quitting_share": 0.6, "quitting_usual": 0.2, "quitting_newcomer": 2.0}
    model = placed(rule("quitting", **counts), DEPARTING)
    step(model, MONTH_ENDS[0])
    workers = model.state.workers
    workers["fatigue"] = tired = np.linspace(0.0, 0.8, len(workers))
    workers["newcomer_until"][::2] = 1000
    step(model, 1)
    left = []
    for w, fatigue in enumerate(tired):
        strain = 0.95 * fatigue / 0.2 * (2.0 if w % 2 == 0 else 1.0)
        chance = 1.0 - math.exp(-3.0 * (0.4 + 0.6 * strain) / 12)
        entity = (w // WORKERS << 32) + w % WORKERS
        left.append(uniform(model, "turnover", entity, MONTH_ENDS[0])[0] < chance)
    assert (workers["vacant_until"] > MONTH_ENDS[0]).tolist() == left
    assert any(left)
    assert not all(left)
    assert (workers["fatigue"][left] == 0.0).all()


@pytest.mark.parametrize("on", [True, False])
def test_somebody_leaves_though_turnover_at_a_constant_rate_is_off(on: bool) -> None:
    certain: Tree = {"rules": {"turnover": {"turnover_rate": 1000.0}}}
    switched = rule("quitting", quitting_share=0.0) if on else rule("turnover", on=False)
    model = placed(switched, certain)
    step(model, MONTH_ENDS[0] + 2)
    assert (spent(model, Work.VACANT) > 0) == on
    assert measured(model, "workers") == 2 * WORKERS
