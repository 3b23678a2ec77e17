"""Calibrated ranges: a file that changes what it names, is told of, and is checked first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from experiments import compare
from experiments.cli import answer
from experiments.words import calibration
from experiments.words.calibration import Span, opened, read
from experiments.words.refusal import Refusal
from sim.evidence import Ledger

SPANS = {
    "overlap": Span(value=0.62, low=0.55, high=0.65),
    "log_apps": Span(value=5, low=4, high=7),
    "survey_minutes": Span(value=30.0, low=25.0, high=40.0),
}


@pytest.fixture(scope="module")
def declared() -> Ledger:
    return Ledger.load()


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    calibration.write(path, "mine", {"experiment": "calibrate", "seed": 1}, SPANS)
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


def test_only_what_is_named_changes(overlay: Path, declared: Ledger) -> None:
    ledger, found = opened(str(overlay))
    assert found is not None
    before = {row["id"]: row for row in declared.table()}
    after = {row["id"]: row for row in ledger.table()}
    moved = {name for name in before if before[name] != after[name]}
    assert set(SPANS) <= moved
    follows = {name for name in moved - set(SPANS) if before[name]["formula"]}
    assert moved == set(SPANS) | follows
    for name, span in SPANS.items():
        assert (after[name]["value"], after[name]["low"], after[name]["high"]) == (
            span.value, span.low, span.high,
        )  # fmt: skip
        assert after[name]["grade"] == before[name]["grade"]
    assert list(before) == list(after)
    assert ledger.ranged == declared.ranged


def test_draws_come_from_the_calibrated_range(overlay: Path) -> None:
    ledger, _ = opened(str(overlay))
    ends = [ledger.sample({"overlap": u, "log_apps": u}) for u in (1e-9, 1 - 1e-9)]
    assert [one.value("assume:overlap") for one in ends] == pytest.approx([0.55, 0.65])
    assert [one.value("assume:log_apps") for one in ends] == [4, 7]


def test_without_a_file_evidence_is_as_declared(declared: Ledger) -> None:
    ledger, found = opened(None)
    assert found is None
    assert ledger.table() == declared.table()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("overlap:", "overlapp:", "overlapp: value 0.62: no such assumption; did you mean overlap"),
        ("low: 0.55", "low: 0.01", "overlap: low 0.01 is outside the declared range"),
        ("high: 0.65", "high: 2", "overlap: high 2 is outside the declared range"),
        ("value: 0.62", "value: 0.5", "overlap: value 0.5 is outside its own range 0.55 to 0.65"),
        ("high: 0.65", "high: 0.55", "overlap: low 0.55 should be below high 0.55"),
        ("value: 5", "value: 5.5", "log_apps: value 5.5 should be a whole number"),
        ("overlap:", "cadence_yearly:", "cadence_yearly: value 0.62: follows a formula"),
        ("overlap:", "wanghailou_population:", "wanghailou_population: value 0.62: no such"),
        ("low: 0.55", "low: few", "assumptions.overlap.low"),
        ("name: mine", "name: ${oc.env:HOME}", "name"),
        ("from:", "form:", "form"),
    ],
)
def test_what_is_off_is_refused_in_a_line_with_file_name_and_value(
    overlay: Path, declared: Ledger, before: str, after: str, told: str
) -> None:
    path = changed(overlay, before, after)
    with pytest.raises(Refusal) as refused:
        read(path, declared)
    line = str(refused.value)
    assert line.startswith(f"calibration={path}: ")
    assert told in line
    assert "\n" not in line


def test_a_calibration_changes_runs_and_is_named_wherever_results_are(
    overlay: Path, here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"scenarios": ["one_table"], "replications": 2}
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
    assert (listed["value"], listed["low"], listed["high"]) == (0.62, 0.55, 0.65)
    assert str(overlay) in json.loads((folder / "manifest.json").read_text())["command"]


def test_a_missing_file_is_refused_before_any_run(
    here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*tiny, "calibration=nowhere.yaml"]) == 2
    assert "calibration=nowhere.yaml: cannot be read" in capsys.readouterr().err
    assert not (here / "outputs").exists()
    assert not (here / "results").exists()
