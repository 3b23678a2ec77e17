"""Classes of issues of which the more pressing goes first, and nobody is interrupted."""

from __future__ import annotations

import functools
import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from experiments.config.plurals import counted
from experiments.kinds.verify.oracles.mmc import erlang_c
from experiments.kinds.verify.oracles.oracle import Servers, Span, Sum
from experiments.kinds.verify.oracles.queue import Queue
from experiments.kinds.verify.oracles.service import Service, Shape, Spread
from experiments.kinds.verify.oracles.society import arrivals, called, own
from experiments.kinds.verify.oracles.waits import Stream, exceeds
from sim.enums import Kind
from sim.settings.trees import Tree

MINUTES = 16.0
IN_TURN = (Kind.HAZARD, Kind.FACILITY, Kind.CARE, Kind.STREET_ORDER, Kind.MERCHANT)


class Priorities(Queue):
    """Poisson arrivals in `classes` of equal load; the most pressing class goes first.

    Classes are kinds of issues whose promises lie further apart than the run is long. With one
    server the first class are callers, `service` may have any shape, and a class takes longer the
    later it comes; with several servers all take exponential time of one mean. Mean wait of each
    class in mean service times of all, and share of all that waits; for the order within a class
    the share of each class that waits longer than those of the class who wait do on average.
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
    def name(self) -> str:
        shape = f", {self.services[0].told}" if self.servers == 1 else ""
        workers = counted(self.servers, "server")
        return f"{self.classes} priorities, {workers} at {self.load:g}{shape}"

    @property
    def crew(self) -> int:
        return self.servers

    @property
    def services(self) -> list[Service]:
        """Of each class; the loads are equal."""
        if self.servers > 1:
            return [Service(MINUTES * math.sqrt(self.servers))] * self.classes
        lengths = (MINUTES * (number + 1) / 2.0 for number in range(self.classes))
        return [Service(minutes, self.service, self.cv) for minutes in lengths]

    @property
    def rates(self) -> list[float]:
        """Issues of each class a day."""
        share = self.load / self.classes
        return [arrivals(share, self.servers, service.minutes) for service in self.services]

    @property
    def minutes(self) -> float:
        """Mean service of all classes."""
        busy = (rate * one.minutes for rate, one in zip(self.rates, self.services, strict=True))
        return sum(busy) / sum(self.rates)

    @property
    def rest(self) -> float:
        """Mean minutes left of a service that one meets at any moment."""
        squares = (
            rate * one.second_moment for rate, one in zip(self.rates, self.services, strict=True)
        )
        return sum(squares) / (2.0 * sum(self.rates) * self.minutes)

    @property
    def delays(self) -> float:
        """Of the class that comes least often."""
        return min(self.rates) * erlang_c(self.servers, self.load)

    @property
    def order(self) -> tuple[Kind, ...]:
        """Kinds of the classes, the most pressing first."""
        first = (Kind.INQUIRY,) if self.servers == 1 else ()
        return (first + IN_TURN)[: self.classes]

    def kinds(self, days: int) -> dict[Kind, Tree]:
        found: dict[Kind, Tree] = {}
        for number, kind in enumerate(self.order):
            service = self.services[number].settings
            if kind == Kind.INQUIRY:
                found[kind] = called(self.rates[number], service)
            else:
                found[kind] = own(self.rates[number], service, 1.0 + number * (days + 1.0))
        return found

    def theory(self) -> dict[str, float]:
        """Mean wait of each class in mean service times of all, and the share that waits.

        Whatever the class, one waits until a server is free, W0; and then for the classes before
        it, and its own: W0 / ((1 - load before it) (1 - load before it and its own)).
        """
        delayed = erlang_c(self.servers, self.load)
        waits = {
            f"mean wait, class {number + 1}": delayed * long / self.minutes
            for number, long in enumerate(self.long)
        }
        long = {
            f"share that waits long, class {number + 1}": share
            for number, share in enumerate(_long(self))
        }
        return {**waits, "share that waits": delayed, **long}

    @property
    def long(self) -> list[float]:
        """Mean minutes of those of each class who wait."""
        share = self.load / self.classes
        first = self.rest / self.servers
        return [
            first / ((1.0 - number * share) * (1.0 - (number + 1) * share))
            for number in range(self.classes)
        ]

    def observe(self, seed: int, span: Span) -> dict[str, Sum]:
        _, lives = self.watch(seed, span)
        theory = self.theory()
        found: dict[str, Sum] = {}
        for number, (kind, long) in enumerate(zip(self.order, self.long, strict=True), start=1):
            ones = lives.of([kind])
            wait, waits_long = (
                f"mean wait, class {number}",
                f"share that waits long, class {number}",
            )
            found[wait] = ones.waiting(theory[wait], self.minutes)
            found[waits_long] = ones.delayed(theory[waits_long], long)
        found["share that waits"] = lives.delayed(theory["share that waits"])
        return {quantity: found[quantity] for quantity in theory}


@functools.cache
def _long(queue: Priorities) -> list[float]:
    """Of each class. Those who wait for several servers do so as for one that is as fast as all."""
    fast = queue.servers
    streams = [
        Stream(
            queue.load / queue.classes * fast / one.minutes,
            one._replace(minutes=one.minutes / fast),
        )
        for one in queue.services
    ]
    several = erlang_c(fast, queue.load) / queue.load
    return [
        several * exceeds(minutes, streams, number) for number, minutes in enumerate(queue.long)
    ]


STANDARD = (Priorities(servers=1, load=0.8, service="lognormal"), Priorities(servers=3, load=0.8))
