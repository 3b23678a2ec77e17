"""Forms: each obligation as one community has it, edition by edition."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import NOBODY, YEAR_DAYS, Account, Burden, Cadence, Count, Stage, Work
from tests.twin.minutes import Minutes, minutes_today, ticks_by_standard
from tests.twin.numbers import morning, ticks, upward_key
from tests.twin.pursuit import Pursuit
from tests.twin.tasks import Lot, Task, Then

if TYPE_CHECKING:
    from tests.twin.obligations import Obligation
    from tests.twin.place import Community
    from tests.twin.worker import Worker


FAILURES = (Count.FORMS_LATE, Count.FORMS_MISSED)
"""What takes points away."""


class Form:
    """An obligation in one community: how long it lives, and its current edition."""

    def __init__(self, community: Community, obligation: Obligation, active: bool) -> None:
        self.community, self.model, self.obligation = community, community.model, obligation
        self.entity = community.number * 2**32 + obligation.number
        self.items, self.records = obligation.items, obligation.records
        self.active, self.missed = active, False
        boards = self.model.territory.boards(community.number)
        self.board = self.on_wall = active and obligation.board and obligation.number < boards
        self.beside, self.set_on, self.taken_on = False, NOBODY, NOBODY
        self.leaks_until: int | None = None
        self.kept_out = False
        self.obsolete_from = obligation.obsolete_at_first() if active else math.inf
        self.first_check = self.sent_back_on = NOBODY
        self.handed_back: tuple[float, float] | None = None
        self.edition = self.released = NOBODY
        self.stage, self.patched = Stage.NONE, False
        self.asking = self.desk = self.to_redo = self.redone_for = self.open_redos = 0
        self.tasks: list[Task] = []
        self.redos: list[Task] = []
        self.open_lots = 0
        self.pursuit = Pursuit(self)

    # Its life

    def listed(self, day: int) -> bool:
        """Whether the obligation has its purpose and came through the front door."""
        return not self.beside and day < self.obsolete_from

    def begin(self, day: int) -> None:
        """Active from now on; the first edition falls due after this day."""
        self.active, self.kept_out, self.leaks_until = True, False, None
        self.edition = self.obligation.first_after(day) - 1

    def end(self) -> None:
        """No longer active: its tasks are void, its traces and inspections stop."""
        self.active = False
        self.void()
        for task in self.redos:
            task.void = True
        self.redos, self.open_redos = [], 0
        self.pursuit.end()

    def be_missed(self, missed: bool) -> None:
        """It was useful and is wrongly cut; or no longer."""
        if missed != self.missed:
            self.missed = missed
            self.community.missing[self.obligation.guards] += 1 if missed else -1

    def merge(self, other: Form) -> None:
        """Ask from now on what another asked."""
        self.items = sorted({*self.items, *other.items})
        self.records = max(self.records, other.records)

    def void(self) -> None:
        """Nobody works on this edition any more."""
        for task in self.tasks:
            task.void = True
        self.tasks, self.stage = [], Stage.NONE

    # Its editions

    def demand(self, day: int) -> None:
        """Demand the edition of this day, if there is one."""
        if self.obligation.due(self.edition + 1) != day:
            return
        self.edition += 1
        if not self.active:
            return
        if self.stage != Stage.NONE:
            self._be_overdue(day)
        self.model.books.count(self.community, Count.FORMS_DUE)
        self.community.merits.due += 1
        self.pursuit.expect(day)
        self.released, self.patched = day, False
        minutes = minutes_today(self, day)
        for part, value in zip(Burden, minutes, strict=False):
            self.model.books.demand(self.community, self.listed(day), part, ticks(value))
        self._start(minutes)
        self._enter(self.asking + self.desk)

    def _enter(self, demanded: int) -> None:
        """Enter the edition of today in the account."""
        standard, account = ticks_by_standard(self), self.model.books.account
        account(self, Account.DUE, 1)
        account(self, Account.STANDARD, standard)
        account(self, Account.DEMANDED, demanded)
        community = self.community
        served = community.table_serves(self.obligation.department) or community.cockpit_serves()
        if served or self.exchanged:
            account(self, Account.POOLED, standard - demanded)

    def _be_overdue(self, day: int) -> None:
        """The next edition falls due and this one is not delivered: in arrears, or missed."""
        if self.pursuit.rules.on and self.pursuit.noticed():
            self.pursuit.put_in_arrears(day)
            return
        self.count(Count.FORMS_MISSED, Count.FORMS_MISSED_CARRIED)
        self.void()

    def count(self, event: Count, carried: Count | None = None) -> None:
        """An event of an edition due inside the window; `carried` if due in an earlier year."""
        if event in FAILURES:
            self.community.merits.failed += 1
        start = self.model.settings.warmup_days
        if self.released < start:
            return
        self.model.books.count(self.community, event)
        due, today = ((day - start) // YEAR_DAYS for day in (self.released, self.model.day))
        if carried is not None and due < today:
            self.model.books.count(self.community, carried)

    def _start(self, minutes: Minutes) -> None:
        day, holder = self.released, self.community.line_holder(self.obligation.department)
        self.asking = ticks(minutes.ask)
        self.desk = ticks(minutes.read + minutes.type + minutes.retype + minutes.compile)
        if self.obligation.cadence == Cadence.DAILY:
            self.stage = Stage.DESK
            both = Lot(2, self.delivered).piece_done
            asking = self._lot([holder], Work.FORM_ASKING, self.asking, day, both)
            self.tasks = [*asking, *self._lot([holder], Work.FORM_DESK, self.desk, day, both)]
            return
        self.stage = Stage.ASKING
        front = self.community.frontline
        first = (self.obligation.number + self.edition) % len(front)
        askers = front[first:] + front[:first]
        pieces = self._lot(askers, Work.FORM_ASKING, self.asking, day, self._asked)
        self.tasks = pieces or self.tasks

    def _lot(
        self, owners: list[Worker], work: Work, amount: int, released: int, then: Then
    ) -> list[Task]:
        """A lot of this edition, released in the morning of a day."""
        span = self.obligation.span
        key, due = upward_key(morning(self.released), span, self.model.weight), self.released + span
        put = self.community.queue.put_lot
        tasks = put(owners, work, amount, key, morning(released), due, then)
        for task in tasks:
            task.form = task.account = self
        return tasks

    def _asked(self, moment: int) -> None:
        """All records are asked; the desk follows tomorrow, or today if there was no asking."""
        self.stage = Stage.DESK
        later = self.model.day + 1 if self.asking else self.released
        holder = self.community.line_holder(self.obligation.department)
        self.tasks = self._lot([holder], Work.FORM_DESK, self.desk, later, self.delivered)

    def delivered(self, moment: int) -> None:
        """The department receives this edition."""
        self.stage, self.tasks = Stage.NONE, []
        books = self.model.books
        if self.model.day > self.released + self.obligation.span:
            self.count(Count.FORMS_LATE, Count.FORMS_LATE_CARRIED)
        books.count(self.community, Count.DELIVERED_TICKS, self.asking + self.desk)
        books.account(self, Account.DELIVERED, self.asking + self.desk)
        self.pursuit.settle()
        if self.patched:
            self.risk_check(self.asking + self.desk)
        else:
            self._copy(self.released)

    def _copy(self, day: int) -> None:
        """The department has its items as of this day."""
        copies, core = self.community.copies, self.model.settings.obligations.core_items
        for item in self.items:
            copies[self.obligation.department, item] = day
            for department in self.model.departments if item < core and self.exchanged else ():
                if department.exchanging:
                    copies[department.number, item] = max(copies[department.number, item], day)

    @property
    def exchanged(self) -> bool:
        """Whether other departments have what this one has received."""
        department = self.model.departments[self.obligation.department]
        return bool(self.community.policy["exchange"] and department.exchanging)

    @property
    def kept_beside_the_pool(self) -> bool:
        """Whether a connected department still demands the old form."""
        u = self.model.uniform("old form", self.obligation.number)
        return u < self.community.policy["old_form_share"]

    # Old figures

    def patch(self, task: Task) -> None:
        """A task is filled in from old figures, unless this edition is to be as it is."""
        u, _ = self.model.draws("candour", self.entity, self.released)
        if u >= self.community.policy["old_figures"]:
            return
        share = self.model.settings.obligations.patchwork_minutes
        task.work, task.form = Work.PATCHWORK, None
        whole = task.ticks
        task.ticks = math.floor(share * whole + 0.5)
        self.model.books.count(self.community, Count.SPARED_TICKS, whole - task.ticks)
        self.model.books.account(self, Account.SPARED, whole - task.ticks)
        self.be_patched()

    def be_patched(self) -> None:
        """Something of this edition is not as it is."""
        if not self.patched:
            self.patched = True
            self.count(Count.FORMS_PATCHED, Count.FORMS_PATCHED_CARRIED)

    def risk_check(self, to_redo: int) -> None:
        """Perhaps a check finds what was patched, some days after delivery."""
        rules, day = self.model.settings.obligations, self.model.day
        u, v = self.model.draws("patchwork", self.entity, day)
        if u < rules.patchwork_found and self.sent_back_on == NOBODY:
            self.sent_back_on = day + math.ceil(v * rules.patchwork_found_days)
            self.to_redo = to_redo

    def send_back(self, day: int) -> None:
        """Today the check finds it: the edition is made again."""
        if self.sent_back_on != day:
            return
        self.sent_back_on = NOBODY
        if not self.active:
            return
        self.model.books.count(self.community, Count.FORMS_SENT_BACK)
        self.community.scrutiny.tighten(self.obligation.department, day)
        self.redone_for = day
        self.open_redos += 1
        holder = self.community.line_holder(self.obligation.department)
        put, key = self.community.queue.put_lot, upward_key(morning(day), 0.0, self.model.weight)
        redos = put([holder], Work.REDO, self.to_redo, key, morning(day), day, self._redone)
        for task in redos:
            task.account = self
        self.redos += redos

    def _redone(self, moment: int) -> None:
        self.open_redos -= 1
        if self.open_redos == 0:
            self._copy(self.redone_for)
