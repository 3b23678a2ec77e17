"""Little's law: as many are there as come in the time that one stays."""

from __future__ import annotations

from experiments.oracles.oracle import Servers, Span, Sum
from experiments.oracles.queue import COMMUNITIES, Queue
from experiments.oracles.service import Service
from experiments.oracles.society import arrivals, own
from experiments.words.counts import counted
from experiments.words.trees import Tree
from sim.terms import DAY_TICKS, Daily, Kind, Work

SERVICES = {
    Kind.HAZARD: Service(20.0, "deterministic"),
    Kind.FACILITY: Service(60.0, "lognormal", 1.5),
    Kind.CARE: Service(120.0, "exponential"),
}
PROMISES = {Kind.HAZARD: 0.1, Kind.FACILITY: 0.5, Kind.CARE: 2.0}
"""In days: short ones may overtake, as those who wait grow more pressing."""


class Little(Queue):
    """Kinds of matters with different service and promises, for whose waits no formula is known.

    What each evening counts is held against what lives tell. In hand: the backlog of evenings,
    counted over open matters, against matters raised a day (counted when reported) times the mean
    time from report to end. In service: the ticks of work in the time ledger against matters raised
    a day times the mean time from start to end. These books are kept apart: a matter counted twice,
    or work booked to nobody, would set them at odds. In matters.

    An evening stands for any moment only where the order of work does not hang on the time of the
    day. That of callers does, as they belong to another worker each day, so there are none here.
    Source: J. D. C. Little, A proof for the queuing formula L = lambda W, 1961.
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
        """Matters of each kind a day; the loads are equal."""
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
            "matters in hand": Sum(in_hand, raised * stay, size),
            "matters in service": Sum(busy, raised * length, size),
        }


STANDARD = (Little(servers=3, load=0.8),)
