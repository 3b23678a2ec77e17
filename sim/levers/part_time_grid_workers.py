"""Part-time grid workers, and what police and grid share (兼职网格员、警格网格)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, assume


@lever(
    number=111,
    label="Part-time grid workers, police and grid (兼职网格员、警格网格)",
    documents=("001",),
    acts_on=("workers", "volunteers", "others"),
)
class PartTimeGridWorkers(Lever):
    """Residents serve their grid part-time, and police and grid tell each other what they see.

    Documents: Dongli has more than 5,600 part-time grid workers from among residents; police and
        grid share information, look for hazards together and act together (001).
    Mechanism: Workers brief those who join, behind residents' issues. Then they see and mediate in
        micro-grids as volunteers do, where fewest are. What the police see on the beat is known to
        the community as if its own patrol had seen it. Sharing costs workers minutes each week;
        hours of the police are counted as those of others.
    Limits: How many communities Dongli has is assumed, and with it how many serve in one. They
        drop out and need care like other volunteers, and without `rules.volunteers` there are none.
        That both act together is left to `joint_response` and `legal_staff`.
    """

    joining: int = assume("part_time_grid_workers", ge=0, le=5_000)
    briefing_minutes: NotNegative = assume("part_time_briefing_minutes")
    beat_minutes: NotNegative = assume("police_beat_minutes")
    sharing_minutes: NotNegative = assume("police_sharing_minutes")
    police_hours: NotNegative = assume("police_sharing_hours")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.add_to_policy(
            communities,
            eyes=self.beat_minutes,
            chats_added=self.sharing_minutes,
            others_hours=self.police_hours,
        )
        for community in communities:
            minutes = self.briefing_minutes * self.joining
            place.prepare(community, minutes, partial(self.join, community), upward=False)

    def join(self, community: int, place: Place) -> None:
        """They are briefed and serve."""
        place.enlist_some(community, self.joining)
