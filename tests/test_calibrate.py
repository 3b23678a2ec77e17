"""Calibration: waves, emulators and an ensemble of plausible societies, over small societies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.config import options
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.societies_file import read
from experiments.config.study import Study
from experiments.designs import balanced_prior
from experiments.designs.balanced_prior import Band
from experiments.kinds.calibrate import experiment, pool, summary, tables, waves
from experiments.kinds.calibrate.experiment import DECLARED_FROM, territory
from experiments.kinds.calibrate.options import TABLES, CalibrateOptions
from experiments.patterns import plausibility
from experiments.reporting.results import Results
from sim.evidence import Ledger

SMALL = (
    "horizon_days=250", "pool=100", "draws=100", "declared=5", "wanted=20", "waves=2",
    "territory.residents=600",
)  # fmt: skip
BANDS = {"forms_due": (300.0, 2200.0), "traces": (1.0, 13.0), "caseload_spread": (1.0, 9.0)}
ANYWHERE = (Band("load", 0.0, 9.0, 1, "", "", "assumed"),)


def study(folder: Path, tiny: Sequence[str], output: str, *words: str) -> Study:
    names = {word.partition("=")[0] for word in (*SMALL, *words)}
    usual = [word for word in tiny if word.partition("=")[0] not in names]
    given = {word.partition("=")[0] for word in words}
    small = [word for word in SMALL if word.partition("=")[0] not in given]
    places = (f"output={folder / output}", f"store={folder / 'results'}")
    return compose("experiment=calibrate", *usual, *small, *places, *words)


@pytest.fixture(scope="module", autouse=True)
def three_patterns() -> Iterator[None]:
    """Three patterns, with bands that about half of all societies are within; any load is one."""
    chosen = tuple(
        replace(one, low=BANDS[one.name][0], high=BANDS[one.name][1])
        for one in plausibility.PATTERNS
        if one.name in BANDS
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plausibility, "PATTERNS", chosen)
        patched.setattr(plausibility, "BY_NAME", {one.name: one for one in chosen})
        for module in (waves, tables, experiment):
            if hasattr(module, "BY_NAME"):
                patched.setattr(module, "BY_NAME", plausibility.BY_NAME)
        patched.setattr(pool, "BANDS", ANYWHERE)
        for name, number in {"BLOCK": 64, "PILOT": 1, "AHEAD": 1, "TOGETHER": 1}.items():
            patched.setattr(balanced_prior, name, number, raising=False)
        patched.setattr(waves, "REPEATED", 10)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calibrated")


@pytest.fixture(scope="module")
def calibrated(folder: Path, tiny: Sequence[str], warm: None) -> Results:
    return experiment.run(study(folder, tiny, "out"))


def test_every_society_of_the_ensemble_was_run_and_is_plausible(calibrated: Results) -> None:
    draws = calibrated.draws
    chosen = draws[draws["place"].notna()].sort_values("place")
    assert len(chosen) == 20 == calibrated.manifest["ensemble"]
    assert (chosen["runs"] == 2).all()
    assert chosen["plausible"].all()
    assert (chosen["implausibility"] <= 3.0).all()
    for name, (low, high) in BANDS.items():
        assert chosen[f"pattern:{name}"].between(low, high).all()
    assert calibrated.manifest["plausible"]["sentence"].endswith(
        "within all bands here: 20 of 20 baselines"
    )


def test_the_file_has_these_societies_in_their_order(calibrated: Results) -> None:
    ledger = Ledger.load()
    found = read(calibrated.folder / "societies.parquet", ledger)
    draws = calibrated.draws
    chosen = draws[draws["place"].notna()].sort_values("place", ignore_index=True)
    assert found.stale is None
    assert found.names == ledger.ranged
    for column in found.points:
        assert np.array_equal(found.points[column], chosen[column]), column
    assert set(found.patterns) == set(BANDS)
    assert np.allclose(found.patterns["traces"], chosen["pattern:traces"])
    origin = found.origin
    assert origin["command"].startswith("unburden experiment=calibrate")
    assert [row["stage"] for row in origin["waves"]][:2] == ["declared ranges", "wave 1"]
    assert origin["settings"]["horizon_days"] == "250"
    assert origin["balanced"]["kept"] == 100


def test_waves_count_what_was_run_and_what_is_left(calibrated: Results) -> None:
    rows, draws = calibrated.waves.set_index("stage"), calibrated.draws
    assert set(TABLES) == set(calibrated.frames)
    first = draws[draws["stage"] == "wave 1"]
    assert rows["societies"]["wave 1"] == 100
    assert rows["finished"]["wave 1"] == len(first)
    assert (draws["stage"] == "declared ranges").sum() == rows["finished"]["declared ranges"] > 0
    assert draws.loc[draws["stage"] == "declared ranges", "society"].min() >= DECLARED_FROM
    left = float(np.mean(first["implausibility"] <= 3.0))
    assert rows["space_left"]["wave 1"] == pytest.approx(left, abs=0.03)
    assert rows["plausible"]["ensemble"] >= 20


def test_patterns_are_left_out_over_the_first_wave(calibrated: Results) -> None:
    rows, draws = calibrated.left_out.set_index("pattern"), calibrated.draws
    assert set(rows.index) == set(BANDS)
    first = draws[draws["stage"] == "wave 1"]
    assert (rows["societies"] == len(first)).all()
    low, high = BANDS["traces"]
    others = first[[f"pattern:{name}" for name in BANDS if name != "traces"]]
    assert rows["others"]["traces"] <= len(others)
    assert rows["value_05"]["traces"] < rows["value_95"]["traces"]
    assert (rows["low"]["traces"], rows["high"]["traces"]) == (low, high)
    assert (rows["documented_low"]["forms_due"], rows["documented_high"]["forms_due"]) == (
        1337, 1377,
    )  # fmt: skip
    assert np.isnan(rows["documented_low"]["traces"])
    assert rows["documented_high"]["traces"] == 10.0


def test_emulators_are_checked_on_runs_that_they_do_not_know(calibrated: Results) -> None:
    rows = calibrated.emulators.set_index("pattern")
    assert set(rows.index) >= {"forms_due", "traces"}
    assert (rows["held_out"] == rows["runs"] // 5).all()
    assert rows["error"]["forms_due"] < 0.8
    assert rows["coverage"].between(0.7, 1.0).all()
    shown = calibrated.checks.groupby("pattern").size()
    assert shown["forms_due"] == rows["held_out"]["forms_due"]


def test_what_a_band_excludes_is_narrowed(calibrated: Results) -> None:
    """Few forms mean few kinds of forms: at the top of the list, and lower than declared."""
    rows = calibrated.assumptions.set_index("assumption")
    assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
    assert rows["p"]["form_kinds"] < 0.05
    assert rows["shift"]["form_kinds"] < 0.0
    assert rows["narrowed"].sum() < 0.1 * len(rows)
    assert list(rows.loc["certificate_trips", ["prior_05", "prior_95"]]) == pytest.approx(
        [1.1, 2.9]
    )
    assert rows["posterior_50"].between(rows["low"], rows["high"]).all()


def test_asked_again_it_runs_nothing_and_finds_the_same(
    calibrated: Results, folder: Path, tiny: Sequence[str]
) -> None:
    again = experiment.run(study(folder, tiny, "again"))
    assert again.manifest["runs"]["computed"] == 0
    for name in ("emulators.csv", "patterns.csv", "assumptions.csv", "draws.parquet"):
        assert (again.folder / name).read_bytes() == (calibrated.folder / name).read_bytes()


def test_the_summary_says_what_was_found(
    calibrated: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    summary.show(calibrated)
    printed = " ".join(capsys.readouterr().out.split())
    assert "20 plausible societies, of equal weight" in printed
    assert "assumptions were narrowed beyond chance" in printed or "None of" in printed
    assert "societies.parquet" in printed


def test_too_few_plausible_societies_leave_no_file_and_a_reason() -> None:
    few = {"ensemble": 3, "wanted": 200, "balance": {}}
    assert summary.found(few).startswith("3 plausible societies found, and it takes 20")
    balance = {"first": 40, "energy_distance": 0.2, "of_random_subsets": 0.4}
    some = {"ensemble": 150, "wanted": 200, "balance": balance}
    assert "150 plausible societies found, not 200" in summary.found(some)
    assert "0.50 times as far" in summary.found(some)


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("draws=99", "draws=99: should be greater than or equal to 100"),
        ("draws=101", "draws=101: is more than pool=100, from which societies are taken"),
        ("wanted=150", "wanted=150: is more than pool=100"),
        ("replications=0", "replications=0: should be greater than or equal to 1"),
        ("horizon_days=249", "horizon_days=249: should be 250 at least: a year"),
        ("waves=many", "waves=many: should be a whole number"),
    ],
)
def test_invalid_arguments_are_refused_before_any_run(
    here: Path, tiny: Sequence[str], word: str, line: str
) -> None:
    with pytest.raises(InputError) as refused:
        experiment.run(study(here, tiny, "outputs", word))
    assert str(refused.value).startswith(line)
    assert not (here / "outputs").exists()
    assert not (here / "results").exists()


def test_the_place_has_the_name_that_was_chosen(tiny: Sequence[str]) -> None:
    assert territory(compose("experiment=calibrate")) == "street"
    assert territory(compose("experiment=calibrate", "territory=community")) == "community"


def test_the_usual_horizon_has_the_years_that_patterns_need(tiny: Sequence[str]) -> None:
    chosen = options.read(CalibrateOptions, compose("experiment=calibrate").options)
    assert (chosen.wanted, chosen.replications, chosen.declared) == (200, 2, 300)
    assert chosen.pool >= chosen.draws >= chosen.wanted
    assert pd.Series([chosen.pool]).between(1000, 5000).all()
