"""Sensitivity: analytic functions give their known indices; what cannot matter is left out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from rich.console import Console
from scipy import stats

from experiments import Results, load
from experiments.cli import answer
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.study import Study
from experiments.designs.active_parameters import active
from experiments.kinds.sensitivity.design import SensitivityDesign
from experiments.kinds.sensitivity.experiment import run
from experiments.kinds.sensitivity.summary import DECLARED, notes, show
from experiments.runs.blocks import blocks
from experiments.runs.design import Case, Design
from experiments.runs.points import assumed
from experiments.statistics import morris, sobol
from experiments.statistics.sobol import OTHERS, SUM
from sim.evidence import Assumption, Fact, Ledger, Source
from sim.settings import Settings, to_json
from sim.settings.reading import unread
from sim.settings.structures import Structures
from sim.settings.variants import ASSUMPTION

Array = npt.NDArray[np.float64]
ISHIGAMI = {"S1": [0.3139, 0.4424, 0.0], "ST": [0.5576, 0.4424, 0.2437]}
"""Of sin x1 + 7 sin^2 x2 + .1 x3^4 sin x1 with x from -pi to pi, by hand from its variances."""
WEIGHTS = np.array([0.0, 0.5, 1.0, 3.0, 9.0, 99.0])
"""Of Sobol's g function: the larger, the less a factor matters."""
ENDS, LEDGER = ("low", "high"), Ledger.load()
CADENCES = "[cadence_daily,cadence_weekly,cadence_monthly,cadence_quarterly]"
FEW = "assumptions=[overlap,log_apps,counter_posts]"
"""The last two have eight values and three, so that many points are one society."""


def ishigami(drawn: Array) -> Array:
    x = np.pi * (2 * drawn - 1)
    first, second, third = np.moveaxis(x, -1, 0)
    found: Array = np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)
    return found


def g(drawn: Array) -> Array:
    found: Array = np.prod((np.abs(4 * drawn - 2) + WEIGHTS) / (1 + WEIGHTS), axis=-1)
    return found


def screened(model: Callable[[Array], Array], count: int, names: str, seed: int) -> pd.DataFrame:
    drawn = morris.trajectories(list(names), count, 4, seed)
    return morris.screening(list(names), drawn, model(drawn), 4, seed)


def test_effects_are_of_the_whole_range_and_ranked() -> None:
    rows = screened(lambda drawn: drawn @ np.array([1.0, -3.0, 0.0]), 5, "abc", 1)
    assert rows["assumption"].tolist() == ["b", "a", "c"]
    assert rows["rank"].tolist() == [1, 2, 3]
    np.testing.assert_allclose(rows["mu_star"], [3, 1, 0], atol=1e-12)
    np.testing.assert_allclose(rows["mu"], [-3, 1, 0], atol=1e-12)
    np.testing.assert_allclose(rows[["sigma", "mu_star_conf"]], 0, atol=1e-12)


def test_interaction_is_in_the_spread_of_effects() -> None:
    """Effects of x in xy are y, which is 0, 1/3, 2/3 or 1: mean 1/2, variance 5/36."""
    rows = screened(lambda drawn: drawn[..., 0] * drawn[..., 1], 4000, "xy", 2)
    np.testing.assert_allclose(rows["mu_star"], 1 / 2, atol=4 * rows["mu_star_conf"].max())
    np.testing.assert_allclose(rows["sigma"] ** 2, 5 / 36, rtol=0.05)
    np.testing.assert_allclose(
        rows["mu_star_conf"], 1.96 * rows["sigma"] / np.sqrt(4000), rtol=0.15
    )


def test_the_g_function_is_screened_in_the_order_of_its_weights() -> None:
    assert screened(g, 40, "abcdef", 3)["assumption"].tolist() == list("abcdef")


def test_more_trajectories_begin_with_those_of_fewer() -> None:
    some, more = (morris.trajectories(list("abc"), count, 4, 7) for count in (4, 9))
    np.testing.assert_array_equal(more[:4], some)


def test_values_that_did_not_come_from_the_trajectories_are_not_analysed() -> None:
    names = list("abc")
    drawn = morris.trajectories(names, 4, 4, 1)
    values = g(np.pad(drawn, ((0, 0), (0, 0), (0, 3))))
    mixed = drawn[:, [0, 2, 1, 3]]
    gap = np.where(np.arange(4) == 2, np.nan, values)
    for other, found, levels in (
        (np.random.default_rng(1).random(drawn.shape), values, 4),
        (mixed, values, 4),
        (drawn, values, 6),
        (drawn, values[:3], 4),
        (drawn, gap, 4),
    ):
        with pytest.raises(ValueError, match=r"trajectories|a value at each point"):
            morris.screening(names, other, found, levels, 1)


def test_noise_that_all_points_share_is_told_apart() -> None:
    seeds = np.array([1.0, 2.0, 3.0, 6.0])
    shared = morris.seed_noise(np.arange(5)[:, None] + seeds)
    assert shared["over_seeds"] == pytest.approx(np.std(seeds, ddof=1))
    assert shared["unshared"] == pytest.approx(0)
    noise = np.random.default_rng(1).normal(0, 2, (400, 6))
    found = morris.seed_noise(noise + np.arange(6) * 10)
    assert found["unshared"] == pytest.approx(2, rel=0.05)
    assert found["freedom"] == 399 * 5


def test_noise_alone_passes_its_limit_in_one_screening_of_twenty() -> None:
    names, generator = [str(number) for number in range(12)], np.random.default_rng(5)
    drawn = morris.trajectories(names, 6, 4, 1)
    limit = morris.noise_limit(1.0, 24, 6, 4, len(names))
    assert morris.noise_limit(2.0, 24, 6, 4, len(names)) == pytest.approx(2 * limit)
    beyond = []
    for _ in range(400):
        lucky = morris.seed_noise(generator.normal(3, 0.5, (7, 5)))
        values = generator.normal(3, 0.5, drawn.shape[:2])
        rows = morris.screening(names, drawn, values, 4, 1)
        beyond.append(rows["mu_star"].max() > limit * lucky["unshared"])
    assert lucky["freedom"] == 24
    assert 0.01 < np.mean(beyond) < 0.08


def test_leading_factors_are_taken_in_turn_and_none_that_is_idle() -> None:
    columns = ["assumption", "mu_star", "rank"]
    first = pd.DataFrame([("a", 3.0, 1), ("b", 2.0, 2), ("c", 0.0, 3)], columns=columns)
    other = pd.DataFrame([("d", 3.0, 1), ("a", 2.0, 2), ("c", 0.0, 3)], columns=columns)
    assert morris.leading([first, other], 2) == ("a", "d")
    assert morris.leading([first, other], 9) == ("a", "d", "b")
    assert morris.leading([first, other], 0) == ()


def share(rows: pd.DataFrame, index: str) -> tuple[Array, Array, Array]:
    by = rows.set_index("assumption").drop(index=SUM)
    low, value, high = (by[f"{index}{end}"].to_numpy() for end in ("_low", "", "_high"))
    return low, value, high


@pytest.mark.parametrize("index", ["S1", "ST"])
@pytest.mark.parametrize("lost", [0, 300])
def test_indices_of_ishigami_lie_in_their_intervals_whatever_blocks_are_lost(
    index: str, lost: int
) -> None:
    drawn = sobol.blocks(list("abc"), 1024, 3)
    kept = np.random.default_rng(2).permutation(1024)[lost:]
    rows = sobol.indices(list("abc"), drawn[kept], ishigami(drawn)[kept], 1)
    low, value, high = share(rows, index)
    truth = np.array(ISHIGAMI[index])
    assert ((low <= truth) & (truth <= high)).all()
    assert (high - low < 0.25).all()
    np.testing.assert_allclose(value, truth, atol=0.1)


def test_a_group_of_others_has_what_the_kept_leave() -> None:
    """The g function is a product, whose variances are known for any group of factors."""
    groups = ["a", "b", OTHERS, OTHERS, OTHERS, OTHERS]
    drawn = sobol.blocks(groups, 1024, 3)
    rows = sobol.indices(groups, drawn, g(drawn), 3)
    each = 1 / 3 / (1 + WEIGHTS) ** 2
    rest = np.prod(1 + each[2:]) - 1
    parts = np.array([*each[:2], rest])
    whole = np.prod(1 + parts)
    truth = {"S1": parts / (whole - 1), "ST": parts * whole / (1 + parts) / (whole - 1)}
    for index in ("S1", "ST"):
        low, _, high = share(rows, index)
        assert ((low <= truth[index]) & (truth[index] <= high)).all()
        summed = rows.set_index("assumption").loc[SUM]
        assert summed[index] == pytest.approx(rows[index][:2].sum())
        assert summed[f"{index}_low"] < truth[index][:2].sum() < summed[f"{index}_high"]
    assert sobol.variance(g(drawn)) == pytest.approx(whole - 1, rel=0.1)


IDLE = list("uvwxyz")
G_PARTS = 1 / 3 / (1 + WEIGHTS) ** 2
G_WHOLE = float(np.prod(1 + G_PARTS))
KNOWN: dict[str, tuple[Callable[[Array], Array], Array, Array, float]] = {
    "ishigami": (ishigami, np.array(ISHIGAMI["S1"]), np.array(ISHIGAMI["ST"]), 13.8446),
    "g": (
        g, G_PARTS / (G_WHOLE - 1), G_PARTS * G_WHOLE / (1 + G_PARTS) / (G_WHOLE - 1), G_WHOLE - 1,
    ),
}  # fmt: skip
"""Functions with their S1 and ST, as many as they have factors, and their variance."""


def lowest(trials: int, share: float = 0.95) -> int:
    """What a count of so probable events falls below in one of 1,000 cases."""
    return int(stats.binom.ppf(0.001, trials, share))


@pytest.mark.parametrize("noise", [0.0, 0.3])
@pytest.mark.parametrize("name", KNOWN)
def test_intervals_of_indices_cover_known_truths_also_those_of_idle_factors(
    name: str, noise: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noise is a share of the function's standard deviation; S1 loses by it, ST contains it."""
    monkeypatch.setattr(sobol, "RESAMPLES", 300)
    model, first, total, variance = KNOWN[name]
    own = noise**2 * variance
    idle = np.zeros(len(IDLE))
    truth = {
        "S1": np.append(first, idle) * variance / (variance + own),
        "ST": (np.append(total, idle) * variance + own) / (variance + own),
    }
    groups = [*map(str, range(len(first))), *IDLE]
    random, trials = np.random.default_rng(7), 50
    hits: dict[str, Array] = {index: np.zeros(len(groups)) for index in truth}
    for seed in range(trials):
        drawn = sobol.blocks(groups, sobol.FEWEST, seed)
        values = model(drawn[..., : len(first)])
        values = values + np.sqrt(own) * random.standard_normal(values.shape)
        rows = sobol.indices(groups, drawn, values, seed)
        for index, right in truth.items():
            low, _, high = share(rows, index)
            hits[index] += (low - 1e-9 <= right) & (right <= high + 1e-9)
    for index, found in hits.items():
        assert found.min() >= lowest(trials), (index, found)


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("kind", ["even", "uneven", "heavy"])
def test_some_idle_factor_is_flagged_in_one_analysis_of_twenty_and_real_ones_are_found(
    name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noise of equal size everywhere, nine times as large at some points, or with heavy tails."""
    monkeypatch.setattr(sobol, "RESAMPLES", 2)
    monkeypatch.setattr(sobol, "TRIALS", 1 << 13)
    model, first, _, variance = KNOWN[name]
    groups = [*map(str, range(len(first))), *IDLE, "size"]
    random, trials = np.random.default_rng(11), 80

    def answer(points: Array) -> Array:
        drawn = random.standard_t(4, points.shape[:-1]) / np.sqrt(2)
        if kind != "heavy":
            drawn = random.standard_normal(points.shape[:-1])
        size = 1 + 0.8 * (2 * points[..., -1] - 1) * (kind == "uneven")
        found: Array = model(points[..., : len(first)]) + 0.3 * np.sqrt(variance) * size * drawn
        return found

    flagged, found = 0, np.zeros(len(first))
    for seed in range(trials):
        drawn = sobol.blocks(groups, sobol.FEWEST, seed)
        values = answer(drawn)
        repeated = np.stack([values[:, 0], answer(drawn[:, 0]) + 5], axis=1)
        limit = sobol.noise_limit(repeated, len(values), len(groups)) / sobol.variance(values)
        beyond = sobol.indices(groups, drawn, values, 1)["ST"][: len(groups)] > limit
        flagged += int(beyond[len(first) : -1].any())
        found += beyond[: len(first)]
    assert flagged <= trials - lowest(trials)
    leading = np.array(KNOWN[name][2]) > 0.2
    assert (found[leading] >= 0.9 * trials).all()


def test_noise_is_that_between_seeds_which_points_do_not_share() -> None:
    random = np.random.default_rng(1)
    seeds = random.normal(0, 9, 4)
    values = random.normal(0, 5, (300, 1)) + seeds + random.normal(0, 2, (300, 4))
    variance, worth = sobol.noise_variance(values)
    assert variance == pytest.approx(4, rel=0.1)
    assert worth > 250
    few = values * np.where(np.arange(300) < 30, 10, 0.1)[:, None]
    assert sobol.noise_variance(few)[1] < 60
    assert sobol.noise_variance(np.ones((5, 2))) == (0, 5)
    assert sobol.noise_limit(np.ones((5, 2)), 128, 3) == 0


def test_values_that_did_not_come_from_the_blocks_are_not_analysed() -> None:
    groups = ["a", "b", OTHERS]
    drawn = sobol.blocks(groups, 64, 1)
    values = ishigami(drawn)
    shifted = np.roll(drawn.reshape(-1, 3), -1, axis=0).reshape(drawn.shape)
    gap = np.where(np.arange(64)[:, None] == 5, np.nan, values)
    for other, found in (
        (np.random.default_rng(1).random(drawn.shape), values),
        (shifted, values),
        (drawn[:, :-1], values[:, :-1]),
        (drawn, values[1:]),
        (drawn, gap),
    ):
        with pytest.raises(ValueError, match=r"block"):
            sobol.indices(groups, other, found, 1)


def test_intervals_depend_on_the_seed_alone_which_may_be_zero() -> None:
    drawn = sobol.blocks(list("abc"), 64, 0)
    first, again = (sobol.indices(list("abc"), drawn, ishigami(drawn), 0) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)


def test_what_does_not_vary_has_no_shares() -> None:
    drawn = sobol.blocks(["a", OTHERS, OTHERS], 64, 1)
    rows = sobol.indices(["a", OTHERS, OTHERS], drawn, np.ones(drawn.shape[:2]), 1)
    assert rows.drop(columns="assumption").isna().all(axis=None)


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory, tiny: tuple[str, ...]) -> SensitivityDesign:
    folder = tmp_path_factory.mktemp("design")
    places = (f"output={folder / 'out'}", f"store={folder / 'runs'}")
    return SensitivityDesign.of(compose("experiment=sensitivity", *tiny, *places))


def middle(design: SensitivityDesign) -> dict[str, float]:
    """Values of the assumptions that act, all drawn at the same quantile."""
    names = design.names
    (row,) = assumed(names, design.ledger, np.full((1, len(names)), 0.4)).to_dict("records")
    return {name: row[f"{ASSUMPTION}{name}"] for name in names}


def societies(design: SensitivityDesign, rows: list[dict[str, float]]) -> list[tuple[str, ...]]:
    """What all scenarios read, assumptions that act being drawn alike but for those of a row."""
    ledger = design.ledger
    usual = {f"{ASSUMPTION}{name}": ledger.value(f"assume:{name}") for name in ledger.ranged}
    usual |= {f"{ASSUMPTION}{name}": value for name, value in middle(design).items()}
    changed = [{f"{ASSUMPTION}{name}": value for name, value in row.items()} for row in rows]
    points = pd.DataFrame([{**usual, **row} for row in changed])
    runs = Design(design.trees, ledger, points)
    return [
        tuple(_read_by(runs.settings(Case(name, point))) for name in runs.scenarios)
        for point in points.index
    ]


def _read_by(settings: Settings) -> str:
    """Settings that runs of some structure read, as JSON."""
    idle = unread(settings, tuple(Structures.model_fields))
    rows = {row["path"]: row["value"] for row in settings.provenance()}
    return to_json({path: value for path, value in rows.items() if path not in idle})


def test_an_assumption_that_is_left_out_changes_nothing(design: SensitivityDesign) -> None:
    entries = design.ledger.assumptions
    out = [name for name in design.ledger.ranged if name not in design.names]
    assert len(out) > 50
    lowest, highest = ({name: getattr(entries[name], end) for name in out} for end in ENDS)
    assert len(set(societies(design, [{}, lowest, highest]))) == 1


def test_an_assumption_that_acts_changes_some_society(design: SensitivityDesign) -> None:
    """Each is moved to an end of its range that is not what is drawn for it."""
    entries, some = design.ledger.assumptions, design.names[::9]
    near = middle(design)
    rows = []
    for name in some:
        low, high = (getattr(entries[name], end) for end in ENDS)
        rows.append({name: high if near[name] == low else low})
    usual, *others = societies(design, [{}, *rows])
    for name, other in zip(some, others, strict=True):
        assert other != usual, name


def test_an_assumption_acts_through_formulas_unless_what_follows_it_is_varied(
    design: SensitivityDesign,
) -> None:
    ledger, settings = design.ledger, design.laboratory.study.scenarios(["one_table"], LEDGER)
    idle = next(name for name in ledger.ranged if name not in design.names)
    spans = ledger.assumptions[idle].model_dump(include=set(ENDS))
    follows = ledger.assumptions["export_minutes"].model_copy(update={"formula": idle, **spans})
    assumptions = {**ledger.assumptions, "export_minutes": follows}
    entries: list[Source | Fact | Assumption] = [*ledger.sources.values(), *ledger.facts.values()]
    entries += assumptions.values()
    changed = Ledger(entries, ledger.units, {one.id: "here" for one in entries})
    assert idle not in active(settings, changed)
    assert active(settings, changed, [idle]) == (idle,)
    with pytest.raises(InputError, match=f"assumptions={idle}: changes nothing in baseline, one_t"):
        active(settings, changed, [idle, "export_minutes"])


CADENCES_PASS_1 = (
    "obligations.cadence_daily, cadence_monthly, cadence_quarterly, cadence_weekly: "
    "cadences sum to 1 at most"
)


def test_blocks_with_a_point_that_cannot_be_are_passed_over(design: SensitivityDesign) -> None:
    high = {"cadence_monthly": 0.55, "cadence_quarterly": 0.4, "cadence_weekly": 0.15}
    points = pd.DataFrame({f"{ASSUMPTION}overlap": np.linspace(0.2, 0.8, 8)})
    for name, value in high.items():
        points[f"{ASSUMPTION}{name}"] = design.ledger.value(f"assume:{name}")
        points.loc[3, f"{ASSUMPTION}{name}"] = value
    found = blocks(design.trees, design.ledger, points, 2, 2, 2, 1)
    assert found.numbers.tolist() == [0, 2]
    assert found.lost == (CADENCES_PASS_1,)
    assert found.drawn == 3
    table = found.plan.table
    assert table["point"].tolist() == [0, 0, 1, 1, 4, 4, 5, 5] * 2
    assert table["replication"].tolist() == [0] * 8 + [1] * 8
    np.testing.assert_array_equal(found.table(pd.Series(np.arange(8) * 10.0)), [[0, 10], [40, 50]])


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, tiny: tuple[str, ...]) -> Study:
    """Three assumptions to be screened for two outcomes of one table, two replications."""
    folder = tmp_path_factory.mktemp("asked")
    places = (f"output={folder / 'out'}", f"store={folder / 'runs'}")
    words = ("trajectories=4", "keep=0", "replications=2", FEW)
    outcomes = "outcomes=[hours_freed_per_worker_week,reporting_desk]"
    return compose("experiment=sensitivity", *tiny, *places, *words, outcomes)


@pytest.fixture(scope="module")
def ranked(asked: Study) -> Results:
    return run(asked)


def test_a_ranking_is_that_of_differences_over_moves_worked_out_by_hand(
    ranked: Results, asked: Study
) -> None:
    names = ranked.manifest["assumptions"]
    assert sorted(names) == ["counter_posts", "log_apps", "overlap"]
    design = SensitivityDesign.of(asked)
    drawn = morris.trajectories(names, 4, 4, 1)
    paths = design.blocks(names, drawn, 4)
    wide = design.laboratory.values(paths.plan, design.outcomes)["reporting_desk"]
    change = (wide["one_table"] - wide["baseline"]).groupby("point").mean().to_numpy()
    effects: dict[str, list[float]] = {name: [] for name in names}
    for number in range(16):
        if number % 4:
            move = drawn.reshape(16, 3)[number] - drawn.reshape(16, 3)[number - 1]
            (which,) = np.flatnonzero(move)
            effects[names[which]].append((change[number] - change[number - 1]) / move[which])
    rows = ranked.screening[ranked.screening["measure"] == "reporting_desk"]
    for row in rows.to_dict("records"):
        own = np.array(effects[row["assumption"]])
        assert row["mu_star"] == pytest.approx(np.abs(own).mean())
        assert row["mu"] == pytest.approx(own.mean())
        assert row["sigma"] == pytest.approx(own.std(ddof=1))
    assert rows["mu_star"].max() > 0


def test_rows_carry_the_evidence_of_their_assumption(ranked: Results) -> None:
    ledger = Ledger.load()
    assert list(ranked.frames) == ["screening", "answers"]
    assert ranked.screening.groupby(["scenario", "measure", "group"]).size().tolist() == [3, 3]
    for row in ranked.screening.to_dict("records"):
        entry = ledger.assumptions[row["assumption"]]
        told = {name: row[name] for name in ("grade", "unit", "low", "high", "meaning", "why")}
        assert told == entry.model_dump(include=set(told))
        assert row["beyond_noise"] == (row["mu_star"] > row["noise_limit"])
    units = dict(zip(ranked.answers["measure"], ranked.answers["unit"], strict=True))
    assert set(units) == {"hours_freed_per_worker_week", "reporting_desk"}
    assert "hours" in units["hours_freed_per_worker_week"]
    assert ranked.manifest["screening"]["runs"] == 4 * 4 * 2 * 2


def test_tables_fit_and_say_what_they_rest_on(ranked: Results) -> None:
    text = io.StringIO()
    show(ranked, Console(file=text, width=132))
    lines = text.getvalue().splitlines()
    assert max(map(len, lines)) <= 132
    told = " ".join(text.getvalue().split())
    assert "one table: reporting at the desk (change against the baseline)" in told
    assert "literature" in told
    assert "4 trajectories through all 3 assumptions" in told
    assert "noise of a single seed" not in told
    assert re.search(r"\d of 3 assumptions move it by more than noise would", told)


def test_a_level_is_explained_by_shares_of_what_all_assumptions_do(
    tmp_path: Path, tiny: tuple[str, ...]
) -> None:
    places = (f"output={tmp_path / 'out'}", f"store={tmp_path / 'runs'}")
    few = "assumptions=[log_apps,counter_posts,span_daily]"
    words = ("scenarios=[baseline]", "of=level", "outcomes=[reporting_desk]", few)
    study = compose(
        "experiment=sensitivity", *tiny, *places, *words, "trajectories=4", "keep=1", "samples=128"
    )
    found = run(study)
    assert list(found.frames) == ["screening", "indices", "answers"]
    runs = found.manifest["runs"]
    # Equal societies under one seed are one run, and whole numbers are often equal.
    assert runs["computed"] + runs["reused"] == runs["planned"]
    assert 128 < runs["planned"] <= 5 * 5 + 4 * 4 + 128 * 4 + 128 * 2
    leader = found.screening["assumption"][0]
    assert found.indices["assumption"].tolist() == [leader, OTHERS, SUM]
    assert found.indices["grade"].isna().tolist() == [False, True, True]
    by = found.indices.set_index("assumption")
    assert by.loc[leader, "ST"] == by["ST"].drop(SUM).max()
    (row,) = found.answers.to_dict("records")
    assert row["scenario"] == "baseline"
    assert row["explained"] == pytest.approx(1 - by["ST"][OTHERS])
    assert row["explained_high"] == pytest.approx(1 - by["ST_low"][OTHERS])
    assert 0 < row["noise"] < by.loc[leader, "noise_limit"] < 2 * row["noise"]
    assert by.loc[leader, "beyond_noise"] == (by.loc[leader, "ST"] > by.loc[leader, "noise_limit"])
    assert (found.folder / "figures" / "baseline.reporting_desk.png").stat().st_size > 10_000
    again = run(replace(study, options={**study.options, "output": str(tmp_path / "again")}))
    assert again.manifest["runs"]["computed"] == 0
    for name in ("screening.csv", "indices.csv", "answers.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    text = io.StringIO()
    show(load(found.folder), Console(file=text, width=132))
    told = " ".join(text.getvalue().split())
    assert "all 2 others" in told
    assert "of the variance would vanish if all named were known" in told
    assert "noise of a single seed" in told


def test_trajectories_through_points_that_cannot_be_are_replaced_and_told(
    here: Path, tiny: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("scenarios=[baseline]", "of=level", "outcomes=[reporting_desk]", "keep=0", "seed=3")
    cadences = ("trajectories=4", f"assumptions={CADENCES}")
    assert answer(["experiment=sensitivity", *tiny, *words, *cadences]) == 0
    counted = load("outputs/sensitivity").manifest["screening"]
    assert counted["used"] == 4
    assert counted["drawn"] > 4
    told = " ".join(capsys.readouterr().out.split())
    lost = counted["drawn"] - 4
    assert f"cadences sum to 1 at most): {lost} of {counted['drawn']} trajectories, rep" in told


REFUSED: list[tuple[dict[str, object], str]] = [
    (
        {"trajectories": 3},
        "trajectories=3: at least 4, as fewer do not show the spread of effects; 4 take 64 runs",
    ),
    ({"levels": 5}, "levels=5: should be an even number, 4 or more"),
    (
        {"samples": 127, "keep": 1},
        "samples=127: at least 128, as intervals of fewer blocks cover the truth too seldom; "
        "128 take 2,048 runs; keep=0 only screens",
    ),
    ({"of": "share"}, "of=share: should be 'difference' or 'level'"),
    ({"assumptions": ["overlapp"]}, "overlapp: no assumption with a range; did you mean overlap?"),
    ({"assumptions": ["gate_strictness"]}, "assumptions=gate"),
    ({"scenarios": ["baseline"]}, "scenarios=baseline: should name at least one besides"),
    (
        {"scenarios": ["baseline"], "of": "level", "outcomes": ["hours_freed_per_worker_week"]},
        "outcomes=hours_freed_per_worker_week: nothing is freed in the baseline alone",
    ),
    ({"outcomes": ["bliss"]}, "outcomes=bliss: no such measure"),
    (
        {"outcomes": ["days_to_resolution_median.dispute"]},
        "outcomes=days_to_resolution_median.dispute: empty in one_table at the declared assump",
    ),
]


@pytest.mark.parametrize(("choices", "told"), REFUSED, ids=lambda one: str(one)[:40])
def test_what_would_be_worth_nothing_is_refused(
    choices: dict[str, object], told: str, asked: Study, tmp_path: Path
) -> None:
    chosen = {**asked.options, **choices, "output": str(tmp_path / "out")}
    with pytest.raises(InputError, match=re.escape(told)):
        run(replace(asked, options=chosen))
    assert list(tmp_path.iterdir()) == []


def test_it_is_over_declared_ranges_alone_and_says_so(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest: dict[str, Any] = {
        "assumptions": ["one"], "levels": 4, "replications": 2,
        "screening": {"used": 4, "drawn": 4, "infeasible": []},
    }  # fmt: skip
    assert notes(manifest)[0] == DECLARED
    assert "do not hold for plausible societies" in DECLARED
    for value in ("ensemble", "20", "reference"):
        assert answer(["experiment=sensitivity", f"societies={value}"]) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"unburden: societies={value}: should be declared: its designs")
        assert told.count("\n") == 1
    assert list(here.iterdir()) == []
