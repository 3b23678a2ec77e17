"""Signboard removal (减牌子)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import NotNegative, Share, assume, fact


@lever(
    number=0,
    label="Signboard removal (减牌子)",
    documents=("002",),
    acts_on=("obligations", "departments"),
)
class SignboardRemoval(Lever):
    """Communities take boards off the wall; departments end or take back the tasks behind them.

    Documents: A board brings assessment, material and traces (002, Hedong). One board is one
        obligation, and the task behind it must be cleared as well (002, Wuqing); Hedong's went
        back to departments.
    Mechanism: All boards but a few come off the wall. Of the tasks behind them a share ends, a
        share of the rest goes back to departments, and the remainder stays here without a sign.
    Limits: The documents give neither share.
    """

    boards_kept: int = fact("cuiyunli_boards_kept", ge=0)
    ended_share: Share = assume("ended_share")
    handback_share: Share = assume("handback_share")
    assist_share: Share = assume("assist_share")
    department_minutes_ratio: NotNegative = assume("department_minutes_ratio")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for board in range(self.boards_kept, place.obligations):
            fate = place.uniform("matter", board)
            for community in communities:
                if not place.has_board(community, board):
                    continue
                place.take_down(community, board)
                if fate < self.ended_share:
                    place.end_obligation(community, board)
                elif fate < self.ended_share + (1.0 - self.ended_share) * self.handback_share:
                    place.hand_back(
                        community, board, self.department_minutes_ratio, self.assist_share
                    )
