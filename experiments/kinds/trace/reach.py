"""Which levers and shocks that are on leave a community out."""

from __future__ import annotations

from sim.coverage import active_levers
from sim.society import Society


def unreached(model: Society, community: int) -> list[str]:
    """Names of the levers and shocks that are on and do not cover a community."""
    return [
        switch.path.rpartition(".")[2]
        for switch in active_levers(model.settings, model.state.keys)
        if community not in switch.communities
    ]
