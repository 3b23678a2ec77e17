"""The course of a run: what happened on each day in each community, and the measures at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from experiments.config.outcomes import Outcome
from sim.enums import Count
from sim.measures.tables import measure_columns
from sim.settings import Settings
from sim.society import Society
from sim.warm_start import keep, resumed

Counts = npt.NDArray[np.int64]
WARM_UP_STEP = 25
"""Days of the warm-up between two looks at whether the run is still wanted."""


@dataclass(frozen=True, eq=False, slots=True)
class Course:
    """A finished run.

    Attributes
    ----------
    backlog
        Open issues in the evening, by measured day and community: neither hidden nor thought
        closed. The sum over communities is the daily series `backlog`.
    whistles
        Whistles that the street accepted on the day, by measured day and community.
    measures
        Measures of the whole place, by outcome.
    """

    backlog: Counts
    whistles: Counts
    measures: dict[Outcome, float]

    @property
    def days(self) -> int:
        """Measured days."""
        return len(self.backlog)


def course(
    settings: Settings, run_seed: int, unwanted: Callable[[], bool] = lambda: False
) -> Course | None:
    """Run a society day by day; None once the run is unwanted.

    It begins where the warm-up of the same society ended, if that was run last in this thread.
    Bits are those of a run of an experiment.
    """
    society = resumed(settings, run_seed)
    if society is None:
        society = Society(settings, run_seed)
        while society.day < settings.warmup_days:
            if unwanted():
                return None
            society.advance(min(society.day + WARM_UP_STEP, settings.warmup_days))
        keep(society)
    days, communities = settings.horizon_days, settings.territory.communities
    backlog = np.zeros((days, communities), np.int64)
    accepted = np.zeros((days + 1, communities), np.int64)
    for day in range(days):
        if unwanted():
            return None
        society.advance(society.day + 1)
        each = society.state.communities
        backlog[day] = each["live_issues"] - each["hidden_issues"] - each["quiet_issues"]
        accepted[day + 1] = society.state.counts[:, Count.WHISTLES_ACCEPTED]
    columns = measure_columns(settings, society.state, False, society.years)
    rows = zip(columns["measure"], columns["group"], columns["value"], strict=True)
    measures = {Outcome(name, group): float(value) for name, group, value in rows}
    return Course(backlog, np.diff(accepted, axis=0), measures)
