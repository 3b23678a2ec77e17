"""The law of waiting in a single-server queue with priorities, by numerical inversion."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from experiments.kinds.verify.oracles.service import Service

Complex = npt.NDArray[np.complex128]
DISCRETIZATION = 18.4
"""A of Abate and Whitt: the error of the discretization is below exp(-A), about 1e-8."""
TERMS, AVERAGED = 100, 12
"""Terms before Euler's summation starts, more than they use: deterministic service has corners."""
NODES, NODES_REACH = 1601, 8.0
"""Trapezoidal rule for lognormal transforms, and the standard deviations that it covers."""
CLOSE, MOST_STEPS = 1e-13, 10_000


class Stream(NamedTuple):
    """Poisson arrivals a minute, and their service."""

    rate: float
    service: Service

    @property
    def load(self) -> float:
        """Share of the time that they keep the server busy."""
        return self.rate * self.service.minutes


def exceeds(minutes: float, classes: Sequence[Stream], number: int) -> float:
    """Share of a class that waits longer, if each class is served in order of arrival.

    Parameters: `minutes` of waiting, `classes` from the most pressing to the least, the `number`
    of the class, from 0. One server, nobody is interrupted. Returns a share. The Laplace transform
    of the wait is Takács' (Priority queues, 1964; also Conway, Maxwell and Miller, Theory of
    scheduling, 1967, section 8-6); with a single class it is Pollaczek and Khinchine's. It is
    inverted by Abate and Whitt's EULER (Numerical inversion of Laplace transforms of probability
    distributions, 1995).
    """
    at = np.empty(TERMS + AVERAGED, np.complex128)
    at.real = DISCRETIZATION / (2.0 * minutes)
    at.imag = math.pi / minutes * np.arange(len(at))
    values = ((1.0 - _wait(at, classes, number)) / at).real
    signs = np.where(np.arange(len(at)) % 2, -1.0, 1.0)
    sums = np.cumsum(signs * values) - values[0] / 2.0
    weights = special.binom(AVERAGED - 1, np.arange(AVERAGED)) / 2.0 ** (AVERAGED - 1)
    return float(math.exp(DISCRETIZATION / 2.0) / minutes * (weights @ sums[TERMS:]))


def _wait(s: Complex, classes: Sequence[Stream], number: int) -> Complex:
    """Laplace transform of the wait of a class."""
    own, before, after = classes[number], classes[:number], classes[number + 1 :]
    free = 1.0 - sum(one.load for one in classes)
    delayed = s + _busy(s, before)
    begun = sum((one.rate * (1.0 - _served(delayed, one.service)) for one in after), 0j)
    below: Complex = s - own.rate * (1.0 - _served(delayed, own.service))
    found: Complex = (free * delayed + begun) / below
    return found


def _busy(s: Complex, classes: Sequence[Stream]) -> Complex:
    """Rate times one minus the transform of a busy period of these classes, by Kendall's equation.

    Raises ArithmeticError if the iteration does not converge, as where they fill the server.
    """
    rate = np.zeros_like(s)
    for _ in range(MOST_STEPS):
        last = rate
        rate = sum(
            (one.rate * (1.0 - _served(s + last, one.service)) for one in classes),
            np.zeros_like(s),
        )
        if float(np.abs(rate - last).max()) < CLOSE:
            return rate
    raise ArithmeticError("the busy period has no end")


def _served(s: Complex, service: Service) -> Complex:
    """Laplace transform of a time of service."""
    found: Complex
    if service.shape == "exponential":
        found = 1.0 / (1.0 + s * service.minutes)
    elif service.shape == "deterministic":
        found = np.exp(-s * service.minutes)
    else:
        chances, lengths = _lognormal(service)
        found = np.exp(-s[:, None] * lengths) @ chances.astype(np.complex128)
    return found


@functools.cache
def _lognormal(service: Service) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Chances and minutes of a lognormal time of service, at nodes."""
    nodes = np.linspace(-NODES_REACH, NODES_REACH, NODES)
    chances = np.exp(-(nodes**2) / 2.0)
    variance = math.log(1.0 + service.cv**2)
    lengths = service.minutes * np.exp(math.sqrt(variance) * nodes - variance / 2.0)
    return chances / chances.sum(), lengths
