"""Which obligations are alive, where, and what became of the others."""

from __future__ import annotations

import numpy as np

from sim.enums import Count, Daily, Stage
from sim.model import GovernanceModel

BEGINNINGS = (Count.OBLIGATIONS_SET, Count.OBLIGATIONS_SENT_DOWN)


class Obligations:
    """Follows a society, evening by evening."""

    def __init__(self, model: GovernanceModel) -> None:
        self.model = model
        self.forms = model.state.forms.copy()
        self.counts = model.state.counts.copy()

    def evening(self) -> None:
        """What is alive is what was, and what began, without what ended; counts are those."""
        state, day = self.model.state, self.model.day - 1
        forms, communities = state.forms, state.communities
        alive = forms["active"]
        assert (communities["obligations"] == alive.sum(axis=1)).all()
        assert (communities["board_obligations"] == (alive & forms["board"]).sum(axis=1)).all()
        assert (communities["boards_up"] == forms["on_wall"].sum(axis=1)).all()
        for kind in range(state.missing.shape[1]):
            guarding = state.obligations["guards"] == kind
            assert (state.missing[:, kind] == (forms["cut"] & guarding).sum(axis=1)).all()
        assert not (alive & (forms["cut"] | forms["handed"])).any()
        leaks = forms["leaks_until"] > 0
        assert (communities["leaks"] == leaks.sum(axis=1)).all()
        assert not (leaks & (alive | forms["cut"])).any()
        assert self.model.settings.rules.evasion.on or not (leaks & forms["handed"]).any()
        asleep = forms[~alive]
        assert (asleep["stage"] == Stage.NONE).all()
        assert not asleep["left"].any()
        assert not asleep["redo_left"].any()
        assert (forms["due"][alive] > day).all()
        self._assert_moved()
        row = day - self.model.settings.warmup_days
        if row >= 0:
            assert state.daily[row, Daily.OBLIGATIONS] == alive.sum()
        self.forms, self.counts = forms.copy(), state.counts.copy()

    def _assert_moved(self) -> None:
        """Only what was alive has ended, and as much began and was withdrawn as is counted."""
        state = self.model.state
        forms, known = state.forms, self.forms.shape[1]
        before, alive = np.zeros_like(forms["active"]), forms["active"]
        endings, restored = forms["ends"].copy(), np.zeros_like(alive)
        before[:, :known] = self.forms["active"]
        endings[:, :known] -= self.forms["ends"]
        restored[:, :known] = self.forms["cut"] & ~forms["cut"][:, :known] & alive[:, :known]
        assert (endings >= (before & ~alive)).all()
        assert (endings <= before).all()
        began = alive & (~before | (endings > 0))
        if self.model.day > self.model.settings.warmup_days:
            moved = state.counts - self.counts
            assert (
                began.sum(axis=1) == moved[:, BEGINNINGS].sum(axis=1) + restored.sum(axis=1)
            ).all()
            assert (endings.sum(axis=1) >= moved[:, Count.OBLIGATIONS_WITHDRAWN]).all()
