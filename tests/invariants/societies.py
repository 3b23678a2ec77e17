"""Societies in which invariants must hold: two by name, and any that settings can make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import settings as search
from hypothesis import strategies as st

from sim.model import GovernanceModel
from sim.settings import Settings
from tests.long import tried
from tests.twin.picks import pick
from tests.twin.trees import TREES

Tree = dict[str, Any]
MANY = 10_000

HEADLINE = ("signboard_removal", "one_table", "escalation_rights")
SMALL: Tree = {
    "territory": {"communities": 3, "workers": 13, "residents": 2100},
    "warmup_days": 10,
}
STRAINED: Tree = SMALL | {
    "issues": {"beyond_scale": 5.0},
    "departments": {"hours_scale": 0.1},
    "levers": {name: {"on": True, "start_day": 5, "coverage": 0.7} for name in HEADLINE},
}
NAMED = {"small": SMALL, "strained": STRAINED}


def society(tree: Tree, seed: int = 5) -> GovernanceModel:
    """A society on the morning of its first day; its horizon is 60 days unless it says so."""
    return GovernanceModel(Settings(**{"horizon_days": 60} | tree), seed)


def ran(tree: Tree, seed: int = 5) -> GovernanceModel:
    """A society at the end of its horizon."""
    model = society(tree, seed)
    model.run()
    return model


LATEST = 11
"""The last day on which a lever of a random society starts."""


def later(tree: Tree, days: int) -> Tree:
    """The same levers and shocks, so many days later if the horizon is long enough."""
    days *= tree["horizon_days"] > LATEST + days
    moved = {
        part: {
            name: one | {"start_day": one["start_day"] + days} for name, one in tree[part].items()
        }
        for part in ("levers", "shocks")
    }
    return tree | moved


SOCIETIES = st.builds(later, TREES, pick(0, 0, 16))
"""Any at all; some reforms come when month ends have already changed what there is, some on the day
of one."""


def searched(usual: int) -> search:
    """Try a test so many times, in the long test MANY times."""
    return tried(usual, MANY)


def everywhere(usual: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try a test in so many random societies."""
    within = given(tree=SOCIETIES, seed=st.integers(0, 2**62))
    return lambda test: searched(usual)(within(test))
