"""Calibration: what is ruled out, what is recovered, and what stays honest when nothing fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats

from experiments import load, uncertainty
from experiments.config import options
from experiments.config.calibration import Span, write
from experiments.config.calibration import load as load_calibration
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.study import Study
from experiments.designs.targets import TARGETS, UNUSED, documented, simulated
from experiments.kinds.calibrate import experiment, tables
from experiments.kinds.calibrate.options import CalibrateOptions
from experiments.kinds.calibrate.roles import targets_in_roles
from experiments.kinds.calibrate.summary import _unreached, show
from experiments.reporting.results import Results
from experiments.statistics import weighted_sample
from experiments.statistics.implausibility import (
    hull,
    influence,
    kept,
    misfits,
    ruled_out,
    simulation_variance,
)
from experiments.statistics.importance_sampling import Batch, box, posterior, prior
from experiments.statistics.likelihood import log_likelihood
from sim.evidence import Assumption, Ledger
from sim.settings import Settings

Array = npt.NDArray[np.float64]
INF = float("inf")


def told(**rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=["low", "high", "variance"])


def test_implausibility_is_the_distance_over_the_deviation() -> None:
    values = pd.DataFrame({"exact": [5.0, 8.0, 1.0], "range": [2.5, 1.0, 7.0]})
    found = misfits(values, told(range=(2, 3, 0.25), exact=(5, 5, 4)))
    assert found["exact"].tolist() == [0.0, 1.5, -2.0]
    assert found["range"].tolist() == [0.0, -2.0, 8.0]
    assert kept(found).tolist() == [True, True, False]


def test_bounds_count_on_one_side_only() -> None:
    values = pd.DataFrame({"at_least": [0.0, 9.0], "at_most": [0.0, 9.0]})
    found = misfits(values, told(at_least=(1, INF, 1), at_most=(-INF, 1, 1)))
    assert found["at_least"].tolist() == [-1.0, 0.0]
    assert found["at_most"].tolist() == [0.0, 8.0]


def test_empty_values_never_fit_and_without_variance_any_distance_is_infinite() -> None:
    values = pd.DataFrame({"m": [np.nan, 1.0, 1.1]})
    found = misfits(values, told(m=(1, 1, 0.0)))
    assert found["m"].tolist() == [INF, 0.0, INF]


def test_it_is_told_what_each_target_rules_out_and_what_stays_without_it() -> None:
    misfit = pd.DataFrame({"a": [0.0, 4.0, 4.0, 0.0], "b": [0.0, 0.0, -5.0, 2.9], "c": [9.0] * 4})
    found = ruled_out(misfit).set_index("target")
    assert found["ruled_out"].to_dict() == {"a": 2, "b": 1, "c": 4}
    assert found["ruled_out_alone"].to_dict() == {"a": 0, "b": 0, "c": 2}
    assert found["kept_without_it"].to_dict() == {"a": 0, "b": 0, "c": 2}
    assert found["least"].to_dict() == {"a": 0.0, "b": 0.0, "c": 9.0}


def test_noise_is_the_variance_within_draws_and_not_between_them() -> None:
    rng = np.random.default_rng(1)
    index = pd.MultiIndex.from_product([range(400), range(5)], names=["point", "replication"])
    between = np.repeat(rng.normal(0, 10, 400), 5)
    found = simulation_variance(pd.DataFrame({"m": between + rng.normal(0, 2, 2000)}, index))
    assert found["m"] == pytest.approx(4.0, rel=0.1)


def test_the_hull_of_uniforms_is_their_range_on_average() -> None:
    rng = np.random.default_rng(1)
    ends = np.array([hull(rng.uniform(0.3, 0.7, (20, 1))) for _ in range(2000)])
    assert ends[:, 0].mean() == pytest.approx(0.3, abs=0.002)
    assert ends[:, 1].mean() == pytest.approx(0.7, abs=0.002)
    low, high = hull(np.array([[0.0], [1.0]]))
    assert (low[0], high[0]) == (0.0, 1.0)


def toy(drawn: pd.DataFrame) -> pd.DataFrame:
    """Two outcomes of three parameters, the last of which does nothing."""
    rng = np.random.default_rng(7)
    x, y = drawn["x"].to_numpy(), drawn["y"].to_numpy()
    chance = rng.normal(0, 0.02, (2, len(drawn)))
    return pd.DataFrame({"sum": x + y, "difference": x - y}, drawn.index) + chance.T


DOCUMENTED = told(sum=(1.0, 1.0, 0.05**2), difference=(-0.4, -0.4, 0.05**2))


def test_history_matching_keeps_the_true_values_and_ranks_influential_assumptions_first() -> None:
    drawn = pd.DataFrame(np.random.default_rng(2).random((2000, 3)), columns=["x", "y", "idle"])
    misfit = misfits(toy(drawn), DOCUMENTED)
    left = drawn[kept(misfit)]
    assert 20 < len(left) < 200
    low, high = hull(left.to_numpy())
    assert low[0] < 0.3 < high[0] < 0.6
    assert 0.4 < low[1] < 0.7 < high[1]
    assert high[2] - low[2] > 0.9
    found = influence(drawn, misfit).set_index("assumption")
    assert found["beyond_noise"].to_dict() == {"x": True, "y": True, "idle": False}
    assert found.index[-1] == "idle"


def test_a_number_has_a_normal_density_and_a_range_the_probability_to_lie_in_it() -> None:
    values = pd.DataFrame({"exact": [5.0, 8.0, 1.0], "range": [2.5, 1.0, 7.0]})
    found = np.exp(log_likelihood(values, told(range=(2, 3, 0.25), exact=(5, 5, 4))))
    assert found["exact"].tolist() == pytest.approx(np.exp([0.0, -1.125, -2.0]).tolist())
    inside = stats.norm.cdf([3.0], [2.5, 1.0, 7.0], 0.5) - stats.norm.cdf(2, [2.5, 1.0, 7.0], 0.5)
    assert found["range"].tolist() == pytest.approx((inside / inside[0]).tolist())


def test_a_bound_has_the_probability_to_lie_beyond_it() -> None:
    values = pd.DataFrame({"at_least": [0.0, 1.0, 9.0], "at_most": [0.0, 1.0, 9.0]})
    found = np.exp(log_likelihood(values, told(at_least=(1, INF, 1), at_most=(-INF, 1, 4))))
    assert found["at_least"].tolist() == pytest.approx([stats.norm.cdf(-1), 0.5, 1.0])
    assert found["at_most"].tolist() == pytest.approx(
        [stats.norm.cdf(0.5), 0.5, 3.167e-5], rel=1e-3
    )


def test_a_likelihood_far_away_keeps_its_order_and_what_is_empty_has_none() -> None:
    values = pd.DataFrame({"m": [np.nan, 50.0, 60.0], "n": [1.0, 1.1, np.nan]})
    found = log_likelihood(values, told(m=(1, 2, 1), n=(1, 1, 0.0)))
    assert -INF == found["m"][0] < found["m"][2] < found["m"][1] < -1000
    assert found["n"].tolist() == [0.0, -INF, -INF]


def test_without_any_likelihood_nothing_has_a_weight() -> None:
    def never(proposed: Array) -> Array:
        return np.full(len(proposed), -INF)

    rng = np.random.default_rng(1)
    start = Batch(rng.random((50, 2)), np.full(50, -INF), prior)
    found = posterior(never, [start], populations=2, size=50, wanted=20, rng=rng)
    assert found.effective == 0
    assert found.steps["draws"].tolist() == [50, 50, 50]


def test_draws_from_anywhere_weigh_as_the_prior_does() -> None:
    def anything(proposed: Array) -> Array:
        drawn.append(proposed)
        return np.zeros(len(proposed))

    rng = np.random.default_rng(1)
    low, high = np.array([0.2, 0.0]), np.array([0.6, 1.0])
    drawn = [rng.random((400, 2)), low + (high - low) * rng.random((800, 2))]
    start = [
        Batch(drawn[0], np.zeros(400), prior), Batch(drawn[1], np.zeros(800), box(low, high))
    ]  # fmt: skip
    found = posterior(anything, start, populations=1, size=800, wanted=5000, rng=rng)
    values = np.concatenate(drawn)
    assert len(values) == len(found.weights) == 2000
    mean = found.weights @ values
    assert mean == pytest.approx([0.5, 0.5], abs=0.03)
    spread = np.sqrt(found.weights @ (values - mean) ** 2)
    assert spread == pytest.approx([1 / 12**0.5] * 2, rel=0.05)


def test_a_sample_that_is_worth_enough_ends_the_search() -> None:
    def never(proposed: Array) -> Array:
        raise AssertionError

    rng = np.random.default_rng(1)
    start = Batch(rng.random((50, 1)), np.zeros(50), prior)
    found = posterior(never, [start], populations=2, size=50, wanted=49, rng=rng)
    assert found.effective == pytest.approx(50)


def test_dependence_is_the_weighted_rank_correlation() -> None:
    drawn = pd.DataFrame({"a": [1.0, 2, 3, 9], "b": [8.0, 6, 5, 7], "c": [1.0, 1, 1, 1]})
    weights = pd.Series([1.0, 1, 1, 0])
    found = weighted_sample.dependence(drawn, weights)
    assert (found[0]["first"], found[0]["second"]) == ("a", "b")
    assert [row["rank_correlation"] for row in found] == pytest.approx([-1, 0, 0])


def test_quantiles_are_weighted_and_leave_out_what_is_empty() -> None:
    values = pd.Series([1.0, 2.0, 3.0, np.nan], [4, 5, 6, 7])
    weights = pd.Series([0.0, 1.0, 0.0, 5.0], [4, 5, 6, 7])
    assert weighted_sample.quantiles(values, weights).tolist() == [2.0, 2.0, 2.0]
    assert weighted_sample.quantiles(values)[1] == 2.0
    assert np.isnan(weighted_sample.quantiles(values[:0])).all()


def test_a_number_that_draws_lie_around_is_not_told_as_out_of_reach() -> None:
    chosen = [one for one in TARGETS if one.name in ("boards_removed", "merchant_rounds")]
    rows = documented(chosen, Ledger.load(), 0.2).assign(simulation=0.0)
    spread = np.linspace(0.0, 1.0, 101)
    values = pd.DataFrame({"boards_removed": 17 + 7.3 * spread, "merchant_rounds": 2 + spread})
    found = tables.targets(chosen, rows, Ledger.load(), {"prior": (values, None)})
    assert found["prior_inside"].isna().all()
    assert found.set_index("target")["verdict"].to_dict() == {
        "boards_removed": "covered", "merchant_rounds": "missed",
    }  # fmt: skip
    (line, _) = _unreached(found)
    assert "of rounds to merchants" in line
    # One draw of 101 goes beyond: the middle 90 % still do not, but "no draw" would be untrue.
    values.loc[0, "merchant_rounds"] = 0.5
    assert _unreached(tables.targets(chosen, rows, Ledger.load(), {"prior": (values, None)})) == []


@pytest.mark.parametrize(
    ("ends", "low", "high", "word"),
    [
        ([0.3, 0.5, 0.8], 0.75, INF, "covered"),
        ([0.3, 0.5, 0.6], 0.75, INF, "within tolerance"),
        ([0.1, 0.2, 0.3], 0.75, INF, "missed"),
        ([0.8, 0.9, 1.0], -INF, 0.75, "within tolerance"),
        ([2.0, 3.0, 4.0], 2.5, 2.5, "covered"),
        ([np.nan] * 3, 0.0, 1.0, ""),
    ],
)
def test_verdicts(ends: list[float], low: float, high: float, word: str) -> None:
    assert tables.verdict(np.array(ends), low, high, 0.1) == word


def test_calibrated_spans_stay_inside_what_is_declared() -> None:
    ledger = Ledger.load()
    rows = [("overlap", 0.5123456, 0.6, 0.70004), ("log_apps", 8.0, 8.0, 8.0)]
    columns = ["assumption", "posterior_05", "posterior_50", "posterior_95"]
    found = tables.spans(pd.DataFrame(rows, columns=columns), ledger)
    assert found["overlap"].model_dump() == {"value": 0.6, "low": 0.5123, "high": 0.7}
    assert found["log_apps"].model_dump() == {"value": 8, "low": 8, "high": 8}


def test_every_outcome_that_is_told_as_reached_is_a_target_or_has_a_reason() -> None:
    ledger = Ledger.load()
    reached = {name for name, fact in ledger.facts.items() if fact.role == "target"}
    used = {one.evidence.removeprefix("fact:") for one in TARGETS}
    unused = [name for names in UNUSED.values() for name in names]
    assert len(unused) == len(set(unused))
    assert reached == set(unused) | (used & reached)
    assert not used & set(unused)


def test_targets_stand_in_the_evidence_and_some_are_held_back() -> None:
    ledger = Ledger.load()
    assert {one.role for one in TARGETS} == {"fit", "held back"}
    for one in TARGETS:
        entry = ledger.entry(one.evidence)
        if one.printed:
            assert entry.grade == "literature"
            assert isinstance(entry, Assumption)
            assert one.printed in entry.why
            numbers = one.printed.replace(",", "").replace("%", "").split()
            ends = {str(end).removesuffix(".0") for end in (one.low, one.high)} - {"inf", "-inf"}
            derived = {"traces", "overtime"}
            assert one.name in derived or ends <= set(numbers)
        else:
            assert one.evidence.startswith("fact:")
    rows = documented(TARGETS, ledger, 0.2)
    low, high, variance = (rows[column] for column in ("low", "high", "variance"))
    assert (low["reporting_cut"], high["reporting_cut"]) == (0.75, INF)
    assert variance["reporting_cut"] == pytest.approx(0.0375**2 + 0.15**2)
    assert (low["merchant_rounds"], high["merchant_rounds"]) == (1.0, 1.0)
    assert variance["merchant_rounds"] == pytest.approx(0.2**2)


def test_roles_can_be_chosen(tiny: Sequence[str]) -> None:
    def roles(*words: str) -> dict[str, str]:
        tree = compose("experiment=calibrate", *tiny, *words).options
        chosen = options.read(CalibrateOptions, tree)
        return {one.name: one.role for one in targets_in_roles(chosen)}

    usual = {one.name: one.role for one in TARGETS}
    assert roles() == usual
    assert roles("fit=traces") == dict.fromkeys(usual, "held back") | {"traces": "fit"}
    assert roles("held_back=traces") == {
        **{name: role for name, role in usual.items() if role == "fit"}, "traces": "held back",
    }  # fmt: skip
    assert roles("fit=traces", "held_back=overtime") == {"traces": "fit", "overtime": "held back"}
    with pytest.raises(InputError, match="held_back=traces: is fitted"):
        roles("fit=traces", "held_back=traces")


def test_outcomes_become_what_is_documented() -> None:
    chosen = {one.name: one for one in TARGETS}
    wanted = [chosen[name] for name in ("reporting_cut", "forms_due", "disputes", "boards_removed")]
    place = {"communities": 4, "workers": 8, "residents": 2000}
    society = Settings(horizon_days=125, territory=place)
    rows = {
        "wanghailou before": {"reporting_desk": 8.0},
        "wanghailou after": {"reporting_desk": 2.0},
        "baseline": {
            "forms_due": 3000.0,
            "issues_raised.dispute": 12.0,
            "obligations.boards": 31.0,
        },
        "signboards after": {"obligations.boards": 8.5},
    }
    index = [(case, 3, 0) for case in rows]
    levels = ["scenario", "point", "replication"]
    values = pd.DataFrame(list(rows.values()), pd.MultiIndex.from_tuples(index, names=levels))
    found = simulated(values, wanted, dict.fromkeys(rows, society)).iloc[0]
    assert found["reporting_cut"] == 0.75
    assert found["forms_due"] == 1500.0
    assert found["disputes"] == 12.0
    assert found["boards_removed"] == 22.5


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("draws=99", "draws=99: should be greater than or equal to 100"),
        ("fit=[reporting]", "fit=reporting: no target; there are reporting_cut, forms_due"),
        ("held_back=[trace]", "held_back=trace: no target; there are"),
        ("parameters=[overlapp]", "parameters=overlapp: no assumption with a range; did you mean"),
        ("name=My", "name=My: small letters, digits, - and _"),
        ("calibration=mine.yaml", "calibration=mine.yaml: "),
    ],
)
def test_words_that_are_off_are_refused_before_any_run(
    here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str], word: str, line: str
) -> None:
    span = Span(value=0.5, low=0.4, high=0.6)
    sample = pd.DataFrame({"weight": [1.0], "overlap": [0.5]})
    write(here / "mine.yaml", "mine", {}, {"overlap": span}, sample)
    with pytest.raises(InputError) as refused:
        experiment.run(compose("experiment=calibrate", *tiny, word))
    assert str(refused.value).startswith(line)
    assert not (here / "outputs").exists()
    assert not (here / "results").exists()


SMALL = ("draws=100", "populations=1", "effective_size=100", "discrepancy=0.3")
MOVED = ["form_kinds", "log_minutes"]
TABLES = ("targets", "assumptions", "waves")
BOTH = ("fit=[forms_due,traces]", "held_back=[overtime]")


def study(folder: Path, tiny: Sequence[str], output: str, *words: str) -> Study:
    moved = f"parameters=[{','.join(MOVED)}]"
    places = (f"output={folder / output}", f"store={folder / 'results'}")
    given = {word.partition("=")[0] for word in words}
    small = [word for word in SMALL if word.partition("=")[0] not in given]
    return compose("experiment=calibrate", *tiny, *small, moved, *places, *words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calibrated")


@pytest.fixture(scope="module")
def calibrated(folder: Path, tiny: Sequence[str]) -> Results:
    return experiment.run(study(folder, tiny, "out", *BOTH))


def test_a_calibration_leaves_an_overlay_that_can_be_used(calibrated: Results) -> None:
    ledger, found = load_calibration(str(calibrated.folder / "overlay.yaml"))
    assert found is not None
    assert list(found.spans) == MOVED
    assert calibrated.manifest["overlay"] == found.name == "calibrated"
    rows = calibrated.assumptions.set_index("assumption")
    for name in MOVED:
        median = rows["posterior_50"][name]
        assert ledger.value(f"assume:{name}") == pytest.approx(median, rel=1e-3)
    for name in ("targets", "assumptions"):
        assert (calibrated.folder / "figures" / f"{name}.png").stat().st_size > 10_000


def test_the_table_of_waves_agrees_with_the_draws(calibrated: Results) -> None:
    draws = calibrated.draws
    for number in (1, 2):
        here = draws[draws["stage"] == f"wave {number}"].dropna(subset="implausibility")
        rows = calibrated.waves.query("wave == @number").set_index("target")
        assert (rows["draws"] == len(here)).all()
        assert (rows["kept"] == (here["implausibility"] <= 3).sum()).all()
        assert list(rows.index) == ["forms_due", "traces"]
        assert (rows["ruled_out"] <= rows["draws"] - rows["kept"]).all()
    first = draws[draws["stage"] == "wave 1"]
    prior = calibrated.targets.set_index("target")["prior_50"]
    for name in ("traces", "overtime"):
        assert first[f"target:{name}"].median() == pytest.approx(prior[name])


def test_weights_are_the_likelihood_over_where_draws_come_from(calibrated: Results) -> None:
    draws = calibrated.draws
    weighed = draws[draws["weight"] > 0]
    assert weighed["weight"].sum() == pytest.approx(1.0)
    worth = 1 / (weighed["weight"] ** 2).sum()
    assert worth == pytest.approx(calibrated.manifest["effective_size"])
    assert set(draws["stage"]) == {"wave 1", "wave 2", "population 1"}
    chosen = [one for one in TARGETS if one.name in ("forms_due", "traces")]
    rows = documented(chosen, Ledger.load(), 0.3)
    names = ["forms_due", "traces"]
    values = weighed[[f"target:{name}" for name in names]].set_axis(names, axis=1)
    share = weighed["weight"] / np.exp(log_likelihood(values, rows).sum(axis=1))
    share /= share.sum()
    first = weighed["stage"] == "wave 1"
    assert share[first].max() < 1.2 / first.sum()
    rows_of = calibrated.targets.set_index("target")
    assert rows_of["posterior_95"]["forms_due"] < rows_of["prior_95"]["forms_due"]
    assert rows_of["role"].to_dict().items() >= {"overtime": "held back", "traces": "fit"}.items()
    assert isinstance(rows_of["verdict"]["overtime"], str)
    assert calibrated.assumptions["shrinkage"].between(-0.2, 1).all()


def test_asked_again_it_runs_nothing_and_says_the_same(
    calibrated: Results, folder: Path, tiny: Sequence[str]
) -> None:
    again = experiment.run(study(folder, tiny, "again", *BOTH))
    assert again.manifest["runs"]["computed"] == 0
    for name in (*(f"{table}.csv" for table in TABLES), "draws.parquet", "overlay.parquet"):
        assert (again.folder / name).read_bytes() == (calibrated.folder / name).read_bytes()


def test_a_calibration_without_survivors_reports_that(
    calibrated: Results, folder: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Merchants are in training all through so short a run: rounds are those before self-check.

    Logs are in a single application, as those in many can fill the day, and no round is walked.
    """
    never = ("fit=[merchant_rounds,traces]", "held_back=[overtime]", "discrepancy=0.05")
    results = experiment.run(study(folder, tiny, "none", *never, "workday.log_apps=1"))
    show(results)
    rows = results.waves.set_index("target")
    assert (rows["kept"] < 20).all()
    assert rows["kept_without_it"]["merchant_rounds"] > 20
    assert not (results.folder / "overlay.yaml").exists()
    assert results.manifest["overlay"] is None
    assert "assumptions" not in results.frames
    printed = capsys.readouterr().out
    assert "There is no overlay." in printed
    assert "too few for the next step" in printed
    assert "without merchant_rounds" in printed
    assert "No draw over the declared ranges reaches what is documented of rounds" in printed
    assert results.targets.set_index("target")["verdict"]["merchant_rounds"] == "missed"
    assert (load(results.folder).targets["role"] == "not used").any()


def test_draws_from_a_calibration_are_whole_particles(
    calibrated: Results, folder: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    overlay = calibrated.folder / "overlay.yaml"
    results = uncertainty(
        *tiny, "scenarios=[one_table]", "draws=24", f"calibration={overlay}",
        output=folder / "drawn", store=folder / "results",
    )  # fmt: skip
    known = calibrated.draws.set_index(MOVED)
    points = results.points.set_index("point")
    assert list(points) == list(Ledger.load().ranged)
    for _, society in points.iterrows():
        here = known.loc[[tuple(society[MOVED])]]
        assert here["weight"].gt(0).all()
        assert (here[points.columns.drop(MOVED)] == society.drop(MOVED)).all(axis=1).any()
    said = "weighted particles of calibrated, worth"
    assert said in capsys.readouterr().err
    assert said in results.manifest["sample"]
