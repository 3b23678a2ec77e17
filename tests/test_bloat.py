"""The minimal system of administrative bloat, and this society reduced to it."""

from __future__ import annotations

import math

import pytest

from experiments.studies.bloat import CAPACITY, LIFE, reduced
from experiments.studies.bloat_theory import balances, burden_after, least_pruning, steepest
from sim import GovernanceModel, Settings


def test_balances_are_those_worked_out_by_hand() -> None:
    """c = 1/4 and p T = 1: (A - 1/2) (4 A^2 - 3 A - 1/2) = 0."""
    found = balances(0.25, 0.5, 2.0)
    assert found == pytest.approx((0.5, (3 + math.sqrt(17)) / 8))


def test_the_threshold_is_that_worked_out_by_hand() -> None:
    """c = 1/5: A_m = (1.2 + sqrt(0.84)) / 3 = 0.7055, g = 0.4201, and p = 0.2 / (2 g) = 0.2380."""
    assert steepest(0.2) == pytest.approx(0.70551, abs=1e-5)
    assert least_pruning(0.2, 2.0) == pytest.approx(0.2380, abs=1e-4)
    assert balances(0.2, 0.237, 2.0) is None
    assert balances(0.2, 0.239, 2.0) is not None


def test_a_faster_environment_and_more_creation_ask_for_more_pruning() -> None:
    assert least_pruning(0.2, 1.0) == pytest.approx(2 * least_pruning(0.2, 2.0))
    thresholds = [least_pruning(create, 2.0) for create in (0.05, 0.2, 0.5, 0.9)]
    assert thresholds == sorted(thresholds)
    assert least_pruning(1.0, 2.0) == math.inf


def test_the_path_ends_in_the_stable_balance_or_beyond_all_time() -> None:
    stable = balances(0.25, 0.5, 2.0)
    assert stable is not None
    assert burden_after(0.25, 0.5, 2.0, 60) == pytest.approx(stable[0], abs=1e-3)
    assert burden_after(0.25, 0.2, 2.0, 60) > 1.0


@pytest.mark.parametrize(("prune", "runs_away"), [(1.0, False), (0.05, True)])
def test_the_reduced_society_settles_or_runs_away_as_the_minimal_system(
    prune: float, runs_away: bool
) -> None:
    """At c = 0.25 the threshold is 0.3208: three times that, and a sixth of it."""
    model = GovernanceModel(Settings(**reduced(0.25, prune)), rng=1)
    model.run()
    stock = int(model.state.communities["obligations"][0])
    expected = burden_after(0.25, prune, LIFE, 20) * CAPACITY
    assert (stock >= CAPACITY) == runs_away
    assert stock == pytest.approx(expected, rel=0.3)
