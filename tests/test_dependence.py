"""Assumptions that hours freed go with: found where they matter, seldom where none does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments import Results, load
from experiments.kinds.compare.dependence import COLUMNS, depends, table, too_few
from experiments.kinds.compare.dependence_figure import BAR, what_it_depends_on
from experiments.statistics.dependence import (
    correlation_threshold,
    dependences,
    society_changes,
)
from experiments.statistics.matched_values import Matched
from tests.long import LONG

BINOMIAL = 4.0
"""Standard deviations of a share that a test allows: one failure in 16,000."""


def noise(societies: int, assumptions: int, seed: int) -> tuple[pd.DataFrame, pd.Series]:
    """Assumptions that go together in pairs, and values that none of them decides."""
    random = np.random.default_rng(seed)
    table = random.normal(size=(societies, assumptions))
    table[:, 1::2] += table[:, ::2]
    names = [f"a{place}" for place in range(assumptions)]
    return pd.DataFrame(table, columns=names), pd.Series(random.normal(size=societies))


def test_correlations_and_thirds_are_those_by_hand() -> None:
    points = pd.DataFrame({"a": [1.0, 2, 3, 4, 5, 6, 7], "b": [3.0, 1, 4, 1, 5, 9, 2], "c": 1.0})
    values = pd.Series([10.0, 30, 20, 40, 50, 60, 70])
    (row,) = dependences(points, values, seed=1).to_dict("records")
    # Ranks of the values are 1 3 2 4 5 6 7: 1 - 6 x (1 + 1) / (7 x 48).
    assert row["correlation"] == pytest.approx(1 - 12 / 336)
    assert (row["assumption"], row["societies"], row["among"]) == ("a", 7, 2)
    # The two lowest and the two highest of seven lie within thirds.
    assert (row["where_low"], row["where_high"]) == (20.0, 65.0)


def test_the_threshold_is_exceeded_by_one_order_of_twenty() -> None:
    """Of four societies 2 of 24 orders reach a correlation of 1 or -1, so that nothing can show."""
    points = pd.DataFrame({"a": [1.0, 2, 3, 4]})
    values = pd.Series([1.0, 2, 3, 4])
    assert correlation_threshold(points, values, seed=3) == 1.0
    assert dependences(points, values, seed=3)["assumption"].isna().all()
    five = pd.Series([1.0, 2, 3, 4, 5])
    # Of five, 2 of 120 orders reach 1 and 8 more 0.9: 10 of 120 are more than 5 of 100.
    assert correlation_threshold(pd.DataFrame({"a": five}), five, seed=3) == pytest.approx(0.9)


def test_noise_is_found_in_about_five_of_a_hundred_cases() -> None:
    cases = 1000 if LONG else 250
    found = sum(
        bool(dependences(*noise(30, 40, seed), seed=seed + 1, permutations=199)["assumption"].any())
        for seed in range(cases)
    )
    assert abs(found / cases - 0.05) < BINOMIAL * np.sqrt(0.05 * 0.95 / cases)


def test_an_assumption_that_drives_hours_is_found_with_its_sign() -> None:
    points, values = noise(60, 300, seed=5)
    rows = dependences(points, values - 1.5 * points["a7"], seed=2)
    first: Any = rows.iloc[0]
    assert first["assumption"] == "a7"
    assert first["correlation"] < -first["threshold"] < 0
    assert first["where_low"] > first["where_high"]
    assert (rows["correlation"].abs() > rows["threshold"]).all()


def test_the_same_seed_gives_the_same_rows_and_societies_may_come_in_any_order() -> None:
    points, values = noise(40, 20, seed=8)
    values += points["a3"]
    rows = dependences(points, values, seed=4)
    pd.testing.assert_frame_equal(rows, dependences(points, values, seed=4))
    order = np.random.default_rng(1).permutation(40)
    moved = dependences(points.iloc[order], values, seed=4)
    pd.testing.assert_series_equal(rows["correlation"], moved["correlation"])


def test_without_variation_there_is_no_threshold_and_empty_values_are_left_out() -> None:
    points, values = noise(30, 10, seed=2)
    (row,) = dependences(points, values * 0.0, seed=1).to_dict("records")
    assert np.isnan(row["threshold"])
    (row,) = dependences(points, values.where(values.index > 4), seed=1).to_dict("records")
    assert row["societies"] == 25


def test_a_change_of_a_society_is_the_mean_of_its_replications() -> None:
    rows = [("hours", "all", "h"), ("other", "all", "h")]
    before = np.array([[1.0, 2.0, 3.0, np.nan], [0.0] * 4])
    after = np.array([[2.0, 5.0, 4.0, 9.0], [9.0] * 4])
    matched = Matched(rows, before, {"x": after}, np.array([7, 7, 2, 2], np.int64))
    found = society_changes(matched, "hours")
    assert found["x"].to_dict() == {2: 1.0, 7: 2.0}


def test_a_comparison_over_societies_keeps_the_table(over: Results) -> None:
    rows = depends(load(over.folder))
    assert list(rows) == COLUMNS
    assert list(rows["scenario"]) == list(over.manifest["scenarios"][1:])
    assert set(rows["societies"]) == {3}
    assert rows["assumption"].isna().all()
    text = table(over).csv()
    assert text.count("3 societies are too few to tell which assumptions matter") == len(rows)
    figure = what_it_depends_on(over)["what_it_depends_on"]
    assert isinstance(figure, Figure)
    shown = " ".join(text.get_text() for text in _texts(figure))
    assert "3 societies are too few to tell which assumptions matter" in " ".join(shown.split())
    assert "experiment=value_of_information" in shown


def test_one_society_and_a_baseline_alone_have_no_table(compared: Results) -> None:
    assert depends(compared).empty
    assert list(depends(compared)) == COLUMNS
    assert what_it_depends_on(compared) == {}


def test_assumptions_beyond_chance_are_bars_in_order(over: Results, tmp_path: Path) -> None:
    rows = depends(over)
    name = str(rows["scenario"].iloc[0])
    known: dict[str, Any] = {
        "scenario": name, "threshold": 0.5, "societies": 40, "among": 9, "grade": "assumed",
        "range_low": 0.1, "range_high": 0.4, "unit": "share", "where_low": 1.0, "where_high": 4.0,
    }  # fmt: skip
    more = pd.DataFrame([
        {**known, "assumption": "a", "correlation": 0.8, "meaning": "Share of forms."},
        {**known, "assumption": "b", "correlation": -0.6, "meaning": "Minutes of a call."},
    ])[COLUMNS]  # fmt: skip
    frames = {"depends": pd.concat([more, rows[rows["scenario"] != name]], ignore_index=True)}
    figure = what_it_depends_on(Results(tmp_path, frames, over.manifest))["what_it_depends_on"]
    axes = figure.axes[0]
    patches: list[Any] = [*axes.patches]
    bars = [one for one in patches if one.get_height() == pytest.approx(BAR)]
    assert [bar.get_width() for bar in bars] == [0.8, -0.6]
    texts = [text.get_text() for text in axes.texts]
    assert "Share of forms\n0.1 to 0.4 share" in texts
    assert "+1.0 → +4.0" in texts


def test_a_scenario_without_any_change_says_so() -> None:
    assert too_few({"threshold": np.nan, "societies": 40}) == (
        "Hours freed are the same in all 40 societies."
    )


def _texts(figure: Figure) -> list[Any]:
    return figure.findobj(Text)
