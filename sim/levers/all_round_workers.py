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

    Documents: One district trains 85 workers in six pilot communities (002, Ninghe).
    Mechanism: All front-line workers of a community are trained first. Then a task of another's
        line takes no longer than one of one's own.
    Limits: The documents explain neither the name nor the training. The hours are those assumed
        for `academy`.
    """

    penalty: float = assume("all_round_penalty", ge=1)
    training_hours: NotNegative = assume("training_hours")
    training_days: NotNegative = assume("training_days")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.training_hours * 60.0 * place.frontline(community)
            trained = methodcaller("cap_policy", [community], line_penalty=float(self.penalty))
            place.prepare(community, minutes, trained, days=float(self.training_days))
