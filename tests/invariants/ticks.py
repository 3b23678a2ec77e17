"""Where every tick of every worker goes."""

from __future__ import annotations

import numpy as np

from sim.enums import DAY_TICKS, Work
from sim.model import GovernanceModel


class Ticks:
    """Follows a society, evening by evening."""

    def __init__(self, model: GovernanceModel) -> None:
        self.model = model
        self.cap = round(1000 * model.settings.workday.overtime_cap_minutes)
        self.totals = np.zeros_like(model.state.totals)
        self.overtime = np.zeros_like(model.state.overtime_totals)
        self.before = self._counted()

    def evening(self) -> None:
        """A day has 480 minutes, overtime its cap; what is counted adds up and only grows."""
        state, day = self.model.state, self.model.day - 1
        assert (state.today >= 0).all()
        assert (state.overtime >= 0).all()
        assert (state.today.sum(axis=1) == DAY_TICKS).all()
        assert (state.overtime.sum(axis=1) <= self.cap).all()
        vacant = state.workers["vacant_until"] > day
        gone = state.today[:, Work.VACANT] == DAY_TICKS
        # Who leaves this evening has worked today.
        assert not (gone & ~vacant).any()
        assert not state.overtime[gone].any()
        row = day - self.model.settings.warmup_days
        if row >= 0:
            self.totals += state.today
            self.overtime += state.overtime
            both = (state.today + state.overtime).sum(axis=0)
            assert (state.work_series[row] == both).all()
        assert (state.totals == self.totals).all()
        assert (state.overtime_totals == self.overtime).all()
        assert (state.fixed_time >= 0).all()
        assert ((state.workers["fatigue"] >= 0.0) & (state.workers["fatigue"] <= 1.0)).all()
        now = self._counted()
        assert all((after >= before).all() for after, before in zip(now, self.before, strict=True))
        assert row >= 0 or not any(part.any() for part in now)
        self.before = now

    def _counted(self) -> tuple[np.ndarray, ...]:
        state = self.model.state
        return state.burden.copy(), state.counts.copy()
