"""The waiting-time distribution of M/G/1 with priorities, by numerical transform inversion."""

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


class CustomerClass(NamedTuple):
    """Customers of one class: Poisson arrivals a minute, and their service."""

    rate: float
    service: Service

    @property
    def load(self) -> float:
        """Share of the time that the server is busy with this class."""
        return self.rate * self.service.minutes


def waiting_time_tail(minutes: float, classes: Sequence[CustomerClass], number: int) -> float:
    """Share of a class that waits longer than so many minutes, P(W > t), in M/G/1.

    Parameters: `minutes` of waiting, `classes` from the highest priority to the lowest, the
    `number` of the class, from 0. Priority is non-preemptive, and service within a class first come
    first served. Returns a share. The Laplace transform
    of the wait is Takács' (Priority queues, 1964; also Conway, Maxwell and Miller, Theory of
    scheduling, 1967, section 8-6); with a single class it is Pollaczek and Khinchine's. It is
    inverted by Abate and Whitt's EULER (Numerical inversion of Laplace transforms of probability
    distributions, 1995).
    """
    at = np.empty(TERMS + AVERAGED, np.complex128)
    at.real = DISCRETIZATION / (2.0 * minutes)
    at.imag = math.pi / minutes * np.arange(len(at))
    values = ((1.0 - _waiting_transform(at, classes, number)) / at).real
    signs = np.where(np.arange(len(at)) % 2, -1.0, 1.0)
    sums = np.cumsum(signs * values) - values[0] / 2.0
    weights = special.binom(AVERAGED - 1, np.arange(AVERAGED)) / 2.0 ** (AVERAGED - 1)
    return float(math.exp(DISCRETIZATION / 2.0) / minutes * (weights @ sums[TERMS:]))


def _waiting_transform(s: Complex, classes: Sequence[CustomerClass], number: int) -> Complex:
    """Laplace transform of the waiting time of a class."""
    own, before, after = classes[number], classes[:number], classes[number + 1 :]
    free = 1.0 - sum(customers.load for customers in classes)
    delayed = s + _busy_period_rate(s, before)
    begun = sum(
        (lower.rate * (1.0 - _service_transform(delayed, lower.service)) for lower in after), 0j
    )
    below: Complex = s - own.rate * (1.0 - _service_transform(delayed, own.service))
    transform: Complex = (free * delayed + begun) / below
    return transform


def _busy_period_rate(s: Complex, classes: Sequence[CustomerClass]) -> Complex:
    """Rate times one minus the transform of their busy period, by Kendall's functional equation.

    Raises ArithmeticError if the iteration does not converge, as where they fill the server.
    """
    rate = np.zeros_like(s)
    for _ in range(MOST_STEPS):
        last = rate
        rate = sum(
            (
                customers.rate * (1.0 - _service_transform(s + last, customers.service))
                for customers in classes
            ),
            np.zeros_like(s),
        )
        if float(np.abs(rate - last).max()) < CLOSE:
            return rate
    raise ArithmeticError("the busy period does not converge: the classes fill the server")


def _service_transform(s: Complex, service: Service) -> Complex:
    """Laplace transform of a service time."""
    transform: Complex
    if service.shape == "exponential":
        transform = 1.0 / (1.0 + s * service.minutes)
    elif service.shape == "deterministic":
        transform = np.exp(-s * service.minutes)
    else:
        weights, minutes = _lognormal(service)
        transform = np.exp(-s[:, None] * minutes) @ weights.astype(np.complex128)
    return transform


@functools.cache
def _lognormal(service: Service) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Weights and minutes of a lognormal service time, at quadrature nodes."""
    nodes = np.linspace(-NODES_REACH, NODES_REACH, NODES)
    weights = np.exp(-(nodes**2) / 2.0)
    variance = math.log(1.0 + service.cv**2)
    minutes = service.minutes * np.exp(math.sqrt(variance) * nodes - variance / 2.0)
    return weights / weights.sum(), minutes
