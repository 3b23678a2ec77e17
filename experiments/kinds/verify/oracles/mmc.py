"""M/M/c: Poisson arrivals, exponential service, several identical workers (Erlang C)."""

from __future__ import annotations

import math

from experiments.kinds.verify.oracles.oracle import Observation, Servers, Span
from experiments.kinds.verify.oracles.queue import Queue
from experiments.kinds.verify.oracles.service import Service
from experiments.kinds.verify.oracles.society import arrivals_per_day, caller_issues, own_issues
from experiments.language.phrase import Phrase, phrase
from sim.enums import Kind
from sim.settings.nested import Tree

MINUTES = 16.0


class Mmc(Queue):
    """Poisson arrivals, exponential service, `servers` identical servers, `load` of each.

    Customers are issues of one grid, taken first come first served by any free worker; or `callers`
    with inquiries, who belong to another worker each day. Quantities: mean wait in mean service
    times; share that waits; mean service. Under first come first served also the share that waits
    longer than the mean wait of those who wait, as that wait is exponential. With callers to
    several servers it is missing: a worker takes today's own callers before those left from
    yesterday in the queue of another.
    Source: A. K. Erlang, Solution of some problems in the theory of probabilities of significance
    in automatic telephone exchanges, 1917 (Erlang's C).
    """

    servers: Servers = 1
    callers: bool = False

    @property
    def title(self) -> Phrase:
        values = {"servers": self.servers, "load": self.load}
        if self.callers:
            return phrase("M/M/{servers} at {load:g}, callers", **values)
        return phrase("M/M/{servers} at {load:g}", **values)

    @property
    def first_come_first_served(self) -> bool:
        """Whether service is first come first served."""
        return self.servers == 1 or not self.callers

    @property
    def workers(self) -> int:
        return self.servers

    @property
    def service(self) -> Service:
        """Longer with more servers, which limits the number of callers a day."""
        return Service(MINUTES * math.sqrt(self.servers))

    @property
    def mean_residual_service(self) -> float:
        return self.service.minutes

    @property
    def rate(self) -> float:
        """Arrivals a day and community."""
        return arrivals_per_day(self.load, self.servers, self.service.minutes)

    @property
    def delayed_per_day(self) -> float:
        return self.rate * erlang_c(self.servers, self.load)

    def issue_kinds(self, days: int) -> dict[Kind, Tree]:
        if self.callers:
            return {Kind.INQUIRY: caller_issues(self.rate, self.service.settings)}
        return {Kind.CARE: own_issues(self.rate, self.service.settings)}

    def theory(self) -> dict[str, float]:
        """Mean wait in mean service times, share that waits, share with a long wait."""
        delayed = erlang_c(self.servers, self.load)
        return {
            "mean wait": delayed / (self.servers * (1.0 - self.load)),
            "share that waits": delayed,
            "share that waits long": delayed * math.exp(-1.0),
        }

    def observe(self, seed: int, span: Span) -> dict[str, Observation]:
        _, times = self.simulate(seed, span)
        theory, minutes = self.theory(), self.service.minutes
        observations = {
            "mean wait": times.waiting(theory["mean wait"], minutes),
            "share that waits": times.delayed(theory["share that waits"]),
            "mean service": times.served(minutes),
        }
        if self.first_come_first_served:
            long = minutes / (self.servers * (1.0 - self.load))
            observations["share that waits long"] = times.delayed(
                theory["share that waits long"], long
            )
        return observations


def erlang_c(servers: int, load: float) -> float:
    """Probability that an arrival has to wait in M/M/c: Erlang's C formula (Erlang 1917)."""
    offered = servers * load
    terms = [offered**k / math.factorial(k) for k in range(servers)]
    full = offered**servers / math.factorial(servers) / (1.0 - load)
    return full / (sum(terms) + full)


STANDARD = (
    Mmc(servers=1, load=0.8, callers=True),
    Mmc(servers=3, load=0.8),
    Mmc(servers=10, load=0.9, callers=True),
)
