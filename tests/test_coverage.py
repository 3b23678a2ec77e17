"""Intervals cover as often as they say, over repetitions whose truth is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from experiments.statistics.bootstrap import FEWEST, bca
from experiments.statistics.multiplicity import benjamini_yekutieli, families, holm
from experiments.statistics.paired_differences import paired
from experiments.statistics.sample_summary import share as share_of
from sim import GovernanceModel, Settings
from sim.streams import run_seed
from tests.long import long_test

DOUBT = 0.001
"""A test fails by chance in one of a thousand seeds; the seeds are fixed."""


def assert_level(hits: int, of: int, level: float) -> None:
    assert stats.binomtest(hits, of, level).pvalue > DOUBT, f"{hits} of {of} at {level}"


@pytest.mark.parametrize("replications", [3, 10, 50])
def test_paired_intervals_cover_under_common_random_numbers(replications: int) -> None:
    rng = np.random.default_rng([1, replications])
    luck = rng.normal(0, 3, (4000, replications))
    before = 10 + luck + rng.normal(0, 1, luck.shape)
    after = 12 + luck + rng.normal(0, 1, luck.shape)
    found = paired(before, after)
    hits = int(((found["ci_low"] <= 2) & (found["ci_high"] >= 2)).sum())
    assert_level(hits, len(luck), 0.95)


def test_intervals_cover_at_the_level_that_is_asked_for() -> None:
    after = np.random.default_rng(2).normal(1, 1, (4000, 8))
    found = paired(0 * after, after, 0.8)
    hits = int(((found["ci_low"] <= 1) & (found["ci_high"] >= 1)).sum())
    assert_level(hits, len(after), 0.8)


def test_bootstrap_intervals_cover_from_the_pairs_that_they_ask_for() -> None:
    values = np.random.default_rng(3).normal(5, 2, (400, FEWEST))
    low, high = bca(values, 0.95, 1)
    assert_level(int(((low <= 5) & (high >= 5)).sum()), len(values), 0.95)


def test_one_family_of_twenty_without_effects_has_a_false_finding() -> None:
    """Five scenarios that do nothing, against the same baseline."""
    rng = np.random.default_rng(4)
    families, scenarios, replications = 2000, 5, 12
    before = rng.normal(0, 1, (families, 1, replications))
    after = rng.normal(0, 1, (families, scenarios, replications))
    shape = (families * scenarios, replications)
    p = paired(np.broadcast_to(before, after.shape).reshape(shape), after.reshape(shape))["p"]
    told = (holm(p.reshape(families, scenarios)) < 0.05).any(axis=1)
    assert told.mean() <= 0.05 + stats.norm.isf(DOUBT) * np.sqrt(0.05 * 0.95 / families)
    assert told.mean() > 0.02


@pytest.fixture(scope="module")
def placebo() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Corrected p-values and q-values of tables in which no scenario does anything.

    As in a comparison: five scenarios against the same baseline, 40 measures that go together in
    groups of four, of which five are primary.
    """
    rng = np.random.default_rng(6)
    tables, scenarios, measures, replications = 1000, 5, 40, 12
    parts = []
    for _ in range(tables):
        shape = (scenarios + 1, measures // 4, replications)
        common = np.repeat(rng.normal(0, 1, shape), 4, axis=1)
        values = common + rng.normal(0, 0.7, common.shape)
        before = np.broadcast_to(values[:1], values[1:].shape).reshape(-1, replications)
        p = paired(before, values[1:].reshape(-1, replications))["p"]
        found = families(p, np.tile(np.arange(measures) % 8 == 0, scenarios))
        parts.append([np.nanmin(found["p_holm"]), np.nanmin(found["q_fdr"]), p.min()])
    least = np.array(parts)
    assert (least[:, 2] < 0.05).mean() > 0.9
    return least[:, 0], least[:, 1]


def test_placebo_tables_have_a_primary_finding_in_one_of_twenty(
    placebo: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
) -> None:
    told = placebo[0] < 0.05
    assert told.mean() <= 0.05 + stats.norm.isf(DOUBT) * np.sqrt(0.05 * 0.95 / len(told))
    assert told.mean() > 0.02


def test_placebo_tables_have_few_exploratory_findings(
    placebo: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
) -> None:
    """Without effects every finding is false, and the rate that is bounded is that of any."""
    told = placebo[1] < 0.05
    assert told.mean() <= 0.05 + stats.norm.isf(DOUBT) * np.sqrt(0.05 * 0.95 / len(told))


def test_a_share_of_exploratory_findings_is_false_as_often_as_said() -> None:
    """Half of the outcomes have an effect; false findings are at most a twentieth of all."""
    rng = np.random.default_rng(8)
    shares, power = [], []
    for _ in range(400):
        effect = np.repeat([0.0, 2.0], 50)
        after = effect[:, None] + rng.normal(0, 1, 12) + rng.normal(0, 1, (100, 12))
        found = benjamini_yekutieli(paired(0 * after, after)["p"]) < 0.05
        shares.append(found[:50].sum() / max(found.sum(), 1))
        power.append(found[50:].mean())
    assert np.mean(shares) <= 0.05
    assert np.mean(power) > 0.5


@pytest.mark.parametrize("draws", [20, 117])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.87])
def test_intervals_of_shares_cover_whatever_the_share(draws: int, share: float) -> None:
    """Exactly, by going through every count that can come."""
    counts = np.arange(draws + 1)
    ends = np.array([share_of(int(count), draws)[1:] for count in counts])
    covered = (ends[:, 0] <= share) & (ends[:, 1] >= share)
    assert stats.binom.pmf(counts[covered], draws, share).sum() >= 0.95


@long_test("a thousand societies")
def test_intervals_cover_over_runs_of_the_model_itself() -> None:
    """Blocks of ten replications against the mean of all thousand, which they are a part of."""
    size = {"communities": 1, "workers": 4, "residents": 300}
    place = {"territory": size, "horizon_days": 20, "warmup_days": 5}
    table = {"levers": {"one_table": {"on": True, "survey_minutes": 1.0}}}
    found = []
    for settings in (Settings(**place), Settings(**place, **table)):
        runs = [GovernanceModel(settings, run_seed(7, number)) for number in range(1000)]
        for one in runs:
            one.run()
        rows = [one.measures(by_community=False).set_index(["measure", "group"]) for one in runs]
        found.append(np.array([row["value"]["reporting_all", "all"] for row in rows]))
    before, after = (values.reshape(100, 10) for values in found)
    truth = found[1].mean() - found[0].mean()
    ends = paired(before, after)
    hits = int(((ends["ci_low"] <= truth) & (ends["ci_high"] >= truth)).sum())
    assert_level(hits, 100, 0.95)
