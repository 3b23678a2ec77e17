"""Portfolios of levers: fronts and regrets as worked out by hand, the search, and real runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.cli import answer
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.outcomes import FREED, Outcome
from experiments.config.study import Study
from experiments.designs.lever_package import lever_package
from experiments.kinds.portfolio.analysis import (
    by_draw,
    evaluate_sets,
    finalists,
    ranked,
    with_fresh_draws,
)
from experiments.kinds.portfolio.experiment import run
from experiments.reporting.results import Results, load
from experiments.runs.design import Case, Design
from experiments.runs.points import assumed, uniforms
from experiments.statistics import pareto, ranking_selection
from experiments.statistics.pareto import Array
from experiments.statistics.subset_search import Score, all_subsets, nsga2
from sim import GovernanceModel, Settings
from sim.evidence import Ledger

Effects = Mapping[str, Sequence[float] | Array]
LOAD = Outcome("department_load")
OUTCOMES = (Outcome(FREED), LOAD)
UNIT = {str(one): 1.0 for one in OUTCOMES}
ALL = np.ones(4, bool)
WORDS = (
    "experiment=portfolio",
    "package=[signboard_removal,one_table]",
    f"outcomes=[{FREED},reporting_all,department_load]",
    "scales={department_load:0.1}",
    "societies=declared",
    "draws=10",
)
SETS = ["baseline", "signboard_removal", "one_table", "signboard_removal + one_table"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store `results` fills up with the runs of these tests."""
    return tmp_path_factory.mktemp("portfolio")


@pytest.fixture
def words(tiny: tuple[str, ...], shared: Path) -> list[str]:
    """Words of a real package, whose runs are shared."""
    return [*WORDS, *tiny, f"store={shared / 'results'}"]


@pytest.fixture(scope="module")
def study(tiny: tuple[str, ...]) -> Study:
    """The same package as plain data."""
    return compose(*WORDS, *tiny)


@pytest.fixture(scope="module")
def whole(tiny: tuple[str, ...], shared: Path) -> Results:
    """All sets of the package, looked at."""
    own = [f"store={shared / 'results'}", f"output={shared / 'whole'}"]
    assert answer([*WORDS, *tiny, *own]) == 0
    return load(shared / "whole")


def changes(freed: Effects, load: Effects) -> pd.DataFrame:
    """Changes by set and draw; a set's hours of set-up are its freed hours."""
    rows = [
        (name, draw, value, load[name][draw], value, 0.0)
        for name, values in freed.items()
        for draw, value in enumerate(values)
    ]
    columns = ["set", "draw", FREED, str(LOAD), "setup_hours", "department_hours"]
    return pd.DataFrame(rows, columns=columns).set_index(["set", "draw"])


def test_the_front_is_what_nothing_beats() -> None:
    gains = np.array([[3.0, 1.0], [1.0, 3.0], [2.0, 0.5], [3.0, 1.0]])
    assert pareto.non_dominated(gains, ALL).tolist() == [True, True, False, True]
    without = np.array([True, False, True, False])
    assert pareto.non_dominated(gains, without).tolist() == [True, False, False, False]
    without = np.array([False, False, True, False])
    assert pareto.non_dominated(gains, without).tolist() == [False, False, True, False]


def test_equal_in_one_outcome_and_worse_in_another_is_beaten() -> None:
    gains = np.array([[3.0, 1.0], [3.0, 0.9], [4.0, 0.0], [4.0, -1.0]])
    assert pareto.non_dominated(gains, ALL).tolist() == [True, False, True, False]


def test_a_set_is_allowed_if_it_keeps_within_in_enough_draws() -> None:
    within = np.array([[True] * 9 + [False], [True] * 8 + [False] * 2])
    assert pareto.feasible(within, 0.9).tolist() == [True, False]
    assert pareto.feasible(within, 0.8).tolist() == [True, True]


def test_regret_is_what_is_missed_of_the_best_mean_on_a_scale_of_its_own() -> None:
    means = np.array([[5.0, 1.0], [4.0, 3.0], [0.0, 2.0], [99.0, 99.0]])
    allowed = np.array([True, True, True, False])
    found = pareto.regrets(means, allowed, np.array([2.0, 4.0]))
    np.testing.assert_allclose(found[:3], [[0, 0.5], [0.5, 0], [2.5, 0.25]])
    assert np.isnan(found[3]).all()
    assert pareto.minimax_regret(found, allowed) == 0


def test_where_all_are_alike_nothing_is_regretted() -> None:
    found = pareto.regrets(np.ones((4, 2)), ALL, np.ones(2))
    assert (found == 0).all()
    assert pareto.minimax_regret(found, ALL) == 0


def test_savages_choice_is_the_compromise() -> None:
    # Each of the two extremes misses all of one outcome; the compromise misses a little of both.
    means = np.array([[10.0, 0.0], [0.0, 10.0], [7.0, 7.0], [0.0, 0.0]])
    regret = pareto.regrets(means, ALL, np.full(2, 10.0))
    assert pareto.minimax_regret(regret, ALL) == 2
    np.testing.assert_allclose(regret.max(axis=1), [1, 1, 0.3, 1])


def test_ties_in_the_largest_regret_go_to_what_misses_less_of_the_rest() -> None:
    assert pareto.minimax_regret(np.array([[1.0, 1.0], [1.0, 0.0]]), np.ones(2, bool)) == 1


def test_a_set_that_another_beats_everywhere_does_not_change_the_choice() -> None:
    """Whichever set is added: on scales by what is there, one bad in one outcome would count."""
    rng = np.random.default_rng(5)
    flipped = 0
    for _ in range(12):
        freed = {f"s{k}": rng.normal(0, 1, 20) for k in range(6)}
        load = {f"s{k}": rng.normal(0, 1, 20) for k in range(6)}
        before = evaluate_sets(changes(freed, load), OUTCOMES, {}, 0.9, UNIT, 1)
        worse = {"bad": freed["s0"] - 0.01}, {"bad": load["s0"] + 100.0}
        more = changes(freed | worse[0], load | worse[1])
        after = evaluate_sets(more, OUTCOMES, {}, 0.9, UNIT, 1)
        kept = ["set", "regret", "minimax", "minimax_samples", "front", "front_samples"]
        pd.testing.assert_frame_equal(after.loc[:5, kept], before[kept])
        assert finalists(after, OUTCOMES) == finalists(before, OUTCOMES)
        flipped += scaled_by_what_is_there(freed | worse[0], load | worse[1]) != (
            scaled_by_what_is_there(freed, load)
        )
    assert flipped > 1


def scaled_by_what_is_there(freed: Effects, load: Effects) -> str:
    """The choice if the scale of an outcome were the distance from the best set to the worst."""
    means = np.array([[np.mean(freed[name]), -np.mean(load[name])] for name in freed])
    found = pareto.regrets(means, np.ones(len(means), bool), np.ptp(means, axis=0))
    return list(freed)[pareto.minimax_regret(found, np.ones(len(means), bool))]


def rerun(truth: Array, draws: int, seed: int) -> tuple[float, float, float, float]:
    """Choose among sets of this truth, rerun: the chosen set's regret, told and true."""
    rng = np.random.default_rng([17, seed])
    names = [f"s{k}" for k in range(len(truth))]

    def drawn(kept: Sequence[int]) -> pd.DataFrame:
        society = rng.normal(0, 2, draws)
        values = truth[kept][:, None] + society[:, None] + rng.normal(0, 1, (len(kept), draws, 2))
        return changes(
            {names[one]: values[k, :, 0] for k, one in enumerate(kept)},
            {names[one]: -values[k, :, 1] for k, one in enumerate(kept)},
        )

    rows = evaluate_sets(drawn(range(len(truth))), OUTCOMES, {}, 0.9, UNIT, 1, samples=50)
    kept = [names.index(name) for name in finalists(rows, OUTCOMES)]
    told: Any = (
        with_fresh_draws(rows, drawn(kept), OUTCOMES, UNIT).set_index("set").loc[names[kept[0]]]
    )
    true = float((truth[kept].max(axis=0) - truth[kept[0]]).max())
    low, value, high = (float(told[f"fresh_regret{end}"]) for end in ("_low", "", "_high"))
    return low, value, high, true


def test_the_best_of_32_equal_sets_is_told_to_regret_nothing() -> None:
    """Their truth is 0; on the draws that it was chosen by, it stood out."""
    found = np.array([rerun(np.zeros((32, 2)), 30, seed) for seed in range(60)])
    low, value, high, true = found.T
    assert (true == 0).all()
    assert value.mean() < 0.25
    assert (low == 0).mean() >= 0.95
    assert (value <= high).all()


def test_regret_on_fresh_draws_covers_the_truth() -> None:
    """Sets that differ: the interval holds what the chosen set really misses of the finalists."""
    truths = np.random.default_rng(19).normal(0, 0.3, (60, 12, 2))
    found = np.array([rerun(truth, 30, seed) for seed, truth in enumerate(truths)])
    low, _, high, true = found.T
    assert ((low <= true) & (true <= high)).mean() >= 0.95
    assert (true > 0).any()


def test_regret_of_a_set_that_is_far_behind_is_told_as_such() -> None:
    gains = np.array([[3.0, 0.0], [0.0, 0.0], [1.0, 0.5]])[:, None]
    gains = gains + np.random.default_rng(2).normal(0, 0.1, (3, 40, 2))
    found = ranking_selection.regret(gains, np.array([1.0, 0.25]), [0, 2])
    assert found.value == pytest.approx([2, 3, 2], abs=0.2)
    assert (found.low > 1.5).all()
    assert np.isnan(ranking_selection.regret(gains[:, :1], np.ones(2), [0, 2]).high).all()


def test_finalists_are_the_best_its_rivals_and_those_often_chosen() -> None:
    means = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 2.0], [0.9, 0.9], [9.0, 9.0], [0.0, 0.0]])
    allowed = np.array([True] * 4 + [False, True])
    chosen = np.array([0.6, 0, 0, 0.4, 0, 0])
    assert ranking_selection.finalists(means, allowed, 0, chosen) == [0, 1, 2, 3]
    assert ranking_selection.finalists(means, allowed, 0, chosen, most=3) == [0, 1, 2]


def test_what_leads_in_every_draw_leads_in_every_sample() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, (4, 20, 2))
    gains = np.array([[5.0, 5], [1, 1], [0, 0], [2, 4]])[:, None] + noise
    on_front, chosen = pareto.bootstrap_frequencies(
        gains, np.ones((4, 20), bool), 0.9, np.ones(2), 200, 1
    )
    assert on_front.tolist() == [1, 0, 0, 0]
    assert chosen.tolist() == [1, 0, 0, 0]
    assert pareto.non_dominated_by_draw(gains, ALL).mean(axis=1).tolist() == [1, 0, 0, 0]


def test_a_lead_that_hangs_on_few_draws_is_not_firm() -> None:
    # Ahead in the mean by one draw of ten alone, which a sample misses with chance .9**10 = .35.
    gains = np.zeros((2, 10, 1))
    gains[0, 0], gains[1] = 10.0, 0.5
    on_front, _ = pareto.bootstrap_frequencies(
        gains, np.ones((2, 10), bool), 0.9, np.ones(1), 4000, 1
    )
    assert on_front == pytest.approx([1 - 0.9**10, 0.9**10], abs=0.03)


def test_a_set_that_just_keeps_within_is_allowed_in_some_samples_only() -> None:
    gains = np.ones((1, 10, 1))
    within = np.ones((1, 10), bool)
    within[0, 0] = False
    on_front, _ = pareto.bootstrap_frequencies(gains, within, 0.9, np.ones(1), 4000, 1)
    # At most one of ten picks is the draw that passes the limit.
    assert on_front[0] == pytest.approx(0.9**10 + 0.9**9, abs=0.03)


def test_less_is_better_where_it_is() -> None:
    freed = {"baseline": [0.0] * 10, "a": [2.0] * 10, "b": [2.0] * 10}
    load = {"baseline": [0.0] * 10, "a": [0.1] * 10, "b": [0.2] * 10}
    rows = evaluate_sets(changes(freed, load), OUTCOMES, {}, 0.9, UNIT, 1).set_index("set")
    assert rows["front"].to_dict() == {"baseline": True, "a": True, "b": False}
    assert rows["front_draws"].tolist() == [1, 1, 0]
    assert rows["regret_department_load"].tolist() == pytest.approx([0, 0.1, 0.2])
    assert rows["regret"].tolist() == pytest.approx([2, 0.1, 0.2])
    assert rows["minimax"].to_dict() == {"baseline": False, "a": True, "b": False}


def test_limits_shut_out_what_passes_them_in_too_many_draws() -> None:
    freed = {"baseline": [0.0] * 10, "a": [5.0] * 9 + [9.0], "b": [5.0] * 8 + [9.0] * 2}
    load = dict.fromkeys(freed, [0.0] * 10)
    rows = evaluate_sets(
        changes(freed, load), OUTCOMES, {"setup_hours": 5.0}, 0.9, UNIT, 1
    ).set_index("set")
    assert rows["within"].tolist() == [1, 0.9, 0.8]
    assert rows["allowed"].tolist() == [True, True, False]
    assert rows["front"].tolist() == [False, True, False]
    assert rows.loc["b", ["front_draws", "front_samples", "regret"]].isna().all()


def test_effects_are_told_as_mean_and_quantiles_over_draws() -> None:
    values = np.random.default_rng(2).normal(3, 1, 40)
    rows = evaluate_sets(changes({"a": values}, {"a": values}), OUTCOMES, {}, 0.9, UNIT, 1).iloc[0]
    expected = [values.mean(), *np.quantile(values, [0.05, 0.95], method="weibull")]
    assert rows[[FREED, f"{FREED}_low", f"{FREED}_high"]].tolist() == pytest.approx(expected)


def test_draws_are_told_one_by_one() -> None:
    freed = {"a": [1.0, 2.0], "b": [2.0, 1.0]}
    load = {"a": [0.0, 0.0], "b": [0.0, 0.0]}
    rows = by_draw(changes(freed, load), OUTCOMES, {"setup_hours": 1.5}, 0.5)
    assert rows["set"].tolist() == ["a", "a", "b", "b"]
    assert rows["within"].tolist() == [True, False, False, True]
    assert rows["front"].tolist() == [False, True, True, False]


def test_the_front_comes_first_and_only_what_is_shown_has_a_letter() -> None:
    count = 14
    freed = {f"s{k}": [float(k)] * 10 for k in range(count)} | {"beaten": [-1.0] * 10}
    load = {f"s{k}": [float(k)] * 10 for k in range(count)} | {"beaten": [5.0] * 10}
    rows = ranked(evaluate_sets(changes(freed, load), OUTCOMES, {}, 0.9, UNIT, 1), OUTCOMES[0])
    assert rows["set"].tolist() == [f"s{k}" for k in reversed(range(count))] + ["beaten"]
    assert "".join(rows["label"].dropna()) == "abcdefghij"[: rows["label"].count()]
    assert rows["label"].count() == 10
    assert pd.isna(rows["label"].iloc[-1])


def synthetic(levers: int, seed: int) -> Array:
    """Gains of every subset in three outcomes that pull against each other, pairs interacting."""
    rng = np.random.default_rng(seed)
    on = np.array([[subset >> bit & 1 for bit in range(levers)] for subset in range(1 << levers)])
    pairs = rng.normal(0, 0.5 / levers, (levers, levers, 3))
    gains: Array = on @ rng.uniform(0, 1, (levers, 3))
    gains += np.einsum("si,ijk,sj->sk", on, pairs, on)
    gains[:, 2] -= 0.8 * on.sum(axis=1)
    return gains


@pytest.mark.parametrize("seed", [2, 3])
def test_nsga2_finds_the_front_that_looking_at_all_finds(seed: int) -> None:
    levers = 8
    gains = synthetic(levers, seed)
    sizes = np.array([subset.bit_count() for subset in range(1 << levers)])
    true = set(np.flatnonzero(pareto.non_dominated(gains, sizes <= 4)))
    asked: list[int] = []

    def evaluate(subsets: Sequence[int]) -> list[Score]:
        asked.extend(subsets)
        return [Score(tuple(gains[one]), max(0.0, sizes[one] - 4.0)) for one in subsets]

    seen = nsga2(levers, evaluate, 3, 1500, 40, seed)
    assert seen == asked
    assert len(set(asked)) == len(asked) < 1 << levers
    assert asked[:10] == [0, 255, 1, 2, 4, 8, 16, 32, 64, 128]
    assert 3 < len(true) <= len(true & set(seen))


def test_a_search_is_led_by_what_it_finds() -> None:
    levers, target = 12, 0b101101110010

    def evaluate(subsets: Sequence[int]) -> list[Score]:
        near = [-float((subset ^ target).bit_count()) for subset in subsets]
        return [Score((value, value)) for value in near]

    seen = nsga2(levers, evaluate, 2, 600, 20, 1)
    assert target in seen
    assert len(seen) < 600


def test_a_search_repeats_itself_and_goes_around_what_has_no_value() -> None:

    def evaluate(subsets: Sequence[int]) -> list[Score]:
        return [Score((float("nan") if one & 1 else float(one), -float(one))) for one in subsets]

    first = nsga2(6, evaluate, 2, 100, 10, 5)
    assert first == nsga2(6, evaluate, 2, 100, 10, 5)
    assert first != nsga2(6, evaluate, 2, 100, 10, 6)


def test_all_sets_come_small_ones_first() -> None:
    assert all_subsets(3) == [0, 1, 2, 4, 3, 5, 6, 7]


def test_every_set_of_a_real_package_is_held_against_the_baseline(whole: Results) -> None:
    rows = whole.portfolio.set_index("set")
    assert sorted(rows.index) == sorted(SETS)
    assert rows["allowed"].all()
    assert rows["minimax"].sum() == 1
    assert rows.loc["baseline", [FREED, "reporting_all", "setup_hours"]].eq(0).all()
    assert (rows.loc[SETS, "setup_hours"] > 0).tolist() == [False, False, True, True]
    assert rows.loc[SETS, "signboard_removal"].tolist() == [False, True, False, True]
    assert rows.loc[SETS, "one_table"].tolist() == [False, False, True, True]
    outcomes = [FREED, "reporting_all", "department_load"]
    means = whole.draws.groupby("set")[outcomes].mean()
    pd.testing.assert_frame_equal(means, rows.loc[means.index, outcomes])
    assert len(whole.draws) == 4 * 10
    rerun_sets = rows["fresh_regret"].notna()
    assert rerun_sets[rows.index[rows["minimax"]]].all()
    assert rerun_sets.sum() == whole.manifest["finalists"]
    assert whole.manifest["draws"]["fresh"] >= 9
    assert (whole.folder / "figures" / "portfolio.png").stat().st_size > 10_000


def test_a_draw_is_one_society_under_one_seed(whole: Results, study: Study) -> None:
    draw, weeks = 3, 2
    ledger = Ledger.load()
    drawn = uniforms("latin", 10, len(ledger.ranged), 1)
    design = Design(
        lever_package(study, SETS[1:3], ledger).trees([0, 3]),
        ledger,
        assumed(ledger.ranged, ledger, drawn),
    )
    seed = whole.manifest["seeds"][draw]
    assert len(set(whole.manifest["seeds"])) == 10
    before, after = (measured(design.settings(Case(name, draw)), seed) for name in design.scenarios)
    rows = whole.draws[whole.draws["draw"] == draw].set_index("set")
    for word in ("reporting_all", "department_load"):
        change = after[word, "all"] - before[word, "all"]
        assert rows.loc[SETS[-1], word] == pytest.approx(change)
    setup = after["hours_per_worker_week", "setup"] * weeks
    assert rows.loc[SETS[-1], "setup_hours"] == pytest.approx(setup)
    assert setup > 0 == before["hours_per_worker_week", "setup"]


def measured(settings: Settings, seed: int) -> pd.Series:
    """Measures of the whole place, straight from the model."""
    model = GovernanceModel(settings, rng=seed)
    model.run()
    rows = model.measures()
    return rows[rows["community"].isna()].set_index(["measure", "group"])["value"].sort_index()


def test_a_search_gives_the_bytes_of_all_sets(
    whole: Results, tiny: tuple[str, ...], here: Path
) -> None:
    words = ["search=nsga2", "trials=20", "population=4"]
    assert answer([*WORDS, *tiny, *words]) == 0
    found = load(here / "outputs" / "portfolio")
    assert found.manifest["search"] == "nsga2"
    assert found.manifest["runs"]["computed"] == whole.manifest["runs"]["computed"] >= 4 * 10
    for name in ("portfolio.csv", "draws.parquet"):
        assert (found.folder / name).read_bytes() == (whole.folder / name).read_bytes()


def test_the_answer_is_told_with_how_firm_it_is(
    whole: Results, words: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(words) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "2 levers, all their 4 sets, 10 draws of all assumptions" in told
    best = whole.portfolio[whole.portfolio["minimax"]].iloc[0]
    assert f"Least regret: {best['label']} (" in told
    ends = f"[{best['fresh_regret_low']:.2f}, {best['fresh_regret_high']:.2f}]"
    assert f"its regret is {best['fresh_regret']:.2f} {ends}" in told
    assert f"choice in {100 * best['minimax_samples']:.0f} % of samples" in told
    assert f"{whole.portfolio['front'].sum()} sets are on the front" in told
    assert load(here / "outputs" / "portfolio").manifest["runs"]["computed"] == 0


def test_a_scale_is_the_spread_of_the_baseline_unless_it_is_given(
    whole: Results, words: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scales = whole.manifest["scales"]
    assert scales["department_load"] == 0.1
    assert 0.5 < scales["reporting_all"] < 20
    assert scales[FREED] > scales["reporting_all"] / 4
    unused = "outside_hours.merchants"
    others = [word for word in words if not word.startswith(("outcomes=", "scales="))]
    assert answer([*others, f"outcomes=[{FREED},{unused}]"]) == 2
    told = capsys.readouterr().err
    assert f"scales=null: has to be given for {unused}, of which the baseline does" in told
    assert not (here / "outputs").exists()


def test_an_effort_that_nothing_keeps_within_is_said_to_bind(
    whole: Results, words: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*words, "effort.setup_hours=0", "effort.department_hours=-1000"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "there is no front: effort.department_hours -1000 alone is kept by none." in told
    results = load(here / "outputs" / "portfolio")
    assert not results.portfolio[["allowed", "front", "minimax"]].any(axis=None)
    assert results.portfolio["regret"].isna().all()
    assert results.manifest["finalists"] == 0
    assert results.manifest["effort"]["setup_hours"]["sets"] == 2


def test_an_effort_shuts_out_what_takes_more(
    whole: Results, words: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*words, "effort.setup_hours=0"]) == 0
    rows = load(here / "outputs" / "portfolio").portfolio
    assert not rows.loc[rows["one_table"], "allowed"].any()
    assert rows.loc[~rows["one_table"], "allowed"].all()
    assert "effort.setup_hours 0: 2 (of 4)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"draws": 9}, "draws=9: should be greater than or equal to 10"),
        ({"confidence": 1.5}, "confidence=1.5: should be less than or equal to 1"),
        ({"effort": {"setup_hours": -1}}, "effort.setup_hours=-1: should be greater than or equal"),
        ({"effort": {"money": 1}}, "effort.money=1: "),
        ({"scales": {"department_load": 0}}, "scales.department_load=0: should be greater than 0"),
        ({"scales": {"trust": 1.0}}, "scales.trust=1.0: is none of outcomes, which are "),
        ({"search": "best"}, "search=best: should be 'auto', 'enumerate' or 'nsga2'"),
        ({"package": ["one_table"]}, "package=one_table: switches on one_table beside the"),
        ({"package": ["all"], "search": "enumerate"}, "search=enumerate: "),
        ({"outcomes": ["department_load"]}, "outcomes=department_load: at least 2 outcomes"),
        (
            {"outcomes": ["reporting_all", "whistles.asked"]},
            "outcomes=whistles.asked: has no direction",
        ),
    ],
)
def test_what_is_off_is_refused_before_any_run(
    chosen: dict[str, Any], told: str, study: Study, here: Path
) -> None:
    with pytest.raises(InputError) as refused:
        run(replace(study, options=study.options | chosen))
    assert str(refused.value).startswith(told)
    assert list(here.iterdir()) == []


def test_an_outcome_that_a_short_run_lacks_is_refused_after_the_two_ends(
    words: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = "days_to_resolution_restricted_mean.needs_departments"
    others = [word for word in words if not word.startswith(("outcomes=", "scales="))]
    assert answer([*others, f"outcomes=[{FREED},{days}]"]) == 2
    told = capsys.readouterr().err
    assert f"outcomes={days}: has a value for every set in " in told
    assert "of 10 draws, at least 10 are needed" in told
    assert list(here.iterdir()) == []
