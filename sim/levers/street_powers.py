"""Street powers over personnel and major issues (人事建议权、重大事项建议权)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=13,
    label="Street powers over personnel and major issues (人事建议权、重大事项建议权)",
    documents=("001", "002"),
    acts_on=("departments", "streets"),
    acts_through=("assessment",),
)
class StreetPowers(Lever):
    """Streets are heard on personnel and on major issues.

    Documents: These are two of the five powers (002, Heping; 001); the whistle, the evaluation
        and flexible staffing are levers of their own. One list has fifteen kinds of major issue
        (001, Jizhou).
    Mechanism: Streets get a small weight in departments' appraisal, and nothing else.
    Limits: The documents name titles, but no mechanism. The weight is assumed.
    """

    voice: Share = assume("street_voice")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        if communities:
            place.add_appraisal_share(self.voice)
