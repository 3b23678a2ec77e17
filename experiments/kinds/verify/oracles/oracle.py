"""An oracle: a reduced model with an exact solution, and what one run observes of it."""

from __future__ import annotations

import functools
import math
from abc import ABC, abstractmethod
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from experiments.language import use
from experiments.language.phrase import Phrase
from sim.settings import Settings
from sim.settings.nested import Tree
from sim.society import Society

Load = Annotated[float, Field(gt=0, lt=1)]
Servers = Annotated[int, Field(ge=1, le=50)]


class Span(NamedTuple):
    """Days of warm-up, which are left out because the model begins empty, and days measured."""

    warmup_days: int
    horizon_days: int

    @property
    def days(self) -> int:
        return self.warmup_days + self.horizon_days


class Observation(NamedTuple):
    """What one run observed of a quantity and what theory expects of it, both summed over `size`.

    `size` counts the issues or days of the sum. Sums are compared, because they have the same
    expectation exactly. Means have not: their denominator is correlated with them.
    """

    observed: float
    expected: float
    size: float


class Oracle(BaseModel, ABC):
    """Settings that reduce the kernels to a solved model; its fields are the user's parameters."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    @property
    @abstractmethod
    def title(self) -> Phrase:
        """What it is called, to be shown in any language."""

    @property
    def name(self) -> str:
        """Its name in the table of data."""
        with use("en"):
            return self.title.shown()

    @property
    @abstractmethod
    def settling_days(self) -> float:
        """Days of warm-up after which the empty start no longer matters."""

    def informative_issues(self, span: Span) -> float:
        """Expected number of issues of a run that count for the verdict."""
        return math.inf

    @abstractmethod
    def tree(self, days: int) -> Tree:
        """Settings of the model for a run of so many days."""

    def run(self, seed: int, span: Span) -> Society:
        """The model after a run with a seed."""
        model = Society(settings(self, span), seed, keep_outcomes=True)
        model.run()
        return model

    @abstractmethod
    def observe(self, seed: int, span: Span) -> dict[str, Observation]:
        """Observed quantities of one run with a seed, by name."""


@functools.cache
def settings(oracle: Oracle, span: Span) -> Settings:
    """Settings of an oracle's runs; read once, as all its seeds share them."""
    return Settings(**oracle.tree(span.days), **span._asdict())
