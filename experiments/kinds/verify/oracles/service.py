"""Service times of issues: a distribution by its mean and coefficient of variation."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from experiments.language.phrase import Phrase, phrase
from sim.settings.nested import Tree

Shape = Literal["exponential", "deterministic", "lognormal"]
Spread = Annotated[float, Field(gt=0, le=2)]
"""Coefficient of variation; with heavier tails means of runs are far from normal."""


class Service(NamedTuple):
    """Mean in minutes, shape, and the coefficient of variation of a lognormal service."""

    minutes: float
    shape: Shape = "exponential"
    cv: float = 1.0

    @property
    def squared_cv(self) -> float:
        """Variance in units of the squared mean."""
        return {"deterministic": 0.0, "exponential": 1.0, "lognormal": self.cv**2}[self.shape]

    @property
    def second_moment(self) -> float:
        """Mean square, in squared minutes."""
        return self.minutes**2 * (1.0 + self.squared_cv)

    @property
    def mean_residual(self) -> float:
        """Mean residual service time at a random time in it, E[S^2] / (2 E[S]), in minutes."""
        return self.second_moment / (2.0 * self.minutes)

    @property
    def settings(self) -> Tree:
        """As settings of a kind of issues."""
        return {"minutes": self.minutes, "effort_shape": self.shape, "cv": self.cv}

    @property
    def label(self) -> Phrase:
        """The shape as the table names it."""
        if self.shape == "lognormal":
            return phrase("lognormal (cv {cv:g})", cv=self.cv)
        return phrase("exponential") if self.shape == "exponential" else phrase("deterministic")
