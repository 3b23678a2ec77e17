"""Appraisal by points, and the white list of communities with the best results."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sim.enums import Count
from tests.levers.places import (
    MONTH_ENDS,
    ONE_OBLIGATION,
    TWO,
    Tree,
    issues,
    lever,
    merged,
    placed,
    step,
)

CHECKED = merged(ONE_OBLIGATION, {"obligations": {"inspections": 25.0}, "horizon_days": 70})
"""A form, and five inspections a day of each community."""

BEFORE, MONTH = MONTH_ENDS[0], MONTH_ENDS[1] - MONTH_ENDS[0]
RESULTS = ("period_closed", "period_kept", "period_forms", "period_failed")


def appraised(results: Sequence[tuple[int, ...]], **settings: float) -> list[bool]:
    """Who is on the list where these were the results of the first month."""
    whole: Tree = {"territory": {"communities": len(results), "workers": 4 * len(results)}}
    model = placed(CHECKED, whole, lever("white_list", **{"months": 1} | settings))
    step(model, BEFORE)
    for name, values in zip(RESULTS, zip(*results, strict=True), strict=True):
        model.state.communities[name] = values
    model.step()
    counted = sum(model.state.communities[name] for name in RESULTS)
    assert (counted > 0).tolist() == (model.state.policies["white_share"] == 0).tolist()
    return [bool(white) for white in model.state.communities["white"]]


@pytest.mark.parametrize(
    ("first", "second", "best"),
    [
        ((10, 5, 10, 5), (10, 6, 10, 5), 1),
        ((10, 6, 10, 5), (100, 60, 10, 4), 1),
        ((10, 5, 10, 5), (10, 5, 10, 5), 0),
        ((10, 9, 10, 30), (10, 8, 10, 9), 0),
        ((0, 0, 10, 0), (10, 9, 10, 2), 1),
        ((0, 0, 10, 0), (10, 9, 0, 0), 0),
    ],
)
def test_points_are_shares_of_issues_and_of_forms_in_time(
    first: tuple[int, ...], second: tuple[int, ...], best: int
) -> None:
    on_list = appraised([first, second], listed_share=0.5)
    assert on_list == [best == 0, best == 1]


def test_as_many_are_on_the_list_as_its_share_of_those_that_are_appraised() -> None:
    results = [(10, kept, 0, 0) for kept in (3, 9, 1, 7, 5)]
    assert appraised(results, listed_share=0.5) == [False, True, False, True, True]
    assert appraised(results, listed_share=0.3) == [False, True, False, True, False]
    assert appraised(results, listed_share=1.0) == [True] * 5
    chosen = appraised(results, listed_share=1.0, coverage=0.4)
    assert sum(chosen) == 2


def test_the_list_waives_inspections_until_the_next_decision_and_not_before_the_first() -> None:
    model = placed(CHECKED, lever("white_list", listed_share=0.5, months=1, waived_share=1.0))
    step(model, BEFORE)
    model.state.communities["period_closed"] = 1
    model.state.communities["period_kept"] = 0, 1
    model.step()
    first = model.state.counts[:, Count.INSPECTIONS].copy()
    assert (first > 0).all()
    step(model, MONTH - 1)
    model.state.communities["period_closed"] = 1
    model.state.communities["period_kept"] = 1, 0
    model.state.communities["period_failed"] = 0
    model.step()
    second = model.state.counts[:, Count.INSPECTIONS].copy()
    assert second[1] == first[1]
    assert second[0] > first[0]
    step(model, MONTH)
    third = model.state.counts[:, Count.INSPECTIONS]
    assert third[0] == second[0]
    assert third[1] > second[1]


def test_decisions_come_only_every_so_many_months() -> None:
    model = placed(CHECKED, lever("white_list", listed_share=1.0, months=3))
    step(model, MONTH_ENDS[1] + 1)
    assert not model.state.communities["white"].any()
    step(model, MONTH)
    assert model.state.communities["white"].all()


def test_what_is_added_to_inspections_is_not_waived() -> None:
    visits = lever("supervision", visits=2000.0)
    waived = lever("white_list", listed_share=1.0, months=1, waived_share=1.0)
    alone, both = (
        placed(CHECKED, {"obligations": {"inspections": usual}}, visits, waived)
        for usual in (0.0, 25.0)
    )
    for model in (alone, both):
        step(model, BEFORE + 1)
    counted = [model.state.counts[:, Count.INSPECTIONS].copy() for model in (alone, both)]
    for model in (alone, both):
        step(model, MONTH)
    later = [model.state.counts[:, Count.INSPECTIONS] for model in (alone, both)]
    assert (later[0] - counted[0] == later[1] - counted[1]).all()
    assert (later[0] > counted[0]).all()


def test_closings_in_time_and_forms_late_are_what_counts() -> None:
    late: Tree = {"workday": {"meeting_minutes": 1e6}}
    model = placed(CHECKED, {"obligations": {"inspections": 0.0}}, issues("inquiry", rate=500.0))
    step(model, BEFORE)
    outcomes = model.outcomes()
    for c in range(TWO):
        place = model.state.communities[c]
        closed = outcomes.query("community == @c")["ended"].notna().sum()
        assert place["period_closed"] == place["period_kept"] == closed > 0
        assert place["period_forms"] == 1
        assert place["period_failed"] == 0
    busy = placed(CHECKED, late)
    step(busy, MONTH_ENDS[2])
    assert list(busy.state.communities["period_failed"] > 0) == TWO * [True]
