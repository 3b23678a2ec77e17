"""Time in meetings alone, of all workers and of those of the front line."""

from __future__ import annotations

import numpy as np

from sim.enums import Work
from sim.measures.measure import ALL, WEEKLY, Groups, Measure, Values, share
from sim.measures.observation import HOUR_TICKS, Observation

FRONTLINE = "frontline"
GROUPS: Groups = {ALL: "", FRONTLINE: "front-line workers"}


def _meetings(seen: Observation) -> Values:
    """Of the whole place, or of the community that is looked at."""
    state = seen.state
    assert state is not None  # a measure of one place
    communities = state.communities
    home = state.workers["community"]
    number = np.arange(len(home)) - communities["first_worker"][home]
    first = communities["front"][home]
    frontline = (number >= first) & (number < first + communities["frontline"][home])
    here = np.full(len(home), True) if seen.community is None else home == seen.community
    spent = state.totals[:, Work.MEETING] + state.overtime_totals[:, Work.MEETING]
    return {
        group: share(float(spent[who].sum()), HOUR_TICKS * float(who.sum()) * seen.weeks)
        for group, who in ((ALL, here), (FRONTLINE, here & frontline))
    }


MEASURES = (
    Measure(
        name="meeting_hours",
        label="time in meetings",
        unit=WEEKLY,
        definition="ticks of meetings alone, without chat groups, overtime included, over workers "
        "and weeks; of front-line workers, heads and recruits are left out",
        values=_meetings,
        groups=GROUPS,
        one_place=True,
    ),
)
