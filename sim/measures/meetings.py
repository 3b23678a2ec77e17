"""Time in meetings alone, of all workers and of those of the front line."""

from __future__ import annotations

from sim.enums import Work
from sim.measures.measure import ALL, WEEKLY, Measure, Values, share
from sim.measures.observation import HOUR_TICKS, Observation

FRONTLINE = "frontline"


def _meetings(seen: Observation) -> Values:
    ticks = float(seen.sums.frontline_meetings)
    weeks = HOUR_TICKS * seen.sums.frontline * seen.weeks
    return {ALL: float(seen.hours[Work.MEETING]), FRONTLINE: share(ticks, weeks)}


MEASURES = (
    Measure(
        name="hours_in_meetings",
        label="time in meetings",
        unit=WEEKLY,
        definition="ticks of meetings alone, without chat groups, overtime included, over workers "
        "and weeks; of front-line workers, heads and recruits are left out",
        by_year=(ALL, FRONTLINE),
        values=_meetings,
        groups={ALL: "", FRONTLINE: "front-line workers"},
    ),
)
