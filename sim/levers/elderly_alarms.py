"""Alarms for the elderly (智慧助老)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import methodcaller

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import ALARM, Covered, Resource
from sim.parameters import NotNegative, Share, assume


@lever(
    number=30,
    label="Alarms for the elderly (智慧助老)",
    documents=("002",),
    acts_on=("workers", "residents"),
    acts_through=("discovery",),
)
class ElderlyAlarms(Lever):
    """A camera notices a fall and calls the street's centre, the grid worker and a volunteer.

    Documents: One couple was rescued (002, Yangcun); 3,900 people are served. Daily visits
        leave a gap.
    Mechanism: Workers first persuade a share of the listed households and see the cameras
        installed. Falls are then noticed at once; false calls cost trips.
    Limits: How many alarms are false is assumed.
    """

    alarm_share: Share = assume("alarm_share")
    setup_minutes: NotNegative = assume("alarm_setup_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.setup_minutes * self.alarm_share * place.listed_households(community)
            installed = methodcaller("raise_policy", [community], alarm_coverage=self.alarm_share)
            place.prepare(community, minutes, installed)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """One in each household that was persuaded."""
        return {ALARM: self.alarm_share * covered.listed_households}
