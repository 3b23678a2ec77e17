"""How an issue is closed: falsely, for a while, or at the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import DAY_TICKS, Daily
from sim.streams import waiting_days

if TYPE_CHECKING:
    from tests.twin.issues import Issue


class Closing:
    """One closing of an issue."""

    def __init__(self, issue: Issue, moment: int) -> None:
        self.issue, self.model, self.moment = issue, issue.model, moment
        self.rules = self.model.settings.departments
        self.number = issue.closings
        self.in_time = moment - issue.report <= issue.kind.promise * DAY_TICKS

    def take_effect(self) -> None:
        """The resident judges it; then it holds, or it does not."""
        issue = self.issue
        issue.closings, issue.closed = self.number + 1, self.moment
        if self.number == 0:
            issue.first_closed = self.moment
        self.model.books.daily(Daily.CLOSED)
        issue.community.merits.note_closing(self.in_time)
        if self.in_time:
            issue.resident.gain()
        else:
            issue.lose_trust()
        issue.community.hotline.note(issue, self.in_time)
        u, v = self.model.draws("false", issue.entity, 0, self.number)
        issue.false_last = self._by_departments and u < self._false_chance()
        if issue.false_last:
            self._end_falsely(v)
        else:
            self._end_honestly()
        if issue.dispatch.case:
            case, issue.dispatch.case = issue.dispatch.case, None
            case.work_done(self.model.day, issue.false_last, issue.resolved)
        if self._by_departments:
            self.model.appraisal.note_closing(issue, self.in_time)

    @property
    def _below(self) -> bool:
        """Whether a round of the community settled what others should have."""
        return self.issue.level > 0 and self.issue.mediation.settled_below

    @property
    def _by_departments(self) -> bool:
        """Whether departments settled it, or say so."""
        return self.issue.level == 2 and not self._below and not self.issue.third_parties.on

    def _end_falsely(self, v: float) -> None:
        self.issue.false_closed = True
        if v < self.issue.community.policy["false_found"]:
            u, _ = self.model.draws("found", self.issue.entity, 0, self.number)
            self._rest(waiting_days(u, self.rules.false_found_days))
        else:
            self.issue.end()

    def _end_honestly(self) -> None:
        u, v = self.model.draws("relapse", self.issue.entity, 0, self.number)
        chance, kept_away = self._relapse()
        if u < chance:
            self._rest(kept_away + waiting_days(v, self.rules.relapse_days))
        else:
            self.issue.be_solved()

    def _rest(self, days: int) -> None:
        self.issue.rest_until(self.model.day + days)

    def _false_chance(self) -> float:
        last = list(self.issue.visits)[-1]
        above = max(0.0, self.model.departments[last].load - self.rules.false_closure_load)
        chance = self.rules.false_closure + self.rules.false_closure_slope * above
        return chance * self.model.appraisal.pressure * self.issue.community.policy["restraint"]

    def _relapse(self) -> tuple[float, int]:
        """Chance that it returns, and days for which it cannot."""
        issue = self.issue
        if self._below:
            return self.rules.relapse_share, 0
        if not self._by_departments:
            return issue.kind.relapse, 0
        days = issue.visits.values()
        together = len(issue.needed) == 1 or max(days) - min(days) <= self.rules.together_days
        root = self.rules.root_joint
        if not together:
            root *= self.rules.root_in_turn
        if issue.weak:
            root *= issue.community.policy["weak_attendance"]
        return issue.cause.meet(root, self.number)
