"""A calibration: files that change what they name, are reported, and are checked first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from experiments import compare
from experiments.cli import answer
from experiments.config import calibration
from experiments.config.calibration import Span, load, read
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.designs.lever_package import lever_package
from experiments.kinds.portfolio.design import SubsetEvaluation
from experiments.kinds.portfolio.options import PortfolioOptions
from experiments.kinds.uncertainty.options import UncertaintyOptions
from experiments.laboratory import Laboratory
from sim.evidence import Ledger

SPANS = {
    "overlap": Span(value=0.62, low=0.55, high=0.65),
    "log_apps": Span(value=5, low=4, high=7),
    "survey_minutes": Span(value=30.0, low=25.0, high=40.0),
}
SAMPLE = pd.DataFrame(
    {
        "weight": [1.0, 2.0, 1.0],
        "overlap": [0.55, 0.62, 0.65],
        "log_apps": [4, 5, 7],
        "survey_minutes": [40.0, 30.0, 25.0],
        "household_size": [2.5, 2.6, 2.4],
    }
)


@pytest.fixture(scope="module")
def declared() -> Ledger:
    return Ledger.load()


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    calibration.write(path, "mine", {"experiment": "calibrate", "seed": 1}, SPANS, SAMPLE)
    return path


def changed(overlay: Path, before: str, after: str) -> Path:
    text = overlay.read_text(encoding="utf-8")
    assert before in text
    overlay.write_text(text.replace(before, after), encoding="utf-8")
    return overlay


def test_what_is_written_is_read(overlay: Path, declared: Ledger) -> None:
    found = read(overlay, declared)
    assert found.name == "mine"
    assert found.spans == SPANS
    pd.testing.assert_frame_equal(found.particles, SAMPLE.drop(columns="weight"))
    assert found.weights.tolist() == [0.25, 0.5, 0.25]
    assert found.effective == pytest.approx(1 / 0.375)


def test_only_what_is_named_changes(overlay: Path, declared: Ledger) -> None:
    ledger, found = load(str(overlay))
    assert found is not None
    before = {row["id"]: row for row in declared.table()}
    after = {row["id"]: row for row in ledger.table()}
    moved = {name for name in before if before[name] != after[name]}
    assert set(SPANS) <= moved
    follows = {name for name in moved - set(SPANS) if before[name]["formula"]}
    assert moved == set(SPANS) | follows
    for name, span in SPANS.items():
        assert after[name]["value"] == span.value
        assert after[name]["low"] == before[name]["low"]
        assert after[name]["high"] == before[name]["high"]
        assert after[name]["grade"] == before[name]["grade"]
    assert list(before) == list(after)
    assert ledger.ranged == declared.ranged


def test_draws_are_whole_particles(overlay: Path, tiny: Sequence[str], here: Path) -> None:
    study = compose("experiment=uncertainty", *tiny, f"calibration={overlay}")
    laboratory = Laboratory(study, UncertaintyOptions)
    found = laboratory.draw_assumptions(list(laboratory.ledger.ranged), 40, "latin")
    names = [f"assume:{name}" for name in SAMPLE.columns.drop("weight")]
    counts = found[names].value_counts()
    assert sorted(counts) == [10, 10, 20]
    assert set(counts.index) == set(
        SAMPLE.drop(columns="weight").itertuples(index=False, name=None)
    )
    others = found.drop(columns=names)
    assert list(found) == [f"assume:{name}" for name in laboratory.ledger.ranged]
    assert others.nunique().median() == 40


def test_the_draws_of_a_portfolio_are_whole_particles(
    overlay: Path, tiny: Sequence[str], here: Path
) -> None:
    study = compose("experiment=portfolio", *tiny, f"calibration={overlay}")
    laboratory = Laboratory(study, PortfolioOptions)
    taken = lever_package(study, ["one_table", "escalation_rights"], laboratory.ledger)
    points = SubsetEvaluation(laboratory, taken, [], {}, 0.9, 20, 1)._points
    pairs = points[["assume:overlap", "assume:survey_minutes"]].value_counts()
    assert pairs.to_dict() == {(0.62, 30.0): 10, (0.55, 40.0): 5, (0.65, 25.0): 5}


def test_sensitivity_refuses_inputs_that_depend_on_each_other(
    overlay: Path, tiny: Sequence[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=sensitivity", *tiny, f"calibration={overlay}"]) == 2
    line = capsys.readouterr().err
    assert f"calibration={overlay}: not with sensitivity: its designs need independent" in line
    assert not (here / "results").exists()


def test_ranges_alone_are_refused_with_what_to_do(overlay: Path, declared: Ledger) -> None:
    tree = yaml.safe_load(overlay.read_text(encoding="utf-8"))
    del tree["particles"]
    overlay.write_text(yaml.safe_dump(tree), encoding="utf-8")
    with pytest.raises(InputError, match="no joint sample; run experiment=calibrate again"):
        read(overlay, declared)


def bad(column: str, values: Sequence[object]) -> pd.DataFrame:
    return SAMPLE.drop(columns=column, errors="ignore").join(pd.Series(values, name=column))


@pytest.mark.parametrize(
    ("sample", "line"),
    [
        (bad("overlap", [0.6, 7.0, 0.6]), "overlap: 7.0 in row 1 is outside the declared range"),
        (bad("overlap", [0.6, 0.6, np.nan]), "overlap: "),
        (bad("overlap", [0.6, np.inf, 0.6]), "overlap: inf in row 1 is outside"),
        (bad("overlap", ["a", "b", "c"]), "overlap: should be a column of numbers without gaps"),
        (bad("log_apps", [4.0, 5.5, 7.0]), "log_apps: should be a column of whole numbers"),
        (bad("nothing", [1.0, 1.0, 1.0]), "nothing: no such assumption"),
        (bad("weight", [1.0, -1.0, 1.0]), "weight: -1.0 in row 1 should be a weight"),
        (bad("weight", [0.0, 0.0, 0.0]), "weight: the sum 0 should be above 0"),
        (SAMPLE.drop(columns="weight"), "should have a column weight"),
        (SAMPLE[:0], "should have a column weight, one for each assumption, and some rows"),
        (SAMPLE.drop(columns="log_apps"), "log_apps: no such column"),
    ],
)
def test_a_table_that_is_off_is_refused_in_one_line(
    overlay: Path, declared: Ledger, sample: pd.DataFrame, line: str
) -> None:
    calibration.write(overlay, "mine", {}, SPANS, sample)
    with pytest.raises(InputError) as refused:
        read(overlay, declared)
    assert str(refused.value).startswith(f"calibration={overlay}: mine.parquet: {line}")
    assert "\n" not in str(refused.value)


def test_a_table_of_another_calibration_or_none_is_refused(overlay: Path, declared: Ledger) -> None:
    table = overlay.with_suffix(".parquet")
    table.write_bytes(table.read_bytes() + b" ")
    with pytest.raises(InputError, match="not the table that this calibration was written with"):
        read(overlay, declared)
    table.unlink()
    with pytest.raises(InputError, match=r"mine\.parquet: no such file beside it"):
        read(overlay, declared)


def test_bytes_that_are_no_table_are_refused(overlay: Path, declared: Ledger) -> None:
    data = b"import os; os.system('ls')"
    overlay.with_suffix(".parquet").write_bytes(data)
    tree = yaml.safe_load(overlay.read_text(encoding="utf-8"))
    tree["particles"]["sha256"] = sha256(data).hexdigest()
    overlay.write_text(yaml.safe_dump(tree), encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.parquet: no Parquet table"):
        read(overlay, declared)


def test_without_a_file_evidence_is_as_declared(declared: Ledger) -> None:
    ledger, found = load(None)
    assert found is None
    assert ledger.table() == declared.table()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("overlap:", "overlapp:", "overlapp: value 0.62: no such assumption; did you mean overlap"),
        ("low: 0.55", "low: 0.01", "overlap: low 0.01 is outside the declared range"),
        ("high: 0.65", "high: 2", "overlap: high 2 is outside the declared range"),
        ("value: 0.62", "value: 0.5", "overlap: value 0.5 is outside its own range 0.55 to 0.65"),
        ("high: 0.65", "high: 0.52", "overlap: low 0.55 should not be above high 0.52"),
        ("file: mine.parquet", "file: ../mine.parquet", "particles.file"),
        ("file: mine.parquet", "file: /etc/mine.parquet", "particles.file"),
        ("value: 5", "value: 5.5", "log_apps: value 5.5 should be a whole number"),
        ("overlap:", "cadence_yearly:", "cadence_yearly: value 0.62: follows a formula"),
        ("overlap:", "wanghailou_population:", "wanghailou_population: value 0.62: no such"),
        ("low: 0.55", "low: few", "assumptions.overlap.low"),
        ("name: mine", "name: ${oc.env:HOME}", "name"),
        ("from:", "form:", "form"),
    ],
)
def test_an_invalid_calibration_is_an_error_of_one_line_with_file_name_and_value(
    overlay: Path, declared: Ledger, before: str, after: str, told: str
) -> None:
    path = changed(overlay, before, after)
    with pytest.raises(InputError) as refused:
        read(path, declared)
    line = str(refused.value)
    assert line.startswith(f"calibration={path}: ")
    assert told in line
    assert "\n" not in line


def test_a_calibration_changes_runs_and_is_named_wherever_results_are(
    overlay: Path, here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words: dict[str, Any] = {"scenarios": ["one_table"], "replications": 2}
    plain = compare(*tiny, **words, output="plain")
    mine = compare(*tiny, **words, output="mine", calibration=overlay)
    assert "3 assumptions as calibrated (mine, " in capsys.readouterr().err
    assert plain.manifest["calibration"] is None
    told = mine.manifest["calibration"]
    assert (told["name"], told["file"]) == ("mine", str(overlay))
    assert told["assumptions"]["overlap"]["declared"]["value"] == 0.5
    marks = {row["id"]: row["calibrated"] for row in mine.manifest["evidence"]}
    assert {name for name, mark in marks.items() if mark} == set(SPANS)
    assert set(marks.values()) == {"", "mine"}
    assert mine.manifest["settings"]["baseline"]["obligations"]["overlap"] == 0.62
    assert mine.manifest["overrides"] == plain.manifest["overrides"]
    page = (here / "mine" / "report.html").read_text(encoding="utf-8")
    assert "Calibrated (mine, " in page
    assert "assumed, calibrated" in page or "literature, calibrated" in page
    assert "Calibrated" not in (here / "plain" / "report.html").read_text(encoding="utf-8")
    desk = [
        one.measures.query("measure == 'reporting_desk' and scenario == 'one_table'")["value"]
        for one in (plain, mine)
    ]
    assert not pd.Series.equals(*desk)


def test_evidence_lists_what_is_calibrated(overlay: Path, here: Path) -> None:
    assert answer(["experiment=evidence", "evidence.id=overlap", f"calibration={overlay}"]) == 0
    folder = here / "outputs" / "evidence"
    listed = pd.read_csv(folder / "evidence.csv").iloc[0]
    assert (listed["value"], listed["declared"]) == (0.62, 0.5)
    assert str(overlay) in json.loads((folder / "manifest.json").read_text())["command"]


def test_a_missing_file_is_refused_before_any_run(
    here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*tiny, "calibration=nowhere.yaml"]) == 2
    assert "calibration=nowhere.yaml: cannot be read" in capsys.readouterr().err
    assert not (here / "outputs").exists()
    assert not (here / "results").exists()
