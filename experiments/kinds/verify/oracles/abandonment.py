"""M/M/c with abandonment: customers leave on a morning on which their service has not begun."""

from __future__ import annotations

import functools
import math
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field
from scipy import stats

from experiments.kinds.verify.oracles.birth_death import (
    Array,
    BirthDeath,
    poisson,
    remaining_waiting,
    settling_days,
    stationary,
)
from experiments.kinds.verify.oracles.oracle import Observation, Oracle, Servers, Span
from experiments.kinds.verify.oracles.queue import COMMUNITIES, issue_times
from experiments.kinds.verify.oracles.society import arrivals_per_day, own_issues, reduced_society
from experiments.language.phrase import Phrase, counting, phrase
from sim.enums import DAY_MINUTES, DAY_TICKS, Count, Daily, Kind, Work
from sim.settings.nested import Tree

MINUTES = 60.0
SIGMA = 0.05
"""Of the logarithm of patience: so small that nobody waits beyond a second morning."""


class Abandonment(Oracle):
    """M/M/c with abandonment after one or two days; the load may exceed one.

    Patience in the model is a whole number of days and ends on a morning. It is neither exponential
    (Erlang A, Palm 1946) nor a fixed time (M/M/1 + D, Baccelli, Boyer and Hebuterne 1984), and no
    settings make it so. Here a share `hasty` of residents abandons an issue that has not been
    started on the first morning after its report, all others on the second. The numbers on mornings
    are then a Markov chain that is solved exactly:

    1. During the day the number in the system is that of M/M/c: Erlang's birth and death process,
       by the exponential of its generator.
    2. Issues left from yesterday are started first, at the full rate of all servers as long as
       there are any. The number of them that is started is therefore Poisson.
    3. In the morning those who wait for the second time leave, and each of the others leaves with
       probability `hasty`.

    Quantities: share that abandon; number in the system at the end of the day; share of arrivals
    started on a later day than that of their report; utilization of workers. Each depends on the
    order of service, which decides who abandons.
    Sources: A. K. Erlang 1917 (the process of a day); A. Y. Khinchine, Mathematical methods in the
    theory of queueing, 1960 (chains embedded at chosen moments). C. Palm, Research on telephone
    traffic carried by full availability groups, 1957, is the model with exponential patience.
    """

    servers: Servers = 2
    load: Annotated[float, Field(gt=0, le=2)] = 1.05
    hasty: Annotated[float, Field(ge=0.01, le=0.99)] = 0.5

    @property
    def title(self) -> Phrase:
        return phrase(
            "Abandonment, {servers} at {load:g}, {hasty:.0f} % on the first morning",
            servers=counting(self.servers, "server"), load=self.load, hasty=100 * self.hasty,
        )  # fmt: skip

    @property
    def settling_days(self) -> float:
        return _stationary_means(self).settling_days

    def informative_issues(self, span: Span) -> float:
        """Issues abandoned, or started on a later day, whichever are fewer."""
        means = _stationary_means(self)
        return min(means.abandoned, means.later) * COMMUNITIES * span.horizon_days

    @property
    def rate(self) -> float:
        """Arrivals a day and community."""
        return arrivals_per_day(self.load, self.servers, MINUTES)

    def theory(self) -> dict[str, float]:
        """The exact value of each quantity, by name."""
        means = _stationary_means(self)
        share = means.abandoned / self.rate
        return {
            "abandonment share": share,
            "open at end of day": means.end_of_day,
            "share started on a later day": means.later / self.rate,
            "workers' utilization": self.load * (1.0 - share),
        }

    def tree(self, days: int) -> Tree:
        """Settings: no repeat contacts and no complaints to a higher level."""
        issue = own_issues(self.rate, {"minutes": MINUTES, "effort_shape": "exponential"})
        patience = {
            "patience_factor": math.exp(-SIGMA * float(stats.norm.ppf(self.hasty))),
            "patience_sigma": SIGMA,
            "giveup_factor": 1,
            "repeat_chance": 0.0,
        }
        return reduced_society(self.servers, {Kind.CARE: issue}, COMMUNITIES, patience)

    def observe(self, seed: int, span: Span) -> dict[str, Observation]:
        model = self.run(seed, span)
        state, theory = model.state, self.theory()
        days = float(span.horizon_days * COMMUNITIES)
        times = issue_times(model, Span(0, span.days))
        start_day, report_day = times.started // DAY_TICKS, times.reported // DAY_TICKS
        later = int(((start_day >= span.warmup_days) & (start_day > report_day)).sum())
        abandoned = float(state.counts[:, Count.GIVEN_UP].sum())
        open_issues = float(state.daily[:, Daily.BACKLOG].sum())
        busy = float(state.work_series[:, Work.ISSUE].sum()) / (DAY_TICKS * self.servers)
        arrived = days * self.rate
        return {
            "abandonment share": Observation(
                abandoned, theory["abandonment share"] * arrived, arrived
            ),
            "open at end of day": Observation(
                open_issues, theory["open at end of day"] * days, days
            ),
            "share started on a later day": Observation(
                later, theory["share started on a later day"] * arrived, arrived
            ),
            "workers' utilization": Observation(busy, theory["workers' utilization"] * days, days),
        }


class StationaryMeans(NamedTuple):
    """Abandoned a day, open at its end, started a day after that of the report; days to settle."""

    abandoned: float
    end_of_day: float
    later: float
    settling_days: int


@functools.cache
def _stationary_means(queue: Abandonment) -> StationaryMeans:
    """Solution of the chain of mornings of a community."""
    servers, arriving = queue.servers, queue.rate
    served = queue.servers * DAY_MINUTES / MINUTES
    most = servers + 2 * int(stats.poisson.isf(1e-13, arriving))
    station = BirthDeath(arriving / DAY_MINUTES, 1.0 / MINUTES, servers, most)
    end_of_day = station.transition_matrix(DAY_MINUTES)
    begun, come = poisson(served, most), poisson(arriving, most)
    numbers = np.arange(most + 1)
    waiting = np.maximum(numbers - servers, 0)
    stay: Array = stats.binom.pmf(waiting[None, :], waiting[:, None], 1.0 - queue.hasty)
    stay *= (numbers[None, :] >= servers) | (numbers[None, :] == numbers[:, None])
    stay[:servers] = np.eye(most + 1)[:servers]
    crowded = np.concatenate([np.zeros(servers), come[: most + 1 - servers]])
    moves, still, later = np.zeros((most + 1, most + 1)), np.zeros(most + 1), np.zeros(most + 1)
    for number, old in enumerate(waiting):
        left = remaining_waiting(end_of_day[number], begun, come, int(old), servers)
        moves[number] = (left.end_of_day + (1.0 - left.probabilities[0]) * crowded) @ stay
        still[number] = left.probabilities @ np.arange(old + 1)
        later[number] = old - still[number]
    distribution = stationary(moves / moves.sum(axis=1, keepdims=True))
    open_issues = distribution @ end_of_day
    old_left = float(distribution @ still)
    return StationaryMeans(
        abandoned=old_left + queue.hasty * float(open_issues @ waiting - old_left),
        end_of_day=float(open_issues @ numbers),
        later=float(distribution @ later),
        settling_days=settling_days(moves),
    )


STANDARD = (Abandonment(),)
