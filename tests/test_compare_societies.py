"""A comparison over societies: its frames, its table, its sentences, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import Results, compare, load
from experiments.cli import answer
from experiments.config.outcomes import FREED, STANDARD, Outcome
from experiments.kinds.compare.headline import headline, title
from experiments.kinds.compare.lines import Line, headline_lines, units
from experiments.kinds.compare.notes import background, notes
from experiments.kinds.compare.options import CompareOptions
from experiments.kinds.compare.report.answers import answers
from experiments.kinds.compare.report.unknown import paragraphs
from experiments.kinds.compare.society_cells import change_cell, sources
from experiments.kinds.compare.society_notes import _lacking
from experiments.kinds.compare.summary import show
from experiments.reporting.labels import shown_in
from experiments.reporting.society_cells import percent
from experiments.reporting.terminal import console
from experiments.statistics.over_societies import COLUMNS, EFFECT, of_values
from tests.conftest import TINY

nan = float("nan")
SCENARIOS = ["signboard_removal", "one_table"]


def test_the_default_is_over_forty_societies_with_two_replications_each() -> None:
    usual = CompareOptions()
    assert (usual.societies, usual.usual_societies, usual.runs_each) == ("ensemble", 40, 2)
    assert CompareOptions(societies="reference").runs_each == 60
    assert CompareOptions(replications=5).runs_each == 5


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("precision=0.5", "precision={hours_freed_per_worker_week: 0.5}"),
        ("interval=bca", "interval=bca"),
        ("primary=[satisfaction,backlog]", "primary=[satisfaction,backlog]"),
    ],
)
def test_tests_for_chance_are_for_one_society(
    here: Path, capsys: pytest.CaptureFixture[str], word: str, told: str
) -> None:
    assert answer([*TINY, "societies=3", word]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "with societies=reference alone" in error
    assert error.count("\n") == 1
    assert list(here.iterdir()) == []


def test_frames_have_the_columns_of_the_contract(over: Results) -> None:
    assert list(over.comparison) == COLUMNS
    assert list(over.frames["freed"]) == ["scenario", "entry", "unit", *EFFECT]
    for frame in (over.measures, over.series):
        assert list(frame)[:3] == ["scenario", "society", "replication"]
        assert frame["society"].nunique() == 3
        assert frame["replication"].nunique() == 2
    text = pd.read_csv(over.folder / "comparison.csv")
    assert list(text) == COLUMNS
    assert len(text) == len(over.comparison)


def test_the_comparison_is_what_its_measures_say(over: Results) -> None:
    whole = over.measures[over.measures["community"].isna()]
    index = ["scenario", "society", "replication"]
    found: Any = over.comparison.set_index(["measure", "group", "scenario"])
    for outcome in (*STANDARD, Outcome("hours_per_worker_week", "visits")):
        rows = whole[(whole["measure"] == outcome.measure) & (whole["group"] == outcome.group)]
        values = rows.set_index(index)[["value"]].rename(columns={"value": str(outcome)})
        again: Any = of_values(values, [outcome], [rows["unit"].iloc[0]]).set_index("scenario")
        for name in SCENARIOS:
            mine = found.loc[(*outcome, name)].drop("unit").astype(float)
            theirs = again.loc[name, mine.index].astype(float)
            np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12, equal_nan=True)
        wide = values[str(outcome)].unstack("scenario")
        change = wide["one_table"] - wide["baseline"]
        known = np.nan if outcome.censored and change.isna().any() else 1.0
        median = known * change.groupby("society").mean().median()
        told = found.loc[(*outcome, "one_table"), "median"]
        assert told == pytest.approx(median, nan_ok=True)


def test_parts_of_what_is_freed_add_up_in_their_means(over: Results) -> None:
    freed = over.frames["freed"].set_index(["scenario", "entry"])["mean"]
    compared = over.comparison.set_index(["measure", "group", "scenario"])["mean"]
    for name in SCENARIOS:
        parts = ["fewer", "cheaper", "standing", "chasing", "procedures", "extra"]
        assert freed[name, "equal_delivery"] == pytest.approx(freed[name][parts].sum())
        assert freed[name, "equal_delivery"] == pytest.approx(compared[FREED, "all", name])


def test_more_societies_and_replications_run_only_what_is_new(here: Path) -> None:
    words: dict[str, Any] = {"scenarios": ["one_table"], "store": "kept", "overwrite": True}
    first = compare(*TINY, societies=2, output="out", **words)
    more = compare(*TINY, societies=3, replications=3, output="out", **words)
    assert first.manifest["runs"] == {"planned": 8, "computed": 8, "reused": 0}
    assert more.manifest["runs"] == {"planned": 18, "computed": 10, "reused": 8}
    key = ["scenario", "society", "replication", "community", "measure", "group"]
    before, after = (frame.set_index(key)["value"] for frame in (first.measures, more.measures))
    pd.testing.assert_series_equal(after.reindex(before.index), before)


def test_executors_give_the_same_bits(here: Path) -> None:
    words = [word for word in TINY if not word.startswith("executor")]
    one, other = (
        compare(
            *words, f"executor={name}", *more, scenarios=["one_table"], societies=2,
            store=name, output=f"out_{name}",
        )
        for name, more in (("serial", []), ("processes", ["workers=2"]))
    )  # fmt: skip
    for name in ("comparison", "freed", "measures", "series"):
        pd.testing.assert_frame_equal(one.frames[name], other.frames[name], check_exact=True)


def test_the_title_and_notes_say_how_many_societies_and_never_simulation_error(
    over: Results, compared: Results
) -> None:
    assert "3 plausible societies, 2 replications each" in title(over)
    told = " ".join([*notes(over), *background(over)])
    assert "simulation error" not in told
    assert "median of 3 plausible societies and [5 %, 95 %]" in told
    assert "With 3 societies intervals are rough" in told
    assert "one society, 3 replications" in title(compared)
    alone = " ".join(notes(compared))
    assert "simulation error only, in one society with the declared values" in alone


def test_a_cell_has_median_interval_and_the_share_that_gains(over: Results) -> None:
    head = headline(over)
    rows: Any = over.comparison.set_index(["measure", "group", "scenario"])
    row = rows.loc[FREED, "all", "one_table"]
    line = next(line for line in head.cells if line.outcome == Outcome(FREED))
    cell = head.cells[line][head.scenarios.index("one_table")]
    assert cell.level == f"{row['median']:+.1f}".replace("-", "−")
    assert cell.note == f"helps {round(3 * row['share_helped'])} of 3"
    days = next(
        line for line in head.cells
        if line.outcome == Outcome("days_to_resolution_restricted_mean", "own_powers")
    )  # fmt: skip
    whole = over.measures[over.measures["community"].isna()]
    rows = whole[(whole["measure"] == days.measure) & (whole["group"] == days.group)]
    base = rows[rows["scenario"] == "baseline"].groupby("society")["value"].mean()
    assert head.cells[days][0].level == f"{base.median():.1f}"


def test_the_terminal_shows_what_the_spread_comes_from(
    over: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    show(over, console())
    printed = " ".join(capsys.readouterr().out.split())
    assert "3 plausible societies, 2 replications each" in printed
    assert "between societies (assumptions)" in printed
    assert len(sources(over, SCENARIOS)) == len(STANDARD)


def test_the_report_and_the_figures_are_over_societies(over: Results) -> None:
    page = (over.folder / "report.html").read_text("utf-8")
    assert "3 plausible societies, 2 replications each" in page
    assert "simulation error" not in page
    for said in answers(over):
        assert said.lead in page.replace("&#x27;", "'")
    names = {path.stem for path in (over.folder / "figures").glob("*.png")}
    assert names >= {"societies_ranked", "hours_freed", "where_the_hours_go", "issue_resolution"}
    assert load(over.folder).plot.societies_ranked()
    assert "3 societies, 2 replications each" in repr(over)
    assert "street.parquet" in over._repr_html_()


def test_one_society_has_no_figure_of_societies(compared: Results) -> None:
    assert compared.plot.societies_ranked() == {}
    assert paragraphs(compared, "one_table")[0].startswith("These runs are of one society")


def test_a_baseline_alone_over_societies_is_shown(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = [word for word in TINY if not word.startswith("horizon_days")]
    words = [*tiny, "horizon_days=120", "scenarios=[baseline]", "societies=2"]
    assert answer(words) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "The baseline alone" in printed
    page = (here / "outputs" / "compare" / "report.html").read_text("utf-8")
    assert "The baseline at a glance" in page
    assert "The answer" not in page
    assert "2 plausible societies" in printed


def row(**more: Any) -> dict[str, Any]:
    """A row of a comparison over ten societies."""
    usual: dict[str, Any] = {
        "unit": "days", "median": -2.0, "low": -4.0, "high": -0.5, "share_helped": 0.9,
        "share_hurt": 0.0, "least": 0.5, "societies": 10, "lacking": 0, "differing": 10,
    }  # fmt: skip
    return usual | more


DAYS = Outcome("days_to_resolution_restricted_mean", "own_powers")
NOTHING = {"median": 0.0, "low": 0.0, "high": 0.0, "share_helped": 0.0, "differing": 0}


def test_cells_say_who_loses_and_what_is_lacking() -> None:
    line = next(line for line in headline_lines() if line.outcome == DAYS)
    shown = shown_in("days")
    hurt = change_cell(line, shown, row(share_helped=0.4, share_hurt=0.6), 10)
    assert hurt.below == "[−4.0, −0.5]\nhelps 40 %\nhurts 60 %"
    assert change_cell(line, shown, row(**NOTHING), 10).below == "no difference"
    lacking = change_cell(line, shown, row(median=nan, societies=7, lacking=3), 10)
    assert (lacking.level, lacking.note) == ("none", "no mean in\n3 of 10 societies")
    assert change_cell(line, shown, None, 10).level == "none"
    assert change_cell(line, shown, row(societies=9), 10).note.endswith("9/10 societies")


def test_the_note_on_lacking_values_is_of_rows_that_are_shown(over: Results) -> None:
    rows = over.comparison.assign(lacking=0)
    name = rows["measure"] + "." + rows["group"]

    def noted(outcome: str) -> bool:
        frame = rows.assign(lacking=name.eq(outcome).astype(int))
        assert frame["lacking"].any()
        frames = {**over.frames, "comparison": frame}
        return bool(_lacking(replace(over, frames=frames)))

    assert noted(f"{DAYS.measure}.{DAYS.group}")
    assert not noted("days_to_resolution_p90.own_powers")


def test_only_all_is_all_and_only_none_is_none() -> None:
    assert [percent(share) for share in (0.0, 0.002, 0.5, 0.998, 1.0)] == [
        "0 %", "< 1 %", "50 %", "> 99 %", "100 %",
    ]  # fmt: skip


def test_lines_without_mean_days_say_in_how_many_societies(here: Path) -> None:
    """Ten days are too short for a mean that follows issues for sixty."""
    short = compare(*TINY, scenarios=["one_table"], societies=2)
    line: Line = next(line for line in headline_lines() if line.outcome == DAYS)
    assert (line.measure, line.group) in units(short, headline_lines())
    cells = headline(short).cells[line]
    assert {cell.level for cell in cells} <= {"too short", "none"}
