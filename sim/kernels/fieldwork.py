"""Field work that comes before upward work and yields to residents.

ODD 7.10, 7.11.
"""

from __future__ import annotations

from sim.enums import DAY_TICKS, NOBODY, Work
from sim.kernels.booking import book_time
from sim.kernels.jit import kernel
from sim.kernels.task_execution import valid_top


@kernel
def goes_out(state, c, w, day):
    """Walk what is checked of the patrol, or make the visits of a quota, if no resident waits.

    Returns whether the worker went out.
    """
    community = state.communities[c]
    index = community.first_worker + w
    worker = state.workers[index]
    today = state.today[index]
    if worker.patrol_due <= 0 and worker.quota_due <= 0:
        return False
    worker.residents_root = valid_top(
        community, state.tasks[c], state.forms[c], state.issues[c], worker.residents_root
    )
    if worker.residents_root != NOBODY:
        return False
    if worker.patrol_due > 0:
        spend_outside(state, c, w, day, Work.PATROL, worker.patrol_due)
        worker.patrol_due = 0
    else:
        lacking = max(0, community.visit_ticks - today[Work.TIER_VISITS])
        prescribed = min(worker.quota_due, lacking)
        spend_outside(state, c, w, day, Work.TIER_VISITS, prescribed)
        spend_outside(state, c, w, day, Work.FREE_VISITS, worker.quota_due - prescribed)
        worker.quota_due = 0
    return True


@kernel
def spend_outside(state, c, w, day, work, length):
    """Spend ticks on a work outside, as far as the day goes."""
    index = state.communities[c].first_worker + w
    left = DAY_TICKS - state.workers[index].clock
    book_time(state, c, w, state.today[index], day, work, min(length, left))
