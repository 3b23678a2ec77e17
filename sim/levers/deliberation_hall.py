"""Deliberation hall (议事厅)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import HALL, Covered, Resource
from sim.parameters import NotNegative, Share, assume


@lever(
    number=33,
    label="Deliberation hall (议事厅)",
    documents=("000", "002"),
    acts_on=("workers", "residents"),
    acts_through=("mediation",),
)
class DeliberationHall(Lever):
    """Residents with opposed interests hear each other and widen what there is to share.

    Documents: Eighty parking spaces were won (000, Gangyunli); a hall settled nearly 800 issues
        of all sorts over an unknown time, and agreed on a wall (002, Dongfengli).
    Mechanism: The hall is set up first. Disputes about shared space, and repairs that need consent,
        then wait for a session on their theme in their estate. It settles together what is open
        there, and fewer disputes arise. What no session is called on goes to a worker after a time.
    Limits: Residents come if their trust is high enough, which is assumed; nobody stays away for
        other reasons.
    """

    sessions: int = assume("hall_sessions", ge=0, le=20)
    least_issues: int = assume("hall_min_issues", ge=0)
    quorum_trust: Share = assume("hall_trust")
    setup_hours: NotNegative = assume("hall_setup_hours")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            opened = partial(self.open, community)
            place.prepare(community, self.setup_hours * 60.0, opened)

    def open(self, community: int, place: Place) -> None:
        """The hall is there, with its rules."""
        place.add_to_policy([community], hall_sessions=self.sessions)
        place.set_policy([community], hall_issues=self.least_issues, hall_quorum=self.quorum_trust)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """A hall in each community."""
        return {HALL: covered.communities}
