"""Escalation rights (吹哨报到): the whistle of the street."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, Span, assume


@lever(
    number=2,
    label="Escalation rights (吹哨报到): the whistle of the street",
    documents=("001", "002"),
    acts_on=("departments", "streets"),
)
class EscalationRights(Lever):
    """Streets may summon all departments that an issue needs, at once and by a deadline.

    Documents: A community that tried alone and lacks the power tells its street; the street
        whistles for the situations on its list, graded red, yellow or blue (002, Heping; 001
        for the city).
    Mechanism: After some days or refusals a listed issue goes to the street, which screens it
        and calls all departments that it needs to one meeting, with a deadline by colour.
    Limits: The document counts 43 situations but does not list them, and gives neither
        deadlines nor the number of whistles. Which share of issues is listed, and how fast
        departments come, is assumed.
    """

    use_share: Share = assume("whistle_use_share")
    listed_share: Share = assume("listed_share")
    colour_red: Share = assume("colour_red")
    colour_yellow: Share = assume("colour_yellow")
    deadline_red: Span = assume("deadline_red")
    deadline_yellow: Span = assume("deadline_yellow")
    deadline_blue: Span = assume("deadline_blue")
    try_days: int = assume("whistle_try_days", ge=0, le=10_000)
    refusals: int = assume("whistle_refusals", ge=0, le=10_000)
    head_minutes: NotNegative = assume("whistle_head_minutes")
    screen_days: int = assume("whistle_screen_days", ge=0, le=10_000)
    call_days: int = assume("whistle_call_days", ge=0, le=10_000)
    accept: Share = assume("whistle_accept")
    overcall: float = assume("overcall", ge=1)
    meeting_hours: NotNegative = assume("whistle_meeting_hours")
    weak_attendance: Share = assume("weak_attendance")
    backlog_days: NotNegative = assume("weak_backlog_days")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        rules = self.model_dump(exclude={*Lever.model_fields})
        place.set_policy(communities, whistle=True, **rules)
