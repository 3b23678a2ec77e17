"""The output folder: complete, self-contained, there whole or not at all."""

from __future__ import annotations

import copy
import io
import json
import pickle
import re
import weakref
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from rich.console import Console

from experiments import Results, compare, load
from experiments.config.errors import InputError
from experiments.kinds.compare.headline import headline
from experiments.kinds.compare.lines import headline_lines
from experiments.kinds.compare.notes import background, notes
from experiments.kinds.compare.report.page import ABREAST, report
from experiments.kinds.compare.summary import show
from experiments.kinds.compare.weeks_figure import where_the_hours_go
from experiments.reporting import frames
from experiments.reporting.frames import write_frames
from experiments.reporting.results import write_manifest
from tests.scenarios import many

FIGURES = (
    "hours_freed.png", "communities.png", "flow_of_freed_hours.png", "where_the_hours_go.png",
    "time_spent_less.png", "closing_curves.png", "issue_resolution.png",
)  # fmt: skip


def test_loading_gives_back_what_the_comparison_returned(compared: Results) -> None:
    again = load(compared.folder)
    pd.testing.assert_frame_equal(again.measures, compared.measures)
    pd.testing.assert_frame_equal(again.series, compared.series)
    pd.testing.assert_frame_equal(again.comparison, compared.comparison)
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
    assert any(
        "one department is full (one table)" in note for note in notes(with_load(compared, 0.96))
    )
    assert not any("One community" in note for note in notes(compared))
    manifest = json.loads(json.dumps(compared.manifest))
    for settings in manifest["settings"].values():
        settings["territory"] |= {"communities": 1, "district_communities": 50}
    alone = notes(replace(compared, manifest=manifest))
    assert any("One community has 1/50 of each department's day" in note for note in alone)


def test_days_too_short_for_a_restricted_mean_are_said_to_be(compared: Results) -> None:
    """Runs of ten days have it only where all is solved: those that lack it wait longest."""
    cells = headline(compared).cells
    own, departments = (
        cells[line] for line in cells if line.measure == "days_to_resolution_restricted_mean"
    )
    assert {cell.level for cell in departments} == {"too short"}
    assert [cell.note for cell in own if cell.level == "none"] == ["no mean in\n2 of 3 runs"]
    rows = compared.comparison
    rows = rows[rows["measure"].eq("days_to_resolution_restricted_mean") & rows["lacking"].gt(0)]
    assert rows["replications"].gt(0).any()
    assert rows[["difference", "ci_low", "p_holm", "q_fdr"]].isna().all(axis=None)
    assert any("take horizon_days=120 or more" in note for note in notes(compared))
    assert any("is too short for it" in note for note in background(compared))


def test_procedures_are_in_the_table_where_the_rule_is_on(tmp_path: Path) -> None:
    results = compare(
        "rules.procedures.on=true", "territory=community", "horizon_days=60", "warmup_days=0",
        "executor=serial", scenarios=["procedure_cuts"], societies="reference", replications=2,
        output=tmp_path / "out", store=tmp_path / "store",
    )  # fmt: skip
    shown = {line.label: cells for line, cells in headline(results).cells.items()}
    assert float(shown["procedures upward"][0].level) > float(shown["procedures upward"][1].level)
    assert shown["until a procedure has ended"][1].change.startswith("−")
    assert any("their steps, work and waits are assumed" in note for note in notes(results))
    assert "procedures upward" in (results.folder / "report.html").read_text("utf-8")


def test_the_table_has_every_line_that_the_model_measures(compared: Results) -> None:
    head = headline(compared)
    assert set(head.cells) == {line for line in headline_lines() if not line.shown.rule}
    assert not any(line.group == "counter" for line in head.cells)
    assert all(len(cells) == len(head.scenarios) for cells in head.cells.values())


def test_every_line_has_the_unit_of_its_measure(compared: Results) -> None:
    head = headline(compared)
    page = (compared.folder / "report.html").read_text(encoding="utf-8")
    text = io.StringIO()
    show(compared, Console(file=text, width=132))
    told = re.sub(r"\s+", " ", text.getvalue())
    rows = compared.measures.drop_duplicates(["measure", "group"])
    units = rows.set_index(["measure", "group"])["unit"]
    for line, cells in head.cells.items():
        unit = units[line.measure, line.group]
        share = unit.startswith("share")
        shown = "%" + unit.removeprefix("share") if share else unit
        assert head.units[line].unit == shown
        cell = f'{head.labels[line]}<span class="change">{shown}</span>'
        assert cell.replace("'", "&#x27;") in page
        assert all(one.level.endswith(" %") == share for one in cells if one.level[:1].isdigit())
    assert "street staff, hours per week" in told
    assert "unused paid time, hours per worker-" in told
    assert "forms never delivered, %" in told
    assert {line.section for line in head.cells if "hour" in line.section} == set()


@pytest.mark.parametrize("width", [60, 80, 132])
def test_the_table_shows_every_scenario_at_any_width(compared: Results, width: int) -> None:
    text = io.StringIO()
    show(compared, Console(file=text, width=width))
    shown = text.getvalue()
    assert "baseline" in shown
    assert "…" not in shown
    for word in ("freed", "signboard", "table", "simulation error only", "set by you"):
        assert word in shown


AWKWARD = ("NA", "007", "2030", "true", "1e5", "nan", "None", "", " ", "null", "=1+1", "中文")


def left(folder: Path, frames: dict[str, pd.DataFrame]) -> Results:
    """A folder with these frames, read again."""
    folder.mkdir(exist_ok=True)
    write_frames(frames, folder)
    write_manifest({"maker": "unburden"}, folder)
    return load(folder)


def test_frames_come_back_with_their_types_whatever_their_names_look_like(tmp_path: Path) -> None:
    frame = pd.DataFrame({"scenario": AWKWARD, "value": range(len(AWKWARD))})
    frame["community"] = pd.array([None, *range(1, len(frame))], dtype="Int32")
    frame["whole"] = frame["value"].astype("int32")
    frame["gap"] = frame["value"].where(frame["value"] > 3)
    frame["on"] = frame["value"] > 5
    frame["none"] = pd.Series([None] * len(frame), dtype="object")
    again = left(tmp_path / "out", {"names.csv": frame, "more.parquet": frame})
    for name in ("names", "more"):
        pd.testing.assert_frame_equal(again.frames[name], frame, check_exact=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "manifest.json", "more.parquet", "names.csv", "names.parquet",
    ]  # fmt: skip


def test_scenarios_that_are_named_like_a_number_keep_their_names(
    alone: tuple[str, ...], here: Path
) -> None:
    names = {"NA", "007", "2030", "1e5", "true"}
    for name in names:
        Path(f"{name}.yaml").write_text("levers: {one_table: {on: true}}")
    files = [f"{name}.yaml" for name in sorted(names)]
    compare(*alone, scenarios=files, replications=1, output=here / "out")
    again = load(here / "out")
    assert set(again.comparison["scenario"]) == names
    assert set(again.measures["scenario"]) == names | {"baseline"}
    assert set(again.series["scenario"]) == names | {"baseline"}


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1"])
def test_no_text_in_a_csv_is_a_formula(tmp_path: Path, text: str) -> None:
    frame = pd.DataFrame({"name": [text, "plain"], "value": [-1.5, 2.0]})
    again = left(tmp_path / "out", {"names.csv": frame})
    assert list(again.names["name"]) == [text, "plain"]
    shown = pd.read_csv(tmp_path / "out" / "names.csv")
    assert list(shown["name"]) == [f"'{text}", "plain"]
    assert list(shown["value"]) == [-1.5, 2.0]


def test_a_folder_of_an_earlier_version_is_refused_in_a_line(tmp_path: Path) -> None:
    left(tmp_path / "out", {"names.csv": pd.DataFrame({"scenario": ["007"]})})
    (tmp_path / "out" / "names.parquet").unlink()
    write_manifest({"maker": "unburden"}, tmp_path / "out")
    with pytest.raises(InputError, match=r"an earlier version left names\.csv without the types"):
        load(tmp_path / "out")


def test_frames_are_completed_as_attributes_are(compared: Results) -> None:
    completion: Any = import_module("IPython.core.completer")
    assert {"comparison", "measures", "series", "folder", "frames", "manifest"} <= set(
        dir(compared)
    )
    completer = completion.IPCompleter(namespace={"results": compared})
    for jedi in (True, False):
        completer.use_jedi = jedi
        for start, wanted in (("comp", "comparison"), ("man", "manifest")):
            text = f"results.{start}"
            with completion.provisionalcompleter():
                found = [
                    one.text.rpartition(".")[2] for one in completer.completions(text, len(text))
                ]
            assert wanted in found, (jedi, start)


def test_results_are_copied_and_pickled(compared: Results) -> None:
    for again in (copy.copy(compared), pickle.loads(pickle.dumps(compared))):
        assert again.folder == compared.folder
        assert again.comparison.equals(compared.comparison)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no manifest\.json"):
        load(tmp_path)


def test_the_report_prints_all_columns_and_leaves_the_appendix_out(compared: Results) -> None:
    page = (compared.folder / "report.html").read_text(encoding="utf-8")
    style = page[page.index("@page") : page.index("</style>")]
    assert "size: A4;" in style
    assert "table-header-group" in style
    assert "details::details-content { content-visibility: visible;" in style
    assert "details.aside { display: none; }" in style
    assert page.count('<details class="aside">') == 1
    assert "<details open" not in page
    assert "Not printed: they open on this line of report.html" in page


@pytest.mark.parametrize("count", [1, 8, 9, 20])
def test_a_table_of_the_report_has_as_many_columns_as_fit_on_a_page(
    compared: Results, count: int
) -> None:
    text = report(many(compared, count), Path("nowhere"))
    head = text[text.index("<h2>All measures") : text.index("<h2>Hours freed: what")]
    columns = [row.count("<th ") for row in re.findall("<thead>.*?</thead>", head)]
    assert sum(columns) - 2 * len(columns) == count
    before = text[: text.index("What the results are based on")]
    wide = [row.count("<th ") for row in re.findall("<thead>.*?</thead>", before)]
    assert len(wide) > len(columns)
    assert max(wide) <= 2 + ABREAST
    for number in range(count):
        assert head.count(f">scenario {number}</th>") == 1


def large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Results:
    """A folder with a frame that is too large to be kept."""
    monkeypatch.setattr(frames, "KEPT", 3)
    frame = pd.DataFrame({"community": pd.array([None, 0, 1, None], "Int32"), "word": list("abca")})
    return left(folder, {"large.parquet": frame.assign(value=[1.0, 2.0, 3.0, float("nan")])})


def test_a_large_frame_is_held_by_nobody_but_who_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = large(tmp_path / "out", monkeypatch)
    frame = results.large
    assert results.large is frame
    watched = weakref.ref(frame)
    del frame
    assert watched() is None
    assert len(results.large) == 4
    assert "large (4)" in repr(results)
    kept = left(tmp_path / "small", {"small.parquet": pd.DataFrame({"value": [1.0]})})
    assert kept.small is kept.small


def test_a_frame_is_refused_once_its_file_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = large(tmp_path / "out", monkeypatch)
    other = pd.DataFrame({"value": [2.0]})
    other.to_parquet(tmp_path / "out" / "large.parquet")
    with pytest.raises(InputError, match=r"large\.parquet was changed or replaced since"):
        _ = results.large
    assert "frames large, not as the experiment left them" in repr(results)
    (tmp_path / "out" / "large.parquet").unlink()
    with pytest.raises(InputError, match=r"large\.parquet was changed or replaced since"):
        _ = results.large


def test_a_part_of_a_frame_is_the_same_from_a_file_and_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = large(tmp_path / "out", monkeypatch).frames
    for only in ({"community": None}, {"word": ["a", "z"]}, {"community": None, "word": ["b"]}):
        found = frames.part(stored, "large", ["value", "word"], **only)
        held = frames.part({"large": stored["large"]}, "large", ["value", "word"], **only)
        pd.testing.assert_frame_equal(
            found.astype({"word": "object"}), held.reset_index(drop=True), check_exact=True
        )


def test_a_notebook_shows_what_there_is(compared: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"where_the_hours_go": where_the_hours_go}
    monkeypatch.setattr("experiments.kinds.compare.figures.FIGURES", figures, raising=False)
    html = compared._repr_html_()
    assert "<b>compare</b>: Scenarios compared with the baseline" in html
    assert "results.plot.where_the_hours_go()" in html
    assert "one_table" in html
    for name in compared.frames:
        assert f"<td>{name}</td><td>{len(compared.frames[name]):,}</td>" in html


def test_figures_are_plotted_from_results(
    compared: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = {"where_the_hours_go": where_the_hours_go}
    monkeypatch.setattr("experiments.kinds.compare.figures.FIGURES", figures, raising=False)
    again = load(compared.folder)
    assert dir(again.plot) == list(again.plot) == ["where_the_hours_go"]
    assert "  where_the_hours_go()  " in repr(again.plot)
    assert isinstance(again.plot.where_the_hours_go(), Figure)
    with pytest.raises(AttributeError, match="no figure 'hours'; there are where_the_hours_go"):
        again.plot.hours()
    assert list(copy.copy(again.plot)) == list(again.plot)
    assert {"comparison", "measures", "plot"} <= set(dir(again))
