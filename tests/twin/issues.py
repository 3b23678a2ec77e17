"""Residents' matters, from hidden to closed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.streams import exponential, lognormal, waiting_days
from sim.terms import (
    DAY_TICKS,
    MONTHS,
    NOBODY,
    YEAR_DAYS,
    Count,
    Daily,
    Kind,
    Status,
    Work,
)
from tests.twin.numbers import morning, residents_key, ticks
from tests.twin.tasks import Task, Then

if TYPE_CHECKING:
    from tests.twin.place import Community
    from tests.twin.worker import Worker

CALLERS_FIRST = 10**15


@dataclass(frozen=True)
class KindRules:
    """What the settings say of a kind; a1 and a2 are the shares beyond the community."""

    kind: Kind
    work: Work
    rate: float
    minutes: float
    cv: float
    promise: float
    effort_shape: str
    hidden: float
    a1: float
    a2: float
    departments: float
    relapse: float
    seen: float
    powers: list[int]

    def effort(self, u: float) -> float:
        """Minutes of own work."""
        if self.effort_shape == "deterministic":
            return self.minutes
        if self.effort_shape == "exponential":
            return float(exponential(u, self.minutes))
        return float(lognormal(u, self.minutes, self.cv))


class Issue:
    """One matter."""

    def __init__(self, community: Community, kind: KindRules, day: int, ordinal: int) -> None:
        self.community, self.model, self.kind = community, community.model, kind
        self.entity = community.number * 2**44 + day * 2**24 + kind.kind * 2**20 + ordinal
        self.birth = day
        self.status = Status.HIDDEN
        self.due = NOBODY
        self.hazard = 0.0
        self.early = self.whistled = self.turned_down = self.weak = False
        self.false_closed = self.resolved = False
        self.report = self.first_report = self.first_start = self.closed = NOBODY
        self.first_closed = self.first_back = NOBODY
        self.tried = NOBODY
        self.refusals = self.closings = self.open_jobs = 0
        self.task: Task | None = None
        self.visits: dict[int, int] = {}
        self._draw_traits()

    def _draw_traits(self) -> None:
        draws, entity, kind = self.model.draws, self.entity, self.kind
        community = self.community
        u, v = draws("place", entity)
        at_risk = kind.kind == Kind.CARE and v < self.model.settings.issues.care_vulnerable_share
        chosen = community.vulnerable if at_risk and community.vulnerable else community.residents
        self.resident = chosen[math.floor(u * len(chosen))]
        u, v = draws("moment", entity)
        self.born = morning(self.birth) + math.floor(u * DAY_TICKS)
        self.hidden = v < kind.hidden
        u, v = draws("effort", entity)
        self.effort = kind.effort(u)
        self.threshold = exponential(v, 1.0)
        u, v = draws("reach", entity)
        self.level = 2 if u < kind.a2 else 1 if u < kind.a2 + kind.a1 else 0
        self.needed = self._needed(v) if self.level == 2 else []

    def _needed(self, v: float) -> list[int]:
        third = self.model.settings.departments.third_department
        beyond_one = self.kind.departments - 1.0
        _, v_third = self.model.draws("needed", self.entity)
        number = 1 + (v < beyond_one) + (v_third < third * beyond_one)
        left, needed = list(self.kind.powers), []
        for j in range(min(number, len(left))):
            u, _ = self.model.draws("needed", self.entity, 0, j)
            needed.append(left.pop(math.floor(u * len(left))))
        return needed

    # Coming up

    def arise(self) -> None:
        """Not hidden: reported at its moment."""
        if not self.hidden:
            self.be_reported(self.born)

    def seek(self, day: int) -> None:
        """Another day of discovery, from what was done yesterday."""
        rules, community, resident = self.model.settings.issues, self.community, self.resident
        seen = self.kind.seen * community.walked[resident.grid] / ticks(60.0)
        listed = 0.0
        if resident.vulnerable and community.listed_households:
            care = self.kind.kind == Kind.CARE
            each = rules.list_visit_care if care else rules.list_visit_other
            listed = each * (community.list_visits / community.listed_households)
        door = 0.0
        if community.households:
            contacts = community.random_visits + rules.collect_discovery * community.contacts
            door = rules.visit_discovery * contacts / community.households
        age = day - self.birth
        growth = min(rules.growth_limit, 1.0 + rules.growth_hidden * age * MONTHS / YEAR_DAYS)
        elasticity = self.model.settings.residents.reporting_elasticity
        own = rules.own_notice * math.exp(elasticity * (resident.trust - 0.5)) * growth
        if resident.vulnerable:
            own *= rules.vulnerable_notice
        found = seen + listed + door
        self.hazard += found + own
        if self.hazard >= self.threshold:
            u, v = self.model.draws("surface", self.entity)
            self.early = v * (found + own) < found
            self.effort *= growth
            self.be_reported(morning(day) + math.floor(u * DAY_TICKS))

    def come_back(self, day: int) -> None:
        """It was not settled after all."""
        self.resident.lose()
        if self.first_back == NOBODY:
            self.first_back = morning(day)
        self.refusals, self.weak = 0, False
        self.visits = {}
        self.model.books.daily(Daily.RETURNED)
        self.be_reported(morning(day))

    def be_reported(self, moment: int) -> None:
        """A task of own work, at this moment."""
        self.status = Status.OWN_WORK
        self.report = moment
        if self.first_report == NOBODY:
            self.first_report = moment
            self.model.books.daily(Daily.RAISED)
        called = self.kind.kind in (Kind.INQUIRY, Kind.CERTIFICATE)
        owner = self.community.on_duty(moment // DAY_TICKS) if called else self.grid_worker
        key = residents_key(moment, self.kind.promise, self.model.weight)
        if called:
            key = moment - CALLERS_FIRST
        self.task = self.community.queue.put(
            owner, self.kind.work, ticks(self.effort), key, moment, self.worked, self.begun
        )

    @property
    def grid_worker(self) -> Worker:
        """The worker of the grid where the resident lives."""
        return self.community.frontline[self.resident.grid]

    def begun(self, moment: int) -> None:
        """Somebody has taken it up."""
        if self.first_start == NOBODY:
            self.first_start = moment

    def worked(self, moment: int) -> None:
        """Own work is done: closed, or others are needed."""
        if self.level == 0:
            self.close(moment)
        else:
            self.tried = self.model.day if self.tried == NOBODY else self.tried
            self.ask()

    # Asking others

    def ask(self) -> None:
        """Ask the street, or the next needed department, from tomorrow morning."""
        rules = self.model.settings.departments
        self.status = Status.ASKING
        owner, minutes = self.grid_worker, rules.street_ask_minutes
        if self.level == 2:
            owner, minutes = self.community.line_holder(self.not_here()[0]), rules.ask_minutes
        self._task_tomorrow(owner, Work.ASKING, minutes, self.asked)

    def _task_tomorrow(self, owner: Worker, work: Work, minutes: float, then: Then) -> None:
        tomorrow = morning(self.model.day + 1)
        key = residents_key(tomorrow, self.kind.promise, self.model.weight)
        head_only = work == Work.WHISTLE and owner.is_head
        self.task = self.community.queue.put(
            owner, work, ticks(minutes), key, tomorrow, then, head_only=head_only
        )

    def not_here(self) -> list[int]:
        """Needed departments that have not been here in this round."""
        return [department for department in self.needed if department not in self.visits]

    def asked(self, moment: int) -> None:
        """The answer comes some days later."""
        rules = self.model.settings.departments
        self.status = Status.ANSWER
        mean = rules.street_days if self.level == 1 else rules.answer_days
        u, _ = self.model.draws("answer", self.entity, self.model.day, 0)
        self.due = self.model.day + waiting_days(u, mean)

    def convene(self, day: int) -> None:
        """Answers, decisions on whistles, and new whistles."""
        if self.status == Status.ANSWER and self.due == day:
            self._answer(day)
        elif self.status == Status.SCREENING and self.due == day:
            self.model.street.decide(self, day)
        if self.model.street.whistle_open(self, day):
            self._whistle()

    def _answer(self, day: int) -> None:
        rules = self.model.settings.departments
        if self.level == 1:
            self.model.books.count(self.community, Count.STREET_MATTERS)
            self.close(morning(day + 1))
            return
        self.model.books.count(self.community, Count.ANSWERED)
        _, v = self.model.draws("answer", self.entity, day, 1)
        if v < rules.accept_share:
            department = self.model.departments[self.not_here()[0]]
            deadline = day + math.floor(rules.ordinary_deadline)
            self.status = Status.JOB
            department.take_job(self, 1, deadline, ticks(60.0 * rules.field_hours), needed=True)
        else:
            self.model.books.count(self.community, Count.REFUSED)
            self.refusals += 1
            self.ask()

    def _whistle(self) -> None:
        """The asking is dropped; the head turns to the street."""
        if self.task is not None:
            self.task.void = True
        self.status = Status.WHISTLING
        self.model.books.count(self.community, Count.WHISTLES)
        minutes = self.community.policy["head_minutes"]
        self._task_tomorrow(self.community.workers[0], Work.WHISTLE, minutes, self.whistle_sounded)

    def whistle_sounded(self, moment: int) -> None:
        """The street screens, the district calls."""
        policy = self.community.policy
        self.status = Status.SCREENING
        wait = 0 if self.colour == "red" else policy["screen_days"] + policy["call_days"]
        self.due = self.model.day + int(wait)

    @property
    def colour(self) -> str:
        """Colour of its deadline."""
        policy = self.community.policy
        _, v = self.model.draws("listed", self.entity)
        if v < policy["colour_red"]:
            return "red"
        return "yellow" if v < policy["colour_red"] + policy["colour_yellow"] else "blue"

    def visited(self, department: int, day: int) -> None:
        """A needed department has done its part."""
        self.visits[department] = day
        if not self.not_here():
            self.close(morning(day + 1))
        elif self.open_jobs == 0:
            self.ask()

    # Closing

    def close(self, moment: int) -> None:
        """Closed: falsely, for a while, or at the root."""
        rules, draws, day = self.model.settings.departments, self.model.draws, self.model.day
        r, entity = self.closings, self.entity
        self.closings, self.closed = r + 1, moment
        if r == 0:
            self.first_closed = moment
        self.model.books.daily(Daily.CLOSED)
        if moment - self.report <= self.kind.promise * DAY_TICKS:
            self.resident.gain()
        else:
            self.resident.lose()
        u, v = draws("false", entity, 0, r)
        if self.level == 2 and u < self._false_chance():
            self.false_closed = True
            if v < rules.false_found:
                u, _ = draws("found", entity, 0, r)
                self._rest_until(day + waiting_days(u, rules.false_found_days))
            else:
                self.end()
            return
        u, v = draws("relapse", entity, 0, r)
        if u < self._relapse_chance():
            self._rest_until(day + waiting_days(v, rules.relapse_days))
        else:
            self.resolved = True
            self.model.books.daily(Daily.RESOLVED)
            self.end()

    def _false_chance(self) -> float:
        rules = self.model.settings.departments
        last = list(self.visits)[-1]
        above = max(0.0, self.model.departments[last].load - rules.false_closure_load)
        return rules.false_closure + rules.false_closure_slope * above

    def _relapse_chance(self) -> float:
        if self.level < 2:
            return self.kind.relapse
        rules = self.model.settings.departments
        days = self.visits.values()
        together = len(self.needed) == 1 or max(days) - min(days) <= rules.together_days
        root = rules.root_joint if together else rules.root_joint * rules.root_in_turn
        if self.weak:
            root *= self.community.policy["weak_attendance"]
        return (1.0 - root) * rules.relapse_share

    def _rest_until(self, day: int) -> None:
        self.status, self.due = Status.QUIET, day

    def end(self) -> None:
        """It has come to its end."""
        self.status = Status.FREE
        del self.community.issues[self.entity]
        self.model.books.ended.append(self)
