"""Merchants' self-check (安全自检)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import MODULE, Covered, Resource
from sim.parameters import NotNegative, Share, assume, fact


@lever(
    number=28,
    label="Merchants' self-check (安全自检)",
    documents=("002",),
    acts_on=("workers", "merchants"),
)
class MerchantSelfcheck(Lever):
    """Merchants check themselves by one standard; workers look at the screen and come weekly.

    Documents: Workers went nearly every day at the peak, for the best part of half a day;
        after, once a week (002, Hongshunli).
    Mechanism: Merchants are trained first. Those who check themselves are visited weekly, the
        others as often as before. One standard for all spares departments part of their visits.
    Limits: Before is the baseline (`workday.merchant_rounds`), not the peak. How many visits of
        departments one standard spares is not reported.
    """

    merchants_share: Share = assume("selfcheck_merchants")
    rounds_after: NotNegative = fact("jiubasan_visits_after")
    screen_minutes: NotNegative = assume("screen_minutes")
    visits_kept: Share = assume("joint_standard_kept")
    training_minutes: NotNegative = assume("merchant_training_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.training_minutes * place.merchants(community) * self.merchants_share
            place.prepare(community, minutes, partial(self.start, community))

    def start(self, community: int, place: Place) -> None:
        """Merchants have learnt to check themselves."""
        before = place.policy_of(community, "merchant_rounds")
        after = min(before, float(self.rounds_after))
        rounds = self.merchants_share * after + (1.0 - self.merchants_share) * before
        screen = self.screen_minutes * place.merchants(community) * self.merchants_share
        place.raise_policy([community], selfcheck_share=self.merchants_share)
        place.set_policy([community], merchant_rounds=rounds, screen_minutes=screen)
        spared = self.merchants_share * (1.0 - self.visits_kept)
        place.spare_merchant_visits([community], 1.0 - spared)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """A module for each street; merchants' hours are counted in the run."""
        return {MODULE: covered.streets}
