"""Workers and their day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from sim.terms import (
    DAY_MINUTES,
    DAY_TICKS,
    WEEK_DAYS,
    Count,
    Work,
)
from tests.twin.numbers import morning, ticks
from tests.twin.tasks import Task

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community


class Worker(mesa.Agent):  # type: ignore[misc]
    """Paid staff; the head leads, the others each hold a grid and lines of departments."""

    model: TwinModel

    def __init__(self, model: TwinModel, community: Community, place: int) -> None:
        super().__init__(model)
        self.community, self.place = community, place
        self.clock = 0
        self.task: Task | None = None
        self.today, self.overtime = [0] * len(Work), [0] * len(Work)
        self.totals, self.overtime_totals = [0] * len(Work), [0] * len(Work)

    @property
    def is_head(self) -> bool:
        """The head has no grid and no lines."""
        return self not in self.community.frontline

    def standing(self, day: int) -> list[tuple[Work, float]]:
        """Minutes of the day that are spoken for, in the order in which the day is filled."""
        w, o = self.model.settings.workday, self.model.settings.organisation
        present = self.model.present
        meetings = o.head_meeting_hours * 60.0 if self.is_head else w.meeting_minutes
        minutes = [
            (Work.AWAY, DAY_MINUTES * (w.away_share + w.secondment_share)),
            (Work.MEETING, meetings / WEEK_DAYS * present),
            (Work.CHAT, w.chat_minutes / WEEK_DAYS * present),
            (Work.PARTY, w.party_minutes / WEEK_DAYS * present),
            (Work.ACTIVITIES, w.activity_minutes / WEEK_DAYS * present),
        ]
        if self.is_head:
            return minutes
        if self in self.community.on_counter(day):
            minutes.append((Work.COUNTER, self.community.counter_minutes))
        front = len(self.community.frontline)
        boards, signs = self.community.board_duties(), self.community.signs()
        applications = self.community.applications(day)
        return [
            *minutes,
            (Work.BOARD_TRACES, boards * w.board_trace_minutes / WEEK_DAYS / front),
            (Work.SIGN_UPKEEP, signs * w.sign_upkeep_minutes / WEEK_DAYS / front),
            (Work.LOGS, w.log_events * w.log_minutes * present * applications),
            (Work.TIER_VISITS, w.tier_visits * w.visit_minutes / WEEK_DAYS / front),
            (Work.MERCHANTS, w.merchant_rounds * w.merchant_round_minutes / WEEK_DAYS / front),
            (Work.PATROL, w.patrol_floor * w.daily_patrol * 60.0 * present),
        ]

    def start_day(self, day: int) -> None:
        """Standing time comes first, each part cut to what is left of the day."""
        self.today, self.overtime = [0] * len(Work), [0] * len(Work)
        self.clock = 0
        for work, minutes in self.standing(day):
            self._spend(self.today, work, min(ticks(minutes), DAY_TICKS - self.clock))

    def go_on(self, day: int) -> None:
        """The next task from now on; with nothing to do, free until the next release."""
        queue, now = self.community.queue, morning(day) + self.clock
        self.task = self.task or queue.take(self, now)
        if self.task is None:
            release = queue.next_release()
            until = DAY_TICKS if release is None else release - morning(day)
            self.clock = min(until, DAY_TICKS)
        else:
            self._labour(self.task, day, self.today, DAY_TICKS)

    def stay_longer(self, day: int) -> None:
        """Overtime for what is upward and due by tomorrow, in hand or first in the own queue."""
        until = DAY_TICKS + ticks(self.model.settings.workday.overtime_cap_minutes)
        while self.clock < until:
            task = self.task or self.community.queue.first(self, morning(day + 1) - 1)
            if task is None or task.due > day + 1:
                return
            self.task = self.task or self.community.queue.take(self, morning(day + 1) - 1)
            self._labour(task, day, self.overtime, until)

    def _labour(self, task: Task, day: int, book: list[int], until: int) -> None:
        """Work without a break until the task is done or the time is over."""
        if task.void:
            self.task = None
            return
        if not task.begun:
            task.begun = True
            task.begin(morning(day) + self.clock)
        spent = min(task.ticks, until - self.clock)
        self._spend(book, task.work, spent)
        task.ticks -= spent
        if task.ticks == 0:
            self.task = None
            self.model.books.count(self.community, Count.TASKS)
            task.then(morning(day) + self.clock)

    def end_day(self) -> None:
        """Free ticks become patrol, visits and slack."""
        workday = self.model.settings.workday
        rest = DAY_TICKS - sum(self.today)
        if not self.is_head:
            whole = ticks(workday.daily_patrol * 60.0 * self.model.present)
            wanted = whole - self.today[Work.PATROL]
            patrol = min(rest, max(0, wanted))
            self.today[Work.PATROL] += patrol
            rest -= patrol
        visits = math.floor(workday.visit_propensity * rest + 0.5)
        self.today[Work.FREE_VISITS] += visits
        self.today[Work.SLACK] += rest - visits

    def _spend(self, book: list[int], work: Work, spent: int) -> None:
        book[work] += spent
        self.clock += spent
