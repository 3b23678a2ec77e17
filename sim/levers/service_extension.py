"""Departments extend their service (和平夜话、机关服务延伸)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=24,
    label="Departments extend their service (和平夜话、机关服务延伸)",
    documents=("001",),
    acts_on=("departments",),
)
class ServiceExtension(Lever):
    """Departments' units give communities more of their hours, in the evening and on the spot.

    Documents: Heping's night talks and extended service are named in four respects and without
        a number (001).
    Mechanism: All departments of the district give a larger share of their discretionary hours
        as soon as one community is covered.
    Limits: The share is assumed.
    """

    share: Share = assume("service_extension_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        if communities:
            place.extend_response(self.share)
