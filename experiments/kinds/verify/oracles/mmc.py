"""M/M/c: several workers alike."""

from __future__ import annotations

import math

from experiments.kinds.verify.oracles.oracle import Servers, Span, Sum
from experiments.kinds.verify.oracles.queue import Queue
from experiments.kinds.verify.oracles.service import Service
from experiments.kinds.verify.oracles.society import arrivals, called, own
from sim.enums import Kind
from sim.settings.trees import Tree

MINUTES = 16.0


class Mmc(Queue):
    """Poisson arrivals, exponential service, `servers` alike, `load` of each.

    They are issues of one grid, which whoever is free takes in the order in which they came; or
    `callers` with inquiries, who belong to another worker each day. Mean wait in mean service
    times, share that waits, mean service. Where the first to come is the first served, also the
    share that waits longer than those who wait do on average: the wait of those who wait is then
    exponential. With callers to several servers it is missing, because a worker takes today's own
    before what is left of yesterday in the queue of another.
    Source: A. K. Erlang, Solution of some problems in the theory of probabilities of significance
    in automatic telephone exchanges, 1917 (Erlang's C).
    """

    servers: Servers = 1
    callers: bool = False

    @property
    def name(self) -> str:
        return f"M/M/{self.servers} at {self.load:g}{', callers' if self.callers else ''}"

    @property
    def in_order(self) -> bool:
        """Whether the first to come is the first served."""
        return self.servers == 1 or not self.callers

    @property
    def crew(self) -> int:
        return self.servers

    @property
    def service(self) -> Service:
        """Longer with more servers, so that callers of a day stay countable."""
        return Service(MINUTES * math.sqrt(self.servers))

    @property
    def rest(self) -> float:
        return self.service.minutes

    @property
    def rate(self) -> float:
        """Issues a day."""
        return arrivals(self.load, self.servers, self.service.minutes)

    @property
    def delays(self) -> float:
        return self.rate * erlang_c(self.servers, self.load)

    def kinds(self, days: int) -> dict[Kind, Tree]:
        if self.callers:
            return {Kind.INQUIRY: called(self.rate, self.service.settings)}
        return {Kind.CARE: own(self.rate, self.service.settings)}

    def theory(self) -> dict[str, float]:
        """Mean wait in service times, the share that waits, the share that waits long."""
        delayed = erlang_c(self.servers, self.load)
        return {
            "mean wait": delayed / (self.servers * (1.0 - self.load)),
            "share that waits": delayed,
            "share that waits long": delayed * math.exp(-1.0),
        }

    def observe(self, seed: int, span: Span) -> dict[str, Sum]:
        _, lives = self.watch(seed, span)
        theory, minutes = self.theory(), self.service.minutes
        found = {
            "mean wait": lives.waiting(theory["mean wait"], minutes),
            "share that waits": lives.delayed(theory["share that waits"]),
            "mean service": lives.served(minutes),
        }
        if self.in_order:
            long = minutes / (self.servers * (1.0 - self.load))
            found["share that waits long"] = lives.delayed(theory["share that waits long"], long)
        return found


def erlang_c(servers: int, load: float) -> float:
    """Chance that an arrival has to wait in M/M/c (Erlang 1917)."""
    offered = servers * load
    terms = [offered**k / math.factorial(k) for k in range(servers)]
    full = offered**servers / math.factorial(servers) / (1.0 - load)
    return full / (sum(terms) + full)


STANDARD = (
    Mmc(servers=1, load=0.8, callers=True),
    Mmc(servers=3, load=0.8),
    Mmc(servers=10, load=0.9, callers=True),
)
