"""Asking again: residents who wait over night and take the worker's time in the morning."""

from __future__ import annotations

import functools
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field
from scipy import stats

from experiments.config.errors import InputError
from experiments.kinds.verify.oracles.birth_death import (
    Array,
    Station,
    left_over,
    poisson,
    settling_days,
    stationary,
)
from experiments.kinds.verify.oracles.oracle import Oracle, Span, Sum
from experiments.kinds.verify.oracles.queue import COMMUNITIES
from experiments.kinds.verify.oracles.society import arrivals, own, society
from sim import GovernanceModel, Settings
from sim.enums import DAY_MINUTES, DAY_TICKS, Count, Daily, Kind, Work
from sim.settings.trees import Tree

MINUTES = 24.0
OUT_OF_REACH = 1e-6
"""Chance of a day that those who ask again fill together with what is in hand."""
NEVER = 1e-15
"""Chances that are left out."""


class Repeats(Oracle):
    """M/M/1 in which each issue that is open in the morning makes work with the chance `again`.

    A retrial queue (Falin and Templeton, Retrial queues, 1997) has customers who leave and come
    back to be served. Residents of the model do neither: their issue stays in line, and patience
    of one day makes each of them ask where it stands, every morning with the same chance. To
    answer takes `minutes`, before all other work that is not in hand. So a backlog feeds itself,
    and beyond some length it would for ever; therefore those whose issue has not been begun give
    up on the second morning. The numbers on mornings are then a Markov chain that is solved
    exactly: of those who have not given up a binomial number asks again; for that time issues only
    arrive; for the rest of the day their number is that of M/M/1, in which a Poisson number of
    those from yesterday ends as long as there are any. What is in hand comes before the answers in
    the model and after them in the chain, which changes nothing on an evening unless both fill the
    day: settings for which that is not out of reach are refused.

    Quantities: issues open in the evening; those who ask again (counted), and the share of the
    worker's time that they take (of the time ledger); share that gives up. Each depends on the
    order of service.
    Sources: A. K. Erlang 1917 (the process of a day); A. Y. Khinchine, Mathematical methods in the
    theory of queueing, 1960 (chains embedded at chosen moments).
    """

    load: Annotated[float, Field(gt=0, le=1.5)] = 0.9
    again: Annotated[float, Field(gt=0, le=1)] = 0.4
    minutes: Annotated[float, Field(ge=1, le=60)] = 8.0

    @property
    def name(self) -> str:
        return (
            f"Asking again, 1 server at {self.load:g}, {self.again:.0%} take {self.minutes:g} min"
        )

    @property
    def settling_days(self) -> float:
        return _solved(self).settling_days

    def telling(self, span: Span) -> float:
        """Those who ask again, or give up, whichever are fewer."""
        found = _solved(self)
        fewer = min(self.again * found.morning, found.given_up)
        return fewer * COMMUNITIES * span.horizon_days

    @property
    def rate(self) -> float:
        """Issues a day and community."""
        return arrivals(self.load, 1, MINUTES)

    def theory(self) -> dict[str, float]:
        """Of each quantity, by name."""
        found = _solved(self)
        asking = self.again * found.morning
        return {
            "open in the evening": found.evening,
            "ask again": asking,
            "time for those who ask again": asking * self.minutes / DAY_MINUTES,
            "share that gives up": found.given_up / self.rate,
        }

    def tree(self) -> Tree:
        """Settings: patience of a day, twice, and nobody goes over the community's head."""
        issue = own(self.rate, {"minutes": MINUTES, "effort_shape": "exponential"})
        kinds = {Kind.CARE: issue, Kind.INQUIRY: {"rate": 0.0, "minutes": self.minutes}}
        patience = {
            "patience_factor": 1.0,
            "patience_sigma": 0.0,
            "giveup_factor": 2,
            "repeat_chance": self.again,
        }
        return society(1, kinds, COMMUNITIES, patience)

    def observe(self, seed: int, span: Span) -> dict[str, Sum]:
        model = GovernanceModel(_settings(self, span), rng=seed)
        model.run()
        state = model.state
        days = float(span.horizon_days * COMMUNITIES)
        sizes = {"share that gives up": days * self.rate}
        found = (
            float(state.daily[:, Daily.BACKLOG].sum()),
            float(state.counts[:, Count.REPEATS].sum()),
            float(state.work_series[:, Work.REPEAT].sum()) / DAY_TICKS,
            float(state.counts[:, Count.GIVEN_UP].sum()),
        )
        return {
            quantity: Sum(one, expected * sizes.get(quantity, days), sizes.get(quantity, days))
            for one, (quantity, expected) in zip(found, self.theory().items(), strict=True)
        }


class Solved(NamedTuple):
    """Numbers open in the evening and in the morning, given up a day, and days to settle."""

    evening: float
    morning: float
    given_up: float
    settling_days: int


@functools.cache
def _solved(queue: Repeats) -> Solved:
    """Of a community. Raises InputError where those who ask again could fill a day."""
    most = 1 + 2 * int(stats.poisson.isf(1e-13, queue.rate))
    fit = int(DAY_MINUTES // queue.minutes)
    station = Station(queue.rate / DAY_MINUTES, 1.0 / MINUTES, 1, most)
    asking = _asking(most, queue.again, fit)
    step = station.after(queue.minutes)
    rest = station.after(DAY_MINUTES - fit * queue.minutes)
    come = poisson(queue.rate, most)
    crowded = np.concatenate([[0.0], come[:-1]])
    moves = np.zeros((most + 1, most + 1))
    evening, given_up, filled = np.zeros(most + 1), np.zeros(most + 1), np.zeros(most + 1)
    numbers = np.arange(most + 1)
    for count in range(fit, -1, -1):
        left_minutes = DAY_MINUTES - count * queue.minutes
        begun = poisson(left_minutes / MINUTES, most)
        day = _come(queue.rate * (1.0 - left_minutes / DAY_MINUTES), most) @ rest
        for number in np.flatnonzero(asking[:, count] > NEVER):
            chance, old = asking[number, count], max(int(number) - 1, 0)
            left = left_over(day[number], begun, come, old, 1)
            moves[number] += chance * (left.evening + (1.0 - left.chances[0]) * crowded)
            given_up[number] += chance * (left.chances @ np.arange(old + 1))
            evening[number] += chance * (day[number] @ numbers)
            filled[number] += chance * np.exp(-left_minutes / MINUTES) * (count > 0)
        rest = rest @ step
    law = stationary(moves / moves.sum(axis=1, keepdims=True))
    if law @ filled > OUT_OF_REACH:
        told = "less: those who ask again could fill a day, with what is in hand"
        raise InputError("oracle.again", queue.again, told)
    return Solved(
        float(law @ evening), float(law @ numbers), float(law @ given_up), settling_days(moves)
    )


def _asking(most: int, again: float, fit: int) -> Array:
    """Chances that so many (columns) of those open (rows) ask again; what does not fit is `fit`."""
    open_ = np.arange(most + 1)[:, None]
    found: Array = stats.binom.pmf(np.arange(fit + 1)[None, :], open_, again)
    found[:, fit] += stats.binom.sf(fit, open_[:, 0], again)
    return found


def _come(mean: float, most: int) -> Array:
    """Chances of the number after arrivals alone (columns) from that before (rows)."""
    apart = np.arange(most + 1)[None, :] - np.arange(most + 1)[:, None]
    found: Array = np.where(apart >= 0, stats.poisson.pmf(np.maximum(apart, 0), mean), 0.0)
    found[:, -1] += 1.0 - found.sum(axis=1)
    return found


@functools.cache
def _settings(queue: Repeats, span: Span) -> Settings:
    return Settings(**queue.tree(), **span._asdict())


STANDARD = (Repeats(),)
