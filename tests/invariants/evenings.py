"""A society stepped to its end, with all that is kept looked at in the evenings."""

from __future__ import annotations

from sim.enums import DAY_TICKS
from sim.model import GovernanceModel
from tests.invariants.issues import Issues
from tests.invariants.jobs import assert_jobs_kept
from tests.invariants.obligations import Obligations
from tests.invariants.people import assert_people_kept
from tests.invariants.tasks import assert_tasks_kept
from tests.invariants.ticks import Ticks


def assert_kept(model: GovernanceModel, every: int) -> None:
    """Every evening all is where it should be; slots are gone through every few evenings."""
    followed = (Ticks(model), Issues(model), Obligations(model))
    while model.day < model.last_day:
        model.step()
        for one in followed:
            one.evening()
        if model.day % every == 0 or model.day == model.last_day:
            assert_tasks_kept(model)
            assert_jobs_kept(model)
            assert_people_kept(model)
    days = model.settings.horizon_days
    assert (model.state.totals.sum(axis=1) == days * DAY_TICKS).all()
