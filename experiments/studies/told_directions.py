"""What documents tell of levers, by outcomes that have a value for each year of a run.

told_directions.yaml lists it, read once. It was written down before it was run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from experiments.config.outcomes import Outcome
from experiments.patterns.entries import STRICT, Number, OutcomeName, entries
from experiments.statistics.verdicts import Way


@dataclass(frozen=True, slots=True)
class Claim:
    """A lever moves an outcome one way, by more than `least` (in its unit), as a passage tells.

    `passage` is DOCUMENT@CHARACTER, and `told` what is written there in our words.
    """

    __pydantic_config__ = STRICT

    name: str
    lever: str
    outcome: OutcomeName
    way: Way
    least: Annotated[Number, Field(gt=0)]
    passage: Annotated[str, Field(pattern=r"^\d{3}@\d+$")]
    told: str

    def of_year(self, year: int) -> Outcome:
        """The same outcome, of one year."""
        return self.outcome.of_year(year)


CLAIMS = entries(Path(__file__).with_suffix(".yaml"), Claim)
LEVERS = tuple(dict.fromkeys(claim.lever for claim in CLAIMS))
