"""Service menu for the elderly (代理儿女、服务菜单)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume


@lever(
    number=39,
    label="Service menu for the elderly (代理儿女、服务菜单)",
    documents=("002",),
    acts_on=("residents", "others"),
)
class ElderlyMenu(Lever):
    """Elderly people order from a menu, and members take the orders.

    Documents: A menu of 27 items; more than 170 difficulties of 44 households were solved (002,
        Dongfengli), over a time that is not reported.
    Mechanism: Members take on a share of the care that workers gave, and elderly people who are
        asked what they need report it sooner.
    Limits: Both effects are assumed.
    """

    taken_share: Share = assume("menu_share")
    notice: NotNegative = assume("menu_notice", le=1e9)

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.share_issues(communities, Kind.CARE, self.taken_share)
        place.scale_policy(communities, elder_notice=float(self.notice))
