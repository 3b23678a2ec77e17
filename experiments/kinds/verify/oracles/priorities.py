"""Non-preemptive priorities: M/G/1 and M/M/c with several classes of customers."""

from __future__ import annotations

import functools
import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from experiments.kinds.verify.oracles.mmc import erlang_c
from experiments.kinds.verify.oracles.oracle import Observation, Servers, Span
from experiments.kinds.verify.oracles.priority_waits import CustomerClass, waiting_time_tail
from experiments.kinds.verify.oracles.queue import Queue
from experiments.kinds.verify.oracles.service import Service, Shape, Spread
from experiments.kinds.verify.oracles.society import arrivals_per_day, caller_issues, own_issues
from experiments.language.phrase import Phrase, counting, phrase
from sim.enums import Kind
from sim.settings.nested import Tree

MINUTES = 16.0
IN_TURN = (Kind.HAZARD, Kind.FACILITY, Kind.CARE, Kind.STREET_ORDER, Kind.MERCHANT)


class Priorities(Queue):
    """Poisson arrivals in `classes` of equal load and non-preemptive priority.

    Classes are kinds of issues whose promises lie further apart than the run is long. With one
    server the first class are callers, `service` may have any shape, and the service of lower
    classes is longer; with several servers service is exponential with one mean. Quantities: mean
    wait of each class, in mean service times of all; share of all that waits; and, for the order
    within a class, the share of it that waits longer than the mean wait of those in it who wait.
    Sources: A. Cobham, Priority assignment in waiting line problems, 1954, for both cases; O. Kella
    and U. Yechiali, Waiting times in the non-preemptive priority M/M/c queue, 1985, for the second.
    """

    servers: Servers = 1
    classes: Annotated[int, Field(ge=2, le=len(IN_TURN))] = 3
    service: Shape = "exponential"
    cv: Spread = 1.0

    @model_validator(mode="after")
    def known(self) -> Self:
        if self.servers > 1 and self.service != "exponential":
            raise ValueError("service should be exponential with several servers")
        return self

    @property
    def title(self) -> Phrase:
        values = {
            "classes": self.classes,
            "servers": counting(self.servers, "server"),
            "load": self.load,
        }
        if self.servers > 1:
            return phrase("{classes} priorities, {servers} at {load:g}", **values)
        shape = self.services[0].label
        return phrase("{classes} priorities, {servers} at {load:g}, {shape}", **values, shape=shape)

    @property
    def workers(self) -> int:
        return self.servers

    @property
    def services(self) -> list[Service]:
        """Service of each class; the loads are equal."""
        if self.servers > 1:
            return [Service(MINUTES * math.sqrt(self.servers))] * self.classes
        lengths = (MINUTES * (number + 1) / 2.0 for number in range(self.classes))
        return [Service(minutes, self.service, self.cv) for minutes in lengths]

    @property
    def rates(self) -> list[float]:
        """Arrivals of each class a day and community."""
        share = self.load / self.classes
        return [arrivals_per_day(share, self.servers, service.minutes) for service in self.services]

    @property
    def minutes(self) -> float:
        """Mean service over all classes."""
        busy = (
            rate * service.minutes for rate, service in zip(self.rates, self.services, strict=True)
        )
        return sum(busy) / sum(self.rates)

    @property
    def mean_residual_service(self) -> float:
        """Over all classes."""
        squares = (
            rate * service.second_moment
            for rate, service in zip(self.rates, self.services, strict=True)
        )
        return sum(squares) / (2.0 * sum(self.rates) * self.minutes)

    @property
    def delayed_per_day(self) -> float:
        """Of the class with the fewest arrivals."""
        return min(self.rates) * erlang_c(self.servers, self.load)

    @property
    def order(self) -> tuple[Kind, ...]:
        """Kinds of the classes, the highest priority first."""
        first = (Kind.INQUIRY,) if self.servers == 1 else ()
        return (first + IN_TURN)[: self.classes]

    def issue_kinds(self, days: int) -> dict[Kind, Tree]:
        kinds: dict[Kind, Tree] = {}
        for number, kind in enumerate(self.order):
            service = self.services[number].settings
            if kind == Kind.INQUIRY:
                kinds[kind] = caller_issues(self.rates[number], service)
            else:
                kinds[kind] = own_issues(self.rates[number], service, 1.0 + number * (days + 1.0))
        return kinds

    def theory(self) -> dict[str, float]:
        """Cobham's mean wait of each class in mean service times of all, and shares that wait.

        A class waits W0 / ((1 - load of higher classes) (1 - load of these and its own)), where W0
        is the mean time until a server is free.
        """
        delayed = erlang_c(self.servers, self.load)
        waits = {
            f"mean wait, class {number + 1}": delayed * long / self.minutes
            for number, long in enumerate(self.mean_wait_of_delayed)
        }
        long = {
            f"share that waits long, class {number + 1}": share
            for number, share in enumerate(_shares_waiting_longer(self))
        }
        return {**waits, "share that waits": delayed, **long}

    @property
    def mean_wait_of_delayed(self) -> list[float]:
        """Mean waiting time of those of each class who wait, minutes."""
        share = self.load / self.classes
        until_free = self.mean_residual_service / self.servers
        return [
            until_free / ((1.0 - number * share) * (1.0 - (number + 1) * share))
            for number in range(self.classes)
        ]

    def observe(self, seed: int, span: Span) -> dict[str, Observation]:
        _, times = self.simulate(seed, span)
        theory = self.theory()
        observations: dict[str, Observation] = {}
        for number, (kind, long) in enumerate(
            zip(self.order, self.mean_wait_of_delayed, strict=True), start=1
        ):
            own = times.of([kind])
            wait, waits_long = (
                f"mean wait, class {number}",
                f"share that waits long, class {number}",
            )
            observations[wait] = own.waiting(theory[wait], self.minutes)
            observations[waits_long] = own.delayed(theory[waits_long], long)
        observations["share that waits"] = times.delayed(theory["share that waits"])
        return {quantity: observations[quantity] for quantity in theory}


@functools.cache
def _shares_waiting_longer(queue: Priorities) -> list[float]:
    """Share of each class that waits longer than the mean wait of its waiting members.

    While all of several servers are busy they work as one that is as fast as all together.
    """
    fast = queue.servers
    classes = [
        CustomerClass(
            queue.load / queue.classes * fast / service.minutes,
            service._replace(minutes=service.minutes / fast),
        )
        for service in queue.services
    ]
    delayed = erlang_c(fast, queue.load) / queue.load
    return [
        delayed * waiting_time_tail(minutes, classes, number)
        for number, minutes in enumerate(queue.mean_wait_of_delayed)
    ]


STANDARD = (Priorities(servers=1, load=0.8, service="lognormal"), Priorities(servers=3, load=0.8))
