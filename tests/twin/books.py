"""What is counted inside the measured window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import (
    Account,
    Burden,
    Count,
    Daily,
    Kind,
    Status,
    Work,
)
from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.forms import Form
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel
    from tests.twin.place import Community

WORKS = {
    Work.FORM_ASKING: Account.ASKING,
    Work.FORM_DESK: Account.DESK,
    Work.PATCHWORK: Account.PATCHWORK,
    Work.REDO: Account.REDO,
    Work.ARREARS: Account.ARREARS,
    Work.REMINDER: Account.REMINDER,
    Work.CRITICISM: Account.CRITICISM,
}


class Books:
    """Counts of the whole place and of each community."""

    def __init__(self, model: TwinModel) -> None:
        self.model = model
        size, days = model.settings.territory.communities, model.settings.horizon_days
        self.burden = [[[0] * len(Burden) for _ in (False, True)] for _ in range(size)]
        self.counts = [[0] * len(Count) for _ in range(size)]
        self.accounts: dict[tuple[int, int], list[int]] = {}
        self.days = [[0] * len(Daily) for _ in range(days)]
        self.work = [[0] * len(Work) for _ in range(days)]
        self.ended: list[Issue] = []

    @property
    def _today(self) -> int:
        return self.model.day - self.model.settings.warmup_days

    def demand(self, community: Community, listed: bool, part: Burden, ticks: int) -> None:
        """Ticks that somebody above demands, by an obligation that is listed or by none."""
        if self.model.measured:
            self.burden[community.number][listed][part] += ticks

    def account(self, form: Form, entry: Account, number: int) -> None:
        """Enter something in the account of a form."""
        if self.model.measured:
            place = form.community.number, form.obligation.number
            self.accounts.setdefault(place, [0] * len(Account))[entry] += number

    def spend(self, form: Form, work: Work, spent: int, overtime: bool) -> None:
        """Ticks of work on a form."""
        self.account(form, WORKS[work], spent)
        if overtime:
            self.account(form, Account.OVERTIME, spent)

    def count(self, community: Community, event: Count, number: int = 1) -> None:
        """An event in a community."""
        if self.model.measured:
            self.counts[community.number][event] += number

    def daily(self, event: Daily, number: int = 1) -> None:
        """An event of the day."""
        if self.model.measured:
            self.days[self._today][event] += number

    def record_work(self) -> None:
        """Add the day of every worker to the totals."""
        if self.model.measured:
            for community in self.model.communities:
                for worker in community.workers:
                    for work in Work:
                        regular, over = worker.today[work], worker.overtime[work]
                        worker.totals[work] += regular
                        worker.overtime_totals[work] += over
                        self.work[self._today][work] += regular + over

    def record_third_parties(self) -> None:
        """Ticks that third parties give each day."""
        visit = self.model.settings.workday.visit_minutes
        rule = self.model.settings.rules.discovery
        for community in self.model.communities:
            hours, visits = community.policy["others_hours"], community.policy["partner_visits"]
            given = ticks(hours * 60.0 / 5.0) + ticks(visits / 5.0 * visit)
            self.count(community, Count.OTHERS_TICKS, given)
            if rule.on:
                checking = community.policy["selfcheck_share"] * community.merchants
                given = ticks(checking * rule.selfcheck_minutes / 5.0)
                self.count(community, Count.MERCHANT_TICKS, given)
            merchants = self.model.settings.rules.merchants
            if merchants.on:
                visits = community.visits_of_a_department(community.policy["visits_kept"])
                visits *= len(self.model.kinds[Kind.MERCHANT].powers)
                spent = visits * merchants.merchant_visit_hours * 60.0 / 5.0
                self.count(community, Count.MERCHANT_VISIT_TICKS, ticks(spent))

    def record_issues(self) -> None:
        """Issues that are hidden or in hand at the end of the day."""
        for community in self.model.communities:
            for issue in community.issues.values():
                if issue.status == Status.HIDDEN:
                    self.daily(Daily.HIDDEN)
                elif issue.status != Status.QUIET:
                    self.daily(Daily.BACKLOG)

    def record_evening(self) -> None:
        """Volunteers and obligations, after the month's end if there is one."""
        day = self.model.day
        for community in self.model.communities:
            volunteers = sum(one.volunteers for one in community.micro_grids)
            active = [form for form in community.forms if form.active]
            self.count(community, Count.VOLUNTEER_DAYS, volunteers)
            self.daily(Daily.VOLUNTEERS, volunteers)
            self.daily(Daily.OBLIGATIONS, len(active))
            counts, demanded = self.counts[community.number], self.burden[community.number]
            forms = sum(sum(row[: Burden.COMPILE + 1]) for row in demanded)
            self.daily(Daily.UNDELIVERED_TICKS, forms - counts[Count.DELIVERED_TICKS])
            self.daily(Daily.SPARED_TICKS, counts[Count.SPARED_TICKS])
            self.daily(Daily.UNLISTED_OBLIGATIONS, sum(not form.listed(day) for form in active))
