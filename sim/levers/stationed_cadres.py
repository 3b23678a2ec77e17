"""Stationed cadres (第一书记、驻村工作队)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place, Uniform
from sim.levers.registry import lever
from sim.levers.resources import CADRE, Covered, Resource
from sim.parameters import Share, assume


@lever(
    number=20,
    label="Stationed cadres (第一书记、驻村工作队)",
    documents=("000", "002", "004"),
    acts_on=("departments", "workers"),
)
class StationedCadres(Lever):
    """Some communities get a cadre from above: a pair of hands, and a line to departments.

    Documents: First secretaries and teams went to weak villages (000; 002, Ninghe), cadres to
        head communities (004): in Heping fifteen for 64.
    Mechanism: A community gets one with the probability of a share. A cadre is one more worker
        without a grid, and departments accept more of what the community asks.
    Limits: Documents say that they bring expertise, links and money; money is not modelled.
    """

    cadre_share: Share = assume("cadre_share")
    links: Share = assume("cadre_links")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            if self.recruits(community, place.uniform):
                place.fill_posts(community, 1)
                place.add_to_policy([community], links=self.links)

    def recruits(self, community: int, uniform: Uniform) -> int:
        """One, where a cadre is sent."""
        return int(uniform("cadre", community) < self.cadre_share)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Cadres who are paid in any case, and are missed elsewhere."""
        return {CADRE: covered.posts}
