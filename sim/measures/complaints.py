"""Incidents, and what impatient residents do; what residents give."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.enums import Count
from sim.measures.measure import ALL, Measure, Values, share
from sim.measures.observation import Observation

RATE = "per 1,000 residents and year"


def _rates(counts: Mapping[str, Count]) -> Callable[[Observation], Values]:
    """Counts by group, per 1,000 residents and year."""
    return lambda seen: {
        group: share(1000.0 * float(seen.counts[count]), seen.sums.people * seen.years)
        for group, count in counts.items()
    }


def _volunteers(seen: Observation) -> Values:
    return {ALL: share(1000.0 * float(seen.sums.volunteers), seen.sums.people)}


MEASURES = (
    Measure(
        name="incidents",
        label="incidents",
        unit=RATE,
        definition="hidden issues that became incidents in the window, and the serious ones of "
        "them",
        by_year=(ALL,),
        values=_rates({ALL: Count.INCIDENTS, "serious": Count.SERIOUS_INCIDENTS}),
        groups={ALL: "", "serious": "serious"},
        better=-1,
    ),
    Measure(
        name="complaints",
        label="complaints",
        unit=RATE,
        definition="in the window, residents asking again, orders from above, residents who gave "
        "up",
        by_year=("asked_again", "over_the_head", "gave_up"),
        values=_rates({
            "asked_again": Count.REPEATS,
            "over_the_head": Count.ORDERS,
            "gave_up": Count.GIVEN_UP,
        }),
        groups={
            "asked_again": "residents asking again",
            "over_the_head": "complaints to higher levels",
            "gave_up": "residents giving up",
        },
        grouped="{group}",
    ),
    Measure(
        name="mediation",
        label="mediation",
        unit=RATE,
        definition="in the window, rounds in the community, joint sessions, disputes frozen, "
        "sessions in the hall",
        values=_rates({
            "rounds": Count.MEDIATION_ROUNDS,
            "joint_sessions": Count.JOINT_SESSIONS,
            "frozen": Count.FROZEN,
            "hall_sessions": Count.HALL_SESSIONS,
        }),
        groups={
            "rounds": "rounds in the community",
            "joint_sessions": "joint sessions",
            "frozen": "frozen disputes",
            "hall_sessions": "sessions in the hall",
        },
    ),
    Measure(
        name="projects",
        label="projects",
        unit=RATE,
        definition="in the window, secretary projects begun, and works that the street proposed",
        values=_rates({
            "secretaries": Count.SECRETARY_PROJECTS,
            "proposals": Count.PROPOSALS,
        }),
        groups={"secretaries": "secretary projects", "proposals": "proposed works"},
        grouped="{group}",
    ),
    Measure(
        name="residents_paid",
        label="paid by residents",
        unit="yuan per 1,000 residents and year",
        definition="yuan that residents paid for repairs in the window",
        values=_rates({ALL: Count.RESIDENTS_YUAN}),
    ),
    Measure(
        name="community_paid",
        label="paid by communities",
        unit="yuan per 1,000 residents and year",
        definition="yuan that communities spent on repairs and works of their own in the window",
        values=_rates({ALL: Count.COMMUNITY_YUAN}),
    ),
    Measure(
        name="volunteers",
        label="active volunteers",
        unit="per 1,000 residents",
        definition="active volunteers on the last evening",
        by_year=(ALL,),
        values=_volunteers,
        better=1,
    ),
)  # fmt: skip
