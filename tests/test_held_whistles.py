"""Heads who hold back whistles after those in vain, and where communities are appraised."""

from __future__ import annotations

import pandas as pd
import pytest

from sim import GovernanceModel
from sim.enums import Count
from tests.levers.places import (
    DEPARTMENT_ISSUES,
    TWO,
    Tree,
    counted,
    issues,
    lever,
    merged,
    placed,
    ran,
    rule,
    step,
    uniform,
)

BEYOND: Tree = merged(
    DEPARTMENT_ISSUES,
    issues("facility", rate=1000.0, level2=1.0, departments=2.0, minutes=0.001),
    {"departments": {"third_department": 0.0}},
)
"""Two departments must come to everything."""

RED: Tree = {
    "use_share": 1.0, "listed_share": 1.0, "colour_red": 1.0, "colour_yellow": 0.0,
    "head_minutes": 0.001, "overcall": 1.0, "meeting_hours": 0.0,
}  # fmt: skip
"""Everything is whistled for at once, and the street decides on the day of the head's writing."""


NEVER = 1e6
"""Days of a queue that no department has."""


def rights(accept: float, backlog_days: float = NEVER) -> Tree:
    """Whistles that the street accepts with a chance; the queue above which they are weak."""
    return lever("escalation_rights", accept=accept, backlog_days=backlog_days, **RED)


def held(refused: float = 1.0, regained: float = 0.0, appraised: float = 1.0) -> Tree:
    """The rule; without numbers nothing makes a head hold back."""
    numbers = {"held_refused": refused, "held_regained": regained, "held_appraised": appraised}
    return rule("held_whistles", **numbers)


def confidences(model: GovernanceModel) -> list[float]:
    return [float(x) for x in model.state.communities["confidence"]]


def whistled(model: GovernanceModel) -> pd.Series:
    """Whether each issue that arose before the last five days was whistled for."""
    outcomes = model.outcomes()
    return outcomes[outcomes["born"] < model.day - 5].set_index("entity")["whistled"]


def test_at_full_confidence_all_is_whistled_for_as_without_the_rule() -> None:
    with_rule, without = ran(BEYOND, rights(1.0), held()), ran(BEYOND, rights(1.0))
    assert whistled(with_rule).all()
    pd.testing.assert_frame_equal(with_rule.outcomes(), without.outcomes())


@pytest.mark.parametrize("confidence", [0.3, 0.8])
def test_a_head_whistles_for_the_share_of_issues_that_confidence_says(confidence: float) -> None:
    model = placed(BEYOND, rights(1.0), held())
    model.state.communities["confidence"] = confidence
    step(model, 20)
    done = whistled(model)
    assert len(done) > 20
    for entity, was in done.items():
        assert was == (uniform(model, "held", int(str(entity)))[0] < confidence)
    assert 0 < done.sum() < len(done)


def test_what_is_held_back_goes_on_as_where_there_is_no_right() -> None:
    model = placed(BEYOND, rights(1.0), held())
    model.state.communities["confidence"] = 0.0
    step(model, model.last_day)
    without = ran(BEYOND)
    assert counted(model, Count.WHISTLES) == 0
    assert len(without.outcomes()) > 20
    pd.testing.assert_frame_equal(model.outcomes(), without.outcomes())


@pytest.mark.parametrize(("accept", "why"), [(0.0, "turned_down"), (1.0, "weak")])
def test_each_whistle_in_vain_leaves_a_part_of_confidence(accept: float, why: str) -> None:
    """Departments have no time, so that every issue is still there at the end."""
    idle: Tree = {"departments": {"hours_scale": 0.0}}
    model = ran(BEYOND, idle, rights(accept, backlog_days=0.0), held(refused=0.9), days=20)
    for c, confidence in enumerate(confidences(model)):
        in_vain = int(model.state.issues[c][why].sum())
        assert in_vain > 5
        assert confidence == pytest.approx(0.9**in_vain)
        assert in_vain <= model.state.counts[c, Count.WHISTLES] < len(model.outcomes()) / TWO


def test_an_answered_whistle_brings_back_a_share_of_what_was_lost() -> None:
    model = placed(BEYOND, rights(1.0), held(regained=0.25))
    model.state.communities["confidence"] = 0.5
    step(model, 20)
    for c, confidence in enumerate(confidences(model)):
        answered = int(model.state.counts[c, Count.WHISTLES_ACCEPTED])
        assert answered > 3
        assert confidence == pytest.approx(1.0 - 0.5 * 0.75**answered)


def test_where_communities_are_appraised_by_points_heads_dare_less() -> None:
    points = lever("white_list", listed_share=0.5, months=12)
    model = ran(BEYOND, rights(1.0), held(appraised=0.4), points, days=20)
    done = whistled(model)
    for entity, was in done.items():
        assert was == (uniform(model, "held", int(str(entity)))[0] < 0.4)
    assert 0 < done.sum() < len(done)
    assert confidences(model) == [1.0, 1.0]


def test_without_the_rule_refusals_leave_confidence_as_it_was() -> None:
    model = ran(BEYOND, rights(0.0), days=20)
    assert counted(model, Count.WHISTLES) > 20
    assert confidences(model) == [1.0, 1.0]
