"""M/M/1 with repeat contacts: open issues make work again every morning."""

from __future__ import annotations

import functools
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field
from scipy import stats

from experiments.config.errors import InputError
from experiments.kinds.verify.oracles.birth_death import (
    Array,
    BirthDeath,
    poisson,
    remaining_waiting,
    settling_days,
    stationary,
)
from experiments.kinds.verify.oracles.oracle import Observation, Oracle, Span
from experiments.kinds.verify.oracles.queue import COMMUNITIES
from experiments.kinds.verify.oracles.society import arrivals_per_day, own_issues, reduced_society
from experiments.language.phrase import Phrase, phrase
from sim.enums import DAY_MINUTES, DAY_TICKS, Count, Daily, Kind, Work
from sim.settings.nested import Tree

MINUTES = 24.0
OUT_OF_REACH = 1e-6
"""Probability of a day that repeat contacts and services in progress fill."""
NEVER = 1e-15
"""Probabilities below it are left out."""


class Repeats(Oracle):
    """M/M/1 in which an issue open in the morning makes work with probability `again`.

    In a retrial queue (Falin and Templeton, Retrial queues, 1997) customers leave and come back to
    be served. Here issues stay in line, and with a patience of one day each resident asks about the
    issue every morning with the same probability. An answer takes `minutes` and comes before all
    work not yet started. A backlog so feeds itself and could grow without bound; therefore issues
    that have not been started are abandoned on the second morning. The numbers on mornings are then
    a Markov chain that is solved exactly:

    1. Of the open issues a binomial number makes a repeat contact.
    2. While these are answered, issues only arrive.
    3. For the rest of the day the number in the system is that of M/M/1, in which a Poisson number
       of issues from yesterday ends as long as there are any.

    A service in progress comes before the answers in the model, and after them in the chain. That
    changes nothing at the end of the day unless both fill it: such settings are refused.

    Quantities: number open at the end of the day; repeat contacts a day (counted), and the share of
    the worker's time that they take (of the time ledger); share that abandon. Each depends on the
    order of service.
    Sources: A. K. Erlang 1917 (the process of a day); A. Y. Khinchine, Mathematical methods in the
    theory of queueing, 1960 (chains embedded at chosen moments).
    """

    load: Annotated[float, Field(gt=0, le=1.5)] = 0.9
    again: Annotated[float, Field(gt=0, le=1)] = 0.4
    minutes: Annotated[float, Field(ge=1, le=60)] = 8.0

    @property
    def title(self) -> Phrase:
        return phrase(
            "Repeat contacts, 1 server at {load:g}, {again:.0f} % of {minutes:g} min",
            load=self.load, again=100 * self.again, minutes=self.minutes,
        )  # fmt: skip

    @property
    def settling_days(self) -> float:
        return _stationary_means(self).settling_days

    def informative_issues(self, span: Span) -> float:
        """Repeat contacts, or issues abandoned, whichever are fewer."""
        means = _stationary_means(self)
        fewer = min(self.again * means.morning, means.abandoned)
        return fewer * COMMUNITIES * span.horizon_days

    @property
    def rate(self) -> float:
        """Arrivals a day and community."""
        return arrivals_per_day(self.load, 1, MINUTES)

    def theory(self) -> dict[str, float]:
        """The exact value of each quantity, by name."""
        means = _stationary_means(self)
        contacts = self.again * means.morning
        return {
            "open at end of day": means.end_of_day,
            "repeat contacts": contacts,
            "time for repeat contacts": contacts * self.minutes / DAY_MINUTES,
            "abandonment share": means.abandoned / self.rate,
        }

    def tree(self, days: int) -> Tree:
        """Settings: patience of one day, twice, and no complaints to a higher level."""
        issue = own_issues(self.rate, {"minutes": MINUTES, "effort_shape": "exponential"})
        kinds = {Kind.CARE: issue, Kind.INQUIRY: {"rate": 0.0, "minutes": self.minutes}}
        patience = {
            "patience_factor": 1.0,
            "patience_sigma": 0.0,
            "giveup_factor": 2,
            "repeat_chance": self.again,
        }
        return reduced_society(1, kinds, COMMUNITIES, patience)

    def observe(self, seed: int, span: Span) -> dict[str, Observation]:
        state = self.run(seed, span).state
        days = float(span.horizon_days * COMMUNITIES)
        sizes = {"abandonment share": days * self.rate}
        sums = (
            float(state.daily[:, Daily.BACKLOG].sum()),
            float(state.counts[:, Count.REPEATS].sum()),
            float(state.work_series[:, Work.REPEAT].sum()) / DAY_TICKS,
            float(state.counts[:, Count.GIVEN_UP].sum()),
        )
        return {
            quantity: Observation(
                observed, expected * sizes.get(quantity, days), sizes.get(quantity, days)
            )
            for observed, (quantity, expected) in zip(sums, self.theory().items(), strict=True)
        }


class StationaryMeans(NamedTuple):
    """Numbers open at the end of the day and in the morning, abandoned a day; days to settle."""

    end_of_day: float
    morning: float
    abandoned: float
    settling_days: int


@functools.cache
def _stationary_means(queue: Repeats) -> StationaryMeans:
    """Solution of the chain of mornings; raises InputError if repeat contacts could fill a day."""
    most = 1 + 2 * int(stats.poisson.isf(1e-13, queue.rate))
    fit = int(DAY_MINUTES // queue.minutes)
    station = BirthDeath(queue.rate / DAY_MINUTES, 1.0 / MINUTES, 1, most)
    asking = _asking(most, queue.again, fit)
    step = station.transition_matrix(queue.minutes)
    rest = station.transition_matrix(DAY_MINUTES - fit * queue.minutes)
    come = poisson(queue.rate, most)
    crowded = np.concatenate([[0.0], come[:-1]])
    moves = np.zeros((most + 1, most + 1))
    end_of_day, abandoned, filled = np.zeros(most + 1), np.zeros(most + 1), np.zeros(most + 1)
    numbers = np.arange(most + 1)
    for count in range(fit, -1, -1):
        left_minutes = DAY_MINUTES - count * queue.minutes
        begun = poisson(left_minutes / MINUTES, most)
        day = _arrivals_only(queue.rate * (1.0 - left_minutes / DAY_MINUTES), most) @ rest
        for number in np.flatnonzero(asking[:, count] > NEVER):
            probability, old = asking[number, count], max(int(number) - 1, 0)
            left = remaining_waiting(day[number], begun, come, old, 1)
            moves[number] += probability * (
                left.end_of_day + (1.0 - left.probabilities[0]) * crowded
            )
            abandoned[number] += probability * (left.probabilities @ np.arange(old + 1))
            end_of_day[number] += probability * (day[number] @ numbers)
            filled[number] += probability * np.exp(-left_minutes / MINUTES) * (count > 0)
        rest = rest @ step
    distribution = stationary(moves / moves.sum(axis=1, keepdims=True))
    if distribution @ filled > OUT_OF_REACH:
        allowed = "less: repeat contacts and services in progress could fill a day"
        raise InputError("oracle.again", queue.again, allowed)
    return StationaryMeans(
        end_of_day=float(distribution @ end_of_day),
        morning=float(distribution @ numbers),
        abandoned=float(distribution @ abandoned),
        settling_days=settling_days(moves),
    )


def _asking(most: int, again: float, fit: int) -> Array:
    """Probabilities of so many repeat contacts (columns) with so many open issues (rows).

    At most `fit` are answered in a day.
    """
    open_ = np.arange(most + 1)[:, None]
    probabilities: Array = stats.binom.pmf(np.arange(fit + 1)[None, :], open_, again)
    probabilities[:, fit] += stats.binom.sf(fit, open_[:, 0], again)
    return probabilities


def _arrivals_only(mean: float, most: int) -> Array:
    """Transition probabilities of the number in the system by Poisson arrivals alone."""
    apart = np.arange(most + 1)[None, :] - np.arange(most + 1)[:, None]
    moves: Array = np.where(apart >= 0, stats.poisson.pmf(np.maximum(apart, 0), mean), 0.0)
    moves[:, -1] += 1.0 - moves.sum(axis=1)
    return moves


STANDARD = (Repeats(),)
