"""Booking of a worker's time that is no task, in the ledger of the day or of overtime.

ODD 7.6, 7.8, 7.10, 7.11.
"""

from __future__ import annotations

from sim.enums import NOBODY
from sim.kernels.jit import kernel
from sim.kernels.trace import record_time


@kernel
def book_time(state, c, w, ledger, day, work, length):
    """Book ticks of a work in a worker's ledger, from the worker's clock on, and move the clock."""
    worker = state.workers[state.communities[c].first_worker + w]
    start = worker.clock
    ledger[work] += length
    worker.clock += length
    record_time(
        state=state,
        c=c,
        w=w,
        day=day,
        start=start,
        end=worker.clock,
        work=work,
        subject=NOBODY,
    )
