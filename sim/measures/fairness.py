"""Measures by group of residents: who waits, who gives up, whose issues are solved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sim.enums import RESTRICTED_DAYS
from sim.measures.measure import TOO_SHORT, Measure, Values
from sim.measures.observation import Observation
from sim.measures.resident_groups import RESIDENT_GROUPS, PersonSums


def _of_groups(value: Callable[[PersonSums, str], float]) -> Callable[[Observation], Values]:
    """A measure of each group of residents, from its value for one group."""
    return lambda seen: {group: value(seen.by_person, group) for group in RESIDENT_GROUPS}


measure = partial(
    Measure, groups=RESIDENT_GROUPS, listed_by_group=True, whole_only=True, one_place=True
)
MEASURES = (
    measure(
        name="issues_by_group",
        total_by="residents",
        label="issues that arose",
        unit="issues",
        definition="issues that arose in the window, known or not; here and in the four measures "
        "below those for the counter are left out",
        values=_of_groups(PersonSums.number),
    ),
    measure(
        name="solved_by_group",
        label="issues solved for good, known or not",
        unit="share of issues that arose",
        definition="of these, those closed at the root by the end",
        values=_of_groups(PersonSums.solved_share),
        better=1,
    ),
    measure(
        name="days_from_onset_by_group",
        label="time from onset until solved",
        unit="days",
        definition="of these, days from their arising as in days_from_onset_restricted_mean, up to "
        f"{RESTRICTED_DAYS}; never reported ones count as open",
        values=_of_groups(PersonSums.days_from_onset),
        better=-1,
        censored="mean",
        missing=TOO_SHORT,
    ),
    measure(
        name="days_by_group",
        label="time from report until solved",
        unit="days",
        definition="of issues first reported in the window, days from then as in "
        f"days_to_resolution_restricted_mean, up to {RESTRICTED_DAYS}",
        values=_of_groups(PersonSums.days),
        better=-1,
        censored="mean",
        missing=TOO_SHORT,
    ),
    measure(
        name="given_up_by_group",
        label="issues that residents gave up",
        unit="share of issues reported",
        definition="of issues first reported in the window, those whose resident gave up",
        values=_of_groups(PersonSums.given_up_share),
        better=-1,
    ),
)
