"""Tiers of listed households: where care arises, and where visits go.

ODD 6.2, 6.3.
"""

from __future__ import annotations

import math

from sim.enums import Tier
from sim.kernels.jit import kernel

TIERS = len(Tier)


@kernel
def spread_visits(state, c):
    """Set yesterday's visits to a household of each tier, from those to any on the list."""
    listed = state.communities[c].listed
    tiers = state.tiers[c]
    policy = state.policies[c]
    frequencies = (policy.visit_red, policy.visit_orange, policy.visit_yellow, policy.visit_green)
    households = 0
    wanted = 0.0
    for tier in range(TIERS):
        households += tiers[tier].households
        wanted += tiers[tier].households * frequencies[tier]
    for tier in range(TIERS):
        tiers[tier].reach = listed
        if wanted > 0.0:
            tiers[tier].reach = listed * (frequencies[tier] / (wanted / households))


@kernel
def vulnerable_agent(state, c, u):
    """The agent on the list in whose household care arises, by the risk of its tier."""
    community = state.communities[c]
    parameters = state.parameters[0]
    chosen = math.floor(u * community.vulnerable_agents)
    if parameters.tiers:
        chosen = place_by_risk(parameters, state.tiers[c], chosen, u)
    return state.vulnerable[community.first_vulnerable + chosen]


@kernel
def place_by_risk(parameters, tiers, evenly, u):
    """Place on the list, in order of tier; `evenly` where no tier has a part."""
    risks = (
        parameters.risk_red, parameters.risk_orange, parameters.risk_yellow, parameters.risk_green
    )  # fmt: skip
    whole = 0.0
    last = 0
    for tier in range(TIERS):
        part = tiers[tier].agents * risks[tier]
        whole += part
        if part > 0.0:
            last = tier
    if whole == 0.0:
        return evenly
    left = u * whole
    first = 0
    for tier in range(last):
        part = tiers[tier].agents * risks[tier]
        if left < part:
            return first + min(tiers[tier].agents - 1, math.floor(left / risks[tier]))
        left -= part
        first += tiers[tier].agents
    return first + min(tiers[last].agents - 1, math.floor(left / risks[last]))
