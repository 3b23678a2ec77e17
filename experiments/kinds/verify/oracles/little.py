"""Little's law: mean number in the system is the arrival rate times the mean time in it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.kinds.verify.oracles.oracle import Observation, Servers, Span
from experiments.kinds.verify.oracles.queue import COMMUNITIES, IssueTimes, Queue, issue_times
from experiments.kinds.verify.oracles.service import Service
from experiments.kinds.verify.oracles.society import arrivals_per_day, own_issues
from experiments.language.phrase import Phrase, counting, phrase
from sim.enums import DAY_TICKS, Daily, Kind, Work
from sim.settings.nested import Tree

SERVICES = {
    Kind.HAZARD: Service(20.0, "deterministic"),
    Kind.FACILITY: Service(60.0, "lognormal", 1.5),
    Kind.CARE: Service(120.0, "exponential"),
}
PROMISES = {Kind.HAZARD: 0.1, Kind.FACILITY: 0.5, Kind.CARE: 2.0}
"""In days: short ones may overtake, as priority grows with the wait."""
SAMPLES = 8
"""Times of a day at which the queue is counted."""


class Little(Queue):
    """Kinds of issues with different service and promises, whose waits have no known formula.

    L = lambda W is checked between two independent accounts of the model, in issues:

    - In the system: the end-of-day backlog, counted over open issues, is compared with issues
      raised a day times the mean time from report to end.
    - In service: ticks of work in the time ledger are compared with issues raised a day times the
      mean time from start to end.

    An issue counted twice, or work booked to nobody, would make the two accounts differ.

    Little's law holds in any order of service. Issues of one kind are started in order of arrival,
    and for them the law has a distributional form: those of a kind found waiting at any time are
    the Poisson arrivals of one wait. The ordered pairs of a kind that wait together, counted every
    hour, are therefore rate^2 times the mean square of the wait. In any other order this fails.

    The end of a day represents any time only if the order of work does not depend on the time of
    the day. That of callers does, as they belong to another worker each day; so there are none.
    Sources: J. D. C. Little, A proof for the queuing formula L = lambda W, 1961; R. Haji and G. F.
    Newell, A relation between stationary queue and waiting time distributions, 1971; J. Keilson and
    L. D. Servi, A distributional form of Little's law, 1988.
    """

    servers: Servers = 3

    @property
    def title(self) -> Phrase:
        return phrase(
            "Little's law, {servers} at {load:g}",
            servers=counting(self.servers, "server"), load=self.load,
        )  # fmt: skip

    @property
    def workers(self) -> int:
        return self.servers

    @property
    def mean_residual_service(self) -> float:
        residuals = [service.mean_residual for service in SERVICES.values()]
        return sum(residuals) / len(residuals)

    @property
    def rates(self) -> dict[Kind, float]:
        """Issues of each kind a day; the loads are equal."""
        return {
            kind: arrivals_per_day(self.load / len(SERVICES), self.servers, service.minutes)
            for kind, service in SERVICES.items()
        }

    @property
    def delayed_per_day(self) -> float:
        """All, as those who need not wait are in service too."""
        return sum(self.rates.values())

    def issue_kinds(self, days: int) -> dict[Kind, Tree]:
        return {
            kind: own_issues(self.rates[kind], service.settings, PROMISES[kind])
            for kind, service in SERVICES.items()
        }

    def observe(self, seed: int, span: Span) -> dict[str, Observation]:
        model, times = self.simulate(seed, span)
        daily, work = model.state.daily, model.state.work_series
        measured = slice(span.horizon_days)
        raised = float(daily[measured, Daily.RAISED].sum()) / DAY_TICKS
        stay = float((times.ended - times.reported).mean())
        length = float((times.ended - times.started).mean())
        open_issues = float(daily[measured, Daily.BACKLOG].sum())
        busy = float(work[measured, Work.ISSUE].sum()) / DAY_TICKS
        size = float(span.horizon_days * COMMUNITIES)
        return {
            "issues in system": Observation(open_issues, raised * stay, size),
            "issues in service": Observation(busy, raised * length, size),
            "pairs waiting together": self.pairs(issue_times(model, Span(0, span.days)), span),
        }

    def pairs(self, times: IssueTimes, span: Span) -> Observation:
        """Ordered pairs of a kind that wait together, from issues of the warm-up as well."""
        first, last = span.warmup_days * DAY_TICKS, span.days * DAY_TICKS
        together, expected = 0.0, 0.0
        for kind, rate in self.rates.items():
            own = times.of([kind])
            measured = (own.reported >= first) & (own.reported < last)
            together += sum(_pairs(own, span))
            expected += rate * float(((own.waits[measured] / DAY_TICKS) ** 2).sum())
        return Observation(together, expected, float(span.horizon_days * COMMUNITIES))


def _pairs(times: IssueTimes, span: Span) -> Iterator[float]:
    """Of each community, ordered pairs waiting in the measured days, averaged over a day."""
    moments = np.arange(span.warmup_days * DAY_TICKS, span.days * DAY_TICKS, DAY_TICKS // SAMPLES)
    for community in range(COMMUNITIES):
        in_community = times.community == community
        came, begun = np.sort(times.reported[in_community]), np.sort(times.started[in_community])
        waiting = came.searchsorted(moments, "right") - begun.searchsorted(moments, "right")
        yield float((waiting * (waiting - 1)).sum()) / SAMPLES


STANDARD = (Little(servers=3, load=0.8),)
