"""The dispatch platform: what it sends to departments, and what these return.

ODD 8.3, 8.4.
"""

from __future__ import annotations

import math

from sim.enums import NOBODY, Status
from sim.kernels.jit import kernel


@kernel
def on_platform(state, issue):
    """Whether the platform has the issue, and sends it without a request of the community."""
    return state.parameters[0].platform and issue.level == 2 and issue.registered != NOBODY


@kernel
def send(state, issue, day):
    """Send an issue on a day to the next needed department, which receives it some days later."""
    issue.status = Status.ANSWER
    issue.returning = False
    issue.asked = day
    issue.due = day + int(state.parameters[0].receive_days)


@kernel
def keep_for_return(state, issue, day, u):
    """A department that will not have the issue keeps it until it is returned."""
    issue.returning = True
    issue.due = day + math.ceil(u * state.parameters[0].return_days)


@kernel
def binding(state, issue):
    """Whether the department that is asked next may not refuse."""
    return issue.refusals >= state.parameters[0].returns_limit
