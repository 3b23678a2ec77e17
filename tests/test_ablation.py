"""A package taken apart: shares are fair and add up, and pairs are told from sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments import Results
from experiments.cli import answer
from experiments.config import kinds
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.outcomes import Outcome
from experiments.config.study import Study
from experiments.designs.lever_package import lever_package
from experiments.kinds.ablation.experiment import run
from experiments.kinds.ablation.figures import interaction_maps
from experiments.statistics.contributions import contributions, contributions_over_societies
from experiments.statistics.interactions import (
    corrected,
    interactions,
    interactions_over_societies,
)
from experiments.statistics.shapley import exact, nested_subsets, random_orders, sampled
from sim.evidence import Ledger
from sim.levers import Levers
from sim.settings import Settings
from sim.settings.nested import grow, overlay

NAMES = ("a", "b", "c")
ALL = len(Levers.model_fields)
FREED = "hours_freed_per_worker_week"
OUTCOME, HOURS = Outcome(FREED), "hours per worker-week"
SEVEN = [
    "signboard_removal", "duty_list", "certificate_cleanup", "form_cuts", "inspection_control",
    "one_table", "data_cockpit",
]  # fmt: skip


@pytest.fixture(scope="module")
def study(alone: tuple[str, ...]) -> Study:
    """The experiment of one society, on a small place."""
    return compose("experiment=ablation", *alone)


def choose(study: Study, **chosen: object) -> Study:
    """The study with other choices."""
    return replace(study, options=study.options | chosen)


def shown(study: Study) -> Results:
    """Run the experiment and print its tables, as the command does."""
    results = run(study)
    kinds.show(results)
    return results


def game(worth: Callable[[set[int]], float], players: int, *, scale: float = 1.0) -> pd.DataFrame:
    """A set function as levels over two replications, the second `scale` times the first."""
    members = [
        {bit for bit in range(players) if subset >> bit & 1} for subset in range(1 << players)
    ]
    values = np.array([worth(one) for one in members])
    return pd.DataFrame({0: values, 1: scale * values})


def glove(members: set[int]) -> float:
    """One left glove, two right ones; a pair is worth 1. The known values are 4/6, 1/6, 1/6."""
    return float(0 in members and bool(members & {1, 2}))


def runway(members: set[int]) -> float:
    """Who comes needs a runway of length 1, 2, 3: known values 1/3, 1/3 + 1/2, 1/3 + 1/2 + 1."""
    return float(max(members, default=-1) + 1)


def test_exact_values_are_those_of_the_textbook() -> None:
    np.testing.assert_allclose(exact(game(glove, 3), 3)[:, 0], [4 / 6, 1 / 6, 1 / 6])
    np.testing.assert_allclose(exact(game(runway, 3), 3)[:, 0], [1 / 3, 5 / 6, 11 / 6])


def test_values_add_up_and_are_fair_in_every_replication() -> None:
    rng = np.random.default_rng(7)
    symmetric = rng.normal(size=(2, 2, 3, 5))

    def level(subset: int) -> np.ndarray:
        """Lever 0 does nothing, 3 and 4 count alike, 1 and 2 as they come."""
        first, second = subset >> 1 & 1, subset >> 2 & 1
        return np.asarray(symmetric[first, second, (subset >> 3).bit_count()])

    levels = pd.DataFrame([level(subset) for subset in range(32)])
    found = exact(levels, 5)
    np.testing.assert_allclose(found.sum(axis=0), levels.loc[31] - levels.loc[0])
    assert (found[0] == 0).all()
    np.testing.assert_allclose(found[3], found[4])
    np.testing.assert_allclose(exact(2 * levels + 5, 5), 2 * found)


def test_sampling_every_order_gives_the_exact_values() -> None:
    levels = pd.DataFrame(np.random.default_rng(1).normal(size=(16, 3)))
    every = np.array(list(permutations(range(4))))
    np.testing.assert_allclose(sampled(levels, [every] * 3), exact(levels, 4))


def test_sampled_values_add_up_whatever_the_orders_and_come_close_with_many() -> None:
    levels = pd.DataFrame(np.random.default_rng(2).normal(size=(256, 4)))
    few = sampled(levels, [random_orders(8, 2, 1, one) for one in range(4)])
    np.testing.assert_allclose(few.sum(axis=0), levels.loc[255] - levels.loc[0])
    many = sampled(levels, [random_orders(8, 4000, 1, one) for one in range(4)])
    assert np.abs(many - exact(levels, 8)).max() < 0.1 < np.abs(few - exact(levels, 8)).max()


def test_orders_come_with_their_reverse_and_depend_on_seed_and_replication_alone() -> None:
    drawn = random_orders(9, 6, 1, 0)
    assert (np.sort(drawn, axis=1) == np.arange(9)).all()
    np.testing.assert_array_equal(drawn[1::2], drawn[::2, ::-1])
    np.testing.assert_array_equal(drawn[:2], random_orders(9, 2, 1, 0))
    assert not np.array_equal(drawn, random_orders(9, 6, 1, 1))
    assert not np.array_equal(drawn, random_orders(9, 6, 2, 0))


def test_the_way_through_an_order_adds_a_lever_at_a_time() -> None:
    assert nested_subsets(np.array([[2, 0, 1], [44, 0, 1]])).tolist() == [
        [0, 4, 5, 7],
        [0, 2**44, 2**44 + 1, 2**44 + 3],
    ]


def test_the_interval_over_replications_covers_the_draw_of_orders() -> None:
    levels = pd.DataFrame(np.outer(np.random.default_rng(3).normal(size=128), np.ones(12)))
    truth = exact(levels, 7)[:, 0]
    missed = []
    for seed in range(60):
        values = sampled(levels, [random_orders(7, 2, seed, one) for one in range(12)])
        rows = contributions(levels, tuple("abcdefg"), shapley=values)
        rows = rows[rows["part"] == "shapley"]
        missed += list((rows["ci_low"] > truth) | (rows["ci_high"] < truth))
    assert 0.02 < np.mean(missed) < 0.09


def test_effects_alone_last_and_of_the_package_have_paired_t_intervals() -> None:
    levels = pd.DataFrame(np.random.default_rng(4).normal(size=(8, 9))) + 10
    found = contributions(levels, NAMES, alone=True, last=True, shapley=exact(levels, 3))
    rows: Any = found.set_index(["part", "lever"])
    none, whole = levels.loc[0], levels.loc[7]
    tests = {
        ("package", "package"): (whole, none),
        ("alone", "b"): (levels.loc[2], none),
        ("last", "b"): (whole, levels.loc[5]),
        ("last_minus_alone", "b"): (whole - levels.loc[5], levels.loc[2] - none),
        ("shapley", "b"): (pd.Series(exact(levels, 3)[1]), 0 * none),
    }
    for key, (after, before) in tests.items():
        low, high = stats.ttest_rel(after, before).confidence_interval(0.95)
        expected = [(after - before).mean(), low, high]
        row = rows.loc[key][["value", "ci_low", "ci_high"]]
        np.testing.assert_allclose(row.to_list(), expected)


def test_shares_are_empty_where_the_package_has_no_effect() -> None:
    steady, wild = game(runway, 3, scale=1.1), game(runway, 3, scale=-1.1)
    rows = contributions(steady, NAMES, shapley=exact(steady, 3))
    shares = rows[rows["part"] == "shapley"]["share"]
    np.testing.assert_allclose(shares.to_list(), np.array([2, 5, 11]) / 18)
    assert rows["share"].notna().sum() == 3
    rows = contributions(wild, NAMES, alone=True, last=True, shapley=exact(wild, 3))
    assert rows["share"].isna().all()
    assert rows["value"].notna().all()


def test_a_replication_with_an_empty_value_is_left_out_of_all_parts() -> None:
    whole = pd.DataFrame(np.random.default_rng(5).normal(size=(8, 4)))
    gappy = whole.copy()
    gappy.loc[6, 2] = np.nan

    def rows(levels: pd.DataFrame) -> pd.DataFrame:
        return contributions(levels, NAMES, alone=True, last=True, shapley=exact(levels, 3))

    pd.testing.assert_frame_equal(rows(gappy), rows(whole[[0, 1, 3]]))
    assert (rows(gappy)["replications"] == 3).all()
    empty = rows(whole * np.nan)
    assert empty["value"].isna().all()
    assert (empty["replications"] == 0).all()


def test_interactions_are_joint_effects_less_the_sum_corrected_over_all_of_them() -> None:
    rng = np.random.default_rng(6)
    noise = 0.01 * rng.normal(size=(8, 10))
    bits = np.arange(8)[:, None] >> np.arange(3) & 1
    values = 50 + bits @ [3.0, -2.0, 1.0] - 2.5 * bits[:, 0] * bits[:, 2]
    levels = pd.DataFrame(values[:, None] + noise)
    other = pd.DataFrame(50 + rng.normal(size=(8, 10)))
    tables = [interactions(table, NAMES) for table in (levels, other)]
    p = np.concatenate([table["p"] for table in tables])
    both: Any = corrected(pd.concat(tables, ignore_index=True))
    rows = both.head(3).set_index(["first", "second"])
    beyond = levels.loc[5] - levels.loc[1] - levels.loc[4] + levels.loc[0]
    test = stats.ttest_1samp(beyond, 0)
    row = rows.loc[("a", "c")]
    assert row["interaction"] == pytest.approx(beyond.mean())
    assert row["ci_high"] == pytest.approx(test.confidence_interval(0.95).high)
    assert row["p_holm"] == pytest.approx(6 * test.pvalue)
    assert "p" not in both
    np.testing.assert_allclose(both["q_fdr"], stats.false_discovery_control(p, method="by"))
    assert row["first_alone"] == pytest.approx((levels.loc[1] - levels.loc[0]).mean())
    assert row["second_alone"] == pytest.approx((levels.loc[4] - levels.loc[0]).mean())
    assert row["together"] == pytest.approx((levels.loc[5] - levels.loc[0]).mean())
    assert (rows["interaction"].drop(("a", "c")).abs() < 0.05).all()
    additive = interactions(pd.DataFrame(np.outer(bits @ [1.0, 2.0, 4.0], [1.0, 2.0])), NAMES)
    assert (additive["interaction"] == 0).all()
    assert additive[["ci_low", "ci_high", "p"]].isna().all(axis=None)


def test_a_gap_leaves_a_replication_out_of_its_pairs_alone() -> None:
    levels = pd.DataFrame(np.random.default_rng(8).normal(size=(8, 4)))
    gappy = levels.copy()
    gappy.loc[3, 1] = np.nan
    rows: Any = interactions(gappy, NAMES)
    assert rows["replications"].tolist() == [3, 4, 4]
    columns = ["first_alone", "second_alone", "together", "interaction", "ci_low", "ci_high"]
    without: Any = interactions(levels[[0, 2, 3]], NAMES)
    np.testing.assert_allclose(rows.loc[0, columns].to_list(), without.loc[0, columns].to_list())


def over(values: dict[tuple[int, int], pd.Series]) -> pd.DataFrame:
    """Levels of runs by society and replication."""
    return pd.DataFrame(values).rename_axis(columns=["society", "replication"])


def random_levels(societies: int, replications: int, seed: int, levers: int = 3) -> pd.DataFrame:
    """Levels of several societies, whose effects differ more than their replications."""
    random = np.random.default_rng(seed)
    own = random.normal(0, 5, (societies, 1 << levers))
    columns = pd.MultiIndex.from_product([range(societies), range(replications)])
    values = [own[society] + random.normal(size=1 << levers) for society, _ in columns]
    return over(dict(zip(columns, map(pd.Series, values), strict=True)))


def test_in_every_society_the_values_add_up_to_the_package_and_so_do_means_but_not_medians() -> (
    None
):
    levels = random_levels(7, 2, seed=11)

    def rows(some: pd.DataFrame) -> pd.DataFrame:
        values = exact(some, 3)
        return contributions_over_societies(some, NAMES, OUTCOME, HOURS, shapley=values)

    whole = rows(levels)
    parts = whole.groupby("part")[["mean", "median"]].sum()
    assert parts["mean"]["shapley"] == pytest.approx(parts["mean"]["package"])
    assert abs(parts["median"]["shapley"] - parts["median"]["package"]) > 0.1
    alone = [rows(levels.loc[:, [(society, 0), (society, 1)]]) for society in range(7)]
    for row in alone:
        sums = row.groupby("part")["median"].sum()
        assert sums["shapley"] == pytest.approx(sums["package"])
    by_society = np.array([row["median"] for row in alone])
    np.testing.assert_allclose(np.median(by_society, axis=0), whole["median"])
    np.testing.assert_allclose(
        np.quantile(by_society, 0.05, axis=0, method="weibull"), whole["low"]
    )


def test_a_game_that_societies_play_for_other_stakes_has_known_quantiles_and_shares() -> None:
    """Three societies play for 1, 2 and 6: the left glove has two thirds, and helps each."""
    stakes = (1.0, 2.0, 6.0)
    levels = over(
        {(place, 0): game(glove, 3, scale=stake)[1] for place, stake in enumerate(stakes)}
    )
    found = contributions_over_societies(
        levels, NAMES, OUTCOME, HOURS, alone=True, last=True, shapley=exact(levels, 3)
    )
    rows: Any = found.set_index(["part", "lever"])
    left, right = rows.loc[("shapley", "a")], rows.loc[("shapley", "b")]
    np.testing.assert_allclose(left[["median", "mean"]].to_list(), [4 / 3, 2.0])
    low, high = np.quantile(stakes, [0.05, 0.95], method="weibull") * 4 / 6
    np.testing.assert_allclose(left[["low", "high"]].to_list(), [low, high])
    assert left["share"] == pytest.approx(4 / 6)
    # The others have a sixth of 1, 2 and 6: above a quarter of an hour in two of three.
    assert (left["share_helped"], right["share_helped"]) == (1.0, 2 / 3)
    assert rows.loc[("last", "a"), "median"] == 2.0
    assert rows.loc[("alone", "a"), "median"] == 0.0
    assert found["share_assumptions"].isna().all()
    assert (found["societies"] == 3).all()


def test_shares_of_a_package_that_helps_some_societies_and_hurts_others_are_empty() -> None:
    mixed = over(
        {(place, 0): game(glove, 3, scale=stake)[1] for place, stake in enumerate([3, -1])}
    )
    rows = contributions_over_societies(mixed, NAMES, OUTCOME, HOURS, shapley=exact(mixed, 3))
    assert rows["share"].isna().all()
    assert rows["mean"].notna().all()


def test_replications_tell_assumptions_from_chance_in_every_part() -> None:
    levels = random_levels(400, 2, seed=12)
    rows = contributions_over_societies(
        levels, NAMES, OUTCOME, HOURS, alone=True, last=True, shapley=exact(levels, 3)
    )
    # Levels have a variance of 25 between societies and of 1 within, in whatever way they are
    # combined with weights.
    np.testing.assert_allclose(rows["share_assumptions"], 25 / 26, atol=0.02)


def test_a_society_without_a_value_is_left_out_of_all_parts_and_of_days_empties_the_row() -> None:
    levels = random_levels(5, 2, seed=13)
    gappy = levels.copy()
    gappy.loc[6, 3] = np.nan

    def rows(some: pd.DataFrame, outcome: Outcome, unit: str) -> pd.DataFrame:
        return contributions_over_societies(
            some, NAMES, outcome, unit, alone=True, last=True, shapley=exact(some, 3)
        )

    less = rows(gappy, OUTCOME, HOURS)
    assert (less["societies"] == 4).all()
    assert (less["lacking"] == 1).all()
    other = rows(levels.drop(columns=3, level="society"), OUTCOME, HOURS)
    pd.testing.assert_frame_equal(less.drop(columns="lacking"), other.drop(columns="lacking"))
    days = Outcome("days_to_resolution_restricted_mean", "own_powers")
    empty = rows(gappy, days, "days")
    assert empty[["median", "low", "high", "mean"]].isna().all(axis=None)
    assert (empty["lacking"] == 1).all()


def test_interactions_over_societies_are_computed_in_each_with_a_sign_test() -> None:
    random = np.random.default_rng(14)
    bits = np.arange(8)[:, None] >> np.arange(3) & 1
    joint, societies = bits[:, 0] * bits[:, 2], 12
    sizes = random.uniform(1, 3, societies)
    levels = over({
        (society, 0): pd.Series(
            bits @ random.normal(0, 9, 3) + size * joint + random.normal(0, 0.01, 8)
        )
        for society, size in enumerate(sizes)
    })  # fmt: skip
    found: Any = interactions_over_societies(levels, NAMES, OUTCOME, HOURS)
    row = found.set_index(["first", "second"]).loc[("a", "c")]
    assert row["median"] == pytest.approx(np.median(sizes), abs=0.02)
    assert row["low"] == pytest.approx(sizes.min(), abs=0.05)
    assert row["share_helped"] == 1
    assert row["p"] == pytest.approx(stats.binomtest(12, 12).pvalue)
    others = found[found["share_helped"] == 0]
    assert len(others) == 2
    both: Any = levels.loc[3] - levels.loc[1] - levels.loc[2] + levels.loc[0]
    signs = (both > 0).sum()
    first = found.set_index(["first", "second"]).loc[("a", "b")]
    assert first["p"] == pytest.approx(stats.binomtest(int(signs), 12).pvalue)
    alone = (levels.loc[1] - levels.loc[0]).median()
    assert row["first_alone"] == pytest.approx(alone)


def test_orders_are_drawn_anew_for_every_society_and_replication() -> None:
    drawn = {
        key: random_orders(9, 4, 1, *key).tobytes() for key in ((0, 1), (0, 2), (1, 1), (1, 2))
    }
    assert len(set(drawn.values())) == 4


def test_only_pairs_that_are_clear_after_correction_are_coloured(tmp_path: Path) -> None:
    """Large but noisy in one cell, small but certain in another, nothing in a third."""
    names = ["a", "b", "c"]
    rows = pd.DataFrame(
        {
            "outcome": FREED, "unit": "hours", "first": ["a", "a", "b"], "second": ["b", "c", "c"],
            "interaction": [9.0, 1.0, np.nan], "q_fdr": [0.4, 0.01, np.nan],
            "p_holm": [0.5, 0.02, np.nan],
        }
    )  # fmt: skip
    manifest = {"levers": names, "replications": 5, "versions": {"model": "0"}}
    figure: Any = interaction_maps(Results(tmp_path, {"pairs": rows}, manifest))
    images: list[Any] = list(figure.axes[0].images)
    grey, coloured = images
    # Lines are the second levers (b, c), columns the first (a, b).
    assert np.ma.getmaskarray(coloured.get_array()).tolist() == [[True, True], [False, True]]
    assert np.ma.getmaskarray(grey.get_array()).tolist() == [[False, True], [True, True]]
    assert coloured.norm.vmax == 1.0
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["no significant interaction"]


@pytest.mark.parametrize(
    ("unit", "told", "numbers"),
    [("hours", "(hours)", ["+12", "+1", "0"]), ("share", "(percentage", ["+1,234", "+120", "+3"])],
)
def test_numbers_of_a_map_have_one_unit_and_as_many_decimals(
    unit: str, told: str, numbers: list[str], tmp_path: Path
) -> None:
    rows = pd.DataFrame(
        {
            "outcome": FREED, "unit": unit, "first": ["a", "a", "b"], "second": ["b", "c", "c"],
            "interaction": [12.34, 1.2, 0.03], "q_fdr": 0.4, "p_holm": 0.5,
        }
    )  # fmt: skip
    manifest = {"levers": ["a", "b", "c"], "replications": 5, "versions": {"model": "0"}}
    figure: Any = interaction_maps(Results(tmp_path, {"pairs": rows}, manifest))
    assert told in figure.axes[0].get_title(loc="left")
    assert [text.get_text() for text in figure.axes[0].texts] == numbers


def test_a_package_is_taken_apart_and_adds_up(
    study: Study, here: Path, compared: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(compared.folder.parents[1] / "results")
    assert shown(choose(study, replications=3, store=store)).manifest["runs"]["reused"] == 9
    folder = here / "outputs" / "ablation"
    rows: Any = pd.read_csv(folder / "ablation.csv").set_index(["outcome", "part", "lever"])
    value = rows.sort_index()["value"]
    known: Any = compared.comparison.set_index(["scenario", "measure", "group"])
    for lever in ("one_table", "signboard_removal"):
        expected = known.loc[(lever, FREED, "all")]
        found = rows.loc[(FREED, "alone", lever)]
        names = ["ci_low", "ci_high", "replications"]
        assert found["value"] == pytest.approx(expected["difference"])
        np.testing.assert_allclose(found[names].to_list(), expected[names].to_list())
    assert set(rows.loc[FREED]["unit"]) == {"hours per worker-week"}
    for outcome in (FREED, "satisfaction", "department_hours_per_week"):
        assert value[outcome, "shapley"].sum() == pytest.approx(
            value[outcome, "package", "package"]
        )
    runs = pd.read_parquet(folder / "subsets.parquet").set_index(["scenario", "replication"])
    whole = "signboard_removal + one_table + escalation_rights"
    assert len(runs) == 3 * 8
    hours = runs.sort_index()[FREED]
    lost = (hours[whole] - hours["signboard_removal + escalation_rights"]).mean()
    assert value[FREED, "last", "one_table"] == pytest.approx(lost)
    pairs: Any = pd.read_csv(folder / "pairs.csv").set_index(["outcome", "first", "second"])
    both = hours["signboard_removal + one_table"].mean()
    alone = value[FREED, "alone", "signboard_removal"] + value[FREED, "alone", "one_table"]
    assert pairs["interaction"][FREED, "signboard_removal", "one_table"] == pytest.approx(
        both - alone
    )
    for name in ("ablation.png", "pairs.png"):
        assert (folder / "figures" / name).stat().st_size > 10_000
    told = " ".join(capsys.readouterr().out.split())
    assert "mean over all 6 orders" in told
    assert "time until solved, own powers: some run of every replication has no value" in told


def test_larger_packages_go_by_orders_drawn_for_each_replication(
    study: Study, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = {"package": SEVEN, "parts": "shapley", "permutations": 4, "outcomes": FREED}
    results = shown(choose(study, **chosen, replications=2))
    rows, manifest = results.ablation, results.manifest
    assert set(rows["part"]) == {"package", "shapley"}
    whole = rows.loc[rows["part"] == "package", "value"].item()
    assert rows.loc[rows["part"] == "shapley", "value"].sum() == pytest.approx(whole)
    needed = [
        set(nested_subsets(random_orders(7, 4, 1, replication)).ravel()) for replication in range(2)
    ]
    assert manifest["runs"]["planned"] == sum(map(len, needed))
    assert manifest["subsets"] == len(set.union(*needed))
    assert manifest["orders"] == 4
    assert "4 orders a replication" in " ".join(capsys.readouterr().out.split())


def test_over_societies_a_package_is_taken_apart_in_each_of_them(
    study: Study, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = {"societies": 3, "outcomes": [FREED, "department_hours_per_week"]}
    results = shown(choose(study, **chosen))
    rows, manifest = results.ablation, results.manifest
    assert (rows["societies"] == 3).all()
    assert manifest["replications"] == 1
    assert manifest["runs"]["planned"] == 3 * 8
    runs = results.subsets.set_index(["scenario", "society", "replication"])[FREED]
    mine = rows[(rows["outcome"] == FREED) & (rows["lever"] == "one_table")].set_index("part")
    np.testing.assert_allclose(mine["median"]["alone"], runs["one_table"].median())
    whole = "signboard_removal + one_table + escalation_rights"
    lost = runs[whole] - runs["signboard_removal + escalation_rights"]
    np.testing.assert_allclose(mine["low"]["last"], np.quantile(lost, 0.05, method="weibull"))
    for _, part in rows.groupby("outcome"):
        means = part.groupby("part")["mean"].sum()
        assert means["shapley"] == pytest.approx(means["package"])
    told = " ".join(capsys.readouterr().out.split())
    assert "3 plausible societies, 1 replication each" in told
    assert "medians do not" in told
    assert "simulation error" not in told
    assert "paired t" not in told
    for name in ("ablation.png", "pairs.png"):
        assert (results.folder / "figures" / name).stat().st_size > 10_000


def test_more_societies_leave_the_runs_of_the_first_as_they_are(study: Study, here: Path) -> None:
    chosen = {"package": SEVEN, "parts": "shapley", "permutations": 4, "outcomes": FREED}
    first = run(choose(study, **chosen, societies=2, output="first"))
    more = run(choose(study, **chosen, societies=3, output="more"))
    assert more.manifest["runs"]["reused"] == first.manifest["runs"]["planned"]
    kept = more.subsets[more.subsets["society"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, first.subsets)
    rows = more.ablation
    sums = rows.groupby("part")["mean"].sum()
    assert sums["shapley"] == pytest.approx(sums["package"])


def test_processes_give_the_same_bits(study: Study, here: Path) -> None:
    chosen: dict[str, Any] = {"societies": 2, "parts": ["alone", "pairs"], "outcomes": FREED}
    one = run(choose(study, **chosen, output="one"))
    executor = {"name": "processes", "address": None}
    many = run(
        choose(study, **chosen, executor=executor, workers=2, output="many", store="another")
    )
    for name in ("ablation", "pairs", "subsets"):
        pd.testing.assert_frame_equal(one.frames[name], many.frames[name], check_exact=True)


def test_a_setting_that_holds_in_every_society_is_announced(
    alone: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*alone[:-1], "societies=2", "outcomes=[hours_freed_per_worker_week]", "parts=[alone]"]
    assert answer(["experiment=ablation", *words, "obligations.overlap=0.1"]) == 0
    assert "obligations.overlap=0.1 holds in every society" in capsys.readouterr().err


def test_pairs_alone_do_not_need_the_whole(study: Study, here: Path) -> None:
    results = run(choose(study, parts="pairs", replications=2, outcomes=FREED))
    assert set(results.frames) == {"pairs", "subsets"}
    assert results.manifest["runs"]["planned"] == 2 * 7


def test_other_settings_of_a_package_hold_in_every_subset(
    study: Study, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine.yaml").write_text(
        "shocks:\n  census_campaign:\n    'on': true\n"
        "levers:\n  one_table:\n    'on': true\n    coverage: 0.5\n  form_cuts:\n    'on': true\n"
    )
    chosen = {"package": "mine.yaml", "parts": "alone", "outcomes": FREED}
    manifest = shown(choose(study, **chosen, replications=2)).manifest
    assert manifest["levers"] == ["one_table", "form_cuts"]
    assert manifest["held"] == ["shocks.census_campaign.on"]
    assert manifest["settings"]["baseline"]["shocks"]["census_campaign"]["on"]
    assert "baseline's too: shocks.census_campaign.on" in " ".join(capsys.readouterr().out.split())
    taken = lever_package(study, ["mine.yaml"], Ledger.load())
    alone = Settings.read(taken.trees([1])["one_table"])
    assert (alone.levers.one_table.on, alone.levers.one_table.coverage) == (True, 0.5)
    assert not alone.levers.form_cuts.on
    assert alone.shocks.census_campaign.on


def test_levers_that_the_baseline_has_are_not_taken_apart(study: Study) -> None:
    place = overlay(study.society, grow({"levers.one_table.on": True}))
    taken = lever_package(replace(study, society=place), ["headline_package"], Ledger.load())
    assert taken.levers == ("signboard_removal", "escalation_rights")
    assert all(Settings.read(tree).levers.one_table.on for tree in taken.trees([0, 3]).values())


def test_a_package_may_be_many_scenarios_or_every_lever(study: Study) -> None:
    ledger = Ledger.load()
    assert lever_package(study, ["all"], ledger).levers == tuple(Levers.model_fields)
    both = lever_package(study, ["one_table", "signboards_only"], ledger)
    assert both.levers == ("signboard_removal", "one_table")
    assert Settings.read(both.tree).levers.signboard_removal.ended_share == 0
    assert both.name(3) == "signboard_removal + one_table"
    assert both.name(0) == "baseline"


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"package": "one_table"}, "switches on one_table beside the baseline's"),
        ({"package": "baseline"}, "switches on no lever beside the baseline's"),
        ({"package": ["one_table", "form_cutz"]}, "did you mean form_cuts"),
        ({"parts": ["alone", "pair"]}, "pair: should be 'alone', 'without', 'pairs' or 'shapley'"),
        ({"permutations": 3}, "permutations=3: an even number of orders a replication, or all"),
        ({"permutations": 0}, "permutations=0: an even number of orders a replication, or all"),
        (
            {"societies": "reference", "replications": 1},
            "replications=1: at least 2 with societies=reference",
        ),
        ({"societies": 0}, "societies=0: should be ensemble, reference, a whole number from 1 on"),
        ({"societies": "declared"}, "societies=declared: should be ensemble, reference, a whole"),
        ({"societies": "lost.parquet"}, "societies=lost.parquet: "),
        (
            {"package": "all", "societies": 3, "permutations": 2},
            f"permutations=2: makes 6 orders in 1 replication of 3 societies for {ALL} levers; at "
            f"least {ALL} in all",
        ),
        (
            {"package": "all", "permutations": "all"},
            f"{ALL} levers have {2**ALL:,} subsets, which makes {20 * 2**ALL:,} runs",
        ),
        (
            {"package": "all", "permutations": 2},
            f"permutations=2: makes 40 orders in 20 replications for {ALL} levers; at least {ALL} "
            "in all",
        ),
    ],
)
def test_refusals_come_before_any_run(
    chosen: dict[str, object], told: str, study: Study, here: Path
) -> None:
    with pytest.raises(InputError) as refusal:
        run(choose(study, **chosen))
    assert told in str(refusal.value)
    assert str(refusal.value).startswith(next(reversed(chosen)))
    assert list(here.iterdir()) == []


def test_an_unknown_package_is_told_in_a_line(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=ablation", "package=headline_pakage"]) == 2
    told = capsys.readouterr().err
    near = "no such scenario; did you mean headline_package? unburden --help lists them"
    assert told.startswith(f"unburden: package=headline_pakage: {near}")
    assert told.count("\n") == 1
    assert list(here.iterdir()) == []
