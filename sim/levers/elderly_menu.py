"""Service menu for the elderly (代理儿女、服务菜单)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

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
    Mechanism: Workers first ask each household on the list. Then members do the small jobs that
        are ordered, so that a share of care issues does not arise, and elderly people who are asked
        what they need report other ones sooner. Members' hours are counted as third parties'.
    Limits: All effects are assumed. The orders themselves are not followed one by one.
    """

    prevented_share: Share = assume("menu_prevented")
    notice: NotNegative = assume("menu_notice", le=1e9)
    order_hours: NotNegative = assume("menu_order_hours")
    setup_minutes: NotNegative = assume("menu_setup_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.setup_minutes * place.listed_households(community)
            place.prepare(community, minutes, partial(self.begin, community), upward=False)

    def begin(self, community: int, place: Place) -> None:
        """The menu is known, and members take orders."""
        place.scale_issues([community], Kind.CARE, 1.0 - self.prevented_share)
        place.scale_policy([community], elder_notice=float(self.notice))
        place.add_to_policy([community], others_hours=self.order_hours)
