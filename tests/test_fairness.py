"""Groups of residents in a comparison: changes and gaps by hand, sentences, table and figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments import Results
from experiments.kinds.compare import fairness as section
from experiments.kinds.compare.fairness import movement, sentences
from experiments.statistics.fairness import (
    GIVEN_UP,
    NUMBER,
    OF_REPLICATIONS,
    OF_SOCIETIES,
    ONSET,
    SOLVED,
    fairness,
    fairness_over_societies,
)
from experiments.statistics.matched_values import Matched

nan = float("nan")
Runs = Sequence[float]
Side = Mapping[tuple[str, str], Runs]
UNITS = {
    NUMBER: "issues",
    ONSET: "days",
    SOLVED: "share of issues that arose",
    GIVEN_UP: "share of issues reported",
}
SOCIETIES = (0, 0, 1, 1, 2, 2)


def pairs(
    before: Side, after: Side, numbers: Mapping[str, Runs], societies: Runs | None = None
) -> Matched:
    """A scenario `a` and its baseline, with the numbers of issues of both."""
    counted = {(NUMBER, group): runs for group, runs in numbers.items()}
    sides = [{**side, **counted} for side in (before, after)]
    rows = [(measure, group, UNITS[measure]) for measure, group in sides[0]]
    arrays = [np.array(list(side.values()), float) for side in sides]
    places = None if societies is None else np.array(societies, np.int64)
    return Matched(rows, arrays[0], {"a": arrays[1]}, places)


def ages(before: tuple[Runs, Runs], after: tuple[Runs, Runs], **others: Any) -> Matched:
    """Days of all, of elderly and of younger residents; all are as the younger."""
    names = ("elderly", "younger")
    one, other = (
        {(ONSET, name): runs for name, runs in zip(names, side, strict=True)}
        | {(ONSET, "all"): side[1]}
        for side in (before, after)
    )
    runs = len(before[0])
    return pairs(one, other, dict.fromkeys(("all", *names), [100.0] * runs), **others)


def row(table: pd.DataFrame, group: str, against: str = "", measure: str = ONSET) -> Any:
    """The row of a group, or of its gap."""
    keys = (table["group"] == group) & (table["against"] == against)
    found = table[keys & (table["measure"] == measure)]
    assert len(found) == 1
    return found.iloc[0]


def test_changes_and_gaps_are_those_worked_out_by_hand() -> None:
    table = fairness(ages(([10, 12, 14], [8, 8, 8]), ([7, 9, 10], [8, 8, 9])))
    assert list(table) == OF_REPLICATIONS
    elderly, gap = row(table, "elderly"), row(table, "elderly", "younger")
    assert (elderly["baseline"], elderly["level"]) == (12, pytest.approx(26 / 3))
    assert elderly["change"] == pytest.approx(-10 / 3)
    half = stats.t.ppf(0.975, 2) * np.sqrt(1 / 3 / 3)
    assert elderly["low"] == pytest.approx(-10 / 3 - half)
    assert elderly["baseline_high"] == pytest.approx(12 + stats.t.ppf(0.975, 2) * 2 / np.sqrt(3))
    assert (gap["baseline"], gap["change"]) == (4, pytest.approx((-3 - 3 - 5) / 3))
    assert gap["issues"] == 100
    assert row(table, "all")["by"] == "whole place"
    assert set(table["group"]) == {"all", "elderly", "younger"}


def test_tests_are_corrected_over_the_table() -> None:
    table = fairness(ages(([10, 12, 14], [8, 8, 8]), ([7, 9, 10], [8, 8, 8])))
    plain = stats.ttest_1samp([-3, -3, -4], 0).pvalue
    for each in (row(table, "elderly"), row(table, "elderly", "younger")):
        assert each["p_holm"] == pytest.approx(2 * plain)
    still = row(table, "younger")
    assert np.isnan(still["p_holm"])
    assert not still["clear"]
    assert not still["differing"]


def test_a_change_below_the_least_difference_is_aside_and_not_clear() -> None:
    after = [9.7, 11.7, 13.7001]
    small = row(fairness(ages(([10, 12, 14], [8, 8, 8]), (after, [8, 8, 8]))), "elderly")
    assert small["least"] == 0.5
    assert (small["aside"], small["clear"]) == (True, False)


def test_over_societies_there_are_medians_of_their_means() -> None:
    before = [10, 12, 20, 20, 30, 30], [8.0] * 6
    after = [8, 10, 19, 17, 24, 24], [8.0] * 6
    table = fairness_over_societies(ages(before, after, societies=SOCIETIES))
    assert list(table) == OF_SOCIETIES
    elderly = row(table, "elderly")
    assert (elderly["baseline"], elderly["level"], elderly["change"]) == (20, 18, -2)
    assert (elderly["low"], elderly["high"]) == (-6, -2)
    assert (elderly["baseline_low"], elderly["baseline_high"]) == (11, 30)
    gap = row(table, "elderly", "younger")
    assert (gap["baseline"], gap["change"]) == (12, -2)
    assert (gap["share_helped"], gap["share_hurt"]) == (1, 0)
    assert gap["clear"]
    assert row(table, "younger")["share_helped"] == 0


def test_a_society_without_such_residents_is_left_out_and_others_without_days_are_not() -> None:
    before = [nan, nan, 20, 20, 30, 30], [8.0] * 6
    after = [nan, nan, 18, 18, 24, 24], [8.0] * 6
    here = ages(before, after, societies=SOCIETIES)
    elderly = here.rows.index((NUMBER, "elderly", "issues"))
    watched = row(fairness_over_societies(here), "elderly", "younger")
    assert np.isnan(watched["change"])
    assert (watched["lacking"], watched["societies"]) == (1, 0)
    for side in (here.baseline, here.scenarios["a"]):
        side[elderly, :2] = 0
    absent = row(fairness_over_societies(here), "elderly", "younger")
    assert (absent["baseline"], absent["change"]) == (17, -4)
    assert (absent["lacking"], absent["societies"]) == (0, 2)


def test_days_that_one_pair_lacks_have_no_numbers_in_one_society_either() -> None:
    table = fairness(ages(([10, nan, 14], [8, 8, 8]), ([7, 9, 10], [7, 8, 8])))
    assert row(table, "elderly")["lacking"] == 1
    assert np.isnan(
        row(table, "elderly", "younger")[["baseline", "change", "low"]].astype(float)
    ).all()
    assert row(table, "younger")["change"] == pytest.approx(-1 / 3)


def test_groups_that_are_nobody_or_everybody_have_no_row() -> None:
    town = pairs(
        {(ONSET, "all"): [9, 9], (ONSET, "village"): [nan, nan], (ONSET, "town"): [9, 9]},
        {(ONSET, "all"): [8, 8.5], (ONSET, "village"): [nan, nan], (ONSET, "town"): [8, 8.5]},
        {"all": [5, 5], "village": [0, 0], "town": [5, 5]},
    )
    assert fairness(town)["group"].tolist() == ["all"]


def test_places_without_these_measures_have_no_table() -> None:
    city = Matched([("trust", "all", "index 0-1")], np.zeros((1, 2)), {"a": np.ones((1, 2))})
    assert fairness(city).empty
    over = Matched(city.rows, city.baseline, city.scenarios, np.array([0, 1]))
    assert fairness_over_societies(over).empty


@pytest.mark.parametrize(
    ("before", "change", "verb"),
    [
        (3.0, -1.0, "narrows"),
        (3.0, 1.0, "widens"),
        (-3.0, -1.0, "widens"),
        (-3.0, 2.9, "narrows"),
        (3.0, -3.2, "narrows"),
        (3.0, -4.0, "is reversed"),
        (-3.0, 4.0, "is reversed"),
        (0.2, 1.0, "opens"),
        (0.4, -0.8, "moves"),
    ],
)
def test_a_gap_narrows_widens_opens_or_is_reversed(before: float, change: float, verb: str) -> None:
    assert movement(before, change, 0.5) == verb


def told(before: tuple[Runs, Runs], after: tuple[Runs, Runs]) -> str:
    table = fairness_over_societies(ages(before, after, societies=(0, 1, 2)))
    return sentences("one table", table)


def test_a_sentence_names_who_gains_and_the_gap_that_narrows() -> None:
    assert told(([12, 13, 14], [8, 8, 8]), ([10, 11, 11], [8, 8, 8.1])) == (
        "One table: solved sooner from their onset are issues of elderly residents (−2.0 days "
        "[−3.0, −2.0]); the gap in time from onset until solved of elderly residents against "
        "younger residents narrows: +5.0 days in the baseline, changed by −2.0 days [−3.1, −2.0]."
    )


def test_a_sentence_names_who_loses_beside_who_gains_and_a_reversed_gap() -> None:
    text = told(([9, 9, 9], [8, 8, 8]), ([6, 5, 6], [9, 9, 10]))
    assert "solved sooner from their onset are issues of elderly residents (−3.0 days" in text
    assert "solved later from their onset are issues of younger residents (+1.0 days" in text
    assert "is reversed: +1.0 days in the baseline, changed by −5.0 days [−5.0, −4.0]" in text


def test_a_sentence_says_that_nobody_gains_and_which_gap_moves_a_little() -> None:
    nil = told(([9, 9, 9], [8, 8, 8]), ([9, 9, 9], [8, 8, 8]))
    assert nil == (
        "One table: no group of residents clearly gains or loses, in days from onset, in issues "
        "solved or in issues given up, and no gap between groups clearly changes."
    )
    small = told(([9, 9, 9], [8, 8, 8]), ([8.8, 8.7, 8.8], [8, 8, 8]))
    assert small.startswith(nil)
    assert small.endswith("less than what matters: elderly residents gain on younger residents "
                          "by 0.2 days [0.2, 0.3].")  # fmt: skip
    behind = told(([9, 9, 9], [8, 8, 8]), ([9.2, 9.3, 9.2], [8, 8, 8]))
    assert behind.endswith("elderly residents fall behind younger residents by 0.2 days "
                           "[0.2, 0.3].")  # fmt: skip


def test_a_sentence_says_that_every_group_gains() -> None:
    text = told(([9, 9, 9], [8, 8, 8]), ([6, 6, 6], [6, 6, 6]))
    assert "issues of every group, most those of elderly residents (−3.0 days" in text
    assert "least younger residents (−2.0 days" in text


def test_giving_up_more_often_is_a_loss_and_more_solved_a_gain() -> None:
    groups = ("all", "elderly", "younger")
    before = {(name, group): [0.1, 0.1] for name in (SOLVED, GIVEN_UP) for group in groups}
    after = before | {(SOLVED, "elderly"): [0.15, 0.16], (GIVEN_UP, "elderly"): [0.2, 0.3]}
    table = fairness_over_societies(
        pairs(before, after, {group: [50, 50] for group in groups}, societies=(0, 1))
    )
    text = sentences("a", table)
    assert "A: solved for good more often are issues of elderly residents (+5.5 percentage" in text
    assert "given up more often are issues of elderly residents (+15.0 percentage points" in text
    assert row(table, "elderly", measure=GIVEN_UP)["share_hurt"] == 1


def test_a_comparison_has_the_table_and_the_section(compared: Results) -> None:
    table = compared.frames["fairness"]
    assert set(table["scenario"]) == set(compared.manifest["scenarios"][1:])
    page = (compared.folder / "report.html").read_text(encoding="utf-8")
    assert "Groups of residents" in page
    assert "Holm" in page
    assert "Time from onset until solved" not in page
    assert table.loc[table["measure"] == ONSET, "change"].isna().all()
    assert compared.plot.fairness() == {}


def test_the_figure_ranks_groups_by_what_they_gain(tmp_path: Path) -> None:
    before = [20.0] * 3, [8.0] * 3
    table = fairness_over_societies(ages(before, ([17, 16, 15], [9] * 3), societies=(0, 1, 2)))
    manifest: dict[str, Any] = {
        "experiment": "compare",
        "scenarios": ["baseline", "a"],
        "societies": {"societies": 3},
        "versions": {"model": "x"},
    }
    figures: Any = Results(tmp_path, {"fairness": table}, manifest).plot.fairness()
    axes = figures["fairness"].axes[0]
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["elderly residents", "younger residents"]
    assert [tuple(line.get_xdata()) for line in axes.lines if line.get_linestyle() == ":"] == [
        (1.0, 1.0)
    ]


def test_the_figure_shows_those_who_change_most_for_some_group_on_one_scale(tmp_path: Path) -> None:
    names = list("abcdefg")
    before = [20.0] * 3, [8.0] * 3
    tables = [
        fairness_over_societies(
            ages(before, ([20.0 - turn] * 3, [8.0] * 3), societies=(0, 1, 2))
        ).assign(scenario=name)
        for turn, name in enumerate(names)
    ]
    rows = pd.concat(tables, ignore_index=True)
    manifest: dict[str, Any] = {
        "experiment": "compare",
        "scenarios": ["baseline", *names],
        "societies": {"societies": 3},
        "versions": {"model": "x"},
    }
    figures: Any = Results(tmp_path, {"fairness": rows}, manifest).plot.fairness()
    panels = figures["fairness"].axes
    assert [axes.get_title(loc="left") for axes in panels] == ["c", "d", "e", "f", "g"]
    assert all("days" in axes.get_xlabel() for axes in panels)
    assert len({axes.get_xlim() for axes in panels}) == 1


def test_an_older_study_without_the_table_has_no_section(compared: Results, tmp_path: Path) -> None:
    frames = {name: compared.frames[name] for name in compared.frames if name != "fairness"}
    older = Results(tmp_path, frames, compared.manifest)
    assert section.section(older, 5) == []
    assert older.plot.fairness() == {}
