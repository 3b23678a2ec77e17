"""What to measure first: utility, ways of measuring, and the experiment as a whole."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import Results
from experiments.cli import answer
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.least_difference import least_difference
from experiments.config.outcomes import Outcome, outcome
from experiments.kinds.value_of_information import utility
from experiments.kinds.value_of_information.experiment import run
from experiments.kinds.value_of_information.options import WEIGHTS
from experiments.kinds.value_of_information.summary import show
from experiments.kinds.value_of_information.ways import way, ways
from sim.settings import default_ledger

HOURS, LOAD = Outcome("satisfaction"), Outcome("department_load")
SMALL = (
    "societies=declared", "draws=24", "assumptions=[overlap,enter_minutes,form_kinds]",
    "scenarios=[one_table,form_cuts]",
    "utility={hours_freed_per_worker_week:1,department_load:-25}",
)  # fmt: skip


def values() -> pd.DataFrame:
    """Three societies: the second scenario is better in the last; the first lacks a value there."""
    parts = {
        "baseline": [[1.0, 0.5], [1.0, 0.5], [1.0, 0.5]],
        "a": [[3.0, 0.6], [2.0, 0.5], [np.nan, 0.5]],
        "b": [[2.0, 0.5], [4.0, 0.4], [9.0, 0.5]],
    }
    index = pd.MultiIndex.from_product([parts, [0, 1, 7]], names=["scenario", "point"])
    rows = [row for part in parts.values() for row in part]
    return pd.DataFrame(rows, index, [str(HOURS), str(LOAD)])


def test_utility_is_the_weighted_change_against_the_same_society() -> None:
    weighed = {HOURS: 1.0, LOAD: -10.0}
    change = utility.changes(values(), weighed)
    found = utility.utilities(change, weighed)
    assert found.columns.tolist() == ["baseline", "a", "b"]
    assert found.index.tolist() == [0, 1]
    np.testing.assert_allclose(found, [[0, 1, 1], [0, 1, 4]])


def test_decisions_have_mean_utility_share_best_and_regret() -> None:
    table = pd.DataFrame({"baseline": [0.0, 0, 0, 0], "a": [1.0, 1, 1, -1], "b": [3.0, 0, 0, 0]})
    index = pd.MultiIndex.from_product([table.columns, range(4)], names=["scenario", "point"])
    change = pd.DataFrame({"x": np.arange(12.0)}, index)
    rows = utility.decisions(table, change).set_index("decision")
    assert rows.index.tolist() == ["b", "a", "baseline"]
    assert rows["utility"].tolist() == [0.75, 0.5, 0]
    assert rows["best"].to_dict() == {"baseline": 0.25, "a": 0.5, "b": 0.25}
    assert rows["regret"].to_dict() == {"baseline": 1.25, "a": 0.75, "b": 0.5}
    assert rows["x"].to_dict() == {"baseline": 1.5, "a": 5.5, "b": 9.5}


def test_default_weights_make_least_differences_count_the_same() -> None:
    units = {"hours": "hours per worker-week", "days": "days", "department_load": "share"}
    for name, weight in WEIGHTS.items():
        unit = next(unit for start, unit in units.items() if name.startswith(start))
        assert abs(weight) * least_difference(unit, 0.0) == pytest.approx(0.25)
        assert weight * outcome(name).better >= 0


@pytest.mark.parametrize(
    ("weights", "line"),
    [
        ({"department_load": 2.0}, "utility.department_load=2.0: should be below 0"),
        ({"hours_freed_per_worker_week": -1.0}, "should be above 0, as more is better"),
        ({"department_load": 0.0}, "should have a weight other than 0"),
    ],
)
def test_weights_against_the_better_direction_are_refused(
    weights: dict[str, float], line: str
) -> None:
    with pytest.raises(InputError, match=line.replace(".", r"\.")):
        utility.weights(weights)


def test_an_unknown_outcome_is_refused_by_its_key(
    here: Path, tiny: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("societies=declared", "draws=30", "utility={happiness:1}", "scenarios=[one_table]")
    assert answer(["experiment=value_of_information", *tiny, *words]) == 2
    assert "utility=happiness: no such measure" in capsys.readouterr().err
    assert not (here / "outputs").exists()


def test_every_assumption_has_a_way_of_measuring_it() -> None:
    assert [name for name in default_ledger().ranged if way(name) is None] == []


def test_every_pattern_of_a_way_is_of_some_assumption() -> None:
    names = list(default_ledger().ranged)
    for one in ways():
        own = [name for name in names if way(name) == one]
        for pattern in one.assumptions:
            assert any(fnmatchcase(name, pattern) for name in own), (one.name, pattern)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, tiny: tuple[str, ...]) -> Results:
    """Two levers over draws of three assumptions."""
    folder = tmp_path_factory.mktemp("value")
    places = (f"output={folder / 'out'}", f"store={folder / 'runs'}")
    return run(compose("experiment=value_of_information", *tiny, *SMALL, *places))


def test_every_assumption_has_a_value_and_says_how_to_measure_it(small: Results) -> None:
    rows = small.value
    assert set(rows["assumption"]) == {"overlap", "enter_minutes", "form_kinds"}
    assert rows["rank"].tolist() == [1, 2, 3]
    assert (rows["low"] <= rows["evppi"]).all()
    assert (rows["evppi"] <= rows["high"]).all()
    assert (rows["evppi"] <= small.manifest["whole"]["evpi"] + 1e-9).all()
    assert (rows[["how", "meaning", "way"]] != "").to_numpy().all()


def test_tables_agree_with_each_other(small: Results) -> None:
    assert set(small.decisions["decision"]) == {"baseline", "one_table", "form_cuts"}
    means = small.utilities.groupby("scenario")["utility"].mean()
    for row in small.decisions.to_dict("records"):
        assert row["utility"] == pytest.approx(means[row["decision"]])
    assert small.decisions["best"].sum() == pytest.approx(1)
    assert small.decisions["regret"].min() == pytest.approx(small.manifest["whole"]["evpi"])
    assert len(small.reversals) == 3
    assert len(small.points) == small.manifest["used"] == 24


def test_the_list_names_what_it_shows(small: Results, capsys: pytest.CaptureFixture[str]) -> None:
    show(small)
    text = capsys.readouterr().out
    for part in ("What to measure first", "nothing", "one table", "Noise limit", "value.csv"):
        assert part in text
    assert (small.folder / "figures" / "value.png").is_file()
