"""Residents' issues, from hidden to closed."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from sim.enums import (
    DAY_TICKS,
    MONTHS,
    NOBODY,
    YEAR_DAYS,
    Channel,
    Count,
    Daily,
    Found,
    Kind,
    Status,
    Work,
)
from sim.streams import exponential
from tests.twin.answers import Answers
from tests.twin.causes import Cause
from tests.twin.closing import Closing
from tests.twin.consent import Consent
from tests.twin.danger import Danger
from tests.twin.dispatch import Dispatch
from tests.twin.kinds import CALLED, KindRules
from tests.twin.mediation import Mediation
from tests.twin.numbers import (
    CALLERS_FIRST,
    EMERGENCIES_FIRST,
    morning,
    residents_key,
    ticks,
    upward_key,
)
from tests.twin.patience import Patience
from tests.twin.search import Search
from tests.twin.tasks import Task, Then
from tests.twin.third_parties import ThirdParties

if TYPE_CHECKING:
    from tests.twin.place import Community
    from tests.twin.resident import Resident
    from tests.twin.worker import Worker


class Issue:
    """One issue."""

    def __init__(self, community: Community, kind: KindRules, day: int, ordinal: int) -> None:
        self.community, self.model, self.kind = community, community.model, kind
        self.resident: Resident
        self.entity = community.number * 2**44 + day * 2**24 + kind.kind * 2**20 + ordinal
        self.birth = day
        self.status = Status.HIDDEN
        self.due = NOBODY
        self.hazard = 0.0
        self.early = Found.NO
        self.whistled = self.turned_down = self.weak = False
        self.false_closed = self.false_last = self.resolved = False
        self.called_first = self.ordered = self.given_up = self.project = False
        self.report = self.first_report = self.first_start = self.closed = NOBODY
        self.first_closed = self.first_back = NOBODY
        self.tried = self.asked_on = NOBODY
        self.refusals = self.closings = self.open_jobs = 0
        self.task: Task | None = None
        self.visits: dict[int, int] = {}
        self._draw_traits()
        self.danger, self.mediation, self.patience = Danger(self), Mediation(self), Patience(self)
        self.third_parties, self.answers = ThirdParties(self), Answers(self)
        self.cause = Cause(self)
        self.consent, self.at_hall = Consent(self), False
        self.dispatch = Dispatch(self)

    def _draw_traits(self) -> None:
        draws, entity, kind = self.model.draws, self.entity, self.kind
        community = self.community
        u, v = draws("place", entity)
        at_risk = kind.kind == Kind.CARE and v < self.model.settings.issues.care_vulnerable_share
        if at_risk and community.care_list.residents:
            self.resident = community.care_list.in_need(u)
        else:
            self.resident = community.residents[math.floor(u * len(community.residents))]
        u, v = draws("moment", entity)
        self.born = morning(self.birth) + math.floor(u * DAY_TICKS)
        self.hidden = v < kind.hidden
        u, v = draws("effort", entity)
        self.effort = kind.effort(u)
        if self.hidden and self._alarm():
            self.hidden = False
            rules = self.model.settings.rules.discovery
            self.effort += rules.camera_trip_minutes / (1.0 - rules.alarm_false_share)
        self.threshold = exponential(v, 1.0)
        u, v = draws("reach", entity)
        a1 = community.issue_rates[kind.kind].street_share
        self.level = 2 if u < kind.a2 else 1 if u < kind.a2 + a1 else 0
        self.needed = self._needed(v) if self.level == 2 else []

    def _alarm(self) -> bool:
        """Whether an alarm at home tells of it at once."""
        rules = self.model.settings.rules.discovery
        if not rules.on or self.kind.kind != Kind.CARE or not self.resident.vulnerable:
            return False
        u, v = self.model.draws("fall", self.entity)
        return u < rules.care_fall_share and v < self.community.policy["alarm_coverage"]

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

    def wake(self, day: int) -> None:
        """What a new day brings: found or an incident, returned, mediated again, taken upward."""
        if self.status == Status.HIDDEN:
            if not self.danger.breaks_out(day):
                Search(self, day).go_on()
        elif self.due == day:
            if self.status == Status.QUIET and self.cause.ended_before(day):
                self.be_solved()
            elif self.status == Status.QUIET:
                self.come_back(day)
            elif self.status == Status.PAUSE:
                self._pause_over(day)
            elif self.status == Status.FROZEN:
                self.mediation.take_upward(day)

    def _pause_over(self, day: int) -> None:
        """Work goes on this morning, unless the hall is still to meet."""
        if self.at_hall:
            self.community.hall.go_on(self, day)
        else:
            self.put_own_work(morning(day))

    def growth(self, day: int) -> float:
        """How much bigger it became in hiding."""
        rules, age = self.model.settings.issues, day - self.birth
        return min(rules.growth_limit, 1.0 + rules.growth_hidden * age * MONTHS / YEAR_DAYS)

    def come_back(self, day: int) -> None:
        """It was not settled after all."""
        trust = self.model.settings.rules.trust
        self.lose_trust(trust.false_trust_factor if trust.on and self.false_last else 1.0)
        self._disappoint()
        self.cause.note_return()
        if self.first_back == NOBODY:
            self.first_back = morning(day)
        self.refusals, self.weak = 0, False
        self.visits = {}
        self.model.books.daily(Daily.RETURNED)
        self.be_reported(morning(day))

    def lose_trust(self, times: float = 1.0) -> None:
        """Its resident trusts less."""
        self.resident.lose(times)

    def _disappoint(self) -> None:
        """A volunteer who found it did so in vain."""
        if self.early == Found.BY_VOLUNTEER:
            self.early = Found.IN_VAIN
            self.resident.micro_grid.disappoint()

    def be_reported(self, moment: int) -> None:
        """Reported at this moment; own work begins."""
        self.report = moment
        self.called_first = self.community.hotline.is_called_about(self)
        self.ordered = self.called_first
        if self.first_report == NOBODY:
            self.first_report = moment
            self.model.books.daily(Daily.RAISED)
        self.answers.of_street = 0
        self.dispatch.begin()
        self.third_parties.settle()
        self.mediation.start()
        self.patience.start(moment // DAY_TICKS)
        hall = self.community.hall
        self.at_hall = False
        if self._assistant_answers():
            self.close(moment)
        elif self.third_parties.channel == Channel.INSTRUCTOR:
            self.third_parties.take_over()
        elif self.third_parties.channel == Channel.COMMITTEE:
            self.third_parties.bring_to_committee()
        elif hall.is_open and (self.mediation.for_hall or self.consent.lacking):
            hall.take(self, moment // DAY_TICKS)
        else:
            self.consent.asking = self.consent.lacking
            self.put_own_work(moment)
        if self.called_first:
            self.put_order(moment)

    @property
    def report_day(self) -> int:
        """Day of the present report."""
        return self.report // DAY_TICKS

    def _assistant_answers(self) -> bool:
        """Whether an inquiry needs no worker."""
        u, _ = self.model.draws("assistant", self.entity)
        inquiry = self.kind.kind == Kind.INQUIRY
        share = self.community.policy["assistant_share"]
        if not self.resident.app_user:
            share *= self.community.policy["app_others"]
        return inquiry and u < share

    @property
    def grid_worker(self) -> Worker:
        """The worker of the grid where the resident lives."""
        return self.community.frontline[self.resident.grid]

    # Own work

    def put_own_work(self, moment: int) -> None:
        """A task of own work, or of a round of mediation, from this moment."""
        self.status = Status.OWN_WORK
        called = self.kind.kind in CALLED
        owner = self.community.on_duty(moment // DAY_TICKS) if called else self.grid_worker
        work, minutes, then = self.kind.work, self.third_parties.minutes(), self.worked
        key, due = self._key(moment)
        if self.at_hall:
            hall = self.community.hall
            work, minutes = Work.MEDIATION, hall.minutes()
            then = partial(hall.hold, self)
        elif self.consent.asking:
            minutes, then = self.model.settings.rules.consent.consent_minutes, self.consent.asked
        elif self.mediation.on and not self.third_parties.on:
            minutes, then = self.mediation.minutes(), self.mediation.work_done
        if self.danger.incident:
            work, key, due = Work.EMERGENCY, moment - EMERGENCIES_FIRST, math.inf
        elif called:
            key, due = moment - CALLERS_FIRST, math.inf
        self.task = self.community.queue.put(
            owner, work, ticks(minutes), key, moment, then, self.work_started, due=due
        )

    def _key(self, moment: int) -> tuple[int, float]:
        """Key of own work and asking, and by when it is due to those above."""
        if not self.ordered:
            return residents_key(moment, self.kind.promise, self.model.weight), math.inf
        span = self.model.settings.rules.patience.complaint_span
        return upward_key(moment, span, self.model.weight), moment // DAY_TICKS + span

    def put_order(self, moment: int) -> None:
        """It comes back from above with a deadline, as work of its own."""
        rules, day = self.model.settings.rules.patience, moment // DAY_TICKS
        self.model.books.count(self.community, Count.ORDERS)
        self.model.attention.hear_of(self)
        key = upward_key(moment, rules.complaint_span, self.model.weight)
        amount, due = ticks(rules.order_minutes), day + rules.complaint_span
        self.community.queue.put(self.grid_worker, Work.ORDER, amount, key, moment, due=due)

    def make_task_anew(self, day: int) -> None:
        """Own work or asking that nobody began gets a key of this morning; some keep theirs."""
        if self.task is None or self.task.started:
            return
        keeps = self.danger.incident or self.kind.kind in CALLED
        if self.status == Status.OWN_WORK and not keeps:
            self.drop_task()
            self.put_own_work(morning(day))
        elif self.status == Status.ASKING:
            self.drop_task()
            self.ask(day)

    def drop_task(self) -> None:
        """Its task, if there is one, is void."""
        if self.task is not None:
            self.task.void = True

    def work_started(self, moment: int) -> None:
        """Somebody has taken it up."""
        if self.first_start == NOBODY:
            self.first_start = moment

    def worked(self, moment: int) -> None:
        """Own work is done: third parties take over, it is closed, or others are asked."""
        if self.third_parties.on:
            self.third_parties.take_over()
        elif self.level == 0:
            self.close(moment)
        else:
            self.ask_third_parties(moment)

    # Asking the street or departments

    def ask_third_parties(self, moment: int) -> None:
        """The community has tried alone; others are asked."""
        self.tried = self.model.day if self.tried == NOBODY else self.tried
        self.ask_at_once(moment)

    @property
    def in_group(self) -> bool:
        """Whether there is a joint-response group."""
        return self.community.policy["joint_rounds"] > 0

    def ask_at_once(self, moment: int) -> None:
        """Tell the group now, or in overtime tomorrow; without a group ask tomorrow."""
        if self.in_group and moment < morning(self.model.day + 1):
            self._tell_group(moment)
        else:
            self.ask()

    def _tell_group(self, moment: int) -> None:
        """A message goes before all other work."""
        self.status = Status.ASKING
        _, due = self._key(moment)
        minutes = self.community.policy["joint_minutes"]
        self.task = self.community.queue.put(
            self.grid_worker,
            Work.ASKING,
            ticks(minutes),
            moment - CALLERS_FIRST,
            moment,
            self.dispatch.asked,
            due=due,
        )

    def ask(self, day: int | None = None) -> None:
        """Ask the street, or the next needed department, from the morning of a day or tomorrow."""
        moment = morning(self.model.day + 1 if day is None else day)
        if self.dispatch.registered:
            self.dispatch.send(self.model.day + 1)
            return
        if self.in_group:
            self._tell_group(moment)
            return
        rules = self.model.settings.departments
        self.status = Status.ASKING
        owner, minutes = self.grid_worker, rules.street_ask_minutes
        if self.dispatch.on:
            minutes = rules.register_minutes
        elif self.level == 2:
            owner, minutes = self.community.line_holder(self.not_here()[0]), rules.ask_minutes
        key, due = self._key(moment)
        self.task = self.community.queue.put(
            owner, Work.ASKING, ticks(minutes), key, moment, self.dispatch.asked, due=due
        )

    def not_here(self) -> list[int]:
        """Needed departments that have not been here in this round."""
        return [department for department in self.needed if department not in self.visits]

    def turn_to_head(self, minutes: float, then: Then) -> None:
        """Asking is dropped; the head takes it up tomorrow."""
        self.drop_task()
        self.status = Status.WHISTLING
        head, tomorrow = self.community.workers[0], morning(self.model.day + 1)
        key = residents_key(tomorrow, self.kind.promise, self.model.weight)
        put, amount = self.community.queue.put, ticks(minutes)
        self.task = put(head, Work.WHISTLE, amount, key, tomorrow, then, head_only=head.is_head)

    def visited(self, department: int, day: int) -> None:
        """A needed department has done its part."""
        self.visits[department] = day
        if not self.not_here():
            self.close(morning(day + 1))
        elif self.open_jobs == 0:
            self.ask()

    # Its end

    def close(self, moment: int) -> None:
        """Closed, for now or for good."""
        Closing(self, moment).take_effect()

    def rest_until(self, day: int) -> None:
        """Out of sight until it returns."""
        self.status, self.due = Status.QUIET, day

    def be_solved(self) -> None:
        """Its last closing was at the root."""
        self.resolved = True
        self.model.books.daily(Daily.RESOLVED)
        self.end()

    def end(self) -> None:
        """It has come to its end."""
        self.status = Status.FREE
        del self.community.issues[self.entity]
        self.model.books.ended.append(self)
