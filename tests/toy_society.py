"""A society of normal numbers, of which posteriors are known: three assumptions, two outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from experiments.config.outcomes import Outcome
from experiments.designs.targets import BASELINE, FIT, Target
from sim.evidence import Assumption, Ledger

Array = npt.NDArray[np.float64]
NAMES = ("x", "y", "rest")
SLOPES = np.array([[1.2, 1.2, 0.3], [0.0, 0.5, 0.8]])
"""Outcomes (whole, cheap) by assumption, on the scale on which each prior is standard normal."""
NOISE = 0.4
"""Standard deviation that a run adds to each outcome, as its seed has it."""
ERROR = 0.5
"""Standard deviation of observation and discrepancy."""


@dataclass(frozen=True, slots=True)
class Known(Target):
    """A target whose range and error are given, and not read off the evidence."""

    def range(self, ledger: Ledger) -> tuple[float, float]:
        return self.low, self.high

    def variance(self, ledger: Ledger, discrepancy: float) -> float:
        return ERROR**2


def known(name: str, case: str, low: float, high: float) -> Known:
    """A fitted target from low to high."""
    return Known(name, FIT, "assume:x", name, "number", "", Outcome(name), case, low=low, high=high)


def targets(whole: tuple[float, float], cheap: tuple[float, float]) -> list[Target]:
    """What is documented of the two outcomes; that of the other place is run first."""
    return [known("whole", BASELINE, *whole), known("cheap", "elsewhere", *cheap)]


class Toy:
    """What `match` and `weighted_draws` ask of trials, with the outcomes above in place of runs."""

    def __init__(self, seed: int) -> None:
        entries = [
            Assumption(
                id=name, value=0.5, low=0.0, high=1.0, distribution="uniform", unit="number",
                meaning=name, why="made up for a test", grade="assumed",
            )
            for name in NAMES
        ]  # fmt: skip
        self.ledger = Ledger(entries, {}, dict.fromkeys(NAMES, "toy.yaml"))
        self._noise = np.random.default_rng([seed, 1]).normal(0, NOISE, (20_000, 2))
        self.runs = {"whole": 0, "cheap": 0}

    def run(self, drawn: pd.DataFrame, wanted: Sequence[Target]) -> pd.DataFrame:
        """Outcomes; the noise is that of a draw's number, as it is of its seed."""
        noise = self._noise[drawn.index.to_numpy()]
        found = outcomes(drawn[list(NAMES)].to_numpy()) + noise
        names = [one.name for one in wanted]
        for name in names:
            self.runs[name] += len(drawn)
        return pd.DataFrame(found, drawn.index, ["whole", "cheap"])[names]

    def repeat(
        self, drawn: pd.DataFrame, wanted: Sequence[Target], replications: int
    ) -> pd.DataFrame:
        """Some runs of each draw, which differ by their noise alone."""
        rng = np.random.default_rng(7)
        index = pd.MultiIndex.from_product(
            [drawn.index, range(replications)], names=["point", "replication"]
        )
        found = np.repeat(outcomes(drawn[list(NAMES)].to_numpy()), replications, axis=0)
        found = found + rng.normal(0, NOISE, found.shape)
        return pd.DataFrame(found, index, ["whole", "cheap"])[[one.name for one in wanted]]


def outcomes(quantiles: Array) -> Array:
    """Without noise: draws x (whole, cheap)."""
    return np.asarray(ndtri(np.clip(quantiles, 1e-12, 1 - 1e-12)) @ SLOPES.T, np.float64)
