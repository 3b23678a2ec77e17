"""Community partners: triage by size (社区合伙人；小事自办、大事联办、难事跟办)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume

SMALL = (Kind.HAZARD, Kind.FACILITY, Kind.CARE, Kind.STREET_ORDER)
"""What neighbours, members and firms can put right by themselves."""


@lever(
    number=110,
    label="Community partners: triage by size (社区合伙人)",
    documents=("002",),
    acts_on=("workers", "others", "streets"),
)
class CommunityPartners(Lever):
    """Small issues are done with partners, large ones jointly at once, hard ones are followed.

    Documents: Binhe Xinyuan draws members, volunteers and firms in as partners, and does small
        matters itself, large ones jointly, and follows hard ones (002, Fuminlu).
    Mechanism: Small: partners do a share of the community's own issues, and of those that were
        passed up before. Large: what fails in the community goes to a joint round at once, as
        with `joint_response`. Hard: who asks regularly is refused less often, and finds out more
        often what was closed on paper. The council and the asking cost workers' time each week.
    Limits: No number is reported; all are assumed. Offices of the street come to a joint round
        no sooner than before, which `joint_response` alone brings about. What partners spend is
        counted as hours of others.
    """

    small_share: Share = assume("partners_small_share")
    kept_share: Share = assume("partners_kept_share")
    rounds: int = assume("joint_rounds", ge=1)
    message_minutes: NotNegative = assume("joint_message_minutes")
    links: Share = assume("partners_links")
    found_chance: Share = assume("partners_found")
    follow_minutes: NotNegative = assume("partners_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for kind in SMALL:
            place.share_issues(communities, kind, self.small_share)
        place.add_to_policy(
            communities,
            partner_share=self.kept_share,
            links=self.links,
            chats_added=self.follow_minutes,
        )
        place.raise_policy(communities, false_found=self.found_chance)
        for community in communities:
            if place.policy_of(community, "joint_rounds") == 0:
                place.set_policy(
                    [community], joint_rounds=self.rounds, joint_minutes=self.message_minutes
                )
