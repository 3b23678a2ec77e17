"""What `calibrate` calls a posterior is one: where it is known, and by ranks of what is true.

Simulation-based calibration (Talts and others 2018): draw assumptions from their prior, documented
outcomes from a run at them with its errors, and calibrate to these. Over many repetitions the share
of the posterior below the true value is uniform, and 90 % intervals hold it in 90 of 100 cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats
from scipy.special import ndtri

from experiments.designs.targets import Target
from experiments.kinds.calibrate import abc_smc, history_matching
from experiments.kinds.calibrate.abc_smc import WeightedDraws, weighted_draws
from experiments.kinds.calibrate.history_matching import match
from experiments.statistics.implausibility import misfits, with_simulation
from experiments.statistics.importance_sampling import Batch, posterior, prior
from experiments.statistics.likelihood import log_likelihood
from tests.long import LONG, long_test
from tests.toy_society import ERROR, NAMES, NOISE, SLOPES, Toy, known, outcomes, targets

Array = npt.NDArray[np.float64]
Likelihood = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
REPETITIONS = 2000 if LONG else 250
WHOLE_REPETITIONS = 200
FEW = 2
"""Survivors that are enough here, as repetitions without a posterior could not be left out."""
BOUND = 0.5
INF = float("inf")


def uniform(simulated: pd.DataFrame, documented: pd.DataFrame) -> pd.DataFrame:
    """All within one deviation alike."""
    near = misfits(simulated, documented).abs().to_numpy(np.float64) <= 1
    return pd.DataFrame(np.where(near, 0.0, -INF), simulated.index, simulated.columns)


def noise_twice(simulated: pd.DataFrame, documented: pd.DataFrame) -> pd.DataFrame:
    """Monte Carlo noise in the run, and in the error as well."""
    return log_likelihood(simulated, with_simulation(documented))


def flat(simulated: pd.DataFrame, documented: pd.DataFrame) -> pd.DataFrame:
    """Everything on the right side of a bound alike."""
    return pd.DataFrame(-0.5 * misfits(simulated, documented) ** 2)


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_matching, "LEAST", FEW)
    monkeypatch.setattr(abc_smc, "say", lambda _: None)


def calibrated(documented: list[Target], seed: int, draws: int, wanted: int) -> WeightedDraws:
    """By the functions of the experiment, with a toy in place of runs."""
    toy: Any = Toy(seed)
    matched = match(
        toy, documented, draws=draws, waves=2, discrepancy=0.2, seed=seed, moved=["x", "y"]
    )
    return weighted_draws(
        toy, documented, matched, populations=3, size=draws, wanted=wanted, seed=seed
    )


def moments(found: WeightedDraws) -> tuple[Array, Array, float]:
    """Mean and covariance of the whole societies where priors are standard normal, and worth."""
    scores, share = ndtri(found.drawn[list(NAMES)].to_numpy()), found.weights.to_numpy()
    mean = share @ scores
    apart = scores - mean
    return mean, apart.T @ (apart * share[:, None]), found.effective


def exact(told: Array) -> tuple[Array, Array]:
    """Mean and covariance of the normal posterior, given both outcomes with their errors."""
    variance = NOISE**2 + ERROR**2
    covariance = np.linalg.inv(np.eye(len(NAMES)) + SLOPES.T @ SLOPES / variance)
    return covariance @ SLOPES.T @ told / variance, covariance


def agrees(found: tuple[Array, Array, float], mean: Array, covariance: Array) -> bool:
    """Within four standard errors of a sample that is worth so many."""
    spread = np.sqrt(np.diag(covariance))
    off = np.abs(found[0] - mean) / spread
    apart = np.abs(found[1] - covariance) / np.outer(spread, spread)
    return bool((off < 4 / found[2] ** 0.5).all() and (apart < 4 * (2 / found[2]) ** 0.5).all())


@pytest.mark.parametrize(
    ("likelihood", "right"), [(log_likelihood, True), (uniform, False), (noise_twice, False)]
)
def test_of_normal_numbers_the_joint_posterior_is_the_known_one(
    likelihood: Likelihood, right: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abc_smc, "log_likelihood", likelihood)
    told = np.array([1.2, -0.4])
    wanted = targets((told[0], told[0]), (told[1], told[1]))
    found = moments(calibrated(wanted, 1, draws=2000, wanted=2500))
    mean, covariance = exact(told)
    assert covariance[0, 1] < -0.1
    assert agrees(found, mean, covariance) == right


@pytest.mark.parametrize(("likelihood", "right"), [(log_likelihood, True), (flat, False)])
def test_of_a_bound_the_posterior_is_skew_normal(
    likelihood: Likelihood, right: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abc_smc, "log_likelihood", likelihood)
    found = calibrated([known("cheap", "elsewhere", 0.0, INF)], 2, draws=1000, wanted=2500)
    size = float(np.sqrt((SLOPES[1] ** 2).sum()))
    above = ndtri(found.drawn[list(NAMES)].to_numpy()) @ SLOPES[1] / size
    law = stats.skewnorm(size / np.sqrt(NOISE**2 + ERROR**2))
    off = found.weights.to_numpy() @ above - law.mean()
    assert (abs(off) < 4 * law.std() / found.effective**0.5) == right


def test_few_societies_that_miss_what_is_quickly_run_are_run_in_full() -> None:
    toy: Any = Toy(3)
    wanted = targets((0.0, 0.0), (1.5, 1.5))
    matched = match(toy, wanted, draws=500, waves=1, discrepancy=0.2, seed=3, moved=["x"])
    before = dict(toy.runs)
    weighted_draws(toy, wanted, matched, populations=1, size=500, wanted=5000, seed=3)
    cheap, whole = (toy.runs[name] - before[name] for name in ("cheap", "whole"))
    assert whole < 0.7 * cheap


def even(shares: Array) -> bool:
    """Whether 90 % intervals hold the truth as often as they say, and ranks are uniform."""
    held = int(((shares > 0.05) & (shares < 0.95)).sum())
    counts, _ = np.histogram(shares, 10, (0, 1))
    covers = stats.binomtest(held, len(shares), 0.9).pvalue
    return bool(min(covers, stats.chisquare(counts).pvalue) > 0.001)


def documents(kind: str, told: float) -> pd.DataFrame:
    """What a document prints of a number: itself, on which side of a bound it is, or a range."""
    ends = {
        "number": (told, told),
        "bound": (BOUND, INF) if told >= BOUND else (-INF, BOUND),
        "range": (np.floor(told), np.floor(told) + 1),
    }
    rows = {"whole": (*ends[kind], ERROR**2, NOISE**2)}
    columns = ["low", "high", "variance", "simulation"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def rank(kind: str, likelihood: Likelihood, seed: int) -> float:
    """Share of the posterior below the true value in one repetition."""
    rng = np.random.default_rng(seed)
    slope = 2.0
    truth = float(rng.random())
    told = slope * ndtri(truth) + rng.normal(0, NOISE) + rng.normal(0, ERROR)
    printed, drawn = documents(kind, float(told)), [rng.random((100, 1))]

    def logs(quantiles: Array) -> Array:
        values = slope * ndtri(quantiles[:, 0]) + rng.normal(0, NOISE, len(quantiles))
        found = likelihood(pd.DataFrame({"whole": values}), printed)
        return found.to_numpy(np.float64)[:, 0]

    def simulate(quantiles: Array) -> Array:
        drawn.append(quantiles)
        return logs(quantiles)

    start = Batch(drawn[0], logs(drawn[0]), prior)
    found = posterior(simulate, [start], populations=5, size=100, wanted=150, rng=rng)
    return float(found.weights[np.concatenate(drawn)[:, 0] < truth].sum())


@pytest.mark.parametrize(
    ("kind", "likelihood", "right"),
    [
        ("number", log_likelihood, True),
        ("bound", log_likelihood, True),
        ("range", log_likelihood, True),
        ("number", uniform, False),
    ],
)
def test_intervals_hold_the_truth_as_often_as_they_say(
    kind: str, likelihood: Likelihood, right: bool
) -> None:
    shares = np.array([rank(kind, likelihood, seed) for seed in range(REPETITIONS)])
    assert even(shares) == right


def ranks(documented: Callable[[Array], list[Target]], seeds: Sequence[int]) -> Array:
    """Repetitions x assumptions, by all that the experiment does."""
    found = []
    for seed in seeds:
        rng = np.random.default_rng([seed, 0])
        truth = rng.random(len(NAMES))
        told = outcomes(truth[None])[0] + rng.normal(0, NOISE, 2) + rng.normal(0, ERROR, 2)
        weighted = calibrated(documented(told), seed, draws=200, wanted=200)
        below = weighted.drawn[list(NAMES)].to_numpy() < truth
        found.append((weighted.weights.to_numpy()[:, None] * below).sum(axis=0))
    return np.array(found)


def both(told: Array) -> list[Target]:
    """A range of the one outcome, and of the other the side of a bound."""
    low = float(np.floor(told[0]))
    return targets((low, low + 1), (BOUND, INF) if told[1] >= BOUND else (-INF, BOUND))


@long_test("a minute or two")
def test_whole_societies_hold_the_truth_as_often_as_they_say() -> None:
    shares = ranks(both, range(WHOLE_REPETITIONS))
    assert all(even(column) for column in shares.T)
