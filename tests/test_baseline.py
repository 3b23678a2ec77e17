"""The baseline of the street is plausible before any lever is pulled.

The street with the declared values is within all bands of seeds/patterns/plausibility.yaml. They
are wide, as other societies are judged by them too; what is stated of this one beside them is
narrower. That it has no trend without rebound is tested in test_trend.py. With rebound queues grow.
"""

from __future__ import annotations

import pandas as pd
import pytest

from experiments.config.outcomes import Outcome
from experiments.patterns import plausibility
from experiments.patterns.plausibility import BY_NAME
from sim import Settings
from sim.enums import YEAR_DAYS
from sim.society import Society
from sim.streams import run_seed

YEARS, REPLICATIONS = 3, 6
STREET = Settings(horizon_days=YEARS * YEAR_DAYS)


@pytest.fixture(scope="module")
def measures() -> pd.DataFrame:
    """Measures of all runs, communities with them."""
    runs = []
    for number in range(REPLICATIONS):
        society = Society(STREET, run_seed(1, number))
        society.run()
        runs.append(society.measures().assign(replication=number))
    return pd.concat(runs)


@pytest.fixture(scope="module")
def mean(measures: pd.DataFrame) -> pd.Series:
    whole = measures[measures["community"].isna()]
    return whole.groupby(["measure", "group"], observed=True)["value"].mean()


@pytest.fixture(scope="module")
def patterns(measures: pd.DataFrame, mean: pd.Series) -> pd.DataFrame:
    """Values of patterns, of the means over runs."""
    table = mean.reset_index()
    names = [str(Outcome(*pair)) for pair in zip(table["measure"], table["group"], strict=True)]
    outcomes = pd.DataFrame([table["value"].to_numpy()], columns=names)
    spread = plausibility.spreads(measures, ["replication"]).mean()
    return plausibility.values(outcomes.assign(**spread), STREET)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_street_is_within_the_band(patterns: pd.DataFrame, name: str) -> None:
    pattern, value = BY_NAME[name], patterns[name].iloc[0]
    said = f"{pattern.meaning}: {value:.3g}, not from {pattern.low:g} to {pattern.high:g}"
    assert pattern.low <= value <= pattern.high, said


def test_the_street_is_judged_by_all_patterns(patterns: pd.DataFrame) -> None:
    assert set(patterns) == set(BY_NAME)
    assert bool(plausibility.plausible(patterns).all())


def test_simple_issues_take_days_and_departments_weeks(mean: pd.Series) -> None:
    """Half of them, that is; bands are of means, which issues that come back prolong."""
    assert mean["days_to_resolution_median", "own_powers.year_1"] < 3
    assert 10 < mean["days_to_resolution_median", "needs_departments.year_1"] < 75
