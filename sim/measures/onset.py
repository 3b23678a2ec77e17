"""Measures of issues from their onset, known or not, and of who is served less."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from sim.enums import Kind
from sim.measures.issue_log import (
    ISSUE_GROUPS,
    ONSET_GROUPS,
    IssueGroup,
    Issues,
    of_arisen,
    of_reported,
    solved_within,
)
from sim.measures.measure import ALL, TOO_SHORT, Line, Measure, Section, Values, share
from sim.measures.observation import Observation
from sim.measures.survival import RESTRICTED_DAYS


def _gap(seen: Observation) -> Values:
    arisen = seen.log.arisen[ALL]
    columns = {name: arisen[name] for name in ("kind", "vulnerable")}
    return {ALL: equity_gap(columns, arisen.waits, seen.log.promise)}


def equity_gap(
    issues: Issues, waits: npt.NDArray[np.float64], promise: npt.NDArray[np.float64]
) -> float:
    """How much more often others' issues than vulnerable residents' end well within the promise.

    From onset, over kinds that do not come to the counter, at the mix of kinds of vulnerable
    residents (direct standardisation), so that different issues are not taken for inequity.
    """
    gaps, weights = [], []
    for kind in range(Kind.CERTIFICATE + 1, len(Kind)):
        of_kind = issues["kind"] == kind
        theirs = of_kind & issues["vulnerable"]
        others = of_kind & ~issues["vulnerable"]
        limits = np.full(len(waits), promise[kind])
        kept = [solved_within(waits[who], limits[who]) for who in (others, theirs)]
        gap = kept[0] - kept[1]
        if not np.isnan(gap):
            gaps.append(gap)
            weights.append(float(theirs.sum()))
    return float(np.average(gaps, weights=weights)) if gaps else np.nan


def _early(issues: IssueGroup) -> float:
    came_up = float(issues["hidden"].sum())
    return share(float(issues["early"].sum()), came_up)


days = partial(Measure, unit="days", groups=ONSET_GROUPS, listed_by_group=True)
MEASURES = (
    days(
        name="days_from_onset_median",
        label="median time from onset until solved",
        definition="as days_to_resolution_median, but of issues that arose in the window and from "
        "their arising; never reported ones count as open",
        values=of_arisen(lambda issues: issues.days[0]),
        censored="median",
        missing="not reached",
    ),
    days(
        name="days_from_onset_p90",
        label="time from onset until nine in ten are solved",
        definition="the same for nine in ten",
        values=of_arisen(lambda issues: issues.days[1]),
        censored="90 % quantile",
        missing="not reached",
    ),
    days(
        name="days_from_onset_restricted_mean",
        label="time from onset until solved",
        definition=f"area under the same curve up to {RESTRICTED_DAYS} days",
        values=of_arisen(lambda issues: issues.days[2]),
        censored="mean",
        missing=TOO_SHORT,
    ),
    Measure(
        name="equity_gap",
        label="gap between other and vulnerable residents",
        unit="others minus vulnerable",
        definition="share that ends well within the promise from arising, others minus vulnerable "
        "residents; by kind, over kinds that do not come to the counter, weighted by the kinds of "
        "vulnerable residents' issues",
        values=_gap,
        better=-1,
    ),
    Measure(
        name="early_discovery_share",
        label="hidden issues found first by workers",
        unit="share of hidden issues that came up",
        definition="of issues that were hidden at first and came up, those found before their "
        "resident reported them and before they became incidents",
        values=of_reported(_early),
        groups=ISSUE_GROUPS,
        better=1,
        lines=(Line(Section.RESIDENTS, 7, "hidden issues found first by workers"),),
    ),
)
