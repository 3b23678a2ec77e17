"""Training of heads, and their yearly reporting (书记轮训、述职)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

from sim.enums import DAY_MINUTES, YEAR_DAYS, YEAR_WEEKS
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import HEADS_TRAINING, Covered, Resource
from sim.parameters import NotNegative, Share, assume


@lever(
    number=103,
    label="Training of heads, and their reporting (书记轮训、述职)",
    documents=("001", "002", "003", "004"),
    acts_on=("workers", "residents"),
)
class HeadsTraining(Lever):
    """Heads are trained in a year's courses, and once a year answer for their work in public.

    Documents: The city taught more than 5,400 heads in one broadcast class (001). Secretaries of
        firms are trained in turn every year (003, and a district in 002), and show their results
        to Party members and people at the year's end (002). Heads of what works in a community
        report to its Party organisation, which counts in their assessment (004).
    Mechanism: The head is taught in sessions of a day at most, over one year; the time is set-up.
        Each makes joint sessions of street and community more likely to settle a dispute.
        Reporting takes hours of every worker, and more of the head, which are events.
    Limits: No document gives an effect. The year's course is not repeated, and what is learnt is
        not forgotten. What residents say of a report changes nothing. Rounds between neighbours
        are taught by `academy`, and projects are led by `secretary_projects`.
    """

    training_gain: Share = assume("heads_training_gain")
    training_hours: NotNegative = assume("heads_training_hours")
    reporting_hours: NotNegative = assume("heads_reporting_hours")
    preparing_hours: NotNegative = assume("heads_reporting_preparation")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.add_to_policy(
            communities,
            reporting=self.reporting_hours * 60.0 / YEAR_WEEKS,
            reporting_head=self.preparing_hours * 60.0 / YEAR_WEEKS,
        )
        minutes = self.training_hours * 60.0
        sessions = max(1, math.ceil(minutes / DAY_MINUTES))
        for community in communities:
            taught = partial(self.learn, community, sessions)
            place.teach(community, minutes, sessions, float(YEAR_DAYS), taught, by_head=True)

    def learn(self, community: int, sessions: int, place: Place, held: int) -> None:
        """A session has been held: so much of the gain as that of all of them."""
        place.add_to_policy([community], joint_training=self.training_gain / sessions)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Hours of training, of one head to a community; those of heads are counted in the run."""
        return {HEADS_TRAINING: self.training_hours * covered.communities}
