"""First secretaries and teams in villages (驻村第一书记、驻村工作队)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.enums import YEAR_WEEKS
from sim.levers.base import Lever, Place, Uniform
from sim.levers.registry import lever
from sim.levers.resources import CADRE, Covered, Resource
from sim.parameters import NotNegative, Share, assume


@lever(
    number=120,
    label="First secretaries and teams in villages (驻村第一书记、驻村工作队)",
    documents=("000", "002"),
    acts_on=("departments", "others"),
)
class VillageTeams(Lever):
    """Cadres from above live in some villages, help them to produce, and visit households.

    Documents: 1,600 cadres were sent to 100 demonstration villages, 800 poor ones and some 350
        without a star: 1,100 first secretaries and 450 teams (000). They stay full time (002,
        Ninghe). One team went round its village first, then brought seeds and buyers (000).
    Mechanism: A village gets a secretary with one probability and a team with another one, teams
        where a secretary goes as well. They do no forms and take no post. Their hours are those of
        third parties. They visit households, and departments accept more of what the village asks.
    Limits: It reaches villages alone. Money that they bring is not modelled, and no income of the
        village. What the village's workers do for them is not told. `stationed_cadres` is the other
        account: one more pair of hands, for forms as well.
    """

    secretary_share: Share = assume("village_secretary_share")
    team_share: Share = assume("village_team_share")
    team_cadres: NotNegative = assume("village_team_cadres")
    hours: NotNegative = assume("village_cadre_hours")
    visits: NotNegative = assume("village_cadre_visits")
    links: Share = assume("cadre_links")

    @property
    def in_villages_alone(self) -> bool:
        return True

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            cadres = self.sent(community, place.uniform)
            if cadres > 0.0:
                place.add_to_policy(
                    [community],
                    others_hours=cadres * self.hours,
                    partner_visits=cadres * self.visits,
                    links=self.links,
                )

    def sent(self, community: int, uniform: Uniform) -> float:
        """A secretary where one is drawn, and the cadres of a team where one is drawn as well."""
        drawn = uniform("cadre", community)
        secretary = float(drawn < self.secretary_share)
        return secretary + self.team_cadres * float(drawn < self.team_share)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Posts of the cadres who come; they are paid in any case."""
        hours = (self.hours + self.visits * covered.visit_hours) * YEAR_WEEKS
        return {replace(CADRE, hours=hours): covered.sent}
