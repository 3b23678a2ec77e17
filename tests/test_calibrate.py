"""Calibration: what is ruled out, what is recovered, and what stays honest when nothing fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from experiments import load
from experiments.kinds import calibrate
from experiments.kinds.calibrate import CalibrateChoices
from experiments.reports.calibration import _unreached
from experiments.reports.results import Results
from experiments.statistics import learning
from experiments.statistics.implausibility import hull, influence, kept, misfits, noise, verdicts
from experiments.statistics.targets import TARGETS, UNUSED, documented, simulated
from experiments.words import choices
from experiments.words.calibration import opened
from experiments.words.compose import compose
from experiments.words.refusal import Refusal
from experiments.words.study import Study
from sim.evidence import Assumption, Ledger
from sim.settings import Settings

Array = npt.NDArray[np.float64]
Simulate = Callable[[Array, int, float], Array]
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


def test_what_is_empty_fits_nothing_and_no_variance_forgives_nothing() -> None:
    values = pd.DataFrame({"m": [np.nan, 1.0, 1.1]})
    found = misfits(values, told(m=(1, 1, 0.0)))
    assert found["m"].tolist() == [INF, 0.0, INF]


def test_it_is_told_what_each_target_rules_out_and_what_stays_without_it() -> None:
    misfit = pd.DataFrame({"a": [0.0, 4.0, 4.0, 0.0], "b": [0.0, 0.0, -5.0, 2.9], "c": [9.0] * 4})
    found = verdicts(misfit).set_index("target")
    assert found["ruled_out"].to_dict() == {"a": 2, "b": 1, "c": 4}
    assert found["ruled_out_alone"].to_dict() == {"a": 0, "b": 0, "c": 2}
    assert found["kept_without_it"].to_dict() == {"a": 0, "b": 0, "c": 2}
    assert found["least"].to_dict() == {"a": 0.0, "b": 0.0, "c": 9.0}


def test_noise_is_the_variance_within_draws_and_not_between_them() -> None:
    rng = np.random.default_rng(1)
    index = pd.MultiIndex.from_product([range(400), range(5)], names=["point", "replication"])
    between = np.repeat(rng.normal(0, 10, 400), 5)
    found = noise(pd.DataFrame({"m": between + rng.normal(0, 2, 2000)}, index))
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


def test_history_matching_keeps_the_truth_and_finds_what_moves_it() -> None:
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


def test_abc_recovers_what_made_the_documented_outcomes() -> None:
    from experiments.statistics.posterior import posterior

    seen: list[pd.DataFrame] = []

    def simulate(proposed: Array, first: int, tolerance: float) -> Array:
        numbers = range(first, first + len(proposed))
        seen.append(pd.DataFrame(proposed, numbers, ["x", "y", "idle"]))
        return misfits(toy(seen[-1]), DOCUMENTED).abs().max(axis=1).to_numpy()

    before = np.random.get_state()[1].tolist()  # type: ignore[index]
    ends = (np.zeros(3), np.ones(3))
    found = posterior(simulate, *ends, [3.0, 1.0], 70, seed=5, first=40)
    assert np.random.get_state()[1].tolist() == before  # type: ignore[index]
    assert found is not None
    assert found.tolerance == 1.0
    assert found.weights.sum() == pytest.approx(1.0)
    assert found.steps["accepted"].tolist() == [70, 70]
    drawn = pd.concat(seen)
    assert drawn.index[0] == 40
    accepted = drawn.loc[found.numbers]
    assert (misfits(toy_of(seen, found.numbers), DOCUMENTED).abs().max(axis=1) <= 1).all()
    mean = (accepted.T * found.weights).T.sum()
    assert mean["x"] == pytest.approx(0.3, abs=0.04)
    assert mean["y"] == pytest.approx(0.7, abs=0.04)
    spread = accepted.std()
    assert spread["x"] < 0.06
    assert spread["idle"] == pytest.approx(1 / 12**0.5, abs=0.08)
    seen.clear()
    again = posterior(simulate, *ends, [3.0, 1.0], 70, seed=5, first=40)
    assert again is not None
    np.testing.assert_array_equal(again.numbers, found.numbers)
    np.testing.assert_array_equal(again.weights, found.weights)


def toy_of(seen: list[pd.DataFrame], numbers: npt.NDArray[np.int64]) -> pd.DataFrame:
    """What these proposals had when their batch was simulated."""
    return pd.concat([toy(batch) for batch in seen]).loc[numbers]


def test_abc_weighs_proposals_by_the_prior() -> None:
    from experiments.statistics.posterior import posterior

    drawn: list[Array] = []

    def anything(proposed: Array, first: int, tolerance: float) -> Array:
        drawn.extend(proposed)
        return np.zeros(len(proposed))

    found = posterior(anything, np.array([0.2]), np.array([0.9]), [3.0, 1.0], 300, seed=1)
    assert found is not None
    values = np.array(drawn)[found.numbers, 0]
    mean = float(np.average(values, weights=found.weights))
    assert mean == pytest.approx(0.55, abs=0.03)
    spread = float(np.sqrt(np.average((values - mean) ** 2, weights=found.weights)))
    assert spread == pytest.approx(0.7 / 12**0.5, rel=0.1)


def test_abc_gives_up_where_nothing_comes_close() -> None:
    from experiments.statistics.posterior import posterior

    def distances(largest: float) -> Simulate:
        return lambda proposed, first, tolerance: np.full(len(proposed), largest)

    ends = (np.zeros(2), np.ones(2))
    assert posterior(distances(9.0), *ends, [3.0, 1.0], 20, seed=1) is None
    first = posterior(distances(2.0), *ends, [3.0, 1.0], 20, seed=1)
    assert first is not None
    assert first.tolerance == 3.0


def test_quantiles_are_weighted_and_leave_out_what_is_empty() -> None:
    values = pd.Series([1.0, 2.0, 3.0, np.nan], [4, 5, 6, 7])
    weights = pd.Series([0.0, 1.0, 0.0, 5.0], [4, 5, 6, 7])
    assert learning.quantiles(values, weights).tolist() == [2.0, 2.0, 2.0]
    assert learning.quantiles(values)[1] == 2.0
    assert np.isnan(learning.quantiles(values[:0])).all()


def test_a_number_that_draws_lie_around_is_not_told_as_out_of_reach() -> None:
    chosen = [one for one in TARGETS if one.name in ("boards_removed", "merchant_rounds")]
    rows = documented(chosen, Ledger.load(), 0.2).assign(simulation=0.0)
    spread = np.linspace(0.0, 1.0, 101)
    values = pd.DataFrame({"boards_removed": 17 + 7.3 * spread, "merchant_rounds": 2 + spread})
    found = learning.targets(chosen, rows, Ledger.load(), {"prior": (values, None)})
    assert found["prior_inside"].isna().all()
    assert found.set_index("target")["verdict"].to_dict() == {
        "boards_removed": "met", "merchant_rounds": "missed",
    }  # fmt: skip
    (line, _) = _unreached(found)
    assert "of rounds to merchants" in line


@pytest.mark.parametrize(
    ("ends", "low", "high", "word"),
    [
        ([0.3, 0.5, 0.8], 0.75, INF, "met"),
        ([0.3, 0.5, 0.6], 0.75, INF, "within tolerance"),
        ([0.1, 0.2, 0.3], 0.75, INF, "missed"),
        ([0.8, 0.9, 1.0], -INF, 0.75, "within tolerance"),
        ([2.0, 3.0, 4.0], 2.5, 2.5, "met"),
        ([np.nan] * 3, 0.0, 1.0, ""),
    ],
)
def test_verdicts(ends: list[float], low: float, high: float, word: str) -> None:
    assert learning.verdict(np.array(ends), low, high, 0.1) == word


def test_calibrated_spans_stay_inside_what_is_declared() -> None:
    ledger = Ledger.load()
    rows = [("overlap", 0.5123456, 0.6, 0.70004), ("log_apps", 8.0, 8.0, 8.0)]
    columns = ["assumption", "posterior_05", "posterior_50", "posterior_95"]
    found = learning.spans(pd.DataFrame(rows, columns=columns), ledger)
    assert found["overlap"].model_dump() == {"value": 0.6, "low": 0.5123, "high": 0.7}
    assert found["log_apps"].model_dump() == {"value": 8, "low": 7, "high": 8}


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
        tree = compose("experiment=calibrate", *tiny, *words).choices
        chosen = choices.read(CalibrateChoices, tree)
        return {one.name: one.role for one in calibrate._targets(chosen)}

    usual = {one.name: one.role for one in TARGETS}
    assert roles() == usual
    assert roles("fit=traces") == dict.fromkeys(usual, "held back") | {"traces": "fit"}
    assert roles("held_back=traces") == {
        **{name: role for name, role in usual.items() if role == "fit"}, "traces": "held back",
    }  # fmt: skip
    assert roles("fit=traces", "held_back=overtime") == {"traces": "fit", "overtime": "held back"}
    with pytest.raises(Refusal, match="held_back=traces: is fitted"):
        roles("fit=traces", "held_back=traces")


def test_outcomes_become_what_is_documented() -> None:
    chosen = {one.name: one for one in TARGETS}
    wanted = [chosen[name] for name in ("reporting_cut", "forms_due", "disputes", "boards_removed")]
    place = {"communities": 4, "workers": 8, "residents": 2000}
    society = Settings(horizon_days=125, territory=place)
    rows = {
        "wanghailou before": {"reporting_desk": 8.0},
        "wanghailou after": {"reporting_desk": 2.0},
        "baseline": {"forms_due": 3000.0, "issues_raised.dispute": 12.0, "duties.boards": 31.0},
        "signboards after": {"duties.boards": 8.5},
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
    text = "name: mine\nfrom: {}\nassumptions: {overlap: {value: 0.5, low: 0.4, high: 0.6}}\n"
    (here / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        calibrate.run(compose("experiment=calibrate", *tiny, word))
    assert str(refused.value).startswith(line)
    assert not (here / "outputs").exists()
    assert not (here / "results").exists()


SMALL = ("draws=100", "populations=1", "population_size=50", "discrepancy=0.3")
MOVED = ["form_kinds", "log_minutes"]
BOTH = ("fit=[forms_due,traces]", "held_back=[overtime]")


def study(folder: Path, tiny: Sequence[str], output: str, *words: str) -> Study:
    moved = f"parameters=[{','.join(MOVED)}]"
    places = (f"output={folder / output}", f"store={folder / 'results'}")
    return compose("experiment=calibrate", *tiny, *SMALL, moved, *places, *words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calibrated")


@pytest.fixture(scope="module")
def calibrated(folder: Path, tiny: Sequence[str]) -> Results:
    return calibrate.run(study(folder, tiny, "out", *BOTH))


def test_a_calibration_leaves_an_overlay_that_can_be_used(calibrated: Results) -> None:
    ledger, found = opened(str(calibrated.folder / "overlay.yaml"))
    assert found is not None
    assert list(found.spans) == MOVED
    assert calibrated.manifest["overlay"] == found.name == "calibrated"
    rows = calibrated.assumptions.set_index("assumption")
    for name in MOVED:
        median = rows["posterior_50"][name]
        assert ledger.value(f"assume:{name}") == pytest.approx(median, rel=1e-3)
    for name in ("targets", "assumptions"):
        assert (calibrated.folder / "figures" / f"{name}.png").stat().st_size > 10_000


def test_what_is_told_of_waves_is_what_the_draws_say(calibrated: Results) -> None:
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


def test_the_posterior_is_within_the_tolerance_and_narrower(calibrated: Results) -> None:
    draws = calibrated.draws
    weighed = draws[draws["weight"] > 0]
    assert len(weighed) == 50
    assert weighed["weight"].sum() == pytest.approx(1.0)
    assert (weighed["implausibility"] <= calibrated.manifest["tolerance"]).all()
    assert calibrated.manifest["tolerance"] == 1.0
    rows = calibrated.targets.set_index("target")
    assert rows["posterior_95"]["forms_due"] < rows["prior_95"]["forms_due"]
    assert rows["role"].to_dict().items() >= {"overtime": "held back", "traces": "fit"}.items()
    assert isinstance(rows["verdict"]["overtime"], str)
    assert calibrated.assumptions["shrinkage"].between(-0.2, 1).all()


def test_asked_again_it_runs_nothing_and_says_the_same(
    calibrated: Results, folder: Path, tiny: Sequence[str]
) -> None:
    again = calibrate.run(study(folder, tiny, "again", *BOTH))
    assert again.manifest["runs"]["computed"] == 0
    for name in ("targets.csv", "assumptions.csv", "waves.csv", "draws.parquet"):
        assert (again.folder / name).read_bytes() == (calibrated.folder / name).read_bytes()


def test_where_nothing_survives_that_is_what_is_told(
    calibrated: Results, folder: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    never = ("fit=[merchant_rounds,traces]", "held_back=[overtime]", "discrepancy=0.05")
    results = calibrate.main(study(folder, tiny, "none", *never))
    rows = results.waves.set_index("target")
    assert (rows["kept"] < 20).all()
    assert rows["kept_without_it"]["merchant_rounds"] > 20
    assert not (results.folder / "overlay.yaml").exists()
    assert results.manifest["overlay"] is None
    assert "assumptions" not in results.frames
    printed = capsys.readouterr().out
    assert "There is no overlay." in printed
    assert "too few to go on" in printed
    assert "without merchant_rounds" in printed
    assert "No draw over the declared ranges reaches what is documented of rounds" in printed
    assert results.targets.set_index("target")["verdict"]["merchant_rounds"] == "missed"
    assert (load(results.folder).targets["role"] == "not used").any()
