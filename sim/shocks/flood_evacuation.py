"""Flood evacuation (防汛转移)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from sim.enums import DAY_MINUTES
from sim.levers.base import Lever, Place
from sim.levers.registry import shock
from sim.parameters import NotNegative, assume


@shock(
    number=64,
    label="Flood evacuation (防汛转移)",
    documents=("001",),
    acts_on=("workers",),
)
class FloodEvacuation(Lever):
    """All workers bring residents to safety, and the head stays on duty.

    Documents: All 18 villages of a town were moved in two half days (001, Taitou), and one head
        was on duty three days and nights (001, Shaoqidi).
    Mechanism: All front-line workers are taken for the days of the evacuation, the head for
        his. Ordinary work waits and is caught up. It strikes villages alone, as in the document,
        unless it is said to strike all.
    Limits: Nights are not counted. The text does not speak of ordinary work; damage to be
        repaired afterwards, transport and shelters are not modelled.
    """

    villages_only: bool = Field(
        default=True, description="whether villages alone are struck; else all communities"
    )
    days: NotNegative = assume("evacuation_days")
    head_days: NotNegative = assume("evacuation_duty_days")

    @property
    def in_villages_alone(self) -> bool:
        return self.villages_only

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        for community in communities:
            together = self.days * DAY_MINUTES * place.frontline(community)
            place.call_out(community, together, self.head_days * DAY_MINUTES)
