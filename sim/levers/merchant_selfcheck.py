"""Merchants' self-check (安全自检)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sim.levers.base import Lever, Place
from sim.parameters import NotNegative, Share, assume, fact


class MerchantSelfcheck(Lever):
    """Merchants check themselves by one standard; workers look at the screen and come weekly.

    Workers went nearly every day at the peak, for the best part of half a day; after, once a week
    (002, Hongshunli). Merchants are trained first. The rounds before are those of the baseline
    (`workday.merchant_rounds`), not the peak. Not all check, and not all honestly.
    """

    merchants_share: Share = assume("selfcheck_merchants")
    rounds_after: NotNegative = fact("jiubasan_visits_after")
    screen_minutes: NotNegative = assume("screen_minutes")
    merchants: NotNegative = assume("community_merchants")
    training_minutes: NotNegative = assume("merchant_training_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            minutes = self.training_minutes * self.merchants * self.merchants_share
            place.prepare(community, minutes, partial(self.start, place, community))

    def start(self, place: Place, community: int) -> None:
        """Merchants have learnt to check themselves."""
        place.write(
            [community],
            selfcheck_share=self.merchants_share,
            screen_minutes=self.screen_minutes,
        )
        place.limit([community], merchant_rounds=float(self.rounds_after))
