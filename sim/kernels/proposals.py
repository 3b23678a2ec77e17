"""Major proposals (重大事项建议权): the street proposes works, and a department builds.

ODD 11.12.
"""

from __future__ import annotations

from sim.enums import MONTHS, NOBODY, Cause, Count, Status
from sim.kernels.causes import cause_of, order_works
from sim.kernels.jit import kernel
from sim.streams import NUMBER, draw

PROPOSAL = NUMBER["proposal"]


@kernel
def propose_works(state, c, day):
    """The street proposes works for the oldest issue here that needs them."""
    policy = state.policies[c]
    if policy.proposals == 0.0:
        return
    u, v = draw(state.keys[PROPOSAL], c, day, 0)
    if u >= policy.proposals / MONTHS:
        return
    for place in range(state.communities[c].live_issues):
        slot = state.order[c, place]
        if works_lacking(state, state.issues[c, slot]):
            if day >= state.clock[0].first_measured:
                state.counts[c, Count.PROPOSALS] += 1
            if v < policy.proposals_accepted:
                order_works(state, c, slot, day)
            return


@kernel
def works_lacking(state, issue):
    """Whether an issue in hand, which the community could not solve alone, needs works."""
    if issue.tried == NOBODY or issue.by_others or issue.status == Status.QUIET:
        return False
    return issue.built == NOBODY and cause_of(state, issue) == Cause.BUILDING
