"""The baseline of the street is plausible before any lever is pulled: its first year.

That it has no trend without rebound is tested in test_trend.py. With rebound queues grow after it.
"""

from __future__ import annotations

import pandas as pd
import pytest

from sim import GovernanceModel, Settings
from sim.streams import run_seed

REPLICATIONS = 4


@pytest.fixture(scope="module")
def runs() -> list[GovernanceModel]:
    models = [
        GovernanceModel(Settings(horizon_days=250), rng=run_seed(1, r)) for r in range(REPLICATIONS)
    ]
    for model in models:
        model.run()
    return models


@pytest.fixture(scope="module")
def mean(runs: list[GovernanceModel]) -> pd.Series:
    frames = [model.measures().query("community.isna()") for model in runs]
    values = pd.concat(frames).groupby(["measure", "group"])["value"]
    return values.mean()


def test_upward_work_takes_a_third_to_two_thirds(mean: pd.Series) -> None:
    assert 0.35 <= mean["upward_share", "all"] <= 0.65


def test_workers_are_busy(mean: pd.Series) -> None:
    assert mean["hours_per_worker_week", "slack"] < 2


def test_simple_issues_take_days_and_departments_weeks(mean: pd.Series) -> None:
    assert mean["days_to_resolution_median", "own_powers"] < 3
    assert 10 < mean["days_to_resolution_median", "needs_departments"] < 75


def test_no_department_is_full(mean: pd.Series) -> None:
    assert 0.4 < mean["department_load", "all"] < 0.8
    assert mean["department_load", "busiest"] < 0.95
