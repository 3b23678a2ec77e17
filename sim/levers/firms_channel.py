"""The channel of firms (“两新”工委、党建指导员、书记轮值)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.enums import YEAR_WEEKS
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import INSTRUCTOR, Covered, Resource
from sim.parameters import Duration, NotNegative, Share, assume


@lever(
    number=115,
    label="Channel of firms (“两新”工委、党建指导员)",
    documents=("002", "003"),
    acts_on=("merchants", "departments", "others"),
)
class FirmsChannel(Lever):
    """Firms tell a committee's instructors, who solve most of it and bring the rest to departments.

    Documents: Hedong's committee for firms solved 181 problems directly and 83 with its members'
        help in half a year; 40 instructors call monthly and visit quarterly (002). The city sent
        18,000 instructors; secretaries of parks take turns, each month with a theme (003).
    Mechanism: Issues of merchants that are told, not found, go to the channel where their firm is
        reached. An instructor solves the documented share, with no worker. What is left and needs
        departments waits for a sitting, in which all of them take it on without a whistle; the
        rest goes to a worker as before. Instructors' hours are counted as those of others.
    Limits: The share solved directly is put in, so no run can confirm it. Problems of firms are not
        those of our kind merchant, which stands for them. Hours of the committee are not counted.
        The turns of secretaries are in the days to a sitting alone.
    """

    reached: Share = assume("firms_reached")
    direct_share: Share = assume("firms_direct_share")
    sitting_days: Duration = assume("firms_sitting_days", le=10_000)
    instructor_hours: NotNegative = assume("firms_instructor_hours")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(
            communities,
            firms_reached=self.reached,
            firms_direct=self.direct_share,
            firms_days=self.sitting_days,
        )
        place.add_to_policy(communities, others_hours=self.instructor_hours)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """Hours a year of instructors, who are paid in any case."""
        return {INSTRUCTOR: self.instructor_hours * YEAR_WEEKS * covered.communities}
