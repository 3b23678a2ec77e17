"""Volunteers and the trust of residents."""

from __future__ import annotations

import numpy as np

from sim.model import GovernanceModel


def assert_people_kept(model: GovernanceModel) -> None:
    """Volunteers are counted alike wherever they are counted; trust is a share."""
    state = model.state
    trust = state.residents["trust"]
    assert ((trust >= 0.0) & (trust <= 1.0)).all()
    assert ((state.room >= 0.0) & (state.room <= 1.0)).all()
    grids, workers = state.micro_grids, state.workers
    people = grids["agents"] * model.settings.territory.residents_per_agent
    assert ((grids["volunteers"] >= 0) & (grids["volunteers"] <= people)).all()
    for c, community in enumerate(state.communities):
        first = int(community["first_micro_grid"])
        here = grids["volunteers"][first : first + community["micro_grids"]]
        theirs = np.where(workers["community"] == c, workers["volunteers"], 0)
        assert community["volunteers"] == here.sum() == theirs.sum()
