"""Fixed time that depends on boards, work groups and volunteers.

ODD 7.1.
"""

from __future__ import annotations

from sim.enums import WEEK_DAYS, Work
from sim.kernels.groups import group_fixed_time
from sim.kernels.jit import entry, kernel
from sim.kernels.tasks import ticks


@entry
def board_fixed_time(state, c):
    """Traces and upkeep of boards, shared by front-line workers; work groups of all workers."""
    community = state.communities[c]
    parameters = state.parameters[0]
    front = community.frontline
    minutes = (
        community.board_obligations * parameters.board_trace_minutes * state.policies[c].traces
    )
    traces = ticks(minutes / WEEK_DAYS / front)
    upkeep = ticks(community.boards_up * parameters.sign_upkeep_minutes / WEEK_DAYS / front)
    first = community.first_worker + community.front
    for w in range(first, first + front):
        state.fixed_time[w, Work.BOARD_TRACES] = traces
        state.fixed_time[w, Work.SIGN_UPKEEP] = upkeep
    group_fixed_time(state, c)


@kernel
def volunteer_care_ticks(parameters, worker):
    """Ticks a day that a worker spends on the volunteers of the grid."""
    return ticks(parameters.volunteer_care_minutes / WEEK_DAYS * worker.volunteers)
