"""Bounds within which the first year of a baseline is plausible; baseline_bounds.yaml has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from experiments.designs.entries import STRICT, Number, OutcomeName, entries


@dataclass(frozen=True, slots=True)
class Bound:
    """An outcome that is from `low` to `high`, with the reason and what it is known from."""

    __pydantic_config__ = STRICT

    name: str
    outcome: OutcomeName
    low: Number
    high: Number
    why: str
    reason: str
    grade: Literal["literature", "assumed"]
    sources: tuple[str, ...] = ()

    def holds(self, values: pd.DataFrame) -> pd.Series:
        """Whether it holds, a row a run; `values` has a column of each outcome."""
        return values[str(self.outcome)].between(self.low, self.high)


BOUNDS = entries(Path(__file__).with_suffix(".yaml"), Bound)
