"""The hall, in which residents with opposed interests hear each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import Count, Rung, Sort, Status
from tests.twin.numbers import morning

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.place import Community

STUCK = (Status.PAUSE, Status.FROZEN, Status.ASKING, Status.ANSWER)


class Hall:
    """The hall of one community; open where a policy gives it sessions."""

    def __init__(self, community: Community) -> None:
        self.community, self.model = community, community.model
        self.rules = self.model.settings.rules.mediation

    def end_month(self, day: int) -> None:
        """The oldest disputes go to the hall, if they are enough and people trust enough."""
        policy = self.community.policy
        if policy["hall_sessions"] <= 0 or self.community.trust < policy["hall_quorum"]:
            return
        eligible = [issue for issue in self.community.live() if self._eligible(issue)]
        if len(eligible) >= policy["hall_issues"]:
            for issue in eligible[: int(policy["hall_sessions"])]:
                self._invite(issue, day)

    def _eligible(self, issue: Issue) -> bool:
        """Whether a dispute is stuck, is about what can be shared, and had no hall yet."""
        mediation = issue.mediation
        if not mediation.on or issue.third_parties.on or issue.level == 2 or mediation.heard:
            return False
        return issue.status in STUCK and mediation.sort == Sort.SPACE

    def _invite(self, issue: Issue, day: int) -> None:
        issue.drop_task()
        issue.mediation.rung, issue.mediation.heard = Rung.HALL, True
        issue.put_own_work(morning(day + 1))

    def minutes(self) -> float:
        """Minutes of a session."""
        return self.rules.hall_minutes * self.rules.hall_staff

    def hold(self, issue: Issue, moment: int) -> None:
        """The session is over: settled, or the street is asked."""
        self.model.books.count(self.community, Count.HALL_SESSIONS)
        u, _ = self.model.draws("hall", issue.entity, 0, issue.closings)
        if u >= self.rules.hall_success_space:
            issue.mediation.rung, issue.mediation.round = Rung.JOINT, 0
            issue.ask()
            return
        issue.grid_worker.space_factor *= self.rules.hall_rate_effect
        issue.close(moment)
