"""Evaluation of departments by streets and communities (下考上)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from sim.joint_bound import TOLERANCE, JointError
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume, fact

WEIGHTS = ("weight_completion", "weight_satisfaction", "weight_felt")


@lever(
    number=3,
    label="Evaluation of departments by streets and communities (下考上)",
    documents=("002",),
    acts_on=("departments", "streets"),
    acts_through=("assessment",),
)
class DepartmentEvaluation(Lever):
    """Once a year streets and communities score the departments, and the score counts.

    Documents: Half of the score is the completion of whistle issues, a fifth residents'
        satisfaction with them, the rest felt service. It makes up at least three tenths of a
        department's appraisal, and a deduction needs its reason (002, Heping).
    Mechanism: Departments give residents' issues more effort the more of their appraisal
        depends on them (`rules.assessment`, `structures.effort`). It acts on all departments
        of the district as soon as one community is covered.
    Limits: A department without whistles in a year is scored by felt service alone. No document
        links the score to what departments do: the elasticity is assumed.
    """

    weight_completion: Share = fact("heping_eval_weight_completion")
    weight_satisfaction: Share = fact("heping_eval_weight_satisfaction")
    weight_felt: Share = fact("heping_eval_weight_service_feel")
    share_of_assessment: Share = fact("heping_eval_share_of_assessment")
    reasoned: bool = Field(default=True, description="whether a deduction needs its reason")
    score_noise: NotNegative = assume("score_noise")
    score_noise_reasoned: NotNegative = assume("score_noise_reasoned")
    leniency: NotNegative = assume("leniency")

    @model_validator(mode="after")
    def weights(self) -> Self:
        members = {name: getattr(self, name) for name in WEIGHTS}
        if abs((total := sum(members.values())) - 1.0) > TOLERANCE:
            raise JointError(members, "the three weights sum to 1", total)
        return self

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        if communities:
            place.evaluate(
                self.share_of_assessment,
                (self.weight_completion, self.weight_satisfaction, self.weight_felt),
                self.score_noise_reasoned if self.reasoned else self.score_noise,
                self.leniency,
            )
