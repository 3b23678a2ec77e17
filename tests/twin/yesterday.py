"""What was done in a community yesterday, and finds issues today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import WEEK_DAYS, Work
from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.place import Community


def quotient(part: float, whole: float) -> float:
    """A part by a whole; over nothing it is 0."""
    return part / whole if whole else 0.0


class Yesterday:
    """Patrols, visits, contacts and rounds of the day before."""

    def __init__(self, community: Community) -> None:
        self.community, self.settings = community, community.model.settings
        self.walked = [0] * len(community.frontline)
        self.list_visits = self.random_visits = self.contacts = self.merchant_rounds = 0.0

    def remember(self) -> None:
        """The day is over."""
        workday, policy = self.settings.workday, self.community.policy
        free, share = self._done(Work.FREE_VISITS), workday.visit_target_share
        visit = ticks(workday.visit_minutes)
        self.walked = [worker.today[Work.PATROL] for worker in self.community.frontline]
        self.list_visits = quotient(self._done(Work.TIER_VISITS) + share * free, visit)
        self.list_visits += policy["partner_visits"] / 5.0
        self.random_visits = quotient((1.0 - share) * free, visit)
        self.merchant_rounds = self._rounds()
        self.contacts = self._contacts()

    def _done(self, work: Work) -> int:
        """Ticks of a work of all workers."""
        return sum(worker.today[work] + worker.overtime[work] for worker in self.community.workers)

    def _rounds(self) -> float:
        """Rounds to merchants, as far as there was time for them."""
        front = self.community.frontline
        whole = len(front) * ticks(front[0].fixed_time.merchants())
        made = quotient(self._done(Work.MERCHANTS), whole)
        return self.community.policy["merchant_rounds"] / WEEK_DAYS * made

    def _contacts(self) -> float:
        """Residents who were asked for forms, at their doors, and in the survey."""
        rules = self.settings.obligations
        contacts = quotient(self._done(Work.FORM_ASKING), ticks(rules.contact_minutes))
        contacts += quotient(self._done(Work.ROUND_ASKING), ticks(rules.door_minutes))
        survey = ticks(self.community.survey_minutes)
        return contacts + quotient(self._done(Work.SETUP), survey)
