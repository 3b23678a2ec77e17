"""Duties to report, their forms, and what else departments ask for."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import mesa

from sim.streams import normal, poisson
from sim.terms import (
    PERIODS,
    YEAR_DAYS,
    Burden,
    Cadence,
    Count,
    Stage,
    Work,
)
from tests.twin.numbers import morning, ticks, upward_key
from tests.twin.tasks import Lot, Task

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community
    from tests.twin.worker import Worker

RECORDS_OF = 4300.0
MOST_ITEMS = 12
WEEKS = 50


def changed(churn: float, days: float) -> float:
    """Share of records that changed in so many days."""
    return 1.0 - math.exp(-churn * days / YEAR_DAYS)


class Minutes(NamedTuple):
    """What one edition of a form costs."""

    read: float
    ask: float
    type: float
    retype: float
    compile: float


class Ages(NamedTuple):
    """Days since an item was last received, taken down, and put into the pool (if it is pooled)."""

    copy: float
    notes: float
    pool: float | None


class Form:
    """A duty in one community: its current edition."""

    def __init__(self, on_wall: bool) -> None:
        self.active, self.on_wall = True, on_wall
        self.edition = -1
        self.released = -1
        self.stage = Stage.NONE
        self.tasks: list[Task] = []

    def void(self) -> None:
        """Nobody works on this edition any more."""
        for task in self.tasks:
            task.void = True
        self.tasks, self.stage = [], Stage.NONE


class Obligation(mesa.Agent):  # type: ignore[misc]
    """A form that one department demands from every community."""

    model: TwinModel

    def __init__(self, model: TwinModel, number: int, cadence: Cadence, department: int) -> None:
        super().__init__(model)
        rules, draws = model.settings.obligations, model.draws
        self.number, self.cadence, self.department = number, cadence, department
        self.old_form = False
        name = cadence.name.lower()
        self.period = PERIODS[cadence]
        self.span = float(getattr(rules, f"span_{name}"))
        self.compile_factor = float(getattr(rules, f"compile_{name}", 1.0))
        self.phase = draws("phase", number)[0]
        u, v = draws("records", number)
        records = float(getattr(rules, f"records_{name}"))
        self.records = records * math.exp(rules.records_sigma * normal(u))
        self.roster = cadence >= Cadence.MONTHLY and v < rules.roster_share
        frequent = cadence <= Cadence.WEEKLY
        self.dynamic = rules.dynamic_share_frequent if frequent else rules.dynamic_share
        self.items = self._items()

    def _items(self) -> list[int]:
        rules, draws = self.model.settings.obligations, self.model.draws
        mean = max(0.0, rules.items_per_form - 1.0)
        items = set()
        for j in range(1, min(MOST_ITEMS, 1 + poisson(draws("items", self.number)[0], mean)) + 1):
            u, v = draws("items", self.number, 0, j)
            core = math.floor(v * rules.core_items)
            own = rules.core_items + math.floor(v * rules.own_items)
            items.add(core if u < rules.overlap else own)
        return sorted(items)

    def due(self, edition: int) -> int:
        """The day on which an edition falls due."""
        return math.floor((self.phase + edition) * self.period)

    def demand(self, community: Community, day: int) -> None:
        """Demand the edition of this day, if there is one."""
        form = community.forms[self.number]
        if self.due(form.edition + 1) != day:
            return
        form.edition += 1
        if not form.active:
            return
        if form.stage != Stage.NONE:
            if form.released >= self.model.settings.warmup_days:
                self.model.books.count(community, Count.FORMS_MISSED)
            form.void()
        self.model.books.count(community, Count.FORMS_DUE)
        form.released = day
        minutes = self.minutes_today(community, day)
        for part, value in zip(Burden, minutes, strict=False):
            self.model.books.demand(community, part, ticks(value))
        self._start(community, form, day, minutes)

    def _start(self, community: Community, form: Form, day: int, minutes: Minutes) -> None:
        key, due = upward_key(morning(day), self.span, self.model.weight), day + self.span
        queue, holder = community.queue, community.line_holder(self.department)
        asking = ticks(minutes.ask)
        desk = ticks(minutes.read + minutes.type + minutes.retype + minutes.compile)

        def asked(moment: int) -> None:
            form.stage = Stage.DESK
            later = morning(self.model.day + 1) if asking else morning(day)
            form.tasks = queue.put_lot([holder], Work.FORM_DESK, desk, key, later, due, delivered)

        def delivered(moment: int) -> None:
            form.stage, form.tasks = Stage.NONE, []
            if self.model.day > due and day >= self.model.settings.warmup_days:
                self.model.books.count(community, Count.FORMS_LATE)
            for item in self.items:
                community.copies[self.department, item] = day

        if self.cadence == Cadence.DAILY:
            form.stage = Stage.DESK
            both = Lot(2, delivered).piece_done
            lots = (Work.FORM_ASKING, asking), (Work.FORM_DESK, desk)
            pieces = [queue.put_lot([holder], *lot, key, morning(day), due, both) for lot in lots]
            form.tasks = [*pieces[0], *pieces[1]]
            return
        form.stage = Stage.ASKING
        first = (self.number + form.edition) % len(community.frontline)
        askers = community.frontline[first:] + community.frontline[:first]
        pieces_ = queue.put_lot(askers, Work.FORM_ASKING, asking, key, morning(day), due, asked)
        form.tasks = pieces_ or form.tasks

    def minutes_today(self, community: Community, day: int) -> Minutes:
        """Minutes of the edition of today; what is asked is taken down."""

        def ages(item: int) -> Ages:
            place = community.keeper(self.department, item)
            pool = None
            if pooled and item in self.model.departments[self.department].pooled:
                pool = day - community.pool[place]
                community.pool[place] = day
            notes = day - community.notes[place]
            community.notes[place] = day
            return Ages(day - community.copies[self.department, item], notes, pool)

        pooled = community.pools(self.department, day)
        return self.minutes(community, ages, pooled)

    def minutes_unpooled(self, community: Community) -> Minutes:
        """Minutes of an edition whose copies and notes are one period old."""
        return self.minutes(community, lambda item: Ages(self.period, self.period, None), False)

    def minutes(self, community: Community, ages: Callable[[int], Ages], pooled: bool) -> Minutes:
        """Minutes of an edition, from the ages of its items."""
        rules, policy = self.model.settings.obligations, community.policy
        spared, types, retypes, plain_types, plain_retypes = 1.0, 0.0, 0.0, 0.0, 0.0
        for item in self.items:
            age, churn = ages(item), self.model.churn(self.department, item)
            c, c0 = changed(churn, age.copy), changed(churn, age.notes)
            ask = c0 + (c - c0) * (1.0 - rules.notes_reuse)
            if self.roster and item in self.model.shared_items:
                ask += rules.reask_share * (1.0 - c)
            type_, retype = c, 1.0 - c if self.roster else 0.0
            plain_types += type_
            plain_retypes += retype
            if age.pool is not None:
                cp = changed(churn, age.pool)
                if policy["ask_once"]:
                    ask = cp * (1.0 - policy["feed_share"]) * (1.0 - policy["byproduct_share"])
                if policy["type_once"]:
                    type_, retype = cp * (1.0 - policy["feed_share"]), 0.0
            spared *= 1.0 - ask
            types += type_
            retypes += retype
        n = self.records * community.people / RECORDS_OF
        q, enter, items = self.dynamic, rules.enter_minutes, len(self.items)
        s = 1.0 - policy["source_share"] if pooled and policy["type_once"] else 1.0
        typing = enter * n * ((1.0 - q) * types + q * items * s)
        retyping = enter * n * (1.0 - q) * retypes
        plain_compile = rules.compile_minutes * self.compile_factor
        compiling = plain_compile
        if pooled and policy["export"]:
            compiling = min(policy["export_minutes"], plain_compile)
        if pooled and self.old_form:
            typing += enter * n * ((1.0 - q) * plain_types + q * items)
            retyping += enter * n * (1.0 - q) * plain_retypes
            compiling = plain_compile
        asking = rules.contact_minutes * (n * (1.0 - spared))
        return Minutes(rules.read_minutes, asking, typing, retyping, compiling)

    def minutes_a_week(self, community: Community) -> float:
        """Minutes a week that a board's duty costs here."""
        form = self.minutes_unpooled(community)
        whole = form.ask + form.read + form.type + form.retype + form.compile
        traces = self.model.settings.workday.board_trace_minutes
        return whole * (YEAR_DAYS / self.period / WEEKS) + traces


class Desk:
    """What else departments want from one community: requests, inspections, rounds."""

    def __init__(self, model: TwinModel, community: Community) -> None:
        self.model, self.community = model, community
        self.assists = [0.0] * len(model.departments)
        self.balances = [0.0] * len(model.departments)

    def morning(self, day: int) -> None:
        """All that is demanded this morning, in order."""
        for obligation in self.model.obligations:
            obligation.demand(self.community, day)
        self._requests(day)
        self._assist(day)
        self._announce(day)
        self._rounds(day)

    def _lot(
        self, owner: Worker, work: Work, amount: int, span: float, day: int, head_only: bool = False
    ) -> None:
        """A lot for those above, released in the morning of a day."""
        key = upward_key(morning(day), span, self.model.weight)
        put = self.community.queue.put_lot
        put([owner], work, amount, key, morning(day), day + span, head_only=head_only)

    def _requests(self, day: int) -> None:
        rules, community = self.model.settings.obligations, self.community
        u, _ = self.model.draws("requests", community.number, day)
        for j in range(poisson(u, rules.adhoc_requests / 5.0)):
            u, _ = self.model.draws("request", community.number, day, j)
            department = math.floor(u * len(self.model.departments))
            minutes = rules.adhoc_minutes
            if community.pools(department, day) and community.policy["export"]:
                minutes *= 1.0 - community.policy["adhoc_pool_share"]
            self._request(department, ticks(minutes), day)

    def _request(self, department: int, amount: int, day: int) -> None:
        span = self.model.settings.obligations.span_request
        self.model.books.demand(self.community, Burden.REQUESTS, amount)
        self._lot(self.community.line_holder(department), Work.REQUEST, amount, span, day)

    def _assist(self, day: int) -> None:
        whole = self.model.settings.obligations.adhoc_minutes
        for department, minutes in enumerate(self.assists):
            self.balances[department] += minutes
            if self.balances[department] >= whole:
                self.balances[department] -= whole
                self._request(department, ticks(whole), day)

    def _announce(self, day: int) -> None:
        """Inspections: prepared at once, hosted two days later."""
        rules, community = self.model.settings.obligations, self.community
        u, _ = self.model.draws("inspections", community.number, day)
        for j in range(poisson(u, rules.inspections / 5.0) if community.forms else 0):
            u, _ = self.model.draws("inspection", community.number, day, j)
            duty = math.floor(u * len(community.forms))
            if not community.forms[duty].active:
                continue
            holder = community.line_holder(self.model.obligations[duty].department)
            chief = community.workers[0]
            hosting = rules.inspection_host_minutes
            prepare = ticks(rules.inspection_prepare_minutes)
            received = ticks(rules.host_head_share * hosting)
            rest = ticks((1.0 - rules.host_head_share) * hosting)
            self._lot(holder, Work.INSPECTION_PREPARE, prepare, rules.span_inspection, day)
            self._lot(chief, Work.INSPECTION_HOST, received, 0.0, day + 2, chief.is_head)
            self._lot(holder, Work.INSPECTION_HOST, rest, 0.0, day + 2)
            self.model.books.demand(community, Burden.INSPECTIONS, prepare + received + rest)

    def _rounds(self, day: int) -> None:
        rules, community = self.model.settings.obligations, self.community
        for number in self.model.rounds_starting(day):
            _, v = self.model.draws("round", 0, 0, number)
            department = math.floor(v * len(self.model.departments))
            share = rules.campaign_share
            if community.pools(department, day) and community.policy["ask_once"]:
                share *= community.policy["campaign_verify"]
            doors = share * community.households / len(community.frontline)
            asking = ticks(rules.door_minutes * doors)
            typing = ticks(rules.round_items * rules.enter_minutes * doors)
            for worker in community.frontline:
                for work, amount in ((Work.ROUND_ASKING, asking), (Work.ROUND_DESK, typing)):
                    self.model.books.demand(community, Burden.ROUNDS, amount)
                    self._lot(worker, work, amount, rules.span_round, day)
