"""A closed network: the same issues go from workers to a department, and come back."""

from __future__ import annotations

import functools
from typing import Annotated

import numpy as np
from pydantic import Field
from scipy import stats

from experiments.config.plurals import counted
from experiments.kinds.verify.oracles import chain
from experiments.kinds.verify.oracles.chain import LATE, Network
from experiments.kinds.verify.oracles.oracle import Oracle, Span, Sum
from experiments.kinds.verify.oracles.society import rate, society
from sim import GovernanceModel, Settings
from sim.enums import DAY_MINUTES, DAY_TICKS, TICKS_PER_MINUTE, Kind, Status, Work
from sim.settings.trees import Tree

ASKS_OF_A_WORKER = 2
"""A day: asking takes half of it, so that nothing is unfinished in the evening."""
ANSWERED, ACCEPTED = 0.7, 0.8
"""Chance that an answer due comes on a day; chance that the department takes the issue on."""
AT_ONCE = 0.001
"""Mean days of a wait that is always one day; minutes of a task that takes no tick."""
FIELD_HOURS = 1.0
UNHEARD_OF = 1e-9
"""Issues a day, but for the one day on which they come in a surge."""
NOWHERE: Tree = {"rate": 0.0, "powers": ["first"]}
"""Issues that do not arise, with the only other department."""
STATIONS = {
    Status.ASKING: ("late at workers", "asked_late"),
    Status.JOB: ("late at the department", "done_late"),
}
"""Where an issue stands at each station, the quantity of late visits, and its theory."""
OFTEN, FEWEST = 0.1, 10.0
"""Late visits that are enough: a day, with the mean population; and in a run with its issues."""
CLOSENESS, LARGEST = 0.005, 0.999
"""Distance from the stationary law that counts as settled, for that quantile of the population."""


class Tandem(Oracle):
    """Issues that never end: `servers` workers ask a department, which does `jobs` of them a day.

    A rain of the first day brings them, `population` on average (theory is that of each run's own
    number), and nothing comes after. Every issue needs the department; workers ask for it one by
    one, the answer takes days, a refused issue is asked for again, and one that the department has
    done relapses and is back with the workers the next morning. Evening numbers at both stations
    (of the statuses of issues; of the department's own backlog), and the shares of their time
    that are used (of the time ledger; of the department's account). None of these depends on the
    order in which a station takes issues; visits a day that outlast their first evening, and do
    so again (workers) or at all (department), do, and theory has them in order of arrival. They
    are given for a station at which there are enough of them, as a multiple of theory.

    Gordon and Newell's product form, and with it the mean value analysis of Reiser and Lavenberg,
    is out of reach of any settings, for three reasons: an issue keeps its effort for life, so that
    a second service is no fresh exponential one; departments serve equal jobs in portions of a
    day; and what follows upon a task begins the next morning, so that matters move together. What
    they assume beside that, a closed network with queues at two stations and a delay between them,
    is kept, in steps of days, and its stationary law is solved as a finite Markov chain; where
    nobody queues it is their product form. Workers are two or more, as the one who asks must not
    be the one who takes issues up.
    Sources: W. J. Gordon and G. F. Newell, Closed queuing systems with exponential servers, 1967;
    M. Reiser and S. S. Lavenberg, Mean-value analysis of closed multichain queuing networks, 1980.
    """

    servers: Annotated[int, Field(ge=2, le=5)] = 2
    jobs: Annotated[int, Field(ge=1, le=5)] = 2
    population: Annotated[float, Field(ge=1, le=20)] = 8.0

    @property
    def name(self) -> str:
        told = f"{counted(self.servers, 'worker')}, {counted(self.jobs, 'job')} a day"
        return f"Closed network: {told}, about {self.population:g} issues"

    @property
    def network(self) -> Network:
        """What goes round, as the chain has it."""
        return Network(ASKS_OF_A_WORKER * self.servers, self.jobs, ANSWERED, ACCEPTED)

    @property
    def settling_days(self) -> float:
        return _settling_days(self)

    def tree(self) -> Tree:
        """Settings: two departments, of which the second is asked by the second worker."""
        hours = self.jobs * FIELD_HOURS * 5.0
        hazard = {
            "rate": rate(UNHEARD_OF),
            "minutes": AT_ONCE / 10,
            "effort_shape": "deterministic",
            "hidden": 0.0,
            "level1": 0.0,
            "level2": 1.0,
            "departments": 1.0,
            "powers": ["second"],
        }
        others = {kind: NOWHERE for kind in Kind if kind > Kind.CERTIFICATE}
        tree = society(self.servers, others | {Kind.HAZARD: hazard})
        tree["territory"]["district_communities"] = 1
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
        surge = {"surge": self.population / UNHEARD_OF, "on": True}
        tree["shocks"] = {"heavy_rain": rain | surge}
        return tree

    def observe(self, seed: int, span: Span) -> dict[str, Sum]:
        model = GovernanceModel(_settings(self, span), rng=seed)
        before = min(LATE + 1, span.warmup_days)
        for _ in range(span.warmup_days - before):
            model.step()
        issues = int((model.state.issues["status"] != Status.FREE).sum())
        waiting = at_department = used_before = 0
        stays = {status: np.zeros(model.state.issues.shape, np.int64) for status in STATIONS}
        late = dict.fromkeys(STATIONS, 0)
        for day in range(-before, span.horizon_days):
            if day == 0:
                used_before = int(model.state.departments["used"].sum())
            model.step()
            for status, evenings in stays.items():
                evenings += 1
                evenings[model.state.issues["status"] != status] = 0
                late[status] += int((evenings == LATE + 1).sum()) if day >= 0 else 0
            if day < 0:
                continue
            waiting += int((model.state.issues["status"] == Status.ASKING).sum())
            at_department += int(model.state.departments["backlog"].sum())
        job = FIELD_HOURS * 60.0 * TICKS_PER_MINUTE
        used = (int(model.state.departments["used"].sum()) - used_before) / job
        asking = int(model.state.work_series[span.warmup_days :, Work.ASKING].sum())
        expected = chain.means(self.network, issues)
        days = float(span.horizon_days)
        return {
            "waiting for workers": Sum(waiting, days * expected.waiting, days),
            "at the department": Sum(at_department / job, days * expected.at_department, days),
            "workers' time": Sum(
                asking / (self.servers * DAY_TICKS),
                days * expected.asked / self.network.asks,
                days,
            ),
            "department's time": Sum(used / self.jobs, days * expected.done / self.jobs, days),
            **{
                name: relative(late[status], getattr(expected, of), days)
                for status, (name, of) in STATIONS.items()
                if self.often_late(of)
            },
        }

    def often_late(self, of: str) -> bool:
        """Whether late visits to a station are frequent enough, with the mean population."""
        usual: float = getattr(chain.means(self.network, round(self.population)), of)
        return usual >= OFTEN


def relative(late: int, usual: float, days: float) -> Sum:
    """Late visits as a multiple of theory; of a run in which few are expected nothing is said.

    Plain numbers grow so fast with the issues of a run that a few crowded runs would outweigh all.
    """
    if usual * days < FEWEST:
        return Sum(0.0, 0.0, 0.0)
    return Sum(late / usual, days, days)


@functools.cache
def _settings(tandem: Tandem, span: Span) -> Settings:
    """The whole run is the horizon, as a shock comes after the warm-up of the model."""
    return Settings(**tandem.tree(), warmup_days=0, horizon_days=span.days)


@functools.cache
def _settling_days(tandem: Tandem) -> int:
    most = int(stats.poisson.ppf(LARGEST, tandem.population))
    return chain.settling_days(tandem.network, most, CLOSENESS)


STANDARD = (Tandem(population=10.0), Tandem(jobs=4, population=12.0))
"""The department is busy in the first, workers in the second."""
