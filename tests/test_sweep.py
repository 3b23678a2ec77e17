"""Sweeps: paired at every point, the same however they are stored, refused before they start."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from scipy import stats

from experiments import Results, compare, load
from experiments.cli import answer
from experiments.config.errors import InputError
from experiments.config.factors import Axis, Factor, Level, Range
from experiments.config.outcomes import Outcome
from experiments.config.python_values import as_overrides
from experiments.config.study import Study
from experiments.kinds.sweep.axes import record, recorded
from experiments.kinds.sweep.experiment import run
from experiments.kinds.sweep.summary import show
from experiments.reporting import tidy
from experiments.reporting.figures import write_figures
from experiments.statistics.response_surface import span, surface, surface_over_societies, trend
from sim.evidence import Ledger
from sim.settings import SettingsError
from sim.society import Society

COVERAGE = "levers.one_table.coverage"
HOURS = "hours_per_worker_week"
SHORT = ["hours_freed_per_worker_week", "hours_per_worker_week.visits"]
SOCIETY = {
    "territory": {"communities": 2, "workers": 8, "residents": 1000},
    "horizon_days": 10,
    "warmup_days": 5,
}
CHOICES: dict[str, Any] = {
    "scenarios": ["one_table"],
    "outcomes": SHORT,
    "replications": 3,
    "seed": 1,
    "societies": "reference",
    "executor": {"name": "serial"},
    "output": "out",
}
GRID = {COVERAGE: [0, 1], "overlap": [0.3, 0.7]}


def sweep(overrides: dict[str, Any] | None = None, **chosen: Any) -> Results:
    """A sweep of a tiny place, without the command line."""
    return run(Study("sweep", SOCIETY, {**CHOICES, **chosen}, overrides or {}))


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Coverage by overlap, three replications."""
    folder = tmp_path_factory.mktemp("swept")
    return sweep(vary=GRID, output=str(folder / "out"), store=str(folder / "results"))


def test_frames_have_the_columns_that_are_promised(swept: Results) -> None:
    assert list(swept.points) == ["point", COVERAGE, "overlap"]
    assert list(swept.sweep) == [
        "scenario", "point", COVERAGE, "overlap", "measure", "group", "unit", "value",
        "value_low", "value_high", "baseline", "difference", "ci_low", "ci_high", "replications",
    ]  # fmt: skip
    assert len(swept.sweep) == 2 * 4 * len(SHORT)
    measures = load(swept.folder).measures
    assert list(measures) == [
        "scenario", "point", "replication", "seed", "community", "measure", "group", "value",
        "unit",
    ]  # fmt: skip
    assert measures["community"].isna().all()
    assert not measures.duplicated(["scenario", "point", "replication", "measure", "group"]).any()
    assert swept.manifest["varied"] == [COVERAGE, "overlap"]
    assert swept.manifest["points"] == 4


def test_the_table_is_of_the_measures_point_by_point(swept: Results) -> None:
    measures = load(swept.folder).measures
    key = ["point", "replication"]
    rows = measures[(measures["measure"] == HOURS) & (measures["group"] == "visits")]
    before = rows[rows["scenario"] == "baseline"].set_index(key)["value"]
    after = rows[rows["scenario"] == "one_table"].set_index(key)["value"]
    found = swept.sweep.query("measure == @HOURS and scenario == 'one_table'").set_index("point")
    for point in range(4):
        test = stats.ttest_rel(after[point], before[point])
        row = found.loc[point]
        assert row["difference"] == pytest.approx(after[point].mean() - before[point].mean())
        assert row["value"] == pytest.approx(after[point].mean())
        assert row["baseline"] == pytest.approx(before[point].mean())
        if row["difference"]:
            interval = test.confidence_interval(0.95)
            assert (row["ci_low"], row["ci_high"]) == pytest.approx(interval)
        assert row["replications"] == 3


def test_nobody_covered_is_the_baseline(swept: Results) -> None:
    rows = swept.sweep[swept.sweep["scenario"] == "one_table"]
    nobody = rows[rows[COVERAGE] == 0]
    assert (nobody["difference"] == 0).all()
    assert nobody[["ci_low", "ci_high"]].isna().all(axis=None)
    freed = rows[rows["measure"] == "hours_freed_per_worker_week"].set_index("point")
    assert (freed.loc[freed[COVERAGE] == 1, "difference"] != 0).all()


def test_the_baseline_moves_with_what_concerns_it_alone(swept: Results) -> None:
    rows = swept.sweep[swept.sweep["scenario"] == "baseline"]
    visits = rows[rows["measure"] == HOURS].set_index([COVERAGE, "overlap"])["value"]
    assert visits[0, 0.3] == visits[1, 0.3] != visits[0, 0.7]
    assert rows["difference"].isna().all()


def test_a_median_that_some_run_lacks_has_no_change_at_that_point() -> None:
    index = pd.MultiIndex.from_product(
        [["baseline", "a"], [0, 1], [0, 1]], names=["scenario", "point", "replication"]
    )
    days = [1.0, 2.0, 3.0, np.nan, 2.0, 4.0, 1.0, 1.0]
    values = pd.DataFrame({"days_to_resolution_median": days, "trust": days}, index)
    rows = surface(values, ["baseline", "a"], "baseline").set_index(["scenario", "point"])
    median = rows[rows["outcome"] != "trust"]["difference"]
    assert median["a", 0] == 1.5
    assert np.isnan(median["a", 1])
    assert rows[rows["outcome"] == "trust"]["difference"]["a", 1] == -2


def test_over_societies_each_point_has_medians_of_the_changes_within_societies() -> None:
    levels: dict[str, list[Any]] = {
        "scenario": ["baseline", "a"],
        "society": [4, 7, 9],
        "point": [0, 1],
    }
    index = pd.MultiIndex.from_product([*levels.values(), [0, 1]], names=[*levels, "replication"])
    society = index.get_level_values("society").to_numpy(float)
    point = index.get_level_values("point").to_numpy(float)
    on = index.get_level_values("scenario") == "a"
    values = pd.DataFrame({"satisfaction": society + on * point * (society - 6)}, index)
    units = {Outcome("satisfaction"): "index 0-1"}
    rows = surface_over_societies(values, ["baseline", "a"], "baseline", units)
    assert rows[["scenario", "point"]].to_numpy().tolist() == [
        ["baseline", 0], ["baseline", 1], ["a", 0], ["a", 1],
    ]  # fmt: skip
    found: Any = rows.set_index(["scenario", "point"])
    assert (found.loc["baseline", "level"] == 7).all()
    assert found.loc["baseline", "median"].isna().all()
    assert (found["societies"] == 3).all()
    assert found.loc[("a", 0), "differing"] == 0
    last = found.loc[("a", 1)]
    assert (last["median"], last["level"]) == (1, 8)
    assert (last["low"], last["high"]) == (-2, 3)
    assert (last["share_helped"], last["share_hurt"]) == pytest.approx((2 / 3, 1 / 3))


def test_a_sweep_over_societies_shows_medians_and_bands(here: Path) -> None:
    made = sweep(vary={COVERAGE: [0, 1]}, societies=2, replications=1)
    rows: Any = made.sweep[made.sweep["scenario"] == "one_table"].set_index(COVERAGE)
    assert (made.sweep["societies"] == 2).all()
    assert (rows.loc[0, "median"] == 0).all()
    assert made.manifest["societies"]["societies"] == 2
    page = io.StringIO()
    show(made, Console(file=page, width=120))
    assert "Medians of 2 plausible societies" in page.getvalue()
    assert (made.folder / "figures" / "change.png").is_file()


def test_a_point_of_a_sweep_is_a_comparison(
    swept: Results, here: Path, alone: Sequence[str]
) -> None:
    words = ["levers.one_table.coverage=1", "obligations.overlap=0.7"]
    other = compare(*alone, *words, scenarios=["one_table"], replications=3, store="results")
    ours = swept.sweep.query("scenario == 'one_table' and point == 3")
    theirs = other.comparison.set_index(["measure", "group"])
    records: list[Any] = ours.to_dict("records")
    for row in records:
        for name in ("baseline", "value", "difference", "ci_low", "ci_high"):
            expected = theirs.loc[(row["measure"], row["group"]), name]
            assert row[name] == pytest.approx(expected, abs=1e-12), (row["measure"], name)
    again = sweep(vary={COVERAGE: [1], "overlap": [0.7]}, outcomes=SHORT[:1])
    assert again.manifest["runs"] == {"planned": 6, "computed": 0, "reused": 6}


def test_the_file_of_measures_hangs_neither_on_blocks_nor_on_the_order_of_runs(
    swept: Results, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep(vary={COVERAGE: [1], "overlap": [0.7]}, outcomes=SHORT[:1], replications=2, output="few")
    for name, few in (("FEWEST", 3), ("VALUES_AT_ONCE", 2_000), ("ROWS_AT_ONCE", 3_000)):
        monkeypatch.setattr(tidy, name, few)
    again = sweep(vary=GRID)
    assert pq.ParquetFile(again.folder / "measures.parquet").num_row_groups > 2
    measures = load(again.folder).measures
    pd.testing.assert_frame_equal(measures, load(swept.folder).measures)
    pd.testing.assert_frame_equal(again.sweep, swept.sweep)
    order = ["point", "scenario", "replication", "measure", "group"]
    keys = measures[order]
    pd.testing.assert_frame_equal(keys, keys.sort_values(order, ignore_index=True))


def test_measures_hold_what_the_model_measures_and_freed_hours(swept: Results) -> None:
    measures = load(swept.folder).measures
    assert {"upward_share", "reporting_desk", "days_to_resolution_median"} <= set(
        measures["measure"]
    )
    index = ["measure", "scenario", "point", "replication", "group"]
    found = measures.set_index(index)["value"]
    hours = found[HOURS]
    saved = hours["baseline", 3, 2, "forms"] - hours["one_table", 3, 2, "forms"]
    assert found["hours_less_per_worker_week", "one_table", 3, 2, "forms"] == pytest.approx(saved)


def test_points_of_an_earlier_sweep_can_be_given_again(swept: Results, here: Path) -> None:
    lines = (swept.folder / "points.csv").read_text().splitlines()
    (here / "mine.csv").write_text("\n".join([lines[0], lines[4], lines[2]]))
    again = sweep(points_file="mine.csv", store=str(swept.folder.parent / "results"))
    assert again.manifest["runs"]["computed"] == 0
    expected = swept.sweep[swept.sweep["point"].isin([1, 3])].reset_index(drop=True)
    pd.testing.assert_frame_equal(again.sweep, expected)


def test_a_run_that_fails_leaves_a_gap_and_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_, calls = Society.run, iter(range(100))

    def fragile(self: Society) -> None:
        if next(calls) == 1:
            raise ArithmeticError("it broke")
        run_(self)

    monkeypatch.setattr(Society, "run", fragile)
    found = sweep(vary={COVERAGE: [0.5, 1]}, outcomes=["satisfaction"], replications=2)
    assert len(found.manifest["failed"]) == 1
    rows = found.sweep.set_index(["scenario", "point"])["replications"]
    assert rows.to_dict() == {
        ("baseline", 0): 2, ("baseline", 1): 2, ("one_table", 0): 1, ("one_table", 1): 2,
    }  # fmt: skip


def test_without_a_word_coverage_of_one_table_is_varied(here: Path) -> None:
    found = sweep(outcomes=["satisfaction"], replications=1)
    assert found.points[COVERAGE].tolist() == [0, 0.25, 0.5, 0.75, 1]


def test_the_command_line_says_the_same_as_python(
    swept: Results, here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    vary = f"vary={{{COVERAGE}:[0,1],overlap:[0.3,0.7]}}"
    store = f"store={swept.folder.parent / 'results'}"
    outcomes = f"outcomes=[{','.join(SHORT)}]"
    assert (
        answer(
            [
                "experiment=sweep",
                "societies=reference",
                *tiny,
                vary,
                store,
                outcomes,
                "replications=3",
            ]
        )
        == 0
    )
    out, err = capsys.readouterr()
    assert err == ""
    assert "4 points: every combination of the values" in out
    found = load(here / "outputs" / "sweep")
    assert found.manifest["runs"]["computed"] == 0
    pd.testing.assert_frame_equal(found.sweep, swept.sweep, check_dtype=False)
    assert as_overrides({"vary": GRID}) == [vary]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("vary={levers.one_tabel.coverage:[0,1]}", f"did you mean {COVERAGE}"),
        ("vary={levers.one_table.coverage:[0,1.5]}", f"{COVERAGE}=1.5: should be less than"),
        ("levers.one_table.coverage=0.5", "is varied as well"),
    ],
)
def test_words_that_are_off_are_refused_in_one_line(
    word: str, told: str, here: Path, tiny: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=sweep", *tiny, word]) == 2
    out, line = capsys.readouterr()
    assert out == ""
    assert line.count("\n") == 1
    assert told in line
    assert list(here.iterdir()) == []


SPAN = {"overlap": None, COVERAGE: {"low": 0, "high": 1}}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({"vary": {}}, "should name at least one"),
    "no mapping": ({"vary": ["overlap"]}, "should be a group, such as"),
    "a value that cannot be": ({"vary": {"overlap": [0.5, 2]}}, "obligations.overlap=2"),
    "an unknown scheme": ({"sampling": "random"}, "'grid', 'list', 'latin' or 'sobol'"),
    "no range": ({"sampling": "sobol"}, "vary=null: has to be given with sampling=sobol"),
    "points of a grid": ({"points": 8}, "points=8: is for latin and sobol"),
    "no file": ({"points_file": "nowhere.csv"}, "points_file=nowhere.csv: cannot be read"),
    "a file and a range": ({"points_file": "nowhere.csv", "vary": SPAN}, "leave one of them out"),
    "no power of two": (
        {"points": 100, "sampling": "sobol", "vary": SPAN},
        "points=100: should be a power of two with sampling=sobol, such as 64 or 128",
    ),
    "too few": ({"points": 3, "sampling": "latin", "vary": SPAN}, "points=3: too few"),
    "too many": ({"points": 2_000_000, "sampling": "latin", "vary": SPAN}, "1,000,000 at most"),
    "too large a grid": (
        {"vary": {COVERAGE: list(np.linspace(0, 1, 1001)), "horizon_days": list(range(1, 1001))}},
        "1,001,000: 1,000,000 at most",
    ),
    "an unknown scenario": ({"scenarios": ["one_tabel"]}, "did you mean one_table"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_designs_that_cannot_be_are_refused_before_anything_runs(case: str, here: Path) -> None:
    chosen, told = REFUSED[case]
    with pytest.raises((InputError, SettingsError)) as refusal:
        sweep(**chosen)
    assert told in str(refusal.value)
    assert list(here.iterdir()) == []


def test_what_changes_nothing_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vary = {
        "levers.data_cockpit.start_day": [0, 1],
        "levers.one_table.on": [True],
        "levers.escalation_rights.on": [True, False],
        "levers.escalation_rights.start_day": [0, 3],
    }
    scenarios = ["one_table", "signboard_removal"]
    found = sweep(vary=vary, replications=1, scenarios=scenarios, outcomes=SHORT[:1])
    cockpit, switch, twins = found.manifest["notes"]
    assert cockpit.startswith("levers.data_cockpit.start_day changes nothing in any scenario")
    assert switch == "levers.one_table.on has a single value"
    assert twins == "one table: at every point the same society as the baseline"
    assert capsys.readouterr().err == f"unburden: {cockpit}\n"
    assert found.manifest["runs"]["computed"] == 2 * 3


def test_levels_beyond_the_range_of_the_evidence_are_told(here: Path) -> None:
    entry = Ledger.load().assumptions["overlap"]
    levels = [entry.low, 1.0]
    found = sweep(vary={"overlap": levels}, outcomes=SHORT[:1], replications=1)
    told = f"overlap leaves the range of its evidence, {entry.low} to {entry.high}"
    assert found.manifest["notes"] == [told]


def values(rows: dict[tuple[str, int, int], float]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(rows, names=["scenario", "point", "replication"])
    return pd.DataFrame({"m.g": list(rows.values())}, index)


def test_levels_and_differences_are_those_of_t_tests() -> None:
    rng = np.random.default_rng(1)
    before, after = rng.normal(5, 1, (2, 6)), rng.normal(6, 1, (2, 6))
    rows = {("a", p, r): after[p, r] for p in range(2) for r in range(6)}
    rows |= {("baseline", p, r): before[p, r] for p in range(2) for r in range(6)}
    del rows["a", 1, 5]
    found = surface(values(rows), ["baseline", "b", "a"], "baseline")
    found = found.set_index(["scenario", "point"])
    assert list(found.index) == [
        (name, point) for name in ("baseline", "b", "a") for point in (0, 1)
    ]
    assert found["value"].xs("b").isna().all()
    assert found["replications"].xs("b").eq(0).all()
    rows_of: dict[Any, Any] = found.to_dict("index")
    for point, runs in ((0, 6), (1, 5)):
        row = rows_of["a", point]
        x, y = before[point, :runs], after[point, :runs]
        low, high = stats.ttest_rel(y, x).confidence_interval(0.95)
        assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high))
        assert row["replications"] == runs
        assert row["baseline"] == pytest.approx(x.mean())
        low, high = stats.ttest_1samp(y, 0).confidence_interval(0.95)
        assert (row["value_low"], row["value_high"]) == pytest.approx((low, high))
    assert rows_of["baseline", 1]["value"] == pytest.approx(before[1].mean())
    assert rows_of["baseline", 1]["replications"] == 6


def test_a_trend_over_listed_levels_averages_all_else_out() -> None:
    x, z = (one.ravel() for one in np.meshgrid([1.0, 2.0, 4.0], [-1.0, 0.0, 1.0]))
    found = trend(pd.Series(x), pd.Series(3 * x + z))
    np.testing.assert_allclose(found["level"], [1, 2, 4])
    np.testing.assert_allclose(found["mean"], [3, 6, 12])
    np.testing.assert_allclose(found["low"], [2.2, 5.2, 11.2])
    assert found["points"].tolist() == [3, 3, 3]
    assert span(found) == pytest.approx(9)


def test_a_trend_over_many_levels_has_classes_of_like_size() -> None:
    x = np.random.default_rng(1).permutation(np.arange(100.0))
    gaps = pd.Series(2 * x).mask(x >= 96)
    found = trend(pd.Series(x), gaps)
    assert found["points"].tolist() == [12] * 8
    np.testing.assert_allclose(found["mean"], 2 * found["level"])
    assert found["level"].iloc[0] == 5.5
    assert span(trend(pd.Series(x), pd.Series(np.nan, range(100)))) == 0


MEASURES = ("satisfaction", "trips")


def hand_made(
    axes: Sequence[Axis],
    levels: dict[str, list[Level]],
    scenarios: int,
    measures: Sequence[str] = MEASURES,
) -> Results:
    """A sweep of made-up numbers over these points."""
    points = pd.DataFrame(levels).rename_axis("point").reset_index()
    names = ["baseline", *(f"reform_number_{n}" for n in range(scenarios))]
    rows = points.merge(pd.DataFrame({"scenario": names}), how="cross")
    rows = rows.merge(pd.DataFrame({"measure": measures}), how="cross")
    rows = rows.assign(group="all", unit="units", replications=3, baseline=1.0)
    rows["value"] = np.linspace(-2, 3, len(rows))
    rows["difference"] = rows["value"].where(rows["scenario"] != "baseline")
    for low, high, middle in (("value_low", "value_high", "value"), ("ci_low", "ci_high", None)):
        rows[low], rows[high] = (rows[middle or "difference"] + half for half in (-0.5, 0.5))
    manifest = {
        "versions": {"model": "x"},
        "experiment": "sweep",
        "axes": record(axes),
        "scenarios": names,
        "replications": 3,
        "outcomes": list(measures),
        "design": f"{len(points)} points.",
        "notes": [],
    }
    return Results(Path("out"), {"sweep": rows, "points": points}, manifest)


X, Y = Factor("levers.a_lever.first_share", float, "share"), Factor("second", int, "", True)
ON = Factor("levers.a_lever.on", bool)
LISTED = (Axis(X, (0.0, 0.5)), Axis(Y, (1, 2)), Axis(ON, (False, True)))
SPREAD = (Axis(X, Range(0.1, 10, log=True)), Axis(Y, None), Axis(ON, (False, True)))
MANY: dict[str, list[Level]] = {
    X.word: list(np.linspace(0.1, 10, 40)),
    Y.word: [int(n) % 7 for n in range(40)],
    ON.word: [n % 3 == 0 for n in range(40)],
}
CASES: dict[str, tuple[Sequence[Axis], dict[str, list[Level]], int, set[str]]] = {
    "one": (LISTED[:1], {X.word: [0.0, 0.5]}, 2, {"change", "level"}),
    "one, a switch, the baseline alone": (LISTED[2:], {ON.word: [False, True]}, 0, {"level"}),
    "a grid": (
        LISTED[:2],
        {X.word: [0.0, 0.0, 0.5, 0.5], Y.word: [1, 2, 1, 2]},
        1,
        {"change_reform_number_0", "level_baseline", "level_reform_number_0"},
    ),
    "two, spread": (
        SPREAD[:2],
        {name: MANY[name] for name in (X.word, Y.word)},
        1,
        {"change_reform_number_0", "level_baseline", "level_reform_number_0"},
    ),
    "three": (
        SPREAD,
        MANY,
        8,
        {f"{side}_{name}" for side in ("change", "level") for name in MEASURES},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_there_are_figures_for_any_number_of_factors(case: str, tmp_path: Path) -> None:
    axes, levels, scenarios, names = CASES[case]
    paths = write_figures(hand_made(axes, levels, scenarios), tmp_path)
    assert {path.stem for path in paths} == names
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)


@pytest.mark.parametrize("width", [80, 132])
@pytest.mark.parametrize("case", CASES)
def test_the_table_shows_all_scenarios_at_any_width(case: str, width: int) -> None:
    axes, levels, scenarios, _ = CASES[case]
    results = hand_made(axes, levels, scenarios)
    text = io.StringIO()
    show(results, Console(file=text, width=width))
    shown = text.getvalue()
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= width
    for name in results.manifest["scenarios"][1:]:
        assert name.replace("_", " ") in " ".join(shown.split()) or width < 132
    assert ("simulation error only" in shown) == (scenarios > 0)


def test_the_best_and_the_worst_point_are_those_of_the_measures_direction() -> None:
    axes = [*SPREAD, Axis(Factor("fourth", float), None)]
    results = hand_made(axes, MANY | {"fourth": [0.5] * 40}, 1, ["satisfaction", "backlog"])
    rows = results.sweep.assign(ci_low=1.0, ci_high=2.0)
    rows.loc[rows["point"] >= 30, ["ci_low", "ci_high"]] = -1.0, 1.0
    results = Results(results.folder, {**results.frames, "sweep": rows}, results.manifest)
    text = io.StringIO()
    show(results, Console(file=text, width=132))
    lines = {line.split()[0]: line.split() for line in text.getvalue().splitlines() if line.strip()}
    assert [lines["promises"][at] for at in (5, 6, -5, -4)] == ["point", "39", "point", "0"]
    assert lines["promises"][-3:] == ["30,", "0,", "10"]
    assert [lines["open"][at] for at in (5, 6, -5, -4)] == ["point", "0", "point", "39"]
    assert lines["open"][-3:] == ["0,", "30,", "10"]


@pytest.mark.parametrize("case", CASES)
def test_axes_are_read_from_the_manifest_as_they_were(case: str) -> None:
    axes, levels, scenarios, _ = CASES[case]
    results = hand_made(axes, levels, scenarios)
    assert json.loads(json.dumps(results.manifest["axes"])) == results.manifest["axes"]
    for axis, read in zip(axes, recorded(results), strict=True):
        assert read.factor == axis.factor
        if isinstance(axis.over, tuple):
            assert isinstance(read.over, tuple)
            assert sorted(read.over) == sorted(axis.over)
        else:
            assert read.over == axis.over
