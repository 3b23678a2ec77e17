"""Settings of the structure of the society: rival accounts of how work is organised."""

from __future__ import annotations

from typing import Literal

from sim.parameters import Group, assume


class Structures(Group):
    """One choice for each point on which accounts of this society differ."""

    dispatch: Literal["platform", "telephone"] = assume("structure_dispatch")
    returns: Literal["endless", "limited", "designated"] = assume("structure_returns")
    hours: Literal["fixed", "attention"] = assume("structure_hours")
    effort: Literal["weights", "chosen"] = assume("structure_effort")
    pruning: Literal["constant", "burden"] = assume("structure_pruning")
    time: Literal["keys", "blocks"] = assume("structure_time")
    visits: Literal["rest", "quota"] = assume("structure_visits")
