"""Field work that comes before upward work and yields to residents.

ODD 7.10, 7.11.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Work
from sim.kernels.jit import kernel
from sim.kernels.own_queue import first_own
from sim.kernels.trace import record_time


@kernel
def goes_out(state, c, w, day):
    """Walk what is checked of the patrol, or make the visits of a quota, if no resident waits."""
    community = state.communities[c]
    worker = state.workers[community.first_worker + w]
    if worker.patrol_due <= 0 and worker.quota_due <= 0:
        return False
    first_own(community, state.tasks[c], state.forms[c], state.issues[c], worker)
    if worker.residents_root != NOBODY or worker.dated_root != NOBODY:
        return False
    if worker.patrol_due > 0:
        spend_outside(state, c, w, day, Work.PATROL, worker.patrol_due)
        worker.patrol_due = 0
    else:
        made = state.today[community.first_worker + w, Work.TIER_VISITS]
        prescribed = min(worker.quota_due, max(0, community.visit_ticks - made))
        spend_outside(state, c, w, day, Work.TIER_VISITS, prescribed)
        spend_outside(state, c, w, day, Work.FREE_VISITS, worker.quota_due - prescribed)
        worker.quota_due = 0
    return True


@kernel
def spend_outside(state, c, w, day, work, length):
    """Spend ticks on a work outside, as far as the day goes."""
    index = state.communities[c].first_worker + w
    worker = state.workers[index]
    length = min(length, DAY_TICKS - worker.clock)
    if length <= 0:
        return
    state.today[index, work] += length
    record_time(
        state=state,
        c=c,
        w=w,
        day=day,
        start=worker.clock,
        end=worker.clock + length,
        work=work,
        subject=NOBODY,
    )
    worker.clock += length
