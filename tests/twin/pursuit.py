"""Pursuit of forms that are not delivered: reminders, criticism, editions in arrears."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import NOBODY, Account, Count, Stage, Work
from tests.twin.numbers import PURSUED_FIRST, morning, ticks
from tests.twin.tasks import Task, Then, nothing

if TYPE_CHECKING:
    from tests.twin.forms import Form
    from tests.twin.worker import Worker


class Pursuit:
    """How somebody above pursues the editions of one form."""

    def __init__(self, form: Form) -> None:
        self.form, self.model, self.community = form, form.model, form.community
        self.rules = form.model.settings.rules.pursuit
        self.remind_on = self.criticise_on = NOBODY
        self.reminded = False
        self.arrears: list[Task] = []
        self.editions = self.open_lots = self.to_redo = self.owed = 0

    def morning(self, day: int) -> None:
        """Remind and criticise."""
        form = self.form
        if not (self.rules.on and form.active):
            return
        if day == self.remind_on and form.stage != Stage.NONE and self.noticed():
            self._remind(day)
            self._make_urgent(day)
        if day == self.criticise_on and not self._spared(day):
            self._criticise(day)
            if form.stage != Stage.NONE and self.reminded:
                self._fill_in(day)

    def noticed(self) -> bool:
        """Whether somebody notices that the present edition is lacking."""
        u, _ = self.model.draws("reminder", self.form.entity, self.form.released)
        return u < self.rules.reminded

    def _spared(self, day: int) -> bool:
        """Whether the criticism of today is not written."""
        u, _ = self.model.draws("spared", self.form.entity, day)
        return u >= self.community.policy["criticised"]

    def expect(self, day: int) -> None:
        """A new edition falls due."""
        self.remind_on = day + math.ceil(self.form.obligation.span + self.rules.remind_days)
        self.reminded = False

    def end(self) -> None:
        """The obligation ends, and with it what is in arrears."""
        for task in self.arrears:
            task.void = True
        self.arrears, self.editions, self.open_lots, self.owed = [], 0, 0, 0
        self.remind_on = self.criticise_on = NOBODY
        self.reminded = False

    def settle(self) -> None:
        """The pursuit is over when nothing that was asked for is lacking."""
        late = self.form.stage != Stage.NONE and self.reminded
        if not (self.editions or late):
            self.criticise_on = NOBODY

    def put_in_arrears(self, day: int) -> None:
        """The next edition falls due; this one stays due, filled in from old figures."""
        form = self.form
        if not self.reminded:
            self._remind(day)
        form.count(Count.FORMS_LATE, Count.FORMS_LATE_CARRIED)
        amount = self._from_old_figures()
        form.void()
        self.reminded = False
        self.editions += 1
        self.open_lots += 1
        self.to_redo = form.asking + form.desk
        self.owed += self.to_redo
        self.arrears += self._lot(day, Work.ARREARS, amount, self._arrears_done)

    def _arrears_done(self, moment: int) -> None:
        self.open_lots -= 1
        if self.open_lots == 0:
            self.model.books.count(self.community, Count.DELIVERED_TICKS, self.owed)
            self.model.books.account(self.form, Account.DELIVERED, self.owed)
            self.arrears, self.editions, self.owed = [], 0, 0
            self.settle()
            self.form.risk_check(self.to_redo)

    def _remind(self, day: int) -> None:
        self.reminded = True
        if self.criticise_on == NOBODY:
            self.criticise_on = day + max(1, math.ceil(self.rules.criticism_days))
        self.form.count(Count.FORMS_REMINDED)
        self._lot(day, Work.REMINDER, ticks(self.rules.reminder_minutes))

    def _criticise(self, day: int) -> None:
        self.model.books.count(self.community, Count.FORMS_CRITICISED)
        chief = self.community.workers[0]
        amount = ticks(self.rules.criticism_minutes)
        self._lot(day, Work.CRITICISM, amount, nothing, chief, chief.is_head)
        self.community.scrutiny.tighten(self.form.obligation.department, day)

    def _lot(
        self,
        day: int,
        work: Work,
        amount: int,
        then: Then = nothing,
        owner: Worker | None = None,
        head_only: bool = False,
    ) -> list[Task]:
        """A lot for today, before all but callers and emergencies."""
        owner = owner or self.community.line_holder(self.form.obligation.department)
        key, put = morning(day) - PURSUED_FIRST, self.community.queue.put_lot
        tasks = put([owner], work, amount, key, morning(day), float(day), then, head_only)
        for task in tasks:
            task.account = self.form
        return tasks

    def _left(self) -> dict[Work, int]:
        """Ticks left of the present edition, by work."""
        left = dict.fromkeys((Work.FORM_ASKING, Work.PATCHWORK, Work.FORM_DESK), 0)
        for task in self.form.tasks:
            left[task.work] += task.ticks
        if self.form.stage == Stage.ASKING:
            left[Work.FORM_DESK] = self.form.desk
        return left

    def _make_urgent(self, day: int) -> None:
        """What is left is for today, and for the line holder."""
        self._make_anew(self._left(), day)

    def _fill_in(self, day: int) -> None:
        """What is left is filled in from old figures."""
        self._make_anew({Work.PATCHWORK: self._from_old_figures()}, day)

    def _make_anew(self, left: dict[Work, int], day: int) -> None:
        """Tasks of today in place of those that are open."""
        form = self.form
        form.void()
        form.stage = Stage.DESK
        waiting = [work for work, amount in left.items() if amount]

        def lot_done(moment: int) -> None:
            form.open_lots -= 1
            if form.open_lots == 0:
                form.delivered(moment)

        form.open_lots = len(waiting)
        for work in waiting:
            tasks = self._lot(day, work, left[work], lot_done)
            for task in tasks:
                task.form = form if work != Work.PATCHWORK else None
            form.tasks += tasks
        if not waiting:
            form.delivered(morning(day))

    def _from_old_figures(self) -> int:
        """Ticks to fill in what is left, which makes the edition a patched one."""
        left = self._left()
        honest = left[Work.FORM_ASKING] + left[Work.FORM_DESK]
        filled = math.floor(self.model.settings.obligations.patchwork_minutes * honest + 0.5)
        self.model.books.count(self.community, Count.SPARED_TICKS, honest - filled)
        self.model.books.account(self.form, Account.SPARED, honest - filled)
        self.form.be_patched()
        return filled + left[Work.PATCHWORK]
