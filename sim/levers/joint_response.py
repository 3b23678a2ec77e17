"""Joint-response group (全科网格联动处置群)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Duration, NotNegative, assume


@lever(
    number=15,
    label="Joint-response group (全科网格联动处置群)",
    documents=("002",),
    acts_on=("workers", "streets"),
)
class JointResponse(Lever):
    """A chat group with the town's leaders, offices, police, property firms and utilities.

    Documents: What a grid reports reaches all of them at once; hard cases go to a joint session
        (002, Wuqing). In the one case described, the first round in the community failed, and
        the joint one on the next day settled it.
    Mechanism: Workers post at once what they would telephone for on the next morning. The street
        answers within fewer days, its offices come together and put these issues first, and
        disputes that stay open get joint rounds. The group adds minutes of reading.
    Limits: It brings offices of the street. Departments of the district are not in it, so the
        street telephones with them, and they answer as before.
    """

    street_days: Duration = assume("street_joint_days", le=10_000)
    rounds: int = assume("joint_rounds", ge=1)
    message_minutes: NotNegative = assume("joint_message_minutes")
    chat_minutes: NotNegative = assume("joint_chat_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.cap_policy(communities, street_days=float(self.street_days))
        place.set_policy(
            communities, joint_rounds=self.rounds, joint_minutes=float(self.message_minutes)
        )
        place.add_to_policy(communities, chats_added=self.chat_minutes)
