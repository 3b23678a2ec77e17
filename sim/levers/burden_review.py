"""Review of new policies for burden (减负一致性评估)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import REVIEW, Covered, Resource
from sim.parameters import Share, assume


@lever(
    number=44,
    label="Review of new policies for burden (减负一致性评估)",
    documents=("002",),
    acts_on=("obligations",),
    acts_through=("rebound",),
)
class BurdenReview(Lever):
    """A new obligation is examined for the burden it brings before it is issued.

    Documents: An essay asks for it (002).
    Mechanism: It stops a share of the obligations from above before any gate, for all
        communities as soon as one is covered. What it stops does not come back as a request.
    Limits: No document reports how it works. It does not stop obligations that communities
        bring upon themselves.
    """

    refusal: Share = assume("review_refusal")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        if communities:
            place.set_policy(range(place.communities), review_refusal=self.refusal)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Officials of the district, as far as they serve this place."""
        return {REVIEW: covered.districts}
