"""Points of a design: where they lie, what a file of them may say, and what they change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.config import catalogue, points_file
from experiments.config.errors import InputError
from experiments.config.factors import Range, Scheme, axes, factor
from experiments.runs.design import Design
from experiments.runs.inactive_factors import twins, unmoved
from experiments.runs.plan import plan
from experiments.runs.points import (
    EDGE,
    assumed,
    between,
    grid,
    resampled,
    table,
    uniforms,
)
from sim.evidence import EvidenceError, Ledger

COVERAGE = "levers.one_table.coverage"
SMALL = {"horizon_days": 5, "warmup_days": 0}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger.load()


def made(
    vary: Mapping[str, Any], sampling: Scheme, ledger: Ledger, points: int = 16
) -> pd.DataFrame:
    return table(axes(vary, sampling, ledger), sampling, points, 1, ledger)


def test_a_grid_has_every_combination_and_the_last_named_goes_fastest(ledger: Ledger) -> None:
    found = made({COVERAGE: [0, 1], "territory.workers": [4, 8, 6]}, "grid", ledger)
    assert found.to_numpy().tolist() == [[0, 4], [0, 8], [0, 6], [1, 4], [1, 8], [1, 6]]
    assert grid({"a": [True, False]})["a"].tolist() == [True, False]


def test_lists_are_taken_together_row_by_row(ledger: Ledger) -> None:
    found = made({COVERAGE: [0, 0.5, 1], "overlap": [0.2, 0.2, 0.3]}, "list", ledger)
    assert list(found) == [COVERAGE, "assume:overlap"]
    assert found.to_numpy().tolist() == [[0, 0.2], [0.5, 0.2], [1, 0.3]]


def test_a_latin_hypercube_has_each_class_once() -> None:
    drawn = uniforms("latin", 20, 3, seed=1)
    for column in drawn.T:
        assert sorted(np.floor(column * 20)) == list(range(20))


def test_a_sobol_sequence_is_even_in_every_half() -> None:
    drawn = uniforms("sobol", 64, 2, seed=1)
    cells = np.floor(drawn * 8).astype(int)
    assert len({tuple(cell) for cell in cells}) == 64


@pytest.mark.parametrize("sampling", ["latin", "sobol"])
def test_the_same_seed_gives_the_same_points(sampling: Any) -> None:
    first, again, other = (uniforms(sampling, 16, 2, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert ((first > 0) & (first < 1)).all()


def test_ranges_are_even_on_their_scale() -> None:
    middles = (np.arange(1000) + 0.5) / 1000
    np.testing.assert_allclose(between(Range(2, 6), middles, whole=False), 2 + 4 * middles)
    logs = np.log10(between(Range(0.01, 100, log=True), middles, whole=False))
    np.testing.assert_allclose(logs, -2 + 4 * middles)


def test_whole_numbers_stay_whole_and_are_equally_likely() -> None:
    middles = (np.arange(1000) + 0.5) / 1000
    found = between(Range(3, 7), middles, whole=True)
    assert found.dtype == np.int64
    assert np.unique_counts(found).counts.tolist() == [200] * 5
    logs = between(Range(1, 1000, log=True), middles, whole=True)
    assert logs.dtype == np.int64
    assert logs.min() == 1
    assert 990 < logs.max() <= 1000
    assert np.median(logs) == pytest.approx(np.sqrt(0.5 * 1000.5), abs=1)


def test_assumptions_are_drawn_as_the_ledger_draws_them(ledger: Ledger) -> None:
    drawn = uniforms("latin", 4, len(ledger.ranged), seed=3)
    found = assumed(ledger.ranged, ledger, drawn)
    for row, uniform in enumerate(drawn):
        theirs = ledger.sample(dict(zip(ledger.ranged, map(float, uniform), strict=True))).replaced
        ours = {name: found[f"assume:{name}"].iloc[row] for name in ledger.ranged}
        assert ours == theirs
    with pytest.raises(EvidenceError, match="no assumption with a range"):
        assumed(["nothing"], ledger, drawn[:, :1])


def test_a_range_of_null_is_the_assumptions_own(ledger: Ledger) -> None:
    entry = ledger.assumptions["overlap"]
    found = made({"overlap": None, COVERAGE: {"low": 0.2, "high": 0.4}}, "latin", ledger, 200)
    assert entry.low is not None
    assert entry.high is not None
    assert found["assume:overlap"].between(entry.low, entry.high).all()
    assert found["assume:overlap"].max() - found["assume:overlap"].min() > 0.9 * (
        entry.high - entry.low
    )
    assert found[COVERAGE].between(0.2, 0.4).all()


REFUSED: dict[str, tuple[Scheme, dict[str, Any], str]] = {
    "nothing": ("grid", {}, "at least one"),
    "no list": ("grid", {COVERAGE: 0.5}, f"vary.{COVERAGE}=0.5: should be a list of numbers"),
    "a range in a grid": ("grid", {COVERAGE: {"low": 0, "high": 1}}, "for sampling=latin"),
    "a list in a hypercube": ("latin", {COVERAGE: [0, 1]}, "for sampling=grid"),
    "an empty list": ("grid", {COVERAGE: []}, "should be a list"),
    "a value twice": ("grid", {COVERAGE: [0, 0.5, 0.5]}, "=0.5: is listed twice"),
    "unequal lists": ("list", {COVERAGE: [0, 1], "overlap": [0.5]}, "lists of equal length"),
    "a word for a number": ("grid", {COVERAGE: [0, "half"]}, "=half: should be numbers"),
    "a switch for a number": ("grid", {COVERAGE: [False, True]}, "=false: should be numbers"),
    "shares by type": (
        "grid",
        {COVERAGE: [0.5, {"old_estate": 1}]},
        "={old_estate: 1}: should be numbers; shares by type are not swept: "
        "-m 'levers.one_table.coverage=0.5,{old_estate:1}' makes a study of each",
    ),
    "not a number": ("grid", {COVERAGE: [float("nan")]}, "should be numbers"),
    "a half worker": ("grid", {"territory.workers": [4, 4.5]}, "=4.5: should be whole numbers"),
    "a number for a switch": ("grid", {"levers.one_table.on": [0, 1]}, "true or false"),
    "a range of a switch": ("latin", {"levers.one_table.on": {"low": 0, "high": 1}}, "no range"),
    "a range without an end": ("latin", {COVERAGE: {"low": 0}}, "should be {low: ..., high: ...}"),
    "a range the wrong way": ("latin", {COVERAGE: {"low": 1, "high": 0}}, "low should be below"),
    "a strange scale": ("latin", {COVERAGE: {"low": 0, "high": 1, "scale": "ln"}}, "linear or log"),
    "nought on a log scale": (
        "latin", {COVERAGE: {"low": 0, "high": 1, "scale": "log"}}, "should be above 0",
    ),
    "half a worker as an end": ("latin", {"territory.workers": {"low": 1.5, "high": 4}}, "whole"),
    "a setting without a range": ("latin", {COVERAGE: None}, "should be {low: ..., high: ...}"),
    "an unknown path": ("grid", {"levers.one_tabel.coverage": [0]}, f"did you mean {COVERAGE}"),
    "an unknown id": ("grid", {"overlapp": [0]}, "did you mean overlap"),
    "a group": ("grid", {"levers.one_table": [0]}, "a group, of levers.one_table."),
    "a list of names": ("grid", {"departments.answering": [1]}, "is a list"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_varied_is_refused_with_what_is_allowed(case: str, ledger: Ledger) -> None:
    sampling, vary, told = REFUSED[case]
    with pytest.raises(InputError, match="vary") as refusal:
        axes(vary, sampling, ledger)
    assert told in str(refusal.value)


def test_facts_and_what_follows_a_formula_are_not_varied(ledger: Ledger) -> None:
    fact = next(iter(ledger.facts))
    derived = next(name for name in ledger.assumptions if name not in ledger.ranged)
    with pytest.raises(InputError, match="facts are not varied"):
        factor(fact, ledger, "vary")
    with pytest.raises(InputError, match="it follows"):
        factor(derived, ledger, "vary")


def test_a_factor_knows_its_kind_and_unit(ledger: Ledger) -> None:
    share = factor("levers.one_table.connected_share", ledger, "vary")
    assert (share.kind, share.unit, share.assumption) == (float, "share", False)
    assert share.axis == "one table: connected share"
    assert factor("overlap", ledger, "vary").assumption
    assert factor("horizon_days", ledger, "vary").kind is int
    switch = factor("levers.one_table.on", ledger, "vary")
    assert [switch.shown(level) for level in (True, False)] == ["on", "off"]


def test_a_file_of_points_is_read_with_the_kinds_of_its_columns(
    tmp_path: Path, ledger: Ledger
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "point, levers.one_table.on, territory.workers, overlap\n7, TRUE, 8, .5\n\n3,false,4,1e-1\n"
    )
    varied, numbers = points_file.read(path, ledger)
    assert list(numbers) == [7, 3]
    assert [one.over for one in varied] == [(True, False), (8, 4), (0.5, 0.1)]
    path.write_text("overlap\n0.5\n0.5\n")
    varied, numbers = points_file.read(path, ledger)
    assert list(numbers) == [0, 1]


FILES = {
    "": "is empty",
    "overlap\n": "has no points",
    "overlapp\n1\n": "did you mean overlap",
    "overlap,overlap\n1,1\n": "each once",
    "point\n1\n": "needs a header",
    "overlap\n0.5\nhalf\n": "line 3, overlap: 'half' should be numbers",
    "overlap\nnan\n": "should be numbers",
    "overlap,territory.workers\n0.5,4\n0.5,\n": "line 3, territory.workers: '' should be whole",
    "overlap,territory.workers\n0.5,4.5\n": "line 2, territory.workers: '4.5'",
    "levers.one_table.on\n1\n": "true or false",
    "overlap\n0.5,3\n": "line 2 has 2 cells, the header 1",
    "point,overlap\n1,0.5\n1,0.6\n": "each once, from 0 on",
    "point,overlap\n-1,0.5\n": "each once, from 0 on",
}


@pytest.mark.parametrize("text", FILES)
def test_a_file_of_points_that_is_off_is_refused_by_line_and_column(
    text: str, tmp_path: Path, ledger: Ledger
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(InputError, match="points_file") as refusal:
        points_file.read(path, ledger)
    assert FILES[text] in str(refusal.value)


def test_frames_of_pandas_are_files_of_points(tmp_path: Path, ledger: Ledger) -> None:
    frame = pd.DataFrame({"overlap": [0.5, 1.0], "territory.workers": [8.0, 12.0]})
    frame["levers.one_table.on"] = [True, False]
    frame.to_csv(tmp_path / "indexed.csv")
    pd.read_csv(tmp_path / "indexed.csv").to_csv(tmp_path / "again.csv", index=False)
    frame.to_parquet(tmp_path / "plain.parquet")
    numbered = frame.set_axis([7, 3]).rename_axis("point")
    numbered.to_parquet(tmp_path / "numbered.parquet")
    for name in ("indexed.csv", "again.csv", "plain.parquet", "numbered.parquet"):
        varied, numbers = points_file.read(tmp_path / name, ledger)
        assert [one.over for one in varied] == [(0.5, 1.0), (8, 12), (True, False)], name
        kinds = [type(one.over[1]) for one in varied if isinstance(one.over, tuple)]
        assert kinds == [float, int, bool]
        assert list(numbers) == ([7, 3] if name.startswith("numbered") else [0, 1])


def test_a_frame_with_gaps_or_other_kinds_is_refused_by_row(tmp_path: Path, ledger: Ledger) -> None:
    path = tmp_path / "mine.parquet"
    for column, values, told in (
        ("territory.workers", [8.0, 8.5], "row 2, territory.workers: 8.5 should be whole"),
        ("territory.workers", [float("nan"), 8.0], "row 1, territory.workers: nan"),
        ("overlap", [0.5, float("nan")], "row 2, overlap: nan"),
        ("overlap", [True, False], "row 1, overlap: True"),
    ):
        pd.DataFrame({column: values}).to_parquet(path)
        with pytest.raises(InputError, match="points_file") as refusal:
            points_file.read(path, ledger)
        assert told in str(refusal.value)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match="cannot be read"):
        points_file.read(path, ledger)


def test_what_is_no_file_or_too_large_is_refused_at_once(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero"), tmp_path):
        with pytest.raises(InputError, match="not a file"):
            points_file.read(path, ledger)
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(InputError, match="not a file"):
        catalogue.scenario(str(tmp_path / "pipe.yaml"))
    (tmp_path / "many.csv").write_text("overlap\n0.5\n0.6\n")
    monkeypatch.setattr(points_file, "MOST_POINTS", 1)
    with pytest.raises(InputError, match="has 2 points; 1 at most"):
        points_file.read(tmp_path / "many.csv", ledger)
    monkeypatch.setattr(points_file, "LARGEST", 10)
    with pytest.raises(InputError, match="more than 0 MB"):
        points_file.read(tmp_path / "many.csv", ledger)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        points_file.read(tmp_path / "nowhere.csv", ledger)
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        points_file.read(tmp_path / "binary.csv", ledger)


def tree(on: bool = True, **more: Any) -> dict[str, Any]:
    return {**SMALL, "levers": {"one_table": {"on": on, **more}}}


def test_what_leaves_a_scenario_as_it_is_is_found(ledger: Ledger) -> None:
    scenarios = {"baseline": SMALL, "on": tree(), "fixed": tree(connected_share=0.5)}
    points = pd.DataFrame(
        {
            COVERAGE: [0.0, 0.5],
            "assume:connected_share": [0.2, 0.9],
            "levers.data_cockpit.start_day": [0, 1],
            "obligations.overlap": [0.1, 0.2],
        }
    )
    assert unmoved(scenarios, ledger, points) == {
        COVERAGE: ["baseline"],
        "assume:connected_share": ["baseline", "fixed"],
        "levers.data_cockpit.start_day": ["baseline", "on", "fixed"],
    }


def test_a_lever_that_is_on_at_some_points_alone_counts(ledger: Ledger) -> None:
    switch = "levers.one_table.on"
    points = pd.DataFrame({switch: [False, False, True], COVERAGE: [0.5, 1.0, 1.0]})
    assert unmoved({"baseline": SMALL}, ledger, points) == {}
    assert unmoved({"baseline": SMALL}, ledger, points.iloc[:2]) == {
        switch: ["baseline"],
        COVERAGE: ["baseline"],
    }


def test_scenarios_that_are_the_baseline_at_every_point_are_found(ledger: Ledger) -> None:
    points = pd.DataFrame({"levers.one_table.on": [False, True]})
    scenarios = {"baseline": SMALL, "one_table": tree(), "other": {**SMALL, "warmup_days": 1}}
    assert twins(plan(Design(scenarios, ledger, points), 2, seed=1)) == ["one_table"]


def test_a_uniform_picks_no_particle_without_a_weight() -> None:
    found = resampled(np.array([0.0, 0.4, 0.0, 0.6, 0.0]), np.array([EDGE, 0.39, 0.4, 1 - EDGE]))
    assert found.tolist() == [1, 1, 3, 3]
