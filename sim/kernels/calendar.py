"""The last days of months, the days on which streets score departments, and the warm-up.

ODD 3, 9.2, 11.1.
"""

from __future__ import annotations

import math

from sim.enums import MONTHS, YEAR_DAYS
from sim.kernels.jit import kernel

SCORED_MONTHS = 3
SCORE_DAY = SCORED_MONTHS * YEAR_DAYS // MONTHS


@kernel
def month_of(day):
    """The month to which a day belongs, 1 for the first."""
    return math.ceil((day + 1) * MONTHS / YEAR_DAYS)


@kernel
def ends_month(day):
    """Whether a month ends with this day."""
    return month_of(day) * YEAR_DAYS // MONTHS == day + 1


@kernel
def is_score_day(day, first_measured):
    """Whether streets score departments on the evening of this day, once a year."""
    since = day + 1 - first_measured
    return since >= SCORE_DAY and (since - SCORE_DAY) % YEAR_DAYS == 0


@kernel
def stocks_move(state):
    """Whether today is in the window: in the warm-up trust and obligations stay as declared."""
    return state.clock[0].day >= state.clock[0].first_measured
