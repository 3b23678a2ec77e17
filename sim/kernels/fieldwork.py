"""The checked part of the patrol, which yields to residents.

ODD 7.10.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Work
from sim.kernels.jit import kernel
from sim.kernels.own_queue import first_own
from sim.kernels.trace import record_time


@kernel
def walk_checked_patrol(state, c, w, day):
    """Walk what is checked of the patrol, if no resident waits; whether time was spent on it."""
    community = state.communities[c]
    index = community.first_worker + w
    worker = state.workers[index]
    if worker.patrol_due <= 0:
        return False
    first_own(community, state.tasks[c], state.forms[c], state.issues[c], worker)
    if worker.residents_root != NOBODY:
        return False
    length = min(worker.patrol_due, DAY_TICKS - worker.clock)
    worker.patrol_due = 0
    state.today[index, Work.PATROL] += length
    record_time(
        state=state,
        c=c,
        w=w,
        day=day,
        start=worker.clock,
        end=worker.clock + length,
        work=Work.PATROL,
        subject=NOBODY,
    )
    worker.clock += length
    return True
