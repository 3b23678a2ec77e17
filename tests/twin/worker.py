"""Workers and their day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from sim.enums import DAY_TICKS, FOR_EVER, MONTHS, Count, Work
from tests.twin.ages import app_reach
from tests.twin.fixed_time import FixedTime
from tests.twin.numbers import morning, ticks
from tests.twin.tasks import Task

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community


class Worker(mesa.Agent):  # type: ignore[misc]
    """Paid staff; the head leads, the others each hold a grid and lines of departments."""

    model: TwinModel

    def __init__(self, model: TwinModel, community: Community, place: int, recruit: bool) -> None:
        super().__init__(model)
        self.community, self.place = community, place
        self.fixed_time = FixedTime(self)
        self.clock = self.patrol_due = self.quota_due = 0
        self.care_due = self.care_owed = self.care_given = 0
        self.task: Task | None = None
        self.today, self.overtime = [0] * len(Work), [0] * len(Work)
        self.totals, self.overtime_totals = [0] * len(Work), [0] * len(Work)
        self.fatigue = 0.0
        self.vacancy = range(FOR_EVER) if recruit else range(0)
        self.probation = range(0)

    @property
    def is_head(self) -> bool:
        """The head has no grid and no lines."""
        return self.community.has_head and self.place == 0

    @property
    def is_front_line(self) -> bool:
        """Neither the head nor a recruit."""
        return self in self.community.frontline

    @property
    def awaited(self) -> bool:
        """Whether this is a recruit's place that was never filled."""
        return self.vacancy == range(FOR_EVER)

    def come(self) -> None:
        """A recruit is there from today."""
        self.vacancy = range(0)

    @property
    def vacant(self) -> bool:
        """Whether nobody holds this place today."""
        return self.model.day in self.vacancy

    @property
    def leads(self) -> bool:
        """Whether this worker takes the head's tasks: the head, or the first of the others."""
        head, first = self.community.workers[0], self.community.frontline[0]
        return self.is_head or (self is first and head.is_head and head.vacant)

    @property
    def neglect(self) -> float:
        """Share of the care owed to volunteers this month that was not given."""
        return 1.0 - self.care_given / self.care_owed if self.care_owed else 0.0

    def end_month(self, day: int) -> None:
        """Some leave."""
        rules, entity = self.model.settings.rules.turnover, self.community.number * 2**32
        u, _ = self.model.draws("turnover", entity + self.place, day)
        rate = rules.turnover_rate * self._strain(day)
        if not self.vacant and u < 1.0 - math.exp(-rate / MONTHS):
            self._leave(day)

    def _strain(self, day: int) -> float:
        """Departures against the usual."""
        rules = self.model.settings.rules.quitting
        if not rules.on:
            return 1.0
        strain = self.fatigue / rules.quitting_usual
        if day < self.probation.stop:
            strain *= rules.quitting_newcomer
        return 1.0 - rules.quitting_share + rules.quitting_share * strain

    def _leave(self, day: int) -> None:
        """The place is vacant from tomorrow, then a newcomer holds it."""
        rules = self.model.settings.rules.turnover
        back = day + 1 + max(1, math.floor(rules.vacancy_days))
        self.vacancy = range(day + 1, back)
        self.probation = range(back, back + math.floor(rules.newcomer_days))
        self.fatigue = 0.0
        if self.task is not None:
            self.community.queue.give_back(self.task)
            self.task = None

    def start_day(self, day: int) -> None:
        """Fixed time comes first, each part cut to what is left of the day."""
        self.today, self.overtime = [0] * len(Work), [0] * len(Work)
        self.clock = self.care_due = 0
        care = ticks(self.fixed_time.care())
        self.care_owed += care
        if self.vacant:
            self._spend(self.today, Work.VACANT, DAY_TICKS)
            return
        self.patrol_due = self.quota_due = 0
        self.care_due = care
        for work, minutes in self.fixed_time.of(day):
            if work == Work.PATROL:
                self.patrol_due = ticks(self.fixed_time.checked_patrol()) - ticks(minutes)
            if work == Work.TIER_VISITS and self.quota is not None:
                self.quota_due = self.quota - ticks(minutes)
            self._spend(self.today, work, min(ticks(minutes), DAY_TICKS - self.clock))

    def go_on(self, day: int) -> None:
        """The next task from now on; with nothing to do, free until the next release."""
        queue, now = self.community.queue, morning(day) + self.clock
        due = max(self.care_due, self.patrol_due, self.quota_due)
        if self.task is None and due > 0 and not queue.residents_wait(self, now):
            self._go_out()
            return
        penalty = self.community.policy["line_penalty"]
        if self.task is None and self._in_block:
            self.task = queue.take_residents(self, now, penalty)
        self.task = self.task or queue.take(self, now, penalty)
        if self.task is None:
            release = queue.next_release()
            until = DAY_TICKS if release is None else release - morning(day)
            self.clock = min(until, DAY_TICKS)
        else:
            self._work_on(self.task, day, self.today, DAY_TICKS)

    @property
    def quota(self) -> int | None:
        """Ticks of visits to be made a day, if visits are a quota and the worker has one."""
        settings = self.model.settings
        if settings.structures.visits == "rest" or not self.is_front_line:
            return None
        return ticks(settings.workday.visit_quota * settings.workday.visit_minutes / 5.0)

    @property
    def _in_block(self) -> bool:
        """Whether this time of the day belongs to residents."""
        settings = self.model.settings
        block = math.floor(settings.workday.block_share * DAY_TICKS + 0.5)
        return settings.structures.time == "blocks" and self.clock >= DAY_TICKS - block

    def _go_out(self) -> None:
        """First care of volunteers, then the checked patrol, then the visits of the quota."""
        if self.care_due > 0:
            given = min(self.care_due, DAY_TICKS - self.clock)
            self._spend(self.today, Work.VOLUNTEER_CARE, given)
            self.care_given += given
            self.care_due = 0
            return
        if self.patrol_due > 0:
            self._spend(self.today, Work.PATROL, min(self.patrol_due, DAY_TICKS - self.clock))
            self.patrol_due = 0
            return
        whole = ticks(self.fixed_time.prescribed_visits())
        prescribed = min(self.quota_due, max(0, whole - self.today[Work.TIER_VISITS]))
        for work, wanted in (
            (Work.TIER_VISITS, prescribed),
            (Work.FREE_VISITS, self.quota_due - prescribed),
        ):
            self._spend(self.today, work, min(wanted, DAY_TICKS - self.clock))
        self.quota_due = 0

    def work_overtime(self, day: int) -> None:
        """Overtime for what is upward and due by tomorrow, in hand or in the own queue."""
        queue, until = self.community.queue, DAY_TICKS + self._cap
        while self.clock < until:
            task = self.task or queue.take_due(self, day + 1, morning(day + 1) - 1)
            if task is None or task.due > day + 1:
                return
            self.task = task
            self._fill_in(task, day)
            self._work_on(task, day, self.overtime, until)

    @property
    def _cap(self) -> int:
        """Most ticks of overtime."""
        return ticks(self.model.settings.workday.overtime_cap_minutes)

    def _fill_in(self, task: Task, day: int) -> None:
        """A form that will be late is filled in from old figures."""
        late = task.due < day + 1
        if self.model.settings.rules.coping.on and task.form and late and not task.void:
            task.form.patch(task)

    def _work_on(self, task: Task, day: int, book: list[int], until: int) -> None:
        """Work without a break until the task is done or the time is over."""
        if task.void:
            self.task = None
            return
        if not task.started:
            task.started = True
            task.ticks = math.floor(task.ticks / self._pace() + 0.5)
            task.begin(morning(day) + self.clock)
        spent = min(task.ticks, until - self.clock)
        self._spend(book, task.work, spent)
        if task.account is not None:
            self.model.books.spend(task.account, task.work, spent, until > DAY_TICKS)
        task.ticks -= spent
        if task.ticks == 0:
            self.task = None
            self.model.books.count(self.community, Count.TASKS)
            task.then(morning(day) + self.clock)

    def _pace(self) -> float:
        """How fast a task goes that is begun today."""
        rules, pace = self.model.settings.rules, 1.0
        if rules.coping.on:
            pace = 1.0 - rules.coping.fatigue * self.fatigue
        if self.model.day in self.probation:
            pace *= rules.turnover.newcomer_pace
        return pace

    def end_day(self, day: int) -> None:
        """Free ticks find their use; then overtime, and what it does to the worker."""
        if self.vacant:
            return
        self._use_free_ticks()
        rules = self.model.settings.rules
        if rules.afterhours.on and self.is_front_line:
            self._answer_groups()
        if rules.coping.on and self.is_front_line:
            self._log_patrol()
        self.work_overtime(day)
        if rules.coping.on or rules.quitting.on:
            strain = sum(self.overtime) / self._cap if self._cap else 0.0
            self.fatigue += (strain - self.fatigue) / rules.coping.fatigue_days

    def _use_free_ticks(self) -> None:
        """Free ticks become patrol, prescribed visits, other visits and slack."""
        workday = self.model.settings.workday
        rest = DAY_TICKS - sum(self.today)
        if self.is_front_line:
            rest = self._fill_up(Work.PATROL, ticks(self.fixed_time.whole_patrol()), rest)
            if self.model.settings.rules.coping.on:
                prescribed = ticks(self.fixed_time.prescribed_visits())
                rest = self._fill_up(Work.TIER_VISITS, prescribed, rest)
        visits = math.floor(workday.visit_propensity * rest + 0.5)
        if self.model.settings.structures.visits == "quota":
            made = self.today[Work.TIER_VISITS] + self.today[Work.FREE_VISITS]
            visits = min(rest, max(0, (self.quota or 0) - made)) if self.is_front_line else 0
        self.today[Work.FREE_VISITS] += visits
        self.today[Work.SLACK] += rest - visits

    def _fill_up(self, work: Work, whole: int, rest: int) -> int:
        """Give a work what it lacks of the whole; the rest that is left."""
        given = min(rest, max(0, whole - self.today[work]))
        self.today[work] += given
        return rest - given

    def _answer_groups(self) -> None:
        """Residents ask in chat groups after hours."""
        rules, asked = self.model.settings.rules.afterhours, self.community.inquiries()
        assistant = self.community.policy["assistant_share"] * app_reach(self.community)
        front = len(self.community.frontline)
        late = asked * rules.afterhours_share / (1.0 - rules.afterhours_share)
        minutes = late * rules.afterhours_minutes * (1.0 - assistant) / front
        self._spend(self.overtime, Work.INQUIRY, min(ticks(minutes), self._cap))

    def _log_patrol(self) -> None:
        """A patrol that was not walked is logged all the same."""
        missing = ticks(self.fixed_time.whole_patrol()) - self.today[Work.PATROL]
        if missing > 0:
            self.model.books.count(self.community, Count.PATROL_NOT_WALKED, missing)
            minutes = self.model.settings.rules.coping.patrol_log_minutes
            left = self._cap - sum(self.overtime)
            self._spend(self.overtime, Work.LOGS, min(ticks(minutes), left))

    def _spend(self, book: list[int], work: Work, spent: int) -> None:
        book[work] += spent
        self.clock += spent
