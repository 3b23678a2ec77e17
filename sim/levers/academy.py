"""Academy for community workers (社工学院)."""

from __future__ import annotations

from collections.abc import Sequence
from operator import methodcaller

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume


@lever(
    number=19,
    label="Academy for community workers (社工学院)",
    documents=("002",),
    acts_on=("workers",),
)
class Academy(Lever):
    """Experienced heads teach workers how to talk with residents and settle quarrels.

    Documents: One street taught nearly 200 workers of its sixteen communities for almost a year
        (002, Hedong), with played cases of neighbours' quarrels.
    Mechanism: All front-line workers of a community are trained first. Then each round in which
        workers mediate between neighbours is more likely to settle the dispute.
    Limits: No document gives an effect. That some workers learn several posts is left to
        `all_round_workers`.
    """

    training_gain: Share = assume("training_gain")
    training_hours: NotNegative = assume("training_hours")
    training_days: NotNegative = assume("training_days")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.training_hours * 60.0 * place.frontline(community)
            taught = methodcaller(
                "add_to_policy", [community], mediation_training=self.training_gain
            )
            place.prepare(community, minutes, taught, days=float(self.training_days))
