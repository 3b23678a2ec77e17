"""All-round workers (全科社工)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import TRAINING, Covered, Resource
from sim.parameters import NotNegative, Positive, assume


@lever(
    number=18,
    label="All-round workers (全科社工)",
    documents=("002",),
    acts_on=("workers",),
)
class AllRoundWorkers(Lever):
    """Every worker learns every line, so that another's task costs no more than one's own.

    Documents: One district trains 85 workers in six pilot communities (002, Ninghe).
    Mechanism: Front-line workers are taught in sessions. With each of them a task of another's
        line takes less longer than one of one's own, and after all of them no longer.
    Limits: The documents explain neither the name nor the training. The hours are those assumed
        for `academy`.
    """

    penalty: float = assume("all_round_penalty", ge=1)
    training_hours: NotNegative = assume("training_hours")
    training_days: NotNegative = assume("training_days")
    session_hours: Positive = assume("training_session_hours")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.training_hours * 60.0 * place.frontline(community)
            sessions = max(1, math.ceil(self.training_hours / self.session_hours))
            before = place.policy_of(community, "line_penalty")
            taught = partial(self.learn, community, sessions, before)
            place.teach(community, minutes, sessions, float(self.training_days), taught)

    def learn(self, community: int, sessions: int, before: float, place: Place, held: int) -> None:
        """A session has been held: the loss falls in a line from what it was to the last."""
        penalty = before + (self.penalty - before) * (held / sessions)
        place.cap_policy([community], line_penalty=penalty)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Hours of training; those of workers are counted in the run."""
        return {TRAINING: self.training_hours * covered.frontline}
