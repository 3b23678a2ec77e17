"""Monitoring points (监测点)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=5,
    label="Monitoring points (监测点)",
    documents=("002",),
    acts_on=("obligations",),
    acts_through=("rebound",),
)
class Monitoring(Lever):
    """Contact points report obligations without a purpose, so that they are withdrawn.

    Documents: Ninghe set up such points (002) and reports no findings.
    Mechanism: In a covered community obligations without a purpose are withdrawn at a yearly
        rate. A correction reaches the other communities through the district, in part.
    Limits: Both rates are assumed.
    """

    withdrawal: Share = assume("monitoring_withdrawal")
    elsewhere: Share = assume("monitoring_elsewhere")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        if communities:
            everywhere = range(place.communities)
            place.set_policy(everywhere, monitoring=self.withdrawal * self.elsewhere)
            place.set_policy(communities, monitoring=self.withdrawal)
