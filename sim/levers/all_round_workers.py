"""All-round workers (全科社工)."""

from __future__ import annotations

from collections.abc import Sequence
from operator import methodcaller

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, assume


@lever(
    number=18,
    label="All-round workers (全科社工)",
    documents=("002",),
    acts_on=("workers",),
)
class AllRoundWorkers(Lever):
    """Every worker learns every line, so that another's task costs no more than one's own.

    Ninghe trains 85 in six pilot communities (002); the name is not explained, nor the training,
    which takes here the hours assumed of an academy. Until all front-line workers of a community
    have had it, nothing changes.
    """

    penalty: float = assume("all_round_penalty", ge=1)
    training_hours: NotNegative = assume("training_hours")
    training_days: NotNegative = assume("training_days")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.training_hours * 60.0 * place.frontline(community)
            trained = methodcaller("cap_policy", [community], line_penalty=float(self.penalty))
            place.prepare(community, minutes, trained, days=float(self.training_days))
