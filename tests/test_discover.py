"""Discovery: known boxes are found on one half of the draws and judged on the other."""

from __future__ import annotations

import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments import load
from experiments.cli import answer
from experiments.config.compose import compose
from experiments.config.outcomes import Outcome
from experiments.kinds.discover.experiment import _watched, failing
from experiments.kinds.discover.options import DiscoverOptions
from experiments.kinds.discover.summary import agreement
from experiments.kinds.uncertainty import experiment
from experiments.laboratory import Laboratory
from experiments.runs.plan import plan
from experiments.statistics import failures, variable_importance
from experiments.statistics.failures import Failures, discovered
from experiments.statistics.prim import Fit, Mask, inside, peeled, quasi_p, stripped
from sim.settings.variants import ASSUMPTION

DAYS = Outcome("days_to_resolution_restricted_mean", "needs_departments")
SMALL = (
    "territory.communities=1",
    "territory.workers=5",
    "territory.residents=800",
    "horizon_days=10",
    "warmup_days=0",
    "executor=serial",
    "societies=declared",
    "draws=100",
    "scenarios=[signboard_removal]",
    "assumptions=[board_trace_minutes,overlap]",
)
UNOBSERVED = "observe=[]"


def cloud(draws: int, columns: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    points = pd.DataFrame(random.random((draws, columns)))
    return points.rename(columns=lambda number: f"p{number}").assign(
        whole=random.integers(1, 7, draws)
    )


def box(**limits: tuple[float, float]) -> pd.DataFrame:
    rows = pd.DataFrame(limits, index=["lower", "upper"], dtype=float)
    return rows.T.rename_axis("variable")


@pytest.fixture(scope="module")
def known() -> Failures:
    """Failures below .4 of p0 and above .35 of p1, among 60 others, three in a hundred wrong."""
    points = cloud(400, 60, 3)
    right = (points["p0"] < 0.4) & (points["p1"] > 0.35)
    wrong = np.random.default_rng(4).random(400) < 0.03
    return discovered(points, (right ^ wrong).to_numpy(), 1)


def test_a_known_box_is_found_with_its_limits(known: Failures) -> None:
    assert list(known.box.index) == ["p0", "p1"]
    assert known.box.loc["p0", "upper"] == pytest.approx(0.4, abs=0.06)
    assert known.box.loc["p1", "lower"] == pytest.approx(0.35, abs=0.06)
    assert known.box.loc["p0", "lower"] == -np.inf
    assert known.verdict == failures.HOLDS


def test_the_box_is_judged_on_draws_that_it_has_not_seen(known: Failures) -> None:
    row, draws = known.summary(), known.draws()
    other = draws[~draws["found"]]
    hits = int((other["inside"] & other["fails"]).sum())
    assert row["density_held_out"] == hits / other["inside"].sum() > 0.8
    assert row["coverage_held_out"] == hits / other["fails"].sum() > 0.8
    assert row["mass_held_out"] == other["inside"].mean()
    exact = stats.binomtest(hits, int(other["inside"].sum())).proportion_ci(0.95, "exact")
    assert row["density_held_out_low"] == pytest.approx(exact.low)
    np.testing.assert_array_equal(draws["inside"], inside(known.box, known.points))


def test_limits_come_with_quasi_p_and_open_ends_are_empty(known: Failures) -> None:
    rows = known.limits().set_index("variable")
    assert rows["lower"].isna()["p0"]
    assert (rows[["quasi_p_found", "quasi_p_held_out"]] < 0.01).all(axis=None)


def test_without_any_influence_no_box_is_confirmed_and_no_variable_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(variable_importance, "TREES", 10)
    for seed in range(3):
        fails = np.random.default_rng(50 + seed).random(200) < 0.4
        found = discovered(cloud(200, 60, seed), fails, 1)
        assert found.verdict != failures.HOLDS
        assert set(found.variables()["named_by"]) == {failures.NEITHER}


def test_limits_of_whole_numbers_are_whole() -> None:
    points = cloud(200, 4, 5)
    boxes = peeled(points, (points["whole"] >= 4).to_numpy())
    limits = [each["lower"]["whole"] for each in boxes if "whole" in each.index]
    assert set(limits) <= {2, 3, 4}
    assert boxes[-1].loc["whole", "lower"] == 4


def test_peeling_is_quiet_and_leaves_figures_as_they_were(
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = dict(mpl.rcParams)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        points = cloud(60, 3, 1)
        peeled(points, (points["p0"] > 0.5).to_numpy())
    assert not caught
    assert capfd.readouterr() == ("", "")
    assert dict(mpl.rcParams) == before


def test_halves_share_failures_and_successes_evenly() -> None:
    fails = np.arange(101) < 21
    found = failures.halves(fails, 7)
    assert (found & fails).sum() == 11
    assert (found & ~fails).sum() == 40
    np.testing.assert_array_equal(found, failures.halves(fails, 7))
    assert (found != failures.halves(fails, 8)).any()


def test_fit_counts_failures_in_the_box_and_in_all_draws() -> None:
    points = pd.DataFrame({"x": [0.1, 0.2, 0.3, 0.8, 0.9]})
    fit = Fit.of(box(x=(-np.inf, 0.3)), points, np.array([True, True, False, True, False]))
    assert (fit.coverage, fit.density, fit.mass) == (2 / 3, 2 / 3, 3 / 5)
    assert fit.fisher_p() == pytest.approx(
        stats.fisher_exact([[2, 1], [1, 1]], alternative="greater").pvalue
    )


def test_quasi_p_is_the_binomial_test_against_the_box_without_that_limit() -> None:
    points = cloud(200, 2, 6)
    fails = (points["p0"] < 0.5).to_numpy()
    found = quasi_p(box(p0=(-np.inf, 0.5), p1=(0.2, np.inf)), points, fails)
    held = int(((points["p0"] < 0.5) & (points["p1"] > 0.2)).sum())
    share = fails[points["p1"] > 0.2].mean()
    assert found["p0"] == pytest.approx(share**held)
    assert found["p1"] == 1


def test_limits_that_noise_explains_are_dropped() -> None:
    points = cloud(200, 3, 6)
    wide = box(p0=(-np.inf, 0.5), p1=(0.1, np.inf), p2=(0.1, 0.9))
    assert list(stripped(wide, points, (points["p0"] < 0.5).to_numpy()).index) == ["p0"]


def test_too_few_failures_are_told_and_not_described() -> None:
    found = discovered(cloud(200, 5, 1), np.arange(200) < 3, 1)
    assert found.verdict == failures.TOO_FEW
    row = found.summary()
    assert (row["fails"], row["draws"], row["share"]) == (3, 200, 0.015)
    assert found.limits().empty
    assert not found.draws()["inside"].any()


def noisy(seed: int, inside: float, outside: float, draws: int = 300) -> tuple[pd.DataFrame, Mask]:
    """Failures more often below .45 of p0 and above .4 of p1, among ten others that do nothing."""
    points = cloud(draws, 11, seed)
    likely = np.where((points["p0"] < 0.45) & (points["p1"] > 0.4), inside, outside)
    return points, np.random.default_rng(1000 + seed).random(draws) < likely


def test_prim_and_scores_together_name_the_variables_of_a_noisy_box(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PRIM alone does so in few of these; each of the two names another in 5 of 100 at most."""
    monkeypatch.setattr(variable_importance, "TREES", 10)
    trials = 8
    alone, right, wrong = 0, 0, 0
    for seed in range(trials):
        found = discovered(*noisy(seed, 0.6, 0.1), 1)
        rows = found.variables()
        named = set(rows.loc[rows["named_by"] != failures.NEITHER, "variable"])
        alone += set(found.box.index) >= {"p0", "p1"}
        right += named >= {"p0", "p1"}
        wrong += bool(named - {"p0", "p1"})
    assert right >= 0.8 * trials > alone
    assert wrong <= stats.binom.ppf(0.999, trials, 0.1)


def test_scores_name_something_in_one_search_of_twenty_where_nothing_matters() -> None:
    trials = 300
    named = [
        variable_importance.scores(*noisy(seed, 0.3, 0.3))["scored"].any() for seed in range(trials)
    ]
    assert 2 <= sum(named) <= stats.binom.ppf(0.999, trials, 0.05)


def test_scores_are_those_of_the_two_sample_kolmogorov_smirnov_test() -> None:
    points, fails = noisy(3, 0.6, 0.1)
    found = variable_importance.scores(points, fails).set_index("variable")
    alone = {
        name: stats.ks_2samp(points[name][fails], points[name][~fails], method="asymp")
        for name in points
    }
    distance = pd.Series({name: one.statistic for name, one in alone.items()})
    assert points["whole"].nunique() == 6
    np.testing.assert_allclose(found["distance"], distance)
    least = min(one.pvalue for one in alone.values())
    assert found["p_holm"].min() == pytest.approx(least * len(found.index))
    both = variable_importance.scores(
        points[["p0", "p1"]], (points["p0"] - 0.5).abs().to_numpy() < 0.2
    )
    assert both["scored"].tolist() == [True, False]


def test_intervals_of_the_area_under_the_curve_cover_a_known_one() -> None:
    random, failing, trials = np.random.default_rng(2), np.arange(200) < 28, 200
    for shift in (0.0, 1.0, 2.0):
        truth = stats.norm.cdf(shift / np.sqrt(2))
        hits = 0
        for _ in range(trials):
            area, low, high = variable_importance.auc(
                random.normal(size=200) + shift * failing, failing
            )
            assert low <= area <= high
            hits += low <= truth <= high
        assert hits >= stats.binom.ppf(0.001, trials, 0.95)
    area, low, high = variable_importance.auc(failing.astype(float), failing)
    assert (area, high) == (1, 1)
    assert 0.8 < low < 0.99
    assert variable_importance.auc(-failing.astype(float), failing)[:2] == (0, 0)


def test_the_forest_and_the_leader_are_judged_on_draws_they_have_not_seen(
    known: Failures,
) -> None:
    assert known.forest[0] > 0.9
    assert known.leader in ("p0", "p1")
    other = ~known.found
    sign = -1 if known.leader == "p0" else 1
    alone = variable_importance.auc(
        sign * known.points.loc[other, known.leader].to_numpy(), known.fails[other]
    )
    assert known.alone == alone
    again = discovered(known.points, known.fails, 1)
    assert (again.forest, again.leader) == (known.forest, known.leader)
    none = discovered(cloud(400, 5, 8), np.random.default_rng(9).random(400) < 0.4, 1)
    assert none.forest[1] < 0.5 < none.forest[2]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"a": failures.BOTH, "b": ""}, "PRIM and score agree on a."),
        (
            {"a": failures.BOTH, "b": failures.SCORE},
            "on a; the score alone names b (they agree in part).",
        ),
        ({"a": failures.PRIM, "b": ""}, "PRIM alone names a (they disagree)."),
        ({"a": ""}, "Neither PRIM nor the score names a variable."),
    ],
)
def test_it_is_said_whether_prim_and_score_agree(named: dict[str, str], told: str) -> None:
    rows = pd.DataFrame({"variable": list(named), "named_by": list(named.values())})
    assert agreement(rows).endswith(told)


def test_the_failure_criterion_follows_the_better_direction() -> None:
    days = "“time until solved, departments”"
    assert failing(DAYS, 0.0, "days").shown() == f"{days} rises against the baseline"
    less = f"{days} falls by less than 2 (days) against the baseline"
    assert failing(DAYS, 2.0, "days").shown() == less
    worse = failing(Outcome("satisfaction"), -0.1, "share").shown()
    assert worse.endswith("falls by more than 0.1 (share) against the baseline")


@pytest.fixture(scope="module")
def gain(tmp_path_factory: pytest.TempPathFactory) -> tuple[float, Path]:
    """What removing signboards takes off the upward share in half of the draws; where runs lie."""
    folder = tmp_path_factory.mktemp("drawn")
    places = (f"output={folder / 'out'}", f"store={folder / 'runs'}")
    study = compose("experiment=uncertainty", *SMALL, *places, "outcomes=[upward_share]")
    changes = experiment.run(study).uncertainty.set_index("scenario")["difference_50"]
    return -changes["signboard_removal"], folder / "runs"


def test_the_box_of_a_real_scenario_is_left_with_its_evidence_and_figure(
    gain: tuple[float, Path], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["experiment=discover", *SMALL, f"store={gain[1]}", "outcome=upward_share", UNOBSERVED]
    assert answer([*words, f"threshold={gain[0]}"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "signboard removal fails in 50 of 100 draws (50 %, 95 % interval 40 to 60)" in told
    assert "holds on draws not used to find it" in told
    assert "PRIM and score agree on board_trace_minutes." in told
    results = load("outputs/discover")
    assert results.manifest["runs"] == {"planned": 200, "computed": 0, "reused": 200}
    row = results.boxes.iloc[0]
    assert (row["variable"], row["grade"], row["range_high"]) == (
        "board_trace_minutes", "assumed", 120
    )  # fmt: skip
    assert row["upper"] < 120
    points = results.points.merge(results.draws, on="point")
    assert points["fails"].equals(points["gain"] < gain[0])
    assert points.loc[points["inside"], "board_trace_minutes"].max() <= row["upper"]
    figure = here / "outputs/discover/figures/signboard_removal.assumptions.png"
    assert figure.stat().st_size > 10_000


def test_a_scenario_that_seldom_fails_ends_well_and_says_so(
    gain: tuple[float, Path], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["experiment=discover", *SMALL, f"store={gain[1]}", "outcome=upward_share", UNOBSERVED]
    assert answer([*words, "threshold=-1"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "fails in 0 of 100 draws (0 %, 95 % interval 0 to 4): too few to describe" in told
    assert "discover.csv" in told
    assert not any(name in told for name in ("boxes.csv", "variables.csv")), "they have no rows"
    assert "rises by more than 1 (share of paid time) against the baseline" in told
    results = load("outputs/discover")
    assert results.discover["verdict"].tolist() == [failures.TOO_FEW]
    assert len(results.draws) == 100
    assert results.boxes.empty
    assert not (here / "outputs/discover/figures").exists()


def test_the_baseline_is_observed_under_seeds_that_no_compared_run_has(
    gain: tuple[float, Path], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a place observes has none of the Monte Carlo noise of what is compared."""
    watched = "observe=[upward_share,backlog,days_to_resolution_median.dispute]"
    words = ["experiment=discover", *SMALL, f"store={gain[1]}", "outcome=upward_share", watched]
    assert answer([*words, f"threshold={gain[0]}"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    results = load("outputs/discover")
    assert results.manifest["runs"] == {"planned": 300, "computed": 100, "reused": 200}
    assert results.discover["rules_over"].tolist() == ["assumptions", "observables", "both"]
    names = ["baseline.upward_share", "baseline.backlog"]
    assert results.observed.columns.tolist() == ["point", *names]
    assert "days_to_resolution_median.dispute left out, empty in more than a quarter" in told
    assert "under a seed that no compared run has" in told
    rows = results.variables[results.variables["rules_over"] == "both"].set_index("variable")
    assert rows.loc[names, "grade"].tolist() == ["observed"] * 2
    assert set(rows.index) == {"board_trace_minutes", "overlap", *names}
    assert rows.loc[names[0], "range_high"] == results.observed[names[0]].max()
    for over in ("assumptions", "observables", "both"):
        assert (here / f"outputs/discover/figures/signboard_removal.{over}.png").exists()

    points = results.points.set_index("point").add_prefix(ASSUMPTION)
    laboratory = Laboratory(compose(*words), DiscoverOptions)
    compared = plan(laboratory.design((), points), 1, 1, seed_by_point=True)
    again = plan(laboratory.design((), points), 1, 1, first=100, seed_by_point=True)
    assert not set(compared.table["seed"]) & set(again.table["seed"])
    for runs, same in ((compared, False), (again, True)):
        found = laboratory.values(runs, [Outcome("upward_share")])["upward_share"].to_numpy()
        assert np.allclose(found, results.observed[names[0]]) == same


REFUSED = {
    "observe=[bliss]": "observe=bliss: no such measure",
    "observe=hours_freed_per_worker_week": "nothing is freed in the baseline",
    "draws=99": "greater than or equal to 100",
    "outcome=issues_raised": "should have a better direction",
    "threshold=much": "number",
}


@pytest.mark.parametrize("word", REFUSED)
def test_what_cannot_be_is_refused_before_any_run(
    word: str, tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=discover", *tiny, word]) == 2
    out, line = capsys.readouterr()
    assert out == ""
    assert line.count("\n") == 1
    assert REFUSED[word] in line
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(("lost", "said"), [(1, "1 society"), (2, "2 societies")])
def test_societies_without_an_observable_are_counted(lost: int, said: str) -> None:
    points = pd.DataFrame({"x": [1.0, 2.0, 3.0, 4.0]})
    seen: Any = SimpleNamespace(points=points.iloc[lost:], empty=())
    drawn: Any = SimpleNamespace(points=points, source="societies.parquet")
    text = _watched(seen, drawn).shown()
    assert text.endswith(f"left out, as one of them has no value there: {said}.")
