"""Legal staff sent down (政法力量下沉)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, assume


@lever(
    number=16,
    label="Legal staff sent down (政法力量下沉)",
    documents=("001", "002"),
    acts_on=("others",),
    acts_through=("mediation",),
)
class LegalStaff(Lever):
    """Police, judges, lawyers and mediators help to settle disputes in the community.

    Documents: They sit in all nine streets of one district every day (001, Hongqiao); others
        report their help (002, Heyuan and Ninghe).
    Mechanism: They hear disputes about rights in the place of the workers, one of whom sits with
        them; what they do not settle goes to the street. Their hours are counted as those of third
        parties.
    Limits: They take no part in other disputes. A rise of mediated disputes by 197.9 % is reported
        (002, Ninghe), but more mediation is not fewer disputes.
    """

    presence_hours: NotNegative = assume("legal_hours")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(communities, legal=True)
        place.add_to_policy(communities, others_hours=self.presence_hours)
