"""Queues of a community: what the workers' day makes of issues that keep coming."""

from __future__ import annotations

import functools
import math
from abc import abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experiments.config.errors import RunError
from experiments.kinds.verify.oracles.oracle import Load, Oracle, Span, Sum
from experiments.kinds.verify.oracles.society import society
from sim import GovernanceModel, Settings
from sim.enums import DAY_MINUTES, DAY_TICKS, TICKS_PER_MINUTE, Kind, Status
from sim.settings.trees import Tree

COMMUNITIES = 4
"""Queues of a run; they share nothing, and their mean is closer to normal than that of one."""
FORGETTING = 4
"""Time constants until the queue has forgotten that it began empty."""
TAIL_DAYS = 10
"""Days after those measured, in which the last issues of these come to their end."""
LONGEST_TAIL_DAYS = 1000

Ticks = npt.NDArray[np.int64]


class Lives(NamedTuple):
    """Issues reported in the measured days: community and kind, moments in ticks."""

    community: Ticks
    kind: Ticks
    reported: Ticks
    started: Ticks
    ended: Ticks

    def of(self, kinds: Sequence[Kind]) -> Lives:
        """Those of some kinds."""
        among = np.isin(self.kind, kinds)
        return Lives(*(moments[among] for moments in self))

    @property
    def waits(self) -> Ticks:
        """Ticks until somebody began to work on them."""
        return self.started - self.reported

    def waiting(self, theory: float, minutes: float) -> Sum:
        """Their mean wait in units of `minutes`, against theory."""
        found = float(self.waits.sum()) / (minutes * TICKS_PER_MINUTE)
        return Sum(found, theory * len(self.kind), len(self.kind))

    def delayed(self, theory: float, minutes: float = 0.0) -> Sum:
        """The share that had to wait (longer than so many minutes), against theory."""
        found = float((self.waits > minutes * TICKS_PER_MINUTE).sum())
        return Sum(found, theory * len(self.kind), len(self.kind))

    def served(self, minutes: float) -> Sum:
        """Their mean time from start to end in units of `minutes`; nights take and save none."""
        found = float((self.ended - self.started).sum()) / (minutes * TICKS_PER_MINUTE)
        return Sum(found, float(len(self.kind)), len(self.kind))


class Queue(Oracle):
    """Issues that come at random to workers who take one after the other; `load` of each."""

    load: Load = 0.8

    @property
    @abstractmethod
    def crew(self) -> int:
        """Workers of a community."""

    @abstractmethod
    def kinds(self, days: int) -> dict[Kind, Tree]:
        """What arises in a run of so many days, as settings of kinds of issues."""

    @property
    @abstractmethod
    def rest(self) -> float:
        """Mean minutes left of a service that one meets at any moment."""

    @property
    @abstractmethod
    def delays(self) -> float:
        """Issues of a day and community that have to wait, on average."""

    def telling(self, span: Span) -> float:
        return self.delays * COMMUNITIES * span.horizon_days

    @property
    def settling_days(self) -> float:
        """Some time constants of M/M/1, longer with the spread of service, shorter with servers."""
        constant = self.rest / (self.crew * (1.0 - math.sqrt(self.load)) ** 2) + self.rest
        return FORGETTING * constant / DAY_MINUTES

    def watch(self, seed: int, span: Span) -> tuple[GovernanceModel, Lives]:
        """The model after a run, and the lives of all issues reported in the measured days.

        None is left out: a run in which some have not come to their end is repeated for longer.
        Raises RunError if that has no end.
        """
        tail = TAIL_DAYS
        while tail <= LONGEST_TAIL_DAYS:
            model = GovernanceModel(_settings(self, span, tail), rng=seed)
            model.run()
            lives = lives_of(model, span)
            if (lives.ended >= 0).all():
                return model, lives
            tail *= 2
        raise RunError(f"{self.name}: issues do not come to an end (seed {seed})")


@functools.cache
def _settings(queue: Queue, span: Span, tail: int) -> Settings:
    tree = society(queue.crew, queue.kinds(span.days + tail), COMMUNITIES)
    days = {"warmup_days": span.warmup_days, "horizon_days": span.horizon_days + tail}
    return Settings(**tree, **days)


def lives_of(model: GovernanceModel, span: Span) -> Lives:
    """Issues reported in the measured days; a moment that has not come is -1."""
    state = model.state
    done = state.outcomes[: int(state.clock["outcomes"][0])]
    alive = state.issues["status"] != Status.FREE
    live = state.issues[alive]
    issues = Lives(
        np.concatenate([done["community"], np.nonzero(alive)[0]]),
        np.concatenate([done["kind"], live["kind"]]),
        np.concatenate([done["reported"], live["first_report"]]),
        np.concatenate([done["started"], live["first_start"]]),
        np.concatenate([done["ended"], live["closed"]]),
    )
    first, last = span.warmup_days * DAY_TICKS, span.days * DAY_TICKS
    chosen = (issues.reported >= first) & (issues.reported < last)
    return Lives(*(moments[chosen] for moments in issues))
