"""Department hours that follow the attention of leaders.

ODD 9.4.
"""

from __future__ import annotations

from sim.kernels.effort import department_at
from sim.kernels.jit import kernel


@kernel
def notice(state, issue):
    """Leaders hear of an issue: an order or an accepted whistle names its departments."""
    if not state.parameters[0].hours_by_attention or issue.level != 2:
        return
    for place in range(issue.needed):
        state.departments[department_at(issue, place)].noticed += 1


@kernel
def shift_attention(state):
    """At a month's end attention moves towards the departments of which leaders heard."""
    parameters = state.parameters[0]
    answering = int(parameters.answering)
    staff = 0.0
    noticed = 0
    for department in range(answering):
        office = state.departments[department]
        staff += office.staff_hours
        if office.staff_hours > 0.0:
            noticed += office.noticed
    for department in range(answering):
        office = state.departments[department]
        if noticed > 0 and office.staff_hours > 0.0:
            move = office.noticed / noticed - office.attention
            office.attention += move / parameters.attention_months
            share = parameters.attention_share
            part = office.attention / (office.staff_hours / staff)
            office.attention_factor = 1.0 - share + share * part
        office.noticed = 0
