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
def count_late(state, c, obligation, day):
    """Count the present edition as late."""
    if in_window(state, c, obligation):
        state.counts[c, Count.FORMS_LATE] += 1
        if from_earlier_year(state, c, obligation, day):
            state.counts[c, Count.FORMS_LATE_CARRIED] += 1


@kernel
def count_missed(state, c, obligation, day):
    """Count the present edition as never delivered."""
    if in_window(state, c, obligation):
        state.counts[c, Count.FORMS_MISSED] += 1
        if from_earlier_year(state, c, obligation, day):
            state.counts[c, Count.FORMS_MISSED_CARRIED] += 1


@kernel
def count_patched(state, c, obligation, day):
    """Count the present edition as patched, unless it is already."""
    if not state.forms[c, obligation].patched and in_window(state, c, obligation):
        state.counts[c, Count.FORMS_PATCHED] += 1
        if from_earlier_year(state, c, obligation, day):
            state.counts[c, Count.FORMS_PATCHED_CARRIED] += 1
