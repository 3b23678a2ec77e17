"""Which levers that are on leave a community out."""

from __future__ import annotations

from sim import GovernanceModel
from sim.streams import NUMBER, draw


def unreached(model: GovernanceModel, community: int) -> list[str]:
    """Names of the levers that are on and do not cover a community; sim/ODD.md, section 10."""
    key = model.state.keys[NUMBER["coverage"]]
    return [
        name
        for number, (name, lever) in enumerate(model.settings.levers)
        if lever.on and draw(key, community, 0, number)[0] >= lever.coverage
    ]
