"""Heads who hold back whistles: their confidence falls with refusals and returns with answers.

ODD 8.12.
"""

from __future__ import annotations

from sim.kernels.jit import kernel
from sim.streams import NUMBER, draw

HELD = NUMBER["held"]


@kernel
def holds_back(state, c, issue):
    """Whether the head does not dare to whistle for this issue today."""
    daring = state.communities[c].confidence
    if state.policies[c].white_share > 0.0:
        daring *= state.parameters[0].held_appraised
    u, _ = draw(state.keys[HELD], issue.entity, 0, issue.closings)
    return u >= daring


@kernel
def learn_from_whistle(state, c, answered):
    """The head dares less after a whistle in vain, and more after one that was answered."""
    parameters = state.parameters[0]
    if not parameters.held_whistles:
        return
    community = state.communities[c]
    if answered:
        community.confidence += parameters.held_regained * (1.0 - community.confidence)
    else:
        community.confidence *= parameters.held_refused
