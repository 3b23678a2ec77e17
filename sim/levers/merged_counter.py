"""Merged service counter (去柜化)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, assume, fact


@lever(
    number=11,
    label="Merged service counter (去柜化)",
    documents=("002",),
    acts_on=("workers", "residents"),
)
class MergedCounter(Lever):
    """One post takes all issues: fewer posts are manned, and residents come once.

    Documents: A large village cut nine windows to two posts, and one trip is enough (002, Xiqing).
    Mechanism: The posts of the counter and residents' trips for a certificate fall to a number,
        where they were above it.
    Limits: Before are the windows of the baseline (`organisation.counter_posts`), not nine.
        Where there are no more than after, only residents' trips are left to save.
    """

    posts_after: int = assume("posts_after", ge=1)
    trips: NotNegative = fact("liubu_resident_trips")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.cap_policy(communities, counter_posts=self.posts_after, trips=float(self.trips))
