"""Approximate Bayesian computation: pyABC proposes and weighs, whoever calls simulates in batches.

pyABC draws from NumPy's global generator and evaluates one proposal at a time. Here the generator
is seeded, and each batch of proposals is drawn twice from the same state: once to learn which they
are, and again, when all have been simulated at once, to be accepted or not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyabc

Array = npt.NDArray[np.float64]
Simulate = Callable[[Array, int, float], Array]
"""Distances of proposals, of shape (proposals, parameters), numbered from an integer on.

Of those beyond the tolerance it matters only that they are.
"""
LEAST_RATE = 0.02
"""A population is given up where a smaller share of its proposals is accepted."""
MOST_AT_ONCE = 4
"""Proposals that are simulated at once, at most, for each place in the population."""
SPARE = 1.2
"""How many more are simulated than the rate of acceptance so far makes necessary."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """The last population that was filled: numbers of its proposals, and their weights.

    `steps` has one row a population: tolerance, proposals, accepted, effective size.
    """

    numbers: npt.NDArray[np.int64]
    weights: Array
    steps: pd.DataFrame

    @property
    def tolerance(self) -> float:
        """The largest distance that is accepted."""
        return float(self.steps["tolerance"].iloc[-1])


def posterior(
    simulate: Simulate,
    low: Array,
    high: Array,
    tolerances: Sequence[float],
    size: int,
    seed: int,
    first: int = 0,
) -> Posterior | None:
    """ABC-SMC (Toni and others 2009) from uniform priors between low and high.

    Populations of `size` follow the tolerances; proposals are numbered from `first` on. None if
    not even the first population could be filled.
    """
    names = [f"p{number}" for number in range(len(low))]
    width = high - low
    priors = {
        name: pyabc.RV("uniform", start, span)
        for name, start, span in zip(names, low.tolist(), width.tolist(), strict=True)
    }
    batches = _Batches(simulate, names, tolerances, first)
    with _quietly_seeded(seed):
        smc = pyabc.ABCSMC(
            batches.model,
            pyabc.Distribution(**priors),
            lambda one, _: one["distance"],
            population_size=size,
            eps=pyabc.ListEpsilon(list(tolerances)),
            sampler=batches,
        )
        smc.new("sqlite://")
        history = smc.run(max_nr_populations=len(tolerances), min_acceptance_rate=LEAST_RATE)
    if history.max_t < 0:
        return None
    weights, found = history.get_weighted_sum_stats(history.max_t)
    numbers = np.array([int(one["number"]) for one in found])
    order = np.argsort(numbers)
    steps = pd.DataFrame(batches.steps).head(history.max_t + 1)
    steps.insert(0, "tolerance", list(tolerances)[: len(steps)])
    return Posterior(numbers[order], np.asarray(weights, np.float64)[order], steps)


class _Batches(pyabc.sampler.Sampler):  # type: ignore[misc]
    """A sampler whose proposals are simulated many at a time, and accepted in their order."""

    def __init__(
        self, simulate: Simulate, names: Sequence[str], tolerances: Sequence[float], first: int
    ) -> None:
        super().__init__()
        self._simulate, self._names, self._tolerances = simulate, names, tolerances
        self._next, self._rate = first, 0.0
        self._asked: list[list[float]] = []
        self._answers: Iterator[tuple[int, float]] | None = None
        self.steps: list[dict[str, float]] = []

    def model(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """What pyABC takes for the model: note the proposal, or answer it."""
        if self._answers is None:
            self._asked.append([parameters[name] for name in self._names])
            return {"number": -1, "distance": np.inf}
        number, distance = next(self._answers)
        return {"number": number, "distance": distance}

    def sample_until_n_accepted(
        self, n: int, simulate_one: Callable[[], Any], t: int, *, max_eval: float, **_: Any
    ) -> Any:
        """A population of pyABC's; it is not `ok` where too few proposals are accepted."""
        sample = self._create_empty_sample()
        self.nr_evaluations_ = 0
        while sample.n_accepted < n and self.nr_evaluations_ < max_eval:
            needed = SPARE * (n - sample.n_accepted) / max(self._rate, 1.0 / MOST_AT_ONCE)
            size = min(ceil(needed), MOST_AT_ONCE * n)
            for one in self._batch(simulate_one, size, self._tolerances[t]):
                sample.append(one)
                self.nr_evaluations_ += 1
                if sample.n_accepted == n:
                    break
            self._rate = sample.n_accepted / self.nr_evaluations_
        sample.ok = sample.n_accepted == n
        weights = np.array([one.weight for one in sample.accepted_particles])
        effective = float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0
        self.steps.append(
            {
                "proposals": self.nr_evaluations_,
                "accepted": sample.n_accepted,
                "effective_size": effective,
            }
        )
        return sample

    def _batch(self, simulate_one: Callable[[], Any], size: int, tolerance: float) -> list[Any]:
        """So many evaluated proposals, in their order."""
        state = np.random.get_state()
        self._asked, self._answers = [], None
        for _ in range(size):
            simulate_one()
        numbers = range(self._next, self._next + size)
        distances = self._simulate(np.array(self._asked), self._next, tolerance)
        self._next += size
        np.random.set_state(state)
        self._answers = iter(zip(numbers, distances.tolist(), strict=True))
        return [simulate_one() for _ in numbers]


@contextmanager
def _quietly_seeded(seed: int) -> Iterator[None]:
    """NumPy's global generator seeded, and put back after; pyABC's log off."""
    before, log = np.random.get_state(), logging.getLogger("ABC")
    level = log.level
    np.random.seed(seed)
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        np.random.set_state(before)
        log.setLevel(level)
