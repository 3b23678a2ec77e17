"""Giving up: residents who leave on a morning on which nobody has begun with their issue."""

from __future__ import annotations

import functools
import math
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field
from scipy import stats

from experiments.kinds.verify.oracles.birth_death import (
    Array,
    Station,
    left_over,
    poisson,
    settling_days,
    stationary,
)
from experiments.kinds.verify.oracles.oracle import Oracle, Servers, Span, Sum
from experiments.kinds.verify.oracles.queue import COMMUNITIES, lives_of
from experiments.kinds.verify.oracles.society import arrivals, own, society
from sim import GovernanceModel, Settings
from sim.enums import DAY_MINUTES, DAY_TICKS, Count, Daily, Kind, Work
from sim.settings.trees import Tree

MINUTES = 60.0
SIGMA = 0.05
"""Of the logarithm of patience: so small that none outlasts a second morning."""


class Abandonment(Oracle):
    """M/M/c of a load that may exceed one, in which those who wait give up after one or two days.

    Patience of the model is no exponential or fixed time: it is a whole number of days, and ends on
    a morning. So neither Erlang's A (Palm 1946) nor M/M/1 + D (Baccelli, Boyer and Hebuterne 1984)
    is what it does, and no settings make it so. Here an issue whose work has not begun is given up
    on the first morning after its report by a share `hasty` of residents, on the second by all
    others. The numbers on mornings are then a Markov chain that is solved exactly: during the day
    the number in hand is that of M/M/c (Erlang's birth and death process, by the exponential of its
    generator); those left from yesterday are begun first, at the full rate of all servers as long
    as there are any, so that a Poisson number of them is begun; in the morning those who still wait
    for the second time leave, and of the others each with the chance `hasty`.

    Quantities: share that gives up; number in hand in the evening; arrivals begun on a later day
    than that of their report, as a share; share of workers' time that is used. Each depends on
    the order of service, as it settles who gives up.
    Sources: A. K. Erlang 1917 (the process of a day); A. Y. Khinchine, Mathematical methods in the
    theory of queueing, 1960 (chains embedded at chosen moments). C. Palm, Research on telephone
    traffic carried by full availability groups, 1957, is the model with exponential patience.
    """

    servers: Servers = 2
    load: Annotated[float, Field(gt=0, le=2)] = 1.05
    hasty: Annotated[float, Field(ge=0.01, le=0.99)] = 0.5

    @property
    def name(self) -> str:
        workers = "1 server" if self.servers == 1 else f"{self.servers} servers"
        return f"Giving up, {workers} at {self.load:g}, {self.hasty:.0%} on the first morning"

    @property
    def settling_days(self) -> float:
        return _solved(self).settling_days

    def telling(self, span: Span) -> float:
        """Issues that are given up, or begun on a later day, whichever are fewer."""
        found = _solved(self)
        return min(found.given_up, found.later) * COMMUNITIES * span.horizon_days

    @property
    def rate(self) -> float:
        """Issues a day and community."""
        return arrivals(self.load, self.servers, MINUTES)

    def theory(self) -> dict[str, float]:
        """Of each quantity, by name."""
        found = _solved(self)
        share = found.given_up / self.rate
        return {
            "share that gives up": share,
            "in hand in the evening": found.evening,
            "share begun on a later day": found.later / self.rate,
            "workers' time": self.load * (1.0 - share),
        }

    def tree(self) -> Tree:
        """Settings: nobody asks again or goes over the community's head."""
        issue = own(self.rate, {"minutes": MINUTES, "effort_shape": "exponential"})
        patience = {
            "patience_factor": math.exp(-SIGMA * float(stats.norm.ppf(self.hasty))),
            "patience_sigma": SIGMA,
            "giveup_factor": 1,
            "repeat_chance": 0.0,
        }
        return society(self.servers, {Kind.CARE: issue}, COMMUNITIES, patience)

    def observe(self, seed: int, span: Span) -> dict[str, Sum]:
        model = GovernanceModel(_settings(self, span), rng=seed)
        model.run()
        state, theory = model.state, self.theory()
        days = float(span.horizon_days * COMMUNITIES)
        started = lives_of(model, Span(0, span.days))
        begun_on, came_on = started.started // DAY_TICKS, started.reported // DAY_TICKS
        later = int(((begun_on >= span.warmup_days) & (begun_on > came_on)).sum())
        given_up = float(state.counts[:, Count.GIVEN_UP].sum())
        evenings = float(state.daily[:, Daily.BACKLOG].sum())
        busy = float(state.work_series[:, Work.ISSUE].sum()) / (DAY_TICKS * self.servers)
        arrived = days * self.rate
        return {
            "share that gives up": Sum(given_up, theory["share that gives up"] * arrived, arrived),
            "in hand in the evening": Sum(evenings, theory["in hand in the evening"] * days, days),
            "share begun on a later day": Sum(
                later, theory["share begun on a later day"] * arrived, arrived
            ),
            "workers' time": Sum(busy, theory["workers' time"] * days, days),
        }


class Solved(NamedTuple):
    """Given up a day, in hand in the evening, begun a day that came before it, days to settle."""

    given_up: float
    evening: float
    later: float
    settling_days: int


@functools.cache
def _solved(queue: Abandonment) -> Solved:
    """Of a community."""
    servers, arriving = queue.servers, queue.rate
    served = queue.servers * DAY_MINUTES / MINUTES
    most = servers + 2 * int(stats.poisson.isf(1e-13, arriving))
    station = Station(arriving / DAY_MINUTES, 1.0 / MINUTES, servers, most)
    evening = station.after(DAY_MINUTES)
    begun, come = poisson(served, most), poisson(arriving, most)
    numbers = np.arange(most + 1)
    waiting = np.maximum(numbers - servers, 0)
    stay: Array = stats.binom.pmf(waiting[None, :], waiting[:, None], 1.0 - queue.hasty)
    stay *= (numbers[None, :] >= servers) | (numbers[None, :] == numbers[:, None])
    stay[:servers] = np.eye(most + 1)[:servers]
    crowded = np.concatenate([np.zeros(servers), come[: most + 1 - servers]])
    moves, still, later = np.zeros((most + 1, most + 1)), np.zeros(most + 1), np.zeros(most + 1)
    for number, old in enumerate(waiting):
        left = left_over(evening[number], begun, come, int(old), servers)
        moves[number] = (left.evening + (1.0 - left.chances[0]) * crowded) @ stay
        still[number] = left.chances @ np.arange(old + 1)
        later[number] = old - still[number]
    law = stationary(moves / moves.sum(axis=1, keepdims=True))
    in_hand = law @ evening
    old_left = float(law @ still)
    return Solved(
        given_up=old_left + queue.hasty * float(in_hand @ waiting - old_left),
        evening=float(in_hand @ numbers),
        later=float(law @ later),
        settling_days=settling_days(moves),
    )


@functools.cache
def _settings(queue: Abandonment, span: Span) -> Settings:
    return Settings(**queue.tree(), **span._asdict())


STANDARD = (Abandonment(),)
