"""Options of the experiment `verify`, and the tables that it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from experiments.config.options import Options

if TYPE_CHECKING:
    from experiments.kinds.verify.oracles.oracle import Span


class VerifyOptions(Options):
    """Oracles, and how many runs the verdicts use."""

    read_first: ClassVar[bool] = False
    oracle: dict[str, Any] = Field(
        {"name": "all"},
        description="The queueing system with an exact solution; all, or one with its traits.",
    )
    replications: Annotated[int, Field(ge=2)] = Field(30, description="Runs of each oracle.")
    warmup_days: Annotated[int, Field(ge=0)] = Field(250, exclude=True)
    horizon_days: Annotated[int, Field(ge=1)] = Field(500, exclude=True)
    timeout: None = Field(None, exclude=True)
    evidence: None = Field(None, exclude=True)

    @property
    def span(self) -> Span:
        """Days that are left out, and days that are measured."""
        from experiments.kinds.verify.oracles.oracle import Span

        return Span(self.warmup_days, self.horizon_days)

    def seeds(self, place: int) -> list[int]:
        """Run seeds of the oracle at a place of the table; no two oracles share any."""
        from sim.streams import run_seed

        first = place * self.replications
        return [run_seed(self.seed, first + number) for number in range(self.replications)]


OPTIONS = VerifyOptions
TABLES = {
    "verify": "Each quantity of each oracle: simulated, exact, and whether they agree.",
}
