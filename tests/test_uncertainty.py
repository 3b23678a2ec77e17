"""Uncertainty: quantiles, chances and pairwise over draws, and which draws are asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments import Results, load
from experiments.cli import answer
from experiments.config.compose import compose
from experiments.config.outcomes import Outcome
from experiments.designs.assumption_sample import Sample
from experiments.kinds.uncertainty.experiment import run
from experiments.statistics import sample_summary

MORE, LESS, NEITHER = Outcome("satisfaction"), Outcome("backlog"), Outcome("issues_raised")
SMALL = (
    "societies=declared", "draws=30", "assumptions=[overlap,enter_minutes]",
    "scenarios=[one_table]",
)  # fmt: skip


def frame(columns: dict[str, dict[str, list[float]]]) -> pd.DataFrame:
    """Values by outcome and scenario, one number a draw."""
    parts = {word: pd.DataFrame(by).rename_axis("point") for word, by in columns.items()}
    scenarios = list(next(iter(columns.values())))
    long = {word: part.unstack() for word, part in parts.items()}
    values = pd.DataFrame(long).rename_axis(["scenario", "point"])
    return values.reindex(scenarios, level="scenario")


def test_quantiles_are_of_levels_and_of_paired_differences() -> None:
    before, after = [10.0, 20, 30, 40, 50], [11.0, 22, 33, 44, 55]
    rows = sample_summary.quantiles(
        frame({"satisfaction": {"baseline": before, "a": after}}), [MORE]
    )
    base, one = rows.set_index("scenario").loc["baseline"], rows.set_index("scenario").loc["a"]
    assert list(one.filter(regex="^difference_(25|50|75)")) == [1.5, 3, 4.5]
    assert list(one.filter(regex="^level_(25|50|75)")) == [16.5, 33, 49.5]
    assert one["difference_05"] == 1
    assert base["level_50"] == 30
    assert base.filter(regex="^(difference|helps|unchanged)").isna().all()


def test_helping_follows_the_direction_that_is_better() -> None:
    by = {"baseline": [0.0] * 10, "a": [1.0] * 7 + [0.0] + [-1.0] * 2}
    columns = {"satisfaction": by, "backlog": by, "issues_raised": by}
    rows = sample_summary.quantiles(frame(columns), [MORE, LESS, NEITHER])
    helps = rows[rows["scenario"] == "a"].set_index("measure")
    assert helps["helps"]["satisfaction"] == 0.7
    assert helps["helps"]["backlog"] == 0.2
    assert (helps["unchanged"] == 0.1).all()
    assert helps.loc["issues_raised", ["helps", "helps_low", "helps_high"]].isna().all()
    low = stats.binomtest(7, 10).proportion_ci(0.95, "exact").low
    assert helps["helps_low"]["satisfaction"] == pytest.approx(low)


def test_a_median_that_some_draw_lacks_has_no_share_that_it_helps() -> None:
    """The draws without it are those that wait longest: the others would look too good."""
    by = {"baseline": [9.0] * 25 + [float("nan")] * 5, "a": [8.0] * 30, "b": [7.0] * 30}
    points = pd.DataFrame({"x": np.arange(30.0)})
    for measure, biased in (("days_to_resolution_median", True), ("satisfaction", False)):
        one, values = Outcome(measure), frame({measure: by})
        row = sample_summary.quantiles(values, [one]).set_index("scenario").loc["a"]
        assert row["draws"] == 25
        assert row["lacking"] == 5
        assert pd.isna(row["helps"]) == pd.isna(row["difference_50"]) == biased
        pairwise = sample_summary.pairwise(values, [one]).set_index(["scenario", "other"])["better"]
        assert pd.isna(pairwise["a", "baseline"]) == biased
        assert pd.notna(pairwise["b", "a"])
        assert len(sample_summary.leaders(values, points, [one])) == 0 or not biased


def test_draws_that_lack_a_value_are_named_and_counted() -> None:
    values = frame({"satisfaction": {"baseline": [1.0, np.nan, 3], "a": [np.nan, np.nan, 2.0]}})
    drawn = Sample(None, pd.DataFrame(), values, {})  # type: ignore[arg-type]
    assert drawn.lacking == ", draws in which some scenario lacks a value: promises kept 2"
    assert replace(drawn, values=values.fillna(1.0)).lacking == ""


def test_draws_without_the_outcome_are_left_out_of_the_pair_and_counted() -> None:
    nan = float("nan")
    by = {"baseline": [1.0, nan, 3, 4], "a": [2.0, 3, nan, 6], "b": [nan] * 4}
    rows = sample_summary.quantiles(frame({"satisfaction": by}), [MORE]).set_index("scenario")
    assert rows["draws"].to_dict() == {"baseline": 3, "a": 2, "b": 0}
    assert rows["lacking"].to_dict() == {"baseline": 1, "a": 2, "b": 4}
    assert rows.loc["a", "level_50"] == 4
    assert rows.loc["a", "difference_50"] == 1.5
    assert rows.loc["b"].filter(regex="level|difference|helps").isna().all()


def test_what_only_rounding_makes_is_no_difference() -> None:
    rows = sample_summary.quantiles(
        frame({"backlog": {"baseline": [0.3], "a": [0.1 + 0.2]}}), [LESS]
    )
    assert rows.set_index("scenario").loc["a", "unchanged"] == 1


def test_pairwise_comparison_counts_the_same_draws_and_ties_fill_up() -> None:
    by = {"baseline": [5.0] * 4, "a": [1.0, 2, 3, 4], "b": [2.0, 2, 2, 2]}
    rows = sample_summary.pairwise(frame({"backlog": by, "issues_raised": by}), [LESS, NEITHER])
    assert set(rows["measure"]) == {"backlog"}
    found = rows.set_index(["scenario", "other"])
    assert found.loc[("a", "b"), "better"] == 0.25
    assert found.loc[("b", "a"), "better"] == 0.5
    assert (found["ties"][[("a", "b"), ("b", "a")]] == 0.25).all()
    assert (found["better"][[("a", "baseline"), ("b", "baseline")]] == 1).all()


def test_leaders_are_ranked_by_spearman_and_compared_with_noise() -> None:
    random = np.random.default_rng(1)
    points = pd.DataFrame(random.random((50, 30)), columns=[f"p{i}" for i in range(30)])
    change = np.exp(points["p7"] * 5) + 5 * points["p3"]
    by = {"baseline": [0.0] * 50, "a": change.tolist()}
    rows = sample_summary.leaders(
        frame({"satisfaction": by}), points.assign(same=1), [MORE], most=3
    )
    assert rows["assumption"][0] == "p7"
    assert rows["rank"].tolist() == [1, 2, 3]
    expected = stats.spearmanr(points["p7"], change).statistic
    assert rows["rank_correlation"][0] == pytest.approx(expected)
    assert rows["beyond_noise"].tolist() == [True, False, False]


def test_the_noise_level_is_passed_in_one_case_of_twenty() -> None:
    random = np.random.default_rng(2)
    most = []
    for _ in range(200):
        points = pd.DataFrame(random.random((40, 25)))
        most.append(sample_summary.correlations(points, pd.Series(random.random(40))).abs().max())
    assert np.mean(np.array(most) > sample_summary.correlation_limit(40, 25)) == pytest.approx(
        0.05, abs=0.03
    )


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, tiny: tuple[str, ...]) -> Results:
    """One table over thirty draws of two assumptions, its finished runs beside it."""
    folder = tmp_path_factory.mktemp("drawn")
    places = (f"output={folder / 'out'}", f"store={folder / 'runs'}")
    return run(compose("experiment=uncertainty", *tiny, *SMALL, *places))


def test_every_draw_has_a_seed_of_its_own(drawn: Results) -> None:
    assert drawn.manifest["runs"] == {"planned": 60, "computed": 60, "reused": 0}
    assert len(set(drawn.manifest["seeds"])) == 30
    assert list(drawn.points) == ["point", "overlap", "enter_minutes"]
    assert drawn.points["overlap"].nunique() == 30


def test_what_is_told_follows_from_the_draws_that_are_left(drawn: Results) -> None:
    outcomes = drawn.manifest["outcomes"]
    assert len(drawn.draws) == 30 * 2 * len(outcomes) == 360
    desk = drawn.draws[drawn.draws["measure"] == "reporting_desk"]
    wide = desk.pivot(index="point", columns="scenario", values="value")
    rows = drawn.uncertainty[drawn.uncertainty["measure"] == "reporting_desk"]
    told = rows.set_index("scenario").loc["one_table"]
    change = wide["one_table"] - wide["baseline"]
    assert told["difference_05"] == pytest.approx(np.quantile(change, 0.05, method="weibull"))
    assert told["helps"] == (change < 0).mean() > 0.9
    assert set(drawn.leaders["grade"]) == {"assumed", "literature"}
    for name in ("changes", "pairwise"):
        assert (drawn.folder / "figures" / f"{name}.png").stat().st_size > 10_000


def test_draws_whose_baseline_is_not_plausible_cost_one_run_each(
    drawn: Results, tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = drawn.draws[drawn.draws["scenario"] == "baseline"]
    desk = before[before["measure"] == "reporting_desk"]["value"].sort_values()
    least = float(desk.iloc[6])
    words = ["experiment=uncertainty", *tiny, *SMALL, f"store={drawn.folder.parent / 'runs'}"]
    assert answer([*words, f"keep={{reporting_desk: [{least}, null], slack: [0, 1]}}"]) == 2
    assert "keep=slack: no such measure" in capsys.readouterr().err
    assert answer([*words, f"keep={{reporting_desk: [{least}, null]}}"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "24 draws of 2 assumptions at once, 6 more left out, their baseline" in told
    assert "not confidence intervals" in told
    kept = load("outputs/uncertainty")
    assert kept.manifest["runs"] == {"planned": 30 + 2 * 24, "computed": 0, "reused": 78}
    assert kept.draws.query("measure == 'reporting_desk'").groupby("scenario")["point"].nunique()[
        "one_table"
    ] == 24  # fmt: skip
    assert answer([*words, "keep={upward_share: [2, 3]}"]) == 2
    assert "0 of 30 draws have such a baseline, it takes 20" in capsys.readouterr().err


REFUSED = {
    "draws=19": "greater than or equal to 20",
    "scenarios=[baseline]": "besides the baseline",
    "assumptions=[overlapp]": "did you mean overlap?",
    "keep={upward_share: [0.9, 0.1]}": "should be [low, high]",
    "keep={upward_share: 3}": "keep.upward_share=3",
}


@pytest.mark.parametrize("word", REFUSED)
def test_what_cannot_be_is_refused_before_any_run(
    word: str, tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [one for one in SMALL if one.partition("=")[0] != word.partition("=")[0]]
    assert answer(["experiment=uncertainty", *tiny, *others, word]) == 2
    out, line = capsys.readouterr()
    assert out == ""
    assert line.count("\n") == 1
    assert REFUSED[word] in line
    assert list(here.iterdir()) == []
