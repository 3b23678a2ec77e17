"""Work groups of a community, and the time that they take.

ODD 7.12.
"""

from __future__ import annotations

from sim.enums import WEEK_DAYS, Work
from sim.kernels.jit import entry, kernel
from sim.kernels.tasks import ticks


@entry
def count_groups(state, c):
    """Count the groups of a community: of mechanisms, applications, departments, and leaks."""
    community = state.communities[c]
    demanding = 0
    for department in range(state.departments.shape[0]):
        if demands(state, c, department):
            demanding += 1
    community.groups = (
        community.board_obligations + state.parameters[0].log_apps + demanding + community.leaks
    )


@kernel
def demands(state, c, department):
    """Whether a department has an active obligation here."""
    for row in range(state.clock[0].rows):
        if state.forms[c, row].active and state.obligations[row].department == department:
            return True
    return False


@kernel
def group_fixed_time(state, c):
    """Set the time of each worker in work groups, by the groups that there are."""
    community = state.communities[c]
    parameters = state.parameters[0]
    policy = state.policies[c]
    count_groups(state, c)
    growth = 1.0
    if parameters.groups and community.groups_start > 0.0:
        growth = community.groups / community.groups_start
    minutes = parameters.chat_minutes * growth * policy.chats + policy.chats_added
    present = 1.0 - parameters.away_share - parameters.secondment_share * policy.secondment
    length = ticks(minutes / WEEK_DAYS * present)
    for w in range(community.first_worker, community.first_worker + community.workers):
        state.fixed_time[w, Work.CHAT] = length
