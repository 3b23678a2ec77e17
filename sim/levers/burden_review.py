"""Review of new policies for burden (减负一致性评估)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=44,
    label="Review of new policies for burden (减负一致性评估)",
    documents=("002",),
    acts_on=("obligations",),
)
class BurdenReview(Lever):
    """A new obligation is examined for the burden it brings before it is issued.

    An essay asks for it (002); nothing is known of its work. It stops part of the obligations from
    above before any gate, for all communities as soon as one is covered, and what it stops does
    not come back as a request. It does nothing about obligations that communities bring upon
    themselves.
    """

    refusal: Share = assume("review_refusal")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        if communities:
            place.set_policy(range(place.communities), review_refusal=self.refusal)
