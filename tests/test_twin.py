"""The compiled model and the plain twin are equal, to the tick and to the last bit."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as search
from hypothesis import strategies as st

from sim.settings import Settings
from tests.twin.compare import first_difference

LEVERS = ("signboard_removal", "one_table", "escalation_rights")
EXAMPLES = int(os.environ.get("TWIN_EXAMPLES", "100"))
"""How many random settings are tried; 100 are always the same ones."""


def place(communities: int, workers: int, residents: int, **more: Any) -> dict[str, Any]:
    """A territory."""
    return {"communities": communities, "workers": workers, "residents": residents, **more}


def levers(*names: str, **more: Any) -> dict[str, Any]:
    """Levers that start after a while and reach some of the communities."""
    return {name: {"on": True, "start_day": 6, "coverage": 0.6, **more} for name in names}


def equal(seed: int, **tree: Any) -> None:
    """Both models agree every day and in their books."""
    words = first_difference(Settings(**tree), seed)
    assert words is None, words


def referrals(hours_scale: float, **more: Any) -> dict[str, Any]:
    """A place in which nearly all that is not settled at the counter needs up to three others."""
    fields = ("dispute", "hazard", "facility", "care", "street_order", "merchant")
    several = {"departments": 2.0, "hidden": 0.1, "minutes": 10.0}
    rights = {"colour_red": 0.3, "accept": 0.7, "listed_share": 0.7, "overcall": 2.0}
    return {
        "territory": place(2, 8, 900),
        "workday": {"meeting_minutes": 0.0, "accountability_weight": 0.3},
        "obligations": {"adhoc_requests": 0.0, "inspections": 0.0},
        "issues": {"beyond_scale": 12.0, "kinds": dict.fromkeys(fields, several)},
        "departments": {"hours_scale": hours_scale, "third_department": 0.6} | more,
        "levers": levers("escalation_rights", coverage=1.0, **rights),
        "horizon_days": 160,
    }


CASES: dict[str, dict[str, Any]] = {
    "plain": {"territory": place(2, 7, 900)},
    "one worker": {"territory": place(1, 1, 300)},
    "a head and one more": {"territory": place(1, 2, 400)},
    "with and without head": {"territory": place(2, 3, 600)},
    "nobody lives here": {"territory": place(2, 4, 0), "levers": levers("one_table", coverage=1.0)},
    "agents for many": {"territory": place(3, 8, 2000, residents_per_agent=7)},
    "no head, no penalty, no post": {
        "territory": place(2, 7, 900),
        "organisation": {"head": False, "line_penalty": 1.0, "counter_posts": 0},
    },
    "two posts, heavy penalty": {
        "territory": place(3, 12, 900),
        "organisation": {"counter_posts": 2, "line_penalty": 2.0},
    },
    "no free time": {
        "territory": place(2, 5, 1500),
        "workday": {"meeting_minutes": 600.0, "overtime_cap_minutes": 180.0},
    },
    "nothing but time": {
        "territory": place(2, 9, 800),
        "obligations": {"form_kinds": 0, "boards": 0, "inspections": 0.0, "adhoc_requests": 0.0},
    },
    "daily forms, small pieces": {
        "territory": place(2, 6, 1200),
        "organisation": {"piece_minutes": 20.0},
        "obligations": {"cadence_daily": 0.2, "records_daily": 60.0, "campaigns": 20.0},
    },
    "round upon round": {
        "territory": place(1, 4, 300),
        "obligations": {"campaigns": 300.0},
    },
    "even-handed": {
        "territory": place(2, 7, 900),
        "workday": {"accountability_weight": 0.5},
        "obligations": {"overlap": 0.0},
    },
    "all upward": {"territory": place(2, 7, 900), "workday": {"accountability_weight": 1.0}},
    "residents first": {"territory": place(2, 7, 900), "workday": {"accountability_weight": 0.0}},
    "departments bind": {
        "territory": place(3, 9, 1500),
        "issues": {"beyond_scale": 6.0},
        "departments": {"hours_scale": 0.05},
    },
    "departments without hours": {
        "territory": place(2, 7, 900),
        "issues": {"beyond_scale": 6.0},
        "departments": {"hours_scale": 0.0},
        "levers": levers("escalation_rights", coverage=1.0),
    },
    "one table": {"territory": place(3, 12, 900), "levers": levers("one_table")},
    "one table, half of it": {
        "territory": place(3, 12, 900),
        "levers": levers("one_table", ask_once=False, export=False, old_form_share=0.5),
    },
    "boards": {"territory": place(3, 12, 900), "levers": levers("signboard_removal")},
    "boards back to departments": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 6.0},
        "departments": {"hours_scale": 0.3},
        "levers": levers("signboard_removal", ended_share=0.0, handback_share=1.0, coverage=1.0),
    },
    "whistle": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 6.0},
        "levers": levers("escalation_rights"),
    },
    "whistle where departments bind": {
        "territory": place(2, 9, 1500),
        "issues": {"beyond_scale": 8.0},
        "departments": {"hours_scale": 0.05},
        "levers": levers("escalation_rights", coverage=1.0, overcall=4.0),
    },
    "referrals, ample hours": referrals(3.0, relapse_share=1.0),
    "referrals, scarce hours": referrals(1.5, false_closure=0.3, answer_days=1.0),
    "referrals, no hours to speak of": referrals(0.7, accept_share=0.8, relapse_days=3.0),
    "all levers": {
        "territory": place(3, 12, 1500),
        "issues": {"beyond_scale": 4.0},
        "levers": levers(*LEVERS),
    },
}


@pytest.mark.parametrize("case", CASES)
def test_twins_are_equal(case: str) -> None:
    equal(3, **{"horizon_days": 45, "warmup_days": 5} | CASES[case])


def test_twins_are_equal_over_a_year() -> None:
    equal(11, horizon_days=250, warmup_days=20, territory=place(1, 8, 2000), levers=levers(*LEVERS))


def pick(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values."""
    return st.sampled_from(values)


SHARE = pick(0.0, 0.3, 0.8, 1.0)


def some(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these settings; the rest keep their defaults."""
    return st.fixed_dictionaries({}, optional=choices)


@st.composite
def territories(draw: st.DrawFn) -> dict[str, Any]:
    """Small places in which every community has somebody living in it, or none has."""
    communities = draw(st.integers(1, 3))
    workers = draw(st.integers(communities, 4 * communities))
    many = draw(pick(1, 1, 3))
    residents = draw(st.integers(communities, 400 * communities)) * many * draw(pick(1, 1, 1, 0))
    return place(communities, workers, residents, residents_per_agent=many)


@st.composite
def obligations(draw: st.DrawFn) -> dict[str, Any]:
    """Duties of any mix."""
    kinds = draw(pick(0, 1, 30, 100))
    daily = draw(pick(0.0, 0.02, 0.4))
    demanding = draw(pick(12, 13, 25))
    more = draw(
        some(
            cadence_weekly=pick(0.0, 0.2),
            cadence_monthly=pick(0.0, 0.3),
            overlap=SHARE,
            roster_share=SHARE,
            notes_reuse=SHARE,
            reask_share=SHARE,
            status_share=SHARE,
            dynamic_share=SHARE,
            core_items=pick(1, 24),
            own_items=pick(1, 30),
            items_per_form=pick(0.0, 5.0, 12.0),
            records_sigma=pick(0.0, 1.5),
            compile_minutes=pick(0.0, 90.0),
            contact_minutes=pick(0.5, 30.0),
            adhoc_requests=pick(0.0, 20.0),
            adhoc_minutes=pick(0.1, 60.0),
            campaigns=pick(0.0, 3.0, 30.0),
            campaign_share=SHARE,
            inspections=pick(0.0, 8.0),
            inspection_host_minutes=pick(0.0, 101.0),
            host_head_share=SHARE,
            span_inspection=pick(0.0, 2.0),
            span_monthly=pick(0.0, 0.5, 5.0),
        )
    )
    boards = min(kinds, draw(pick(0, 30)))
    return {"form_kinds": kinds, "boards": boards, "cadence_daily": daily} | (
        {"cadence_quarterly": 0.0, "demanding": demanding} | more
    )


@st.composite
def kinds(draw: st.DrawFn) -> dict[str, Any]:
    """Efforts of any shape."""
    shape = draw(pick("lognormal", "exponential", "deterministic"))
    minutes = draw(pick(0.01, 30.0, 400.0))
    names = draw(st.sets(pick("inquiry", "certificate", "dispute", "hazard", "facility", "care")))
    return {name: {"effort_shape": shape, "minutes": minutes} for name in sorted(names)}


def lever(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A lever that is on or off."""
    start, coverage = pick(0, 1, 7), pick(0.0, 0.5, 1.0)
    return st.fixed_dictionaries(
        {"on": pick(True, True, False), "start_day": start, "coverage": coverage}, optional=choices
    )


TREES = st.fixed_dictionaries(
    {
        "territory": territories(),
        "horizon_days": pick(12, 30),
        "warmup_days": pick(0, 4),
        "organisation": some(
            head=st.booleans(),
            head_meeting_hours=pick(0.0, 12.0, 38.0),
            line_penalty=pick(1.0, 1.4, 2.5),
            counter_posts=pick(0, 1, 2, 9),
            counter_desk_share=SHARE,
            piece_minutes=pick(5.0, 60.0, 480.0),
        ),
        "workday": some(
            away_share=pick(0.0, 0.2, 0.6),
            secondment_share=pick(0.0, 0.3),
            meeting_minutes=pick(0.0, 900.0),
            overtime_cap_minutes=pick(0.0, 60.0, 480.0),
            accountability_weight=SHARE,
            patrol_floor=SHARE,
            daily_patrol=pick(0.0, 3.0),
            visit_propensity=SHARE,
            visit_target_share=SHARE,
            log_apps=pick(0.0, 5.0),
        ),
        "obligations": obligations(),
        "issues": some(
            kinds=kinds(),
            rate_scale=pick(0.0, 1.0, 4.0),
            beyond_scale=pick(0.0, 1.0, 5.0, 20.0),
            growth_hidden=pick(0.0, 2.0),
            own_notice=pick(0.0, 0.3),
            care_vulnerable_share=SHARE,
        ),
        "departments": some(
            hours_scale=pick(0.0, 0.02, 0.2, 50.0),
            response_share=SHARE,
            field_hours=pick(0.1, 4.0),
            third_department=SHARE,
            street_days=pick(0.1, 6.0),
            answer_days=pick(0.1, 5.0),
            accept_share=SHARE,
            false_closure=SHARE,
            false_found=SHARE,
            false_found_days=pick(0.1, 5.0),
            relapse_share=SHARE,
            relapse_days=pick(0.1, 20.0),
            together_days=pick(0.0, 5.0),
            load_memory=pick(1.0, 20.0),
        ),
        "residents": some(
            trust_start=SHARE,
            trust_gain=pick(0.0, 0.05, 0.5),
            reporting_elasticity=pick(0.0, 3.0),
        ),
        "levers": st.fixed_dictionaries(
            {
                "signboard_removal": lever(boards_kept=pick(0, 7), assist_share=SHARE),
                "one_table": lever(
                    ask_once=st.booleans(),
                    type_once=st.booleans(),
                    export=st.booleans(),
                    connected_share=SHARE,
                    old_form_share=SHARE,
                    pool_own_share=SHARE,
                    survey_minutes=pick(0.0, 2.0, 20.0),
                ),
                "escalation_rights": lever(
                    listed_share=SHARE,
                    colour_red=SHARE,
                    try_days=pick(0, 3),
                    refusals=pick(0, 2),
                    head_minutes=pick(0.0, 60.0),
                    screen_days=pick(0, 1),
                    call_days=pick(0, 1),
                    accept=SHARE,
                    overcall=pick(1.0, 1.3, 3.0),
                    meeting_hours=pick(0.0, 1.5),
                    backlog_days=pick(0.0, 5.0),
                ),
            }
        ),
    }
)


@search(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES == 100,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(tree=TREES, seed=st.integers(0, 2**62))
def test_twins_are_equal_everywhere(tree: dict[str, Any], seed: int) -> None:
    equal(seed, **tree)
