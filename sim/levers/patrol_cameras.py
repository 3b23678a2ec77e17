"""Patrol cameras (云智眼)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import CAMERAS, Covered, Resource
from sim.parameters import Share, assume


@lever(
    number=27,
    label="Patrol cameras (云智眼)",
    documents=("002",),
    acts_on=("workers",),
)
class PatrolCameras(Lever):
    """Cameras look for seven kinds of event and call the worker to the spot.

    Documents: Cameras look for seven kinds of event; one village's patrols took a great deal of
        time before (002, Xiqing).
    Mechanism: A share of hazards and of disorder in public places is seen, and part of the
        patrol is spared. Each alert costs a trip, and some alerts are false.
    Limits: Looking is saved, going is not. How many alerts are false is assumed.
    """

    camera_share: Share = assume("camera_share")
    patrol_kept: Share = assume("camera_patrol_kept")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.raise_policy(communities, camera_coverage=self.camera_share)
        spared = self.camera_share * (1.0 - self.patrol_kept)
        place.scale_policy(communities, patrol_hours=1.0 - spared)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Cameras for the share of events that they see."""
        return {CAMERAS: self.camera_share * covered.communities}
