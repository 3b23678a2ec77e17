"""Recruitment of community workers (招聘社区工作者)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place, Uniform
from sim.levers.registry import lever
from sim.levers.resources import POST, Covered, Resource
from sim.parameters import assume


@lever(
    number=17,
    label="Recruitment of community workers (招聘社区工作者)",
    documents=("001", "002"),
    acts_on=("workers",),
)
class Recruitment(Lever):
    """More workers, who have no grid and no line of their own and help wherever work waits.

    Documents: The city recruited 1,271 in a year (001), two to every three communities; one
        district twenty (002, Ninghe).
    Mechanism: Each community gets the whole number of recruits, and one more with the
        probability of the rest. They attend meetings like all.
    Limits: Hours per worker fall as heads grow: paid hours rise.
    """

    per_community: float = assume("workers_recruited", ge=0, le=20)

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            place.fill_posts(community, self.recruits(community, place.uniform))

    def recruits(self, community: int, uniform: Uniform) -> int:
        """The whole number, and one more with the chance of the rest."""
        whole = math.floor(self.per_community)
        return whole + (uniform("recruit", community) < self.per_community - whole)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """The posts that are filled."""
        return {POST: covered.posts}
