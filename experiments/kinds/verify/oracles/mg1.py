"""M/G/1: one worker, any service."""

from __future__ import annotations

import functools

from experiments.kinds.verify.oracles.oracle import Span, Sum
from experiments.kinds.verify.oracles.queue import Queue
from experiments.kinds.verify.oracles.service import Service, Shape, Spread
from experiments.kinds.verify.oracles.society import arrivals, own
from experiments.kinds.verify.oracles.waits import Stream, exceeds
from sim.enums import Kind
from sim.settings.trees import Tree

MINUTES = 12.0


class Mg1(Queue):
    """Poisson arrivals, one server, `service` exponential, deterministic or lognormal with `cv`.

    Mean wait in mean service times, share that waits, which is the load whatever the service, mean
    service, and the share that waits longer than those who wait do on average: of these quantities
    the only one that depends on the order of service.
    Sources: F. Pollaczek, Über eine Aufgabe der Wahrscheinlichkeitstheorie, 1930; A. Y. Khinchine,
    Mathematical theory of a stationary queue, 1932.
    """

    service: Shape = "deterministic"
    cv: Spread = 1.2

    @property
    def name(self) -> str:
        return f"M/G/1 at {self.load:g}, {self.length.told}"

    @property
    def crew(self) -> int:
        return 1

    @property
    def length(self) -> Service:
        """Of an issue."""
        return Service(MINUTES, self.service, self.cv)

    @property
    def rest(self) -> float:
        return self.length.second_moment / (2.0 * MINUTES)

    @property
    def rate(self) -> float:
        """Issues a day."""
        return arrivals(self.load, 1, MINUTES)

    @property
    def long(self) -> float:
        """Mean minutes of those who wait."""
        return self.rest / (1.0 - self.load)

    @property
    def delays(self) -> float:
        return self.rate * self.load

    def kinds(self, days: int) -> dict[Kind, Tree]:
        return {Kind.CARE: own(self.rate, self.length.settings)}

    def theory(self) -> dict[str, float]:
        """Mean wait in service times, the share that waits, the share that waits long."""
        return {
            "mean wait": self.load * self.long / MINUTES,
            "share that waits": self.load,
            "share that waits long": _long(self),
        }

    def observe(self, seed: int, span: Span) -> dict[str, Sum]:
        _, lives = self.watch(seed, span)
        theory = self.theory()
        return {
            "mean wait": lives.waiting(theory["mean wait"], MINUTES),
            "share that waits": lives.delayed(theory["share that waits"]),
            "mean service": lives.served(MINUTES),
            "share that waits long": lives.delayed(theory["share that waits long"], self.long),
        }


@functools.cache
def _long(queue: Mg1) -> float:
    """Kept, as each run asks for it."""
    return exceeds(queue.long, [Stream(queue.load / MINUTES, queue.length)], 0)


STANDARD = (
    Mg1(service="deterministic", load=0.8),
    Mg1(service="lognormal", load=0.7),
    Mg1(service="exponential", load=0.6),
)
