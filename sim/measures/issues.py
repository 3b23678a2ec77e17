"""Measures of issues first reported in the window: closed, solved, how soon, open."""

from __future__ import annotations

from functools import partial
from typing import Any

from sim.enums import RESTRICTED_DAYS, Tally
from sim.measures.issue_log import ISSUE_GROUPS, KINDS, LEVELS
from sim.measures.measure import ALL, TOO_SHORT, Key, Line, Measure, Section
from sim.measures.tallies import BACK_DAYS, of_reported

YEARLY = (ALL, *LEVELS)
"""Groups of issues that are measured year by year."""
BY_KIND = (*YEARLY, *KINDS)
"""Kinds too: what changes one kind of issues may take more than a year to do so."""
BY_ISSUES: dict[str, Any] = {"groups": ISSUE_GROUPS, "listed_by_group": True}


def _time_lines(statistic: str, first: int) -> tuple[Line, Line]:
    """Lines of a statistic of days, for issues in own powers and for those of departments."""
    return (
        Line(Section.RESIDENTS, first, f"until solved, own powers ({statistic})", "own_powers"),
        Line(
            Section.RESIDENTS, first + 1, f"until solved, departments ({statistic})",
            "needs_departments",
        ),
    )  # fmt: skip


measure = partial(Measure, **BY_ISSUES)
MEASURES = (
    measure(
        name="issues_raised",
        label="issues reported",
        unit="issues",
        total_by="residents",
        definition="issues first reported in the window; the measures down to "
        "early_discovery_share are over these unless said otherwise",
        by_year=BY_KIND,
        values=of_reported(lambda issues: issues[Tally.REPORTED]),
    ),
    measure(
        name="issues_resolved_share",
        label="issues closed",
        unit="share closed, on paper or for good",
        definition="those closed at least once, and neither open nor given up at the end; "
        "closings on paper, and those thought closed until they return, included",
        values=of_reported(lambda issues: issues.share(Tally.CLOSED, Tally.REPORTED)),
        better=1,
    ),
    measure(
        name="root_closure_share",
        label="issues solved for good",
        unit="share closed for good",
        definition="those closed at the root by the end",
        by_year=YEARLY,
        values=of_reported(lambda issues: issues.share(Tally.RESOLVED, Tally.REPORTED)),
        better=1,
    ),
    measure(
        name="days_to_resolution_median",
        label="median time until solved",
        unit="days",
        definition="Kaplan-Meier median of days from first report to root closure, censored at "
        "the end; a return or a closing on paper keeps the clock running; empty where half is "
        "not reached",
        by_year=YEARLY,
        values=of_reported(lambda issues: issues.days.median),
        better=-1,
        censored="median",
        missing="not reached",
        lines=_time_lines("median", 3),
    ),
    measure(
        name="days_to_resolution_p90",
        label="time until nine in ten are solved",
        unit="days",
        definition="the same for nine in ten",
        by_year=YEARLY,
        values=of_reported(lambda issues: issues.days.p90),
        better=-1,
        censored="90 % quantile",
        missing="not reached",
    ),
    measure(
        name="days_to_resolution_restricted_mean",
        label="time until solved",
        unit="days",
        definition=f"area under the same curve up to {RESTRICTED_DAYS} days; empty where nothing "
        "was watched so long and not all are closed",
        by_year=BY_KIND,
        values=of_reported(lambda issues: issues.days.restricted_mean),
        better=-1,
        censored="mean",
        missing=TOO_SHORT,
        lines=_time_lines("mean*", 1),
        key=(
            Key(3, "own_powers", digits=2, primary=True),
            Key(4, "needs_departments", primary=True),
        ),
    ),
    measure(
        name="relapse_share",
        label="issues that come back after closing",
        unit=f"share back within {BACK_DAYS} days of closing",
        definition=f"of those first closed at least {BACK_DAYS} days before the end, those that "
        f"came back within {BACK_DAYS} days",
        by_year=YEARLY,
        values=of_reported(lambda issues: issues.share(Tally.CAME_BACK, Tally.WATCHED)),
        better=-1,
        lines=(
            Line(Section.RESIDENTS, 6, "come back after closing, departments", "needs_departments"),
        ),
    ),
    measure(
        name="given_up_share",
        label="issues that residents gave up",
        unit="share of issues reported",
        definition="those whose resident gave up",
        by_year=YEARLY,
        values=of_reported(lambda issues: issues.share(Tally.GIVEN_UP, Tally.REPORTED)),
    ),
    measure(
        name="false_closure_share",
        label="issues closed on paper only",
        unit="share of issues ever closed",
        definition="those ever closed on paper, over those ever closed",
        values=of_reported(lambda issues: issues.share(Tally.FALSE_CLOSED, Tally.EVER_CLOSED)),
        better=-1,
    ),
    measure(
        name="satisfaction",
        label="promises kept",
        unit="share solved for good within the promise",
        definition="those closed at the root within the promise, over those whose promise ran out "
        "by the end, both counted from first report",
        by_year=YEARLY,
        values=of_reported(lambda issues: issues.share(Tally.PROMISE_KEPT, Tally.PROMISE_OVER)),
        better=1,
        lines=(Line(Section.RESIDENTS, 5, "solved for good within the promise"),),
        key=(Key(5, primary=True),),
    ),
    measure(
        name="backlog",
        label="open issues",
        unit="open issues at the end",
        total_by="residents",
        definition="live issues neither hidden nor thought closed at the end, whenever first "
        "reported",
        by_year=YEARLY,
        values=of_reported(lambda issues: issues[Tally.OPEN]),
        better=-1,
    ),
)
