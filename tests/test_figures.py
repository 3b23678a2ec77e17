"""Figures: every character has a font where there is one, and none is too large to be read."""

from __future__ import annotations

import io
import logging
import warnings
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image
from rich.console import Console

from experiments import Results
from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import outcome
from experiments.kinds.account.figures import WORLDS, hours_and_obligations
from experiments.kinds.compare import closing_figure, figures, resolution_figure, weeks_figure
from experiments.kinds.compare.summary import show
from experiments.kinds.trace import stages
from experiments.kinds.uncertainty.figures import changes_over_draws
from experiments.kinds.value_of_information.figures import value_of_single_assumptions
from experiments.language import use
from experiments.reporting import fonts, footing, page, panels, style
from experiments.reporting.figures import shown as html_of_figures
from experiments.reporting.figures import write_figures
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.style import MOST_INKS, MOST_PIXELS, first, save
from sim.measures.activities import Segment
from tests.scenarios import many

TEXT = "一张表 −1.5 μ* ±0.3 “σ” é"


@pytest.fixture(autouse=True)
def nothing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "_reported", set())


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A font with three Chinese characters, the only one that is installed."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 800), (800, 800), (800, 0)):
        pen.lineTo(point)
    pen.closePath()
    names = [".notdef", "box"]
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(one): "box" for one in "一张表"})
    made.setupGlyf({name: pen.glyph() for name in names})
    made.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    made.setupHorizontalHeader(ascent=900, descent=-200)
    family = fonts.FAMILIES[0]
    made.setupNameTable({"familyName": family, "styleName": "Regular"})
    made.setupOS2(sTypoAscender=900, usWinAscent=900, usWinDescent=200)
    made.setupPost()
    path = str(tmp_path / "chinese.ttf")
    made.save(path)
    manager = font_manager.fontManager
    monkeypatch.setattr(manager, "ttflist", [*manager.ttflist])
    manager.addfont(path)
    monkeypatch.setattr(fonts, "installed", lambda: {family: path})
    return family


def labelled(text: str) -> Figure:
    """A figure with the text on a tick, in a legend and in its title."""
    figure = Figure(layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [-1, 0], label=text)
    axes.set_yticks([0], [text])
    figure.legend()
    figure.suptitle(text, fontweight="bold")
    return figure


def saved(figure: Figure, path: Path, caplog: pytest.LogCaptureFixture) -> bytes:
    """The bytes of a figure that is saved without a warning or a line of the log."""
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        save(figure, path)
    assert caplog.records == []
    return path.read_bytes()


def test_characters_come_from_a_font_that_has_them(
    chinese: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    data = saved(labelled(TEXT), tmp_path / "a.png", caplog)
    assert capsys.readouterr().err == ""
    assert data == saved(labelled(TEXT), tmp_path / "b.png", caplog)
    monkeypatch.setattr(fonts, "installed", dict)
    monkeypatch.setattr(fonts, "FAMILIES", (chinese,))
    assert data != saved(labelled(TEXT), tmp_path / "boxes.png", caplog)
    assert f"install {chinese}" in capsys.readouterr().err


def test_a_font_comes_with_the_package_where_none_is_installed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(fonts, "installed", dict)
    assert fonts.covering(map(ord, "鑫馨家园社区，减负")) == [fonts.SHIPPED]
    data = saved(labelled(TEXT), tmp_path / "a.png", caplog)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(fonts, "FAMILIES", fonts.FAMILIES[:1])
    assert data != saved(labelled(TEXT), tmp_path / "boxes.png", caplog)


def test_a_good_font_that_is_installed_comes_before_that_of_the_package(chinese: str) -> None:
    assert fonts.covering({ord("表")}) == [chinese]
    assert fonts.covering(map(ord, "表社")) == [chinese, fonts.SHIPPED]


def test_one_line_says_so_where_no_font_has_them(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(fonts, "installed", dict)
    for name in ("a.png", "b.png"):
        saved(labelled(f"{TEXT} ཀཁག"), tmp_path / name, caplog)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("unburden: no font is installed for ཀཁག in figures")


def test_usual_characters_need_no_other_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(fonts, "covering", lambda missing: pytest.fail(f"asked for {missing}"))
    saved(labelled("−1.5 μ* ±0.3 “σ” é → – …"), tmp_path / "a.png", caplog)


def test_other_warnings_are_not_kept_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = labelled("a")
    monkeypatch.setattr(figure, "draw", lambda _: warnings.warn("other", stacklevel=1))
    with pytest.warns(UserWarning, match="other"):
        save(figure, tmp_path / "a.png")


def test_items_left_out_are_counted_with_the_file_that_has_them() -> None:
    assert first(["a", "b"], 2, "scenarios", "x.csv") == (["a", "b"], "")
    shown, note = first(list("abc"), 2, "scenarios", "x.csv")
    assert (shown, note) == (["a", "b"], "1 more scenarios are left out: x.csv has all 3")


def test_two_hundred_scenarios_make_figures_that_can_be_read(
    compared: Results, tmp_path: Path
) -> None:
    results = many(compared, 200)
    for path in write_figures(results, tmp_path):
        with Image.open(path) as image:
            assert max(image.size) <= MOST_PIXELS
    for make, shown in (
        (weeks_figure.where_the_hours_go, weeks_figure.MOST),
        (figures.time_spent_less, MOST_INKS),
        (closing_figure.closing_curves, closing_figure.MOST),
        (resolution_figure.issue_resolution, resolution_figure.MOST),
    ):
        note = " ".join(" ".join(text.get_text() for text in make(results).texts).split())
        assert f"{shown} of 200 scenarios are shown, those with the largest change" in note


def test_names_with_signs_of_formulas_are_names(compared: Results, tmp_path: Path) -> None:
    frames = {name: frame.replace("one_table", "$x_{$") for name, frame in compared.frames.items()}
    manifest = {**compared.manifest, "scenarios": ["$x_{$", "signboard_removal"]}
    results = replace(compared, frames=frames, manifest=manifest)
    assert "where_the_hours_go" in {path.stem for path in write_figures(results, tmp_path)}


def test_scenarios_that_change_most_are_shown_in_the_order_asked_for(compared: Results) -> None:
    results = many(compared, 60)
    rows = results.comparison.copy()
    freed = rows["measure"].eq("hours_freed_per_worker_week") & rows["group"].eq("all")
    number = rows["scenario"].str.removeprefix("scenario ").astype(int)
    rows.loc[freed, "difference"] = number[freed] * (-1.0) ** number[freed]
    rows.loc[freed & number.eq(59), "difference"] = float("nan")
    results = replace(results, frames={**results.frames, "comparison": rows})
    shown, note = chosen(results, 3, "comparison.csv")
    assert shown == ["scenario 56", "scenario 57", "scenario 58"]
    assert note == (
        "3 of 60 scenarios are shown, those with the largest change in hours freed; "
        "all are in comparison.csv"
    )
    assert chosen(results, 60, "comparison.csv")[1] == ""


def test_time_goes_to_activities_and_not_to_their_years() -> None:
    """Sums and groups of years change most, and are no activity."""
    changes = {"all": 9.0, "year_1": 8.0, "visits.year_2": 7.0, "forms": 6.0, "patrol": -0.1,
               "visits": 0.5}  # fmt: skip
    changes |= {f"visits.year_{year}": 7.0 + year for year in range(3, 12)}
    rows = pd.DataFrame({"group": [*changes], "difference": [*changes.values()]})
    assert figures._destinations(rows) == ["visits", "patrol"]


def test_no_figure_is_written_larger_than_can_be_opened(tmp_path: Path) -> None:
    figure = Figure(figsize=(4, 90), dpi=style.DPI)
    save(figure, tmp_path / "tall.png")
    with Image.open(tmp_path / "tall.png") as image:
        assert image.size[1] == MOST_PIXELS


def test_the_terminal_shows_as_many_scenarios_as_are_read_and_says_where_all_are(
    compared: Results,
) -> None:
    text = io.StringIO()
    show(many(compared, 60), Console(file=text, width=132))
    told = " ".join(text.getvalue().split())
    assert "40 of 60 scenarios are shown" in told
    assert "all are in report.html" in told


def test_a_figure_of_many_draws_has_a_limit(tmp_path: Path) -> None:
    one = outcome("satisfaction")
    row = {"measure": one.measure, "group": one.group, "draws": 9, "helps": 0.5}
    row |= {f"difference_{q}": 0.1 for q in ("05", "25", "50", "75", "95")}
    rows = pd.DataFrame([{"scenario": f"s{number}", **row} for number in range(200)])
    manifest = {"outcomes": [str(one)], "units": ["share solved"], "draws": {"used": 9}}
    manifest |= {"versions": {"model": "x"}}
    figure = changes_over_draws(Results(tmp_path, {"uncertainty": rows}, manifest))
    save(figure, tmp_path / "changes.png")
    with Image.open(tmp_path / "changes.png") as image:
        assert max(image.size) <= MOST_PIXELS
    assert "160 more scenarios are left out: uncertainty.csv has all 200" in " ".join(
        " ".join(text.get_text() for text in figure.texts).split()
    )
    assert figure.axes[0].get_xlabel() == "percentage points"
    median: Any = figure.axes[0].lines[-1].get_xdata()
    assert median[0] == pytest.approx(10.0)


def test_a_panel_without_a_value_says_so() -> None:
    """An empty panel around 0 looks like a result of 0."""
    _, (empty, full) = panels.panels(2)
    panels.say_if_empty(empty, pd.Series([float("nan"), float("nan")]))
    panels.say_if_empty(full, pd.Series([float("nan"), 0.0]))
    assert [text.get_text() for text in empty.texts] == ["no value"]
    assert not full.texts


def lightness(colour: str) -> float:
    """From 0, black, to 255, as a printer without colours has it."""
    red, green, blue = to_rgb(colour)
    return 255 * (0.299 * red + 0.587 * green + 0.114 * blue)


def alike(one: Any, other: Any) -> bool:
    """Whether two bars look alike in grey."""
    near = abs(lightness(one["facecolor"]) - lightness(other["facecolor"])) < 25
    return near and one["hatch"] == other["hatch"]


@pytest.mark.parametrize(
    "looks",
    [
        {segment.label: style.segment_look(segment.label) for segment in Segment},
        {stage: stages.look(stage) for stage in stages.INKS},
    ],
    ids=["activities", "stages of an issue"],
)
def test_bars_differ_without_colours(looks: dict[str, Any]) -> None:
    pairs = [(a, b) for a, b in combinations(looks, 2) if alike(looks[a], looks[b])]
    assert pairs == []


def test_lines_of_scenarios_differ_without_colours() -> None:
    names = [BASELINE, *map(str, range(MOST_INKS))]
    looks = [(look["linestyle"], look["marker"]) for look in panels.inks(names).values()]
    assert len(set(looks)) == len(names)


@pytest.mark.parametrize(("lang", "separator"), [("en", "one; two; unb"), ("zh", "one；two；unb")])
def test_notes_are_joined_as_the_language_does(lang: str, separator: str, tmp_path: Path) -> None:
    figure = Figure(figsize=(footing.WIDTH, 3), layout="constrained")
    with use(lang):
        footing.titled(
            figure, Results(tmp_path, {}, {"versions": {"model": "x"}}), "what", "one", "", "two"
        )
    head, notes = figure.texts
    assert head.get_fontweight() == "bold"
    assert notes.get_text().startswith(separator)


def values(tmp_path: Path, worth: list[float]) -> Any:
    """The figure of assumptions that are worth so much."""
    rows = pd.DataFrame({"evppi": worth, "low": 0.0, "high": 0.3, "noise_limit": 0.1})
    rows = rows.assign(beyond_noise=False, meaning="Chance that it rains.")
    manifest = {"versions": {"model": "x"}, "used": 9, "societies": None}
    return value_of_single_assumptions(Results(tmp_path, {"value": rows}, manifest))


@pytest.mark.parametrize(
    ("worth", "shown", "said"),
    [
        ([0.2, 0.1, 0.05, 0.01, 0.004, 0.0], 4, "2 more are below 0.005"),
        ([0.2, *[0.0] * 9], 3, "7 more are below 0.005"),
        ([0.2] * 16 + [0.0], 15, "2 more, 1 of them below 0.005"),
    ],
)
def test_assumptions_worth_nothing_are_counted_and_not_shown(
    worth: list[float], shown: int, said: str, tmp_path: Path
) -> None:
    figure = values(tmp_path, worth)
    (axes,) = figure.axes
    assert len(axes.get_yticks()) == shown
    assert said in figure.texts[1].get_text().replace("\n", " ")
    assert axes.get_xlim()[0] < 0, "a dot at 0 is cut"


@pytest.mark.parametrize("years", [1, 2])
def test_worlds_of_an_account_differ_by_their_marks(years: int, tmp_path: Path) -> None:
    rows = pd.DataFrame([
        {"scenario": scenario, "world": world, "year": year, "entry": entry, "value": 1.0,
         "unit": "hours per worker-week"}
        for scenario in (BASELINE, "one_table") for world in WORLDS
        for year in range(1, years + 1) for entry in ("forms", "visits", "obligations")
    ])  # fmt: skip
    manifest = {"versions": {"model": "x"}, "replications": 1}
    figure = hours_and_obligations(Results(tmp_path, {"account": rows}, manifest))
    marks: list[Any] = list(figure.axes[1].containers)
    lines = [each.lines[0] for each in marks]
    looks = {(line.get_marker(), str(line.get_markerfacecolor())) for line in lines}
    assert len(looks) == len(lines) == 4
    assert {line.get_linestyle() == "None" for line in lines} == {years == 1}
    places = [float(line.get_xdata()[0]) for line in lines]
    assert len(set(places)) == 4, "marks of one year lie on each other"


def test_a_figure_of_a_page_can_be_moved_sideways_on_a_phone(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "account.png").write_bytes(b"")
    manifest = {"experiment": "account"}
    shown = html_of_figures(Results(tmp_path, {}, manifest), tmp_path)["account"]
    assert '<div class="picture"><img ' in shown
    narrow = page.STYLE.partition("@media (max-width")[2].partition("@page")[0]
    assert ".picture { overflow-x: auto;" in narrow
    assert ".sideways { display: block; }" in narrow
    assert ".sideways { display: none; }" in page.STYLE.partition("@media")[0]
