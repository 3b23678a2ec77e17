"""Appraisal by points, and a white list (“加减分”“白名单”考评)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=112,
    label="Points and a white list (加减分、白名单考评)",
    documents=("001",),
    acts_on=("obligations", "streets"),
)
class WhiteList(Lever):
    """Communities are appraised by points, and those with the best results are checked less.

    Documents: Jizhou appraises its streets by adding and taking away points, with a white list
        (001), and says no more.
    Mechanism: Points come from results of the last period: the share of issues closed, and of forms
        delivered, in time. The best communities are on the list until the next decision, and most
        inspections are waived there.
    Limits: That the list waives inspections is assumed, and so are its length and the period. It is
        applied to communities, in one list of the whole place: with several streets they are not
        ranked in each. Nobody tries harder for the points, and they cost no file of their own.
        Where one community is covered the list is empty or all.
    """

    listed_share: Share = assume("white_listed_share")
    months: int = assume("white_list_months", ge=1, le=120)
    waived_share: Share = assume("white_waived_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(
            communities,
            white_share=self.listed_share,
            white_months=self.months,
            white_waived=self.waived_share,
        )
