"""A meeting-free day: on some days of the week workers are called to no meetings.

Run it:

    unburden --code meeting_free_day.py 'scenarios=[meeting_free_day]' societies=4
"""

from __future__ import annotations

from collections.abc import Sequence

from unburden import Lever, Place, Share, declare, lever

WEEK = 5
"""Working days of a week."""


@lever(label="Meeting-free day", documents=(), acts_on=("workers",))
class MeetingFreeDay(Lever):
    """On some days of the week workers are called to no meetings.

    Documents: None. It is an example, and its numbers are made up.
    Mechanism: Of the meetings of those days a share is not held; the others move to other days.
    Limits: What a meeting was good for is not modelled; nobody writes more messages instead.
    """

    days: int = declare(
        1,
        1,
        2,
        unit="times/week",
        meaning="Days of a week on which no meetings are called.",
        why="Made up: one day, or two.",
        ge=0,
        le=WEEK,
    )
    share: Share = declare(
        0.5,
        0.2,
        0.8,
        unit="share",
        meaning="Share of the meetings of such a day that is not held on another day.",
        why="Made up: nobody has counted what is moved, so that the range is wide.",
    )

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        """Fewer hours in meetings, in the communities covered."""
        place.scale_policy(communities, meetings=1.0 - self.share * self.days / WEEK)
