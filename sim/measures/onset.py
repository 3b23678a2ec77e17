"""Measures of issues from their onset, known or not, and of who is served less."""

from __future__ import annotations

from functools import partial

import numpy as np

from sim.enums import RESTRICTED_DAYS, Kind, Tally
from sim.measures.issue_log import ISSUE_GROUPS, LEVELS, ONSET_GROUPS
from sim.measures.measure import ALL, TOO_SHORT, Line, Measure, Section, Values, share
from sim.measures.observation import Observation
from sim.measures.survival import Integers
from sim.measures.tallies import of_arisen, of_reported


def _gap(seen: Observation) -> Values:
    return {ALL: equity_gap(seen.sums.issues.tallies)}


def equity_gap(tallies: Integers) -> float:
    """How much more often others' issues than vulnerable residents' end well within the promise.

    From onset, over kinds that do not come to the counter, at the mix of kinds of vulnerable
    residents (direct standardisation), so that different issues are not taken for inequity.
    Parameters: issues by traits and `Tally`.
    """
    gaps, weights = [], []
    by_household = tallies.reshape(len(Kind), len(LEVELS), 2, -1).sum(axis=1)
    for others, theirs in by_household[Kind.CERTIFICATE + 1 :].tolist():
        kept = [share(one[Tally.ONSET_KEPT], one[Tally.ONSET_OVER]) for one in (others, theirs)]
        gap = kept[0] - kept[1]
        if not np.isnan(gap):
            gaps.append(gap)
            weights.append(float(theirs[Tally.ARISEN]))
    return float(np.average(gaps, weights=weights)) if gaps else np.nan


days = partial(Measure, unit="days", groups=ONSET_GROUPS, listed_by_group=True)
MEASURES = (
    days(
        name="days_from_onset_median",
        label="median time from onset until solved",
        definition="as days_to_resolution_median, but of issues that arose in the window and from "
        "their arising; never reported ones count as open",
        values=of_arisen(lambda issues: issues.days.median),
        censored="median",
        missing="not reached",
    ),
    days(
        name="days_from_onset_p90",
        label="time from onset until nine in ten are solved",
        definition="the same for nine in ten",
        values=of_arisen(lambda issues: issues.days.p90),
        censored="90 % quantile",
        missing="not reached",
    ),
    days(
        name="days_from_onset_restricted_mean",
        label="time from onset until solved",
        definition=f"area under the same curve up to {RESTRICTED_DAYS} days",
        by_year=tuple(ONSET_GROUPS),
        values=of_arisen(lambda issues: issues.days.restricted_mean),
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
        values=of_reported(lambda issues: issues.share(Tally.EARLY, Tally.HIDDEN)),
        groups=ISSUE_GROUPS,
        by_year=(ALL,),
        better=1,
        lines=(Line(Section.RESIDENTS, 7, "hidden issues found first by workers"),),
    ),
)
