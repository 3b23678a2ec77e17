"""Field work and care of volunteers, which come before upward work and yield to residents.

ODD 7.10, 7.11, 7.13.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Work
from sim.kernels.booking import book_time
from sim.kernels.jit import kernel
from sim.kernels.own_queue import first_own


@kernel
def goes_out(state, c, w, day):
    """Care for volunteers, walk the checked patrol, or visit by quota, if no resident waits.

    Returns whether it did.
    """
    community = state.communities[c]
    worker = state.workers[community.first_worker + w]
    if worker.care_due <= 0 and worker.patrol_due <= 0 and worker.quota_due <= 0:
        return False
    first_own(community, state.tasks[c], state.forms[c], state.issues[c], worker)
    if worker.residents_root != NOBODY or worker.dated_root != NOBODY:
        return False
    if worker.care_due > 0:
        worker.care_given += min(worker.care_due, DAY_TICKS - worker.clock)
        spend_outside(state, c, w, day, Work.VOLUNTEER_CARE, worker.care_due)
        worker.care_due = 0
    elif worker.patrol_due > 0:
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
    """Spend ticks on a work that is no task, as far as the day goes."""
    index = state.communities[c].first_worker + w
    left = DAY_TICKS - state.workers[index].clock
    book_time(state, c, w, state.today[index], day, work, min(length, left))
