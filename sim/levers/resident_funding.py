"""Residents pay a repair together (居民共同出资)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume


@lever(
    number=34,
    label="Residents pay a repair together (居民共同出资)",
    documents=("002",),
    acts_on=("residents",),
)
class ResidentFunding(Lever):
    """Residents agree to share the cost of a repair, and it is done without waiting for others.

    Documents: The residents of one building paid for its sewer (002, Dongfengli); neither the
        amount nor the days are given.
    Mechanism: It needs a cost that a household can bear, trust that is high enough to agree,
        and some of workers' time.
    Limits: Residents' money is counted as a cost of theirs.
    """

    limit: NotNegative = assume("self_funding_limit", le=1e9)
    quorum_trust: Share = assume("hall_trust")
    minutes: NotNegative = assume("funding_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(
            communities,
            funding_limit=float(self.limit),
            funding_quorum=self.quorum_trust,
            funding_minutes=float(self.minutes),
        )
