"""The output folder: complete, self-contained, there whole or not at all."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from experiments import Results, load
from experiments.reports.headline import LINES, headline, notes
from experiments.reports.table import print_comparison
from experiments.storage.output import Output
from experiments.words.refusal import Failed, Refusal

FIGURES = ("where_the_hours_go.png", "hours_freed.png", "issue_resolution.png")


def test_loading_gives_back_what_the_comparison_returned(compared: Results) -> None:
    again = load(compared.folder)
    pd.testing.assert_frame_equal(again.measures, compared.measures)
    pd.testing.assert_frame_equal(again.series, compared.series)
    pd.testing.assert_frame_equal(again.comparison, compared.comparison, check_dtype=False)
    assert again.manifest == json.loads(json.dumps(compared.manifest))


def test_frames_have_the_columns_that_are_promised(compared: Results) -> None:
    assert list(compared.measures) == [
        "scenario", "replication", "seed", "community", "measure", "group", "value", "unit",
    ]  # fmt: skip
    assert list(compared.series) == [
        "scenario", "replication", "day", "measure", "group", "value", "unit",
    ]  # fmt: skip
    assert list(compared.comparison) == [
        "scenario", "measure", "group", "unit", "baseline", "value", "difference",
        "ci_low", "ci_high", "replications", "p_holm", "q_fdr", "family", "correlation",
        "variance_reduction", "differing", "lacking",
    ]  # fmt: skip
    keys = ["scenario", "replication", "community", "measure", "group"]
    assert not compared.measures.duplicated(keys).any()


def test_the_manifest_tells_how_to_get_it_again(compared: Results) -> None:
    manifest = compared.manifest
    assert manifest["command"].startswith("unburden experiment=compare")
    assert len(manifest["seeds"]) == manifest["replications"] == 3
    assert set(manifest["settings"]) == {"baseline", "signboard_removal", "one_table"}
    assert manifest["versions"]["model"]
    assert manifest["wall_seconds"] > 0
    grades = {row["grade"] for row in manifest["evidence"]}
    assert "assumed" in grades
    assert {row["path"] for row in manifest["overrides"]} == {
        "territory.communities",
        "territory.workers",
        "territory.residents",
    }


def test_the_report_stands_alone_and_figures_are_pictures(compared: Results) -> None:
    text = (compared.folder / "report.html").read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!data:)', text)
    assert "<script" not in text
    assert text.count("data:image/png;base64,") == len(FIGURES)
    assert "one table" in text
    for name in FIGURES:
        data = (compared.folder / "figures" / name).read_bytes()
        assert data.startswith(b"\x89PNG")


def with_load(results: Results, load: float) -> Results:
    """The same results, with the busiest department as full as this in one table."""
    rows = results.measures["measure"].eq("department_load") & results.measures["group"].eq(
        "busiest"
    )
    one_table = results.measures["scenario"].eq("one_table")
    value = results.measures["value"].mask(rows, 0.5).mask(rows & one_table, load)
    measures = results.measures.assign(value=value)
    return replace(results, frames={**results.frames, "measures": measures})


def test_notes_say_where_departments_times_mislead(compared: Results) -> None:
    assert not any("full" in note for note in notes(with_load(compared, 0.95)))
    assert any("one department is full" in note for note in notes(with_load(compared, 0.96)))
    assert not any("One community" in note for note in notes(compared))
    manifest = json.loads(json.dumps(compared.manifest))
    for settings in manifest["settings"].values():
        settings["territory"] |= {"communities": 1, "district_communities": 50}
    alone = notes(replace(compared, manifest=manifest))
    assert any("One community has 1/50 of each department's day" in note for note in alone)


def test_the_table_has_every_line_that_the_model_measures(compared: Results) -> None:
    head = headline(compared)
    assert set(head.cells) == set(LINES)
    assert not any(line.group == "counter" for line in head.cells)
    assert all(len(cells) == len(head.scenarios) for cells in head.cells.values())


@pytest.mark.parametrize("width", [60, 80, 132])
def test_the_table_shows_every_scenario_at_any_width(compared: Results, width: int) -> None:
    text = io.StringIO()
    print_comparison(compared, Console(file=text, width=width))
    shown = text.getvalue()
    assert "baseline" in shown
    assert "…" not in shown
    for word in ("freed", "signboard", "table", "simulation error only", "set by you"):
        assert word in shown


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"holds no manifest\.json"):
        load(tmp_path)


def test_an_interrupted_write_leaves_the_old_folder_and_no_litter(tmp_path: Path) -> None:
    output = Output(tmp_path / "out")
    output.write(lambda folder: (folder / "manifest.json").write_text('{"maker": "unburden"}'))

    def break_down(folder: Path) -> None:
        (folder / "measures.parquet").write_text("half")
        raise OSError("disk full")

    with pytest.raises(Failed, match="disk full; finished runs are kept"):
        Output(tmp_path / "out").write(break_down)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["manifest.json"]


def test_a_folder_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    for name in ("first", "second"):

        def fill(folder: Path, name: str = name) -> None:
            (folder / name).touch()
            (folder / "manifest.json").write_text('{"maker": "unburden"}')

        Output(tmp_path / "out").write(fill)
    found = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert found == ["manifest.json", "second"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
