"""Money of a community's own for works (社区服务群众专项经费)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume, fact


@lever(
    number=114,
    label="Community budget for works (社区服务群众专项经费)",
    documents=("002", "004"),
    acts_on=("workers", "residents"),
)
class CommunityBudget(Lever):
    """A community orders repairs and small works itself, until the money of the year is used up.

    Documents: Heping gives each community 600,000 yuan a year for its office and for serving
        residents (004, 2018). A fair brought 20,000 yuan, of which what its costs leave goes to
        facilities and services (002, Jiuhe). A firm advanced more than 200,000 for one tower that
        had no property firm for 22 years (002, Wenhuacun).
    Mechanism: Each repair in the powers of community or street is paid at its report while there is
        money, and a contractor does it. So is what must be built for an issue of departments, which
        then does not return. Workers decide on each, in minutes of a meeting. The year of the money
        begins with the lever; a year that the end of the run cuts short has its share of days.
    Limits: What share of the money is for works is assumed. Services that money buys are left out,
        and so is who could not be paid. Other works of departments have no budget.
    """

    funds: NotNegative = fact("heping_community_budget", le=1e9)
    works_share: Share = assume("budget_works_share")
    fair_income: NotNegative = fact("jiuhe_fair_income", le=1e9)
    fair_share: Share = assume("budget_fair_share")
    advances: NotNegative = assume("budget_advances", le=1e9)
    decision_minutes: NotNegative = assume("budget_decision_minutes")

    @property
    def yuan(self) -> float:
        """Yuan a year and community."""
        return self.funds * self.works_share + self.fair_income * self.fair_share + self.advances

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.add_to_policy(communities, budget=self.yuan, budget_minutes=self.decision_minutes)
        place.set_policy(communities, budget_from=place.day)
