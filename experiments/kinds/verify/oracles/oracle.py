"""What an oracle is: a society whose answer is known, and what a run found of it."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

Load = Annotated[float, Field(gt=0, lt=1)]
Servers = Annotated[int, Field(ge=1, le=50)]


class Span(NamedTuple):
    """Days that are left out because everything began empty, and days that are measured."""

    warmup_days: int
    horizon_days: int

    @property
    def days(self) -> int:
        return self.warmup_days + self.horizon_days


class Sum(NamedTuple):
    """What one run found of a quantity, and what theory expects of that run, summed over `size`.

    `size` counts the issues or days that the sum goes over. Sums have the same expectation
    exactly, where means would be off by as much as their number hangs together with them.
    """

    found: float
    expected: float
    size: float


class Oracle(BaseModel, ABC):
    """Settings that reduce the compiled kernels to something solved; its fields are the user's."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    @property
    @abstractmethod
    def name(self) -> str:
        """As the table calls it."""

    @property
    @abstractmethod
    def settling_days(self) -> float:
        """Days after which it has forgotten that it began empty."""

    def telling(self, span: Span) -> float:
        """Issues of a run from which something can be told, on average."""
        return math.inf

    @abstractmethod
    def observe(self, seed: int, span: Span) -> dict[str, Sum]:
        """One run of the model with a seed: its quantities by name."""
