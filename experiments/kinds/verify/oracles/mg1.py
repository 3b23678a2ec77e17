"""M/G/1: Poisson arrivals, one worker, a general service time."""

from __future__ import annotations

import functools

from experiments.kinds.verify.oracles.oracle import Observation, Span
from experiments.kinds.verify.oracles.priority_waits import CustomerClass, waiting_time_tail
from experiments.kinds.verify.oracles.queue import Queue
from experiments.kinds.verify.oracles.service import Service, Shape, Spread
from experiments.kinds.verify.oracles.society import arrivals_per_day, own_issues
from experiments.language.phrase import Phrase, phrase
from sim.enums import Kind
from sim.settings.nested import Tree

MINUTES = 12.0


class Mg1(Queue):
    """Poisson arrivals, one server, `service` exponential, deterministic or lognormal with `cv`.

    Quantities: mean wait in mean service times (Pollaczek and Khinchine); share that waits, which
    is the load for any service; mean service; and the share that waits longer than the mean wait of
    those who wait. Only the last one depends on the order of service.
    Sources: F. Pollaczek, Über eine Aufgabe der Wahrscheinlichkeitstheorie, 1930; A. Y. Khinchine,
    Mathematical theory of a stationary queue, 1932.
    """

    service: Shape = "deterministic"
    cv: Spread = 1.2

    @property
    def title(self) -> Phrase:
        return phrase("M/G/1 at {load:g}, {shape}", load=self.load, shape=self.service_time.label)

    @property
    def workers(self) -> int:
        return 1

    @property
    def service_time(self) -> Service:
        """Service time of an issue."""
        return Service(MINUTES, self.service, self.cv)

    @property
    def mean_residual_service(self) -> float:
        return self.service_time.mean_residual

    @property
    def rate(self) -> float:
        """Arrivals a day and community."""
        return arrivals_per_day(self.load, 1, MINUTES)

    @property
    def mean_wait_of_delayed(self) -> float:
        """Mean waiting time of those who wait, minutes."""
        return self.mean_residual_service / (1.0 - self.load)

    @property
    def delayed_per_day(self) -> float:
        return self.rate * self.load

    def issue_kinds(self, days: int) -> dict[Kind, Tree]:
        return {Kind.CARE: own_issues(self.rate, self.service_time.settings)}

    def theory(self) -> dict[str, float]:
        """Mean wait in mean service times, share that waits, share with a long wait."""
        return {
            "mean wait": self.load * self.mean_wait_of_delayed / MINUTES,
            "share that waits": self.load,
            "share that waits long": _share_waiting_longer(self),
        }

    def observe(self, seed: int, span: Span) -> dict[str, Observation]:
        _, times = self.simulate(seed, span)
        theory = self.theory()
        return {
            "mean wait": times.waiting(theory["mean wait"], MINUTES),
            "share that waits": times.delayed(theory["share that waits"]),
            "mean service": times.served(MINUTES),
            "share that waits long": times.delayed(
                theory["share that waits long"], self.mean_wait_of_delayed
            ),
        }


@functools.cache
def _share_waiting_longer(queue: Mg1) -> float:
    """Share that waits longer than the mean wait of those who wait; cached for all runs."""
    return waiting_time_tail(
        queue.mean_wait_of_delayed, [CustomerClass(queue.load / MINUTES, queue.service_time)], 0
    )


STANDARD = (
    Mg1(service="deterministic", load=0.8),
    Mg1(service="lognormal", load=0.7),
    Mg1(service="exponential", load=0.6),
)
