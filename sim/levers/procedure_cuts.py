"""Procedures upward made shorter (优化审批、审核、请示、报告、备案)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=102,
    label="Shorter procedures (优化审批、审核、请示、报告、备案事项)",
    documents=("000", "001"),
    acts_on=("workers", "departments"),
    acts_through=("procedures",),
)
class ProcedureCuts(Lever):
    """Some items of approval, review, request, report and filing are dropped, others shortened.

    Documents: The city went through all such items and made 33 of them simpler (000). It took up
        ten wrongs besides, among them duties pushed down, work assigned or dispatched at will, and
        too many ledgers (000, 001). It tells of time for the work itself.
    Mechanism: A share of procedures is of these items. Of that share some are no longer needed, and
        the others take fewer steps, each with its work and its wait.
    Limits: It acts where `rules.procedures` is on, which it is not at first. How many items there
        are in all, and how much shorter they are, is assumed; each item is needed as often as
        another. Nothing goes wrong for want of a review. Levers for the ten wrongs are `duty_list`,
        `task_return`, `admission_gate` and `form_cuts`. To go through the items was work of those
        above.
    """

    optimised_share: Share = assume("procedures_optimised_share")
    ended_share: Share = assume("procedures_ended_share")
    steps_kept: Share = assume("procedure_steps_kept")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(
            communities,
            procedures_ended=self.optimised_share * self.ended_share,
            procedures_shortened=self.optimised_share * (1.0 - self.ended_share),
            steps_kept=self.steps_kept,
        )
