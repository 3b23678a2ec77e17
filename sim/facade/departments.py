"""Departments, as levers see them: how they are assessed, and the hours they give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.facade.base import Base
from sim.initialization.merchants import set_spared_hours
from sim.initialization.powers import set_capacity


class DepartmentSide(Base):
    """Effort and hours of the departments of the district."""

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
        before = rule.response_weight
        after = (1.0 - streets) * before + streets
        effort = (after / before) ** rule.effort_elasticity
        for department in self._answering():
            department["effort"] = department["full_effort"] = effort
            set_capacity(department)

    def extend_response(self, share: float) -> None:
        """Departments give communities a share more of their discretionary hours."""
        for department in self._answering():
            department["response_share"] *= 1.0 + share
            set_capacity(department)

    def spare_merchant_visits(self, communities: Sequence[int], factor: float) -> None:
        """Let departments visit merchants less; they have the hours for communities."""
        if not self.settings.rules.merchants.on:
            return
        self.scale_policy(communities, visits_kept=factor)
        set_spared_hours(self.state, self.settings)

    def _answering(self) -> npt.NDArray[np.void]:
        table: npt.NDArray[np.void] = self.state.departments
        return table[: len(self.settings.departments.answering)]
