"""Duty list and boundary (指导目录)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume


@lever(
    number=6,
    label="Duty list and boundary (指导目录)",
    documents=("000", "001", "002"),
    acts_on=("obligations", "departments"),
)
class DutyList(Lever):
    """A list of obligations: what is not on it ends or goes back; other requests can be refused.

    Documents: Wuqing fixed 123 obligations in three catalogues; the list says whose work each
        is (002, Wuqing). The city speaks of the boundary (000, 001).
    Mechanism: Those who draw up the list strike most obligations that have lost their purpose,
        and some useful ones by mistake. Of what is struck a share ends, a share of the rest
        goes back to departments, and the remainder stays. A share of requests is refused.
    Limits: No document says how many obligations fell off, or that requests were refused.
        Boards are left to `signboard_removal`.
    """

    clearing_obsolete: Share = assume("clearing_obsolete")
    clearing_useful: Share = assume("clearing_useful")
    ended_share: Share = assume("ended_share")
    handback_share: Share = assume("handback_share")
    assist_share: Share = assume("assist_share")
    department_minutes_ratio: NotNegative = assume("department_minutes_ratio")
    requests_refused: Share = assume("list_requests_refused")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for obligation in range(place.obligations):
            fate = place.uniform("list matter", obligation)
            chance = place.uniform("list", obligation)
            for community in communities:
                if place.has_board(community, obligation):
                    continue
                useful = place.is_listed(community, obligation)
                struck = self.clearing_useful if useful else self.clearing_obsolete
                if chance >= struck:
                    continue
                if fate < self.ended_share:
                    place.end_obligation(community, obligation)
                elif fate < self.ended_share + (1.0 - self.ended_share) * self.handback_share:
                    place.hand_back(
                        community, obligation, self.department_minutes_ratio, self.assist_share
                    )
        place.scale_policy(communities, requests=1.0 - self.requests_refused)
