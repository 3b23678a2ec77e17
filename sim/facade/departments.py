"""Departments and street offices, as levers see them: assessment, and the hours they give."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.facade.base import Base
from sim.initialization.merchants import set_spared_hours
from sim.kernels.effort import set_capacity
from sim.kernels.street_offices import pool_offices
from sim.settings.rules import Assessment


class DepartmentSide(Base):
    """Effort and hours of the departments of the district, and pooled offices of the street."""

    def evaluate(
        self, share: float, weights: tuple[float, float, float], noise: float, leniency: float
    ) -> None:
        """Let streets score the departments of the district from today; sim/ODD.md, section 9."""
        if not self.settings.rules.assessment.on:
            return
        evaluation = self.state.evaluation[0]
        evaluation["on"] = True
        evaluation["completion"], evaluation["satisfaction"], evaluation["felt"] = weights
        evaluation["noise"], evaluation["leniency"] = noise, leniency
        evaluation["pressure"] = 1.0 + max(0.0, weights[0] - weights[1] - weights[2])
        self.add_appraisal_share(share)

    def add_appraisal_share(self, share: float) -> None:
        """Give streets a share of departments' appraisal besides any score."""
        rule = self.settings.rules.assessment
        if not rule.on:
            return
        evaluation = self.state.evaluation[0]
        streets = 1.0 - (1.0 - float(evaluation["weight"])) * (1.0 - share)
        evaluation["weight"] = streets
        if self.settings.structures.effort == "chosen":
            noise = float(evaluation["noise"]) if evaluation["on"] else rule.hotline_noise
            if evaluation["on"]:
                noise /= math.sqrt(self.settings.territory.streets)
            effort = chosen_effort(rule, streets, noise)
        else:
            before = rule.response_weight
            after = (1.0 - streets) * before + streets
            effort = (after / before) ** rule.effort_elasticity
        answering = self._answering()
        answering["effort"] = answering["full_effort"] = effort
        self._set_capacities()

    def extend_response(self, share: float) -> None:
        """Departments give communities a share more of their discretionary hours."""
        self._answering()["response_share"] *= 1.0 + share
        self._set_capacities()

    def pool_offices(self, communities: Sequence[int] | None = None) -> None:
        """Two offices share a queue and their hours, in the streets of these communities."""
        for c in range(self.communities) if communities is None else communities:
            pool_offices(self.reference, c)

    def spare_merchant_visits(self, communities: Sequence[int], factor: float) -> None:
        """Let departments visit merchants less; they have the hours for communities."""
        if not self.settings.rules.merchants.on:
            return
        self.scale_policy(communities, visits_kept=factor)
        set_spared_hours(self.state, self.settings)

    def _answering(self) -> npt.NDArray[np.void]:
        table: npt.NDArray[np.void] = self.state.departments
        return table[: len(self.settings.departments.answering)]

    def _set_capacities(self) -> None:
        for number in range(len(self.settings.departments.answering)):
            set_capacity(self.reference, number)


def chosen_effort(rule: Assessment, streets: float, noise: float) -> float:
    """Effort for residents' issues that a department chooses, 1 without streets.

    Parameters:
        rule: weights, and the cost of effort.
        streets: share of the appraisal that depends on streets, 0 to 1.
        noise: spread of the mean of their scores.

    Source: the linear model of Holmstrom and Milgrom (1991), two tasks that are substitutes in a
    quadratic cost; sim/ODD.md, section 9.2.
    """
    chosen = rule.effort_base + _residents_effort(rule, streets, noise)
    return chosen / (rule.effort_base + _residents_effort(rule, 0.0, noise))


def _residents_effort(rule: Assessment, streets: float, noise: float) -> float:
    """The first of the two efforts, neither below 0, at which pay less its cost is greatest."""
    aversion, k = rule.noise_aversion, rule.effort_substitution
    residents = (1.0 - streets) * rule.response_weight / (1.0 + aversion * rule.hotline_noise**2)
    residents += streets / (1.0 + aversion * noise**2)
    upward = (1.0 - streets) * (1.0 - rule.response_weight)
    if residents <= k * upward:
        return 0.0
    if upward <= k * residents:
        return residents
    return (residents - k * upward) / (1.0 - k * k)
