"""Micro-grids of a community.

ODD 5.6.
"""

from __future__ import annotations

from sim.kernels.jit import kernel


@kernel
def micro_grids_manned(state, c):
    """Share of a community's micro-grids in which agents live that have an active volunteer."""
    community = state.communities[c]
    lived_in, manned = 0, 0
    first = community.first_micro_grid
    for number in range(first, first + community.micro_grids):
        micro_grid = state.micro_grids[number]
        if micro_grid.agents > 0:
            lived_in += 1
            if micro_grid.volunteers > 0:
                manned += 1
    return manned / lived_in if lived_in > 0 else 0.0
