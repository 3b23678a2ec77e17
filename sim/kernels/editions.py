"""Events of editions of forms, counted by where the edition fell due.

ODD 12.1.
"""

from __future__ import annotations

from sim.enums import YEAR_DAYS, Count
from sim.kernels.jit import kernel


@kernel
def in_window(state, c, obligation):
    """Whether the present edition fell due inside the window."""
    return state.forms[c, obligation].released >= state.clock[0].first_measured


@kernel
def from_earlier_year(state, c, obligation, day):
    """Whether the present edition fell due in an earlier year of the window than that of a day."""
    first = state.clock[0].first_measured
    released = state.forms[c, obligation].released
    return (released - first) // YEAR_DAYS < (day - first) // YEAR_DAYS


@kernel
def count_edition(state, c, obligation, day, count, carried):
    """Count the present edition, and apart if it is carried over from an earlier year."""
    if in_window(state, c, obligation):
        state.counts[c, count] += 1
        if from_earlier_year(state, c, obligation, day):
            state.counts[c, carried] += 1


@kernel
def count_late(state, c, obligation, day):
    """Count the present edition as late."""
    state.communities[c].period_failed += 1
    count_edition(state, c, obligation, day, Count.FORMS_LATE, Count.FORMS_LATE_CARRIED)


@kernel
def count_missed(state, c, obligation, day):
    """Count the present edition as never delivered."""
    state.communities[c].period_failed += 1
    count_edition(state, c, obligation, day, Count.FORMS_MISSED, Count.FORMS_MISSED_CARRIED)


@kernel
def count_patched(state, c, obligation, day):
    """Count the present edition as patched, unless it is already."""
    if not state.forms[c, obligation].patched:
        count_edition(state, c, obligation, day, Count.FORMS_PATCHED, Count.FORMS_PATCHED_CARRIED)
