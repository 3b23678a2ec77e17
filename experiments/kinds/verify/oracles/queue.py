"""Single-station queues: the workers of a community and Poisson arrivals of issues."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experiments.config.errors import RunError
from experiments.kinds.verify.oracles.oracle import Load, Observation, Oracle, Span
from experiments.kinds.verify.oracles.society import reduced_society
from sim.enums import COMMUNITY_BITS, DAY_MINUTES, DAY_TICKS, TICKS_PER_MINUTE, Kind, Status
from sim.measures.issue_log import details_of_ended, ended
from sim.settings.nested import Tree
from sim.society import Society

COMMUNITIES = 4
"""Independent queues of a run; their mean is closer to normal than that of one."""
FORGETTING = 4
"""Relaxation times until the empty start no longer matters."""
TAIL_DAYS = 10
"""Days after those measured, in which their last issues end."""
LONGEST_TAIL_DAYS = 1000

Ticks = npt.NDArray[np.int64]


class IssueTimes(NamedTuple):
    """Issues reported in the measured days: community, kind, and times of events in ticks.

    Arrays of one length, an element an issue.
    """

    community: Ticks
    kind: Ticks
    reported: Ticks
    started: Ticks
    ended: Ticks

    def of(self, kinds: Sequence[Kind]) -> IssueTimes:
        """The issues of some kinds."""
        among = np.isin(self.kind, kinds)
        return IssueTimes(*(column[among] for column in self))

    @property
    def waits(self) -> Ticks:
        """Waiting times until work began, in ticks."""
        return self.started - self.reported

    def waiting(self, theory: float, minutes: float) -> Observation:
        """Mean wait in units of `minutes`, and its theory."""
        observed = float(self.waits.sum()) / (minutes * TICKS_PER_MINUTE)
        return Observation(observed, theory * len(self.kind), len(self.kind))

    def delayed(self, theory: float, minutes: float = 0.0) -> Observation:
        """The share that had to wait (longer than so many minutes), and its theory."""
        observed = float((self.waits > minutes * TICKS_PER_MINUTE).sum())
        return Observation(observed, theory * len(self.kind), len(self.kind))

    def served(self, minutes: float) -> Observation:
        """Mean time from start to end in units of `minutes`; nights do not count."""
        observed = float((self.ended - self.started).sum()) / (minutes * TICKS_PER_MINUTE)
        return Observation(observed, float(len(self.kind)), len(self.kind))


class Queue(Oracle):
    """Poisson arrivals of issues to workers who serve one at a time; `load` of each worker."""

    load: Load = 0.8

    @property
    @abstractmethod
    def workers(self) -> int:
        """Workers of a community."""

    @abstractmethod
    def issue_kinds(self, days: int) -> dict[Kind, Tree]:
        """Settings of the kinds of issues that arise in a run of so many days."""

    @property
    @abstractmethod
    def mean_residual_service(self) -> float:
        """Mean residual service time that an arrival finds, in minutes: E[S^2] / (2 E[S])."""

    @property
    @abstractmethod
    def delayed_per_day(self) -> float:
        """Mean number of issues a day and community that have to wait."""

    def informative_issues(self, span: Span) -> float:
        return self.delayed_per_day * COMMUNITIES * span.horizon_days

    @property
    def settling_days(self) -> float:
        """Some relaxation times of M/M/1; longer with spread of service, shorter with servers."""
        residual = self.mean_residual_service
        relaxation = residual / (self.workers * (1.0 - math.sqrt(self.load)) ** 2) + residual
        return FORGETTING * relaxation / DAY_MINUTES

    def tree(self, days: int) -> Tree:
        return reduced_society(self.workers, self.issue_kinds(days), COMMUNITIES)

    def simulate(self, seed: int, span: Span) -> tuple[Society, IssueTimes]:
        """The model after a run, and the times of all issues reported in the measured days.

        None is left out (no censoring): a run in which some have not ended is repeated for longer.
        Raises RunError if some never end.
        """
        tail = TAIL_DAYS
        while tail <= LONGEST_TAIL_DAYS:
            model = self.run(seed, Span(span.warmup_days, span.horizon_days + tail))
            times = issue_times(model, span)
            if (times.ended >= 0).all():
                return model, times
            tail *= 2
        raise RunError(f"{self.name}: issues do not come to an end (seed {seed})")


def issue_times(model: Society, span: Span) -> IssueTimes:
    """Issues reported in the measured days; the time of an event that has not happened is -1."""
    state = model.state
    done, details = ended(state), details_of_ended(state)
    alive = state.issues["status"] != Status.FREE
    live = state.issues[alive]
    issues = IssueTimes(
        np.concatenate([done["entity"] >> COMMUNITY_BITS, np.nonzero(alive)[0]]),
        np.concatenate([done["kind"], live["kind"]]),
        np.concatenate([done["reported"], live["first_report"]]),
        np.concatenate([details["started"], live["first_start"]]),
        np.concatenate([done["ended"], live["closed"]]),
    )
    first, last = span.warmup_days * DAY_TICKS, span.days * DAY_TICKS
    chosen = (issues.reported >= first) & (issues.reported < last)
    return IssueTimes(*(column[chosen] for column in issues))
