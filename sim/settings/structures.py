"""Settings of the structure of the society: rival accounts of how work is organised."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.parameters import Group


class Structures(Group):
    """One choice for each point on which accounts of this society differ."""

    dispatch: Literal["platform", "telephone"] = Field(
        default="platform",
        description="how an issue beyond the community reaches a department",
    )
    returns: Literal["endless", "limited", "designated"] = Field(
        default="limited",
        description="how often departments may return an issue that was sent to them",
    )
    hours: Literal["fixed", "attention"] = Field(
        default="fixed",
        description="whether department hours are fixed or follow the attention of leaders",
    )
    effort: Literal["weights", "chosen"] = Field(
        default="weights",
        description="whether departments split effort by fixed weights or choose the split",
    )
    pruning: Literal["constant", "burden"] = Field(
        default="constant",
        description="whether obligations are withdrawn at a constant rate or more under burden",
    )
    time: Literal["keys", "blocks"] = Field(
        default="keys",
        description="whether residents' work competes by priority or has blocks of time",
    )
    visits: Literal["rest", "quota"] = Field(
        default="rest",
        description="whether visits take what time is left or are a quota",
    )
