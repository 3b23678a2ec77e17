"""Little's law: as many are there as come in the time that one stays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.config.plurals import counted
from experiments.kinds.verify.oracles.oracle import Servers, Span, Sum
from experiments.kinds.verify.oracles.queue import COMMUNITIES, Lives, Queue, lives_of
from experiments.kinds.verify.oracles.service import Service
from experiments.kinds.verify.oracles.society import arrivals, own
from sim.enums import DAY_TICKS, Daily, Kind, Work
from sim.settings.trees import Tree

SERVICES = {
    Kind.HAZARD: Service(20.0, "deterministic"),
    Kind.FACILITY: Service(60.0, "lognormal", 1.5),
    Kind.CARE: Service(120.0, "exponential"),
}
PROMISES = {Kind.HAZARD: 0.1, Kind.FACILITY: 0.5, Kind.CARE: 2.0}
"""In days: short ones may overtake, as those who wait grow more pressing."""
SAMPLES = 8
"""Moments of a day at which those who wait are counted."""


class Little(Queue):
    """Kinds of issues with different service and promises, for whose waits no formula is known.

    What each evening counts is held against what lives tell. In hand: the backlog of evenings,
    counted over open issues, against issues raised a day (counted when reported) times the mean
    time from report to end. In service: the ticks of work in the time ledger against issues raised
    a day times the mean time from start to end. These books are kept apart: an issue counted twice,
    or work booked to nobody, would set them at odds. In issues.

    Little's law holds in any order of service, and the kinds' order depends on the time; but those
    of one kind are begun in the order in which they came, and then the law has a distributional
    form: who waits with one's own kind at any moment are the Poisson arrivals of one wait. So the
    ordered pairs of a kind that wait together, counted every hour, are rate^2 times the mean square
    of the wait. In any other order of one kind this fails.

    An evening stands for any moment only where the order of work does not hang on the time of the
    day. That of callers does, as they belong to another worker each day, so there are none here.
    Sources: J. D. C. Little, A proof for the queuing formula L = lambda W, 1961; R. Haji and G. F.
    Newell, A relation between stationary queue and waiting time distributions, 1971; J. Keilson and
    L. D. Servi, A distributional form of Little's law, 1988.
    """

    servers: Servers = 3

    @property
    def name(self) -> str:
        workers = counted(self.servers, "server")
        return f"Little's law, {workers} at {self.load:g}"

    @property
    def crew(self) -> int:
        return self.servers

    @property
    def rest(self) -> float:
        rest = [service.second_moment / (2.0 * service.minutes) for service in SERVICES.values()]
        return sum(rest) / len(rest)

    @property
    def rates(self) -> dict[Kind, float]:
        """Issues of each kind a day; the loads are equal."""
        return {
            kind: arrivals(self.load / len(SERVICES), self.servers, service.minutes)
            for kind, service in SERVICES.items()
        }

    @property
    def delays(self) -> float:
        """All, as who need not wait is in service all the same."""
        return sum(self.rates.values())

    def kinds(self, days: int) -> dict[Kind, Tree]:
        return {
            kind: own(self.rates[kind], service.settings, PROMISES[kind])
            for kind, service in SERVICES.items()
        }

    def observe(self, seed: int, span: Span) -> dict[str, Sum]:
        model, lives = self.watch(seed, span)
        daily, work = model.state.daily, model.state.work_series
        measured = slice(span.horizon_days)
        raised = float(daily[measured, Daily.RAISED].sum()) / DAY_TICKS
        stay = float((lives.ended - lives.reported).mean())
        length = float((lives.ended - lives.started).mean())
        in_hand = float(daily[measured, Daily.BACKLOG].sum())
        busy = float(work[measured, Work.ISSUE].sum()) / DAY_TICKS
        size = float(span.horizon_days * COMMUNITIES)
        return {
            "issues in hand": Sum(in_hand, raised * stay, size),
            "issues in service": Sum(busy, raised * length, size),
            "pairs that wait together": self.pairs(lives_of(model, Span(0, span.days)), span),
        }

    def pairs(self, lives: Lives, span: Span) -> Sum:
        """Ordered pairs of a kind that wait together, from lives of the warm-up, too."""
        first, last = span.warmup_days * DAY_TICKS, span.days * DAY_TICKS
        together, expected = 0.0, 0.0
        for kind, rate in self.rates.items():
            ones = lives.of([kind])
            measured = (ones.reported >= first) & (ones.reported < last)
            together += sum(_pairs(ones, span))
            expected += rate * float(((ones.waits[measured] / DAY_TICKS) ** 2).sum())
        return Sum(together, expected, float(span.horizon_days * COMMUNITIES))


def _pairs(lives: Lives, span: Span) -> Iterator[float]:
    """Of each community the ordered pairs that wait in the measured days, averaged over a day."""
    moments = np.arange(span.warmup_days * DAY_TICKS, span.days * DAY_TICKS, DAY_TICKS // SAMPLES)
    for community in range(COMMUNITIES):
        here = lives.community == community
        came, begun = np.sort(lives.reported[here]), np.sort(lives.started[here])
        waiting = came.searchsorted(moments, "right") - begun.searchsorted(moments, "right")
        yield float((waiting * (waiting - 1)).sum()) / SAMPLES


STANDARD = (Little(servers=3, load=0.8),)
