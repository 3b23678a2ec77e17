"""A closed tandem network: issues circulate between workers and a department."""

from __future__ import annotations

import functools
from typing import Annotated

import numpy as np
from pydantic import Field
from scipy import stats

from experiments.kinds.verify.oracles import closed_network
from experiments.kinds.verify.oracles.closed_network import LATE, Network
from experiments.kinds.verify.oracles.oracle import Observation, Oracle, Span, settings
from experiments.kinds.verify.oracles.society import reduced_society, yearly_rate
from experiments.language.phrase import Phrase, counting, phrase
from sim.enums import DAY_MINUTES, DAY_TICKS, TICKS_PER_MINUTE, Kind, Status, Work
from sim.settings.nested import Tree
from sim.society import Society

ASKS_OF_A_WORKER = 2
"""A day: asking takes half of it, so that nothing is unfinished at the end of the day."""
ANSWERED, ACCEPTED = 0.7, 0.8
"""Probability that an answer due comes on a day; that the department accepts the issue."""
AT_ONCE = 0.001
"""Mean days of a wait that is always one day; minutes of a task that takes no tick."""
FIELD_HOURS = 1.0
NEGLIGIBLE_RATE = 1e-9
"""Issues a day, except on the one day of the surge."""
NO_ARRIVALS: Tree = {"rate": 0.0, "powers": ["first"]}
"""Kinds of issues that do not arise, for the only other department."""
STATIONS = {
    Status.ASKING: ("late at workers", "asked_late"),
    Status.JOB: ("late at the department", "done_late"),
}
"""Status of an issue at each station, the quantity of late visits, and its theory."""
OFTEN, FEWEST = 0.1, 10.0
"""Fewest late visits: a day, at the mean population; and in a run, with its own issues."""
CLOSENESS, LARGEST = 0.005, 0.999
"""Distance from the stationary distribution that counts as settled, at that quantile of issues."""


class Tandem(Oracle):
    """Issues that never end: `servers` workers ask a department, which does `jobs` of them a day.

    Rain on the first day brings them, `population` on average, and nothing arrives after it; theory
    is that of each run's own number. Every issue needs the department: workers ask for it one by
    one, the answer takes days, a refused issue is asked for again, and one that the department has
    done relapses and is back with the workers the next morning.

    Quantities: end-of-day numbers at both stations (of the statuses of issues; of the department's
    own backlog), and their utilization (of the time ledger; of the department's account). None of
    these depends on the order of service. Late visits do: those that last for more than LATE days.
    Theory has them first come first served. They are given, as a multiple of theory, for a station
    with enough of them.

    Gordon and Newell's product form, and with it the mean value analysis of Reiser and Lavenberg,
    cannot be reached by any settings, for three reasons. An issue keeps its effort for life, so a
    second service is not a new exponential one. Departments serve equal jobs in portions of a day.
    What follows a task begins the next morning, so issues move together. The rest of their
    assumptions is kept: a closed network with queues at two stations and a delay between them, in
    steps of days. Its stationary distribution is solved as a finite Markov chain; where nobody
    queues it is their product form. There are two workers or more, as the one who asks must not be
    the one who takes issues up.
    Sources: W. J. Gordon and G. F. Newell, Closed queuing systems with exponential servers, 1967;
    M. Reiser and S. S. Lavenberg, Mean-value analysis of closed multichain queuing networks, 1980.
    """

    servers: Annotated[int, Field(ge=2, le=5)] = 2
    jobs: Annotated[int, Field(ge=1, le=5)] = 2
    population: Annotated[float, Field(ge=1, le=20)] = 8.0

    @property
    def title(self) -> Phrase:
        return phrase(
            "Closed network: {workers}, {jobs} a day, about {issues:g} issues",
            workers=counting(self.servers, "worker"), jobs=counting(self.jobs, "job"),
            issues=self.population,
        )  # fmt: skip

    @property
    def network(self) -> Network:
        """The parameters of its Markov chain."""
        return Network(ASKS_OF_A_WORKER * self.servers, self.jobs, ANSWERED, ACCEPTED)

    @property
    def settling_days(self) -> float:
        return _settling_days(self)

    def tree(self, days: int) -> Tree:
        """Settings: two departments, of which the second is asked by the second worker."""
        hours = self.jobs * FIELD_HOURS * 5.0
        hazard = {
            "rate": yearly_rate(NEGLIGIBLE_RATE),
            "minutes": AT_ONCE / 10,
            "effort_shape": "deterministic",
            "hidden": 0.0,
            "level1": 0.0,
            "level2": 1.0,
            "departments": 1.0,
            "powers": ["second"],
        }
        others = {kind: NO_ARRIVALS for kind in Kind if kind > Kind.CERTIFICATE}
        tree = reduced_society(self.servers, others | {Kind.HAZARD: hazard})
        tree["territory"]["district_communities"] = 1
        tree["structures"] = {"dispatch": "telephone", "returns": "endless"}
        tree["departments"] = {
            "answering": ["first", "second"],
            "field_staff": 0.5,
            "discretionary_hours": hours,
            "response_share": 1.0,
            "hours_noise": 0.0,
            "field_hours": FIELD_HOURS,
            "ask_minutes": DAY_MINUTES / ASKS_OF_A_WORKER,
            "answer_days": 1.0 / ANSWERED,
            "accept_share": ACCEPTED,
            "root_joint": 0.0,
            "relapse_share": 1.0,
            "relapse_days": AT_ONCE,
            "false_closure": 0.0,
            "false_closure_slope": 0.0,
        }
        rain = {"rains": 1, "minutes": 0.0, "lowland_share": 1.0, "surge_days": 1}
        surge = {"surge": self.population / NEGLIGIBLE_RATE, "on": True}
        tree["shocks"] = {"heavy_rain": rain | surge}
        return tree

    def observe(self, seed: int, span: Span) -> dict[str, Observation]:
        # A shock comes after the warm-up of the model, so that the whole run is the horizon.
        model = Society(settings(self, Span(0, span.days)), seed)
        before = min(LATE + 1, span.warmup_days)
        model.advance(span.warmup_days - before)
        issues = int((model.state.issues["status"] != Status.FREE).sum())
        waiting = at_department = used_before = 0
        ages = {status: np.zeros(model.state.issues.shape, np.int64) for status in STATIONS}
        late = dict.fromkeys(STATIONS, 0)
        for day in range(-before, span.horizon_days):
            if day == 0:
                used_before = int(model.state.departments["used"].sum())
            model.advance(model.day + 1)
            for status, days_there in ages.items():
                days_there += 1
                days_there[model.state.issues["status"] != status] = 0
                late[status] += int((days_there == LATE + 1).sum()) if day >= 0 else 0
            if day < 0:
                continue
            waiting += int((model.state.issues["status"] == Status.ASKING).sum())
            at_department += int(model.state.departments["backlog"].sum())
        job = FIELD_HOURS * 60.0 * TICKS_PER_MINUTE
        used = (int(model.state.departments["used"].sum()) - used_before) / job
        asking = int(model.state.work_series[span.warmup_days :, Work.ASKING].sum())
        expected = closed_network.means(self.network, issues)
        days = float(span.horizon_days)
        return {
            "waiting for workers": Observation(waiting, days * expected.waiting, days),
            "at the department": Observation(
                at_department / job, days * expected.at_department, days
            ),
            "workers' utilization": Observation(
                asking / (self.servers * DAY_TICKS),
                days * expected.asked / self.network.asks,
                days,
            ),
            "department's utilization": Observation(
                used / self.jobs, days * expected.done / self.jobs, days
            ),
            **{
                quantity: relative_to_theory(late[status], getattr(expected, mean), days)
                for status, (quantity, mean) in STATIONS.items()
                if self.often_late(mean)
            },
        }

    def often_late(self, mean: str) -> bool:
        """Whether late visits to a station are frequent enough, with the mean population."""
        usual: float = getattr(closed_network.means(self.network, round(self.population)), mean)
        return usual >= OFTEN


def relative_to_theory(late: int, usual: float, days: float) -> Observation:
    """Late visits as a multiple of theory; empty for a run in which few are expected.

    Plain counts grow so fast with the number of issues that a few crowded runs would dominate.
    """
    if usual * days < FEWEST:
        return Observation(0.0, 0.0, 0.0)
    return Observation(late / usual, days, days)


@functools.cache
def _settling_days(tandem: Tandem) -> int:
    most = int(stats.poisson.ppf(LARGEST, tandem.population))
    return closed_network.settling_days(tandem.network, most, CLOSENESS)


STANDARD = (Tandem(population=10.0), Tandem(jobs=4, population=12.0))
"""The department is busy in the first, workers in the second."""
