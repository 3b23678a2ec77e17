"""Academy for community workers (社工学院)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import TRAINING, Covered, Resource
from sim.parameters import NotNegative, Positive, Share, assume


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
        Many have become generalists.
    Mechanism: Front-line workers are taught in sessions over the year. Each makes a round in
        which workers mediate between neighbours more likely to settle the dispute, and
        another's task less of a loss.
    Limits: No document gives an effect. What is learnt is not forgotten.
    """

    training_gain: Share = assume("training_gain")
    training_hours: NotNegative = assume("training_hours")
    training_days: NotNegative = assume("training_days")
    session_hours: Positive = assume("training_session_hours")
    penalty_cut: Share = assume("training_penalty_cut")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.training_hours * 60.0 * place.frontline(community)
            sessions = max(1, math.ceil(self.training_hours / self.session_hours))
            loss = self.penalty_cut * (place.policy_of(community, "line_penalty") - 1.0)
            taught = partial(self.learn, community, sessions, loss)
            place.teach(community, minutes, sessions, float(self.training_days), taught)

    def learn(self, community: int, sessions: int, loss: float, place: Place, held: int) -> None:
        """A session has been held: so much of the gain as that of all of them."""
        place.add_to_policy(
            [community],
            mediation_training=self.training_gain / sessions,
            line_penalty=-loss / sessions,
        )
        place.raise_policy([community], line_penalty=1.0)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Hours of training; those of workers are counted in the run."""
        return {TRAINING: self.training_hours * covered.frontline}
