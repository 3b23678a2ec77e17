"""The experiment `levers` tells what each lever does alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.cli import answer
from experiments.config.outcomes import FREED
from experiments.kinds.evidence.lever_catalogue import lever_entries
from experiments.kinds.levers.effects import EFFECTS, clear, effects_of
from experiments.kinds.levers.experiment import effects, effects_over_societies
from experiments.kinds.levers.options import LeversOptions
from experiments.reporting.table import Cell
from sim.evidence import Ledger


def test_requested_levers_are_run_alone_and_shown_with_intervals(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = ["replications=2", "only=[census_campaign,one_table]"]
    words = ["experiment=levers", *tiny, "societies=reference", *few]
    assert answer(words) == 0
    rows = pd.read_csv(here / "outputs" / "levers" / "levers.csv")
    assert list(dict.fromkeys(rows["lever"])) == ["one_table", "census_campaign"]
    assert len(rows) == 2 * len(EFFECTS)
    known = rows[~rows["measure"].str.startswith("days")]
    assert known["difference"].notna().all()
    varied = known["differing"] > 0
    assert (known[["ci_low", "ci_high"]].notna().all(axis=1) == varied).all()
    assert varied.sum() > len(known) // 2
    told = capsys.readouterr().out
    assert "same" in told
    assert "one table" in told
    assert "±" in told
    page = (here / "outputs" / "levers" / "levers.html").read_text(encoding="utf-8")
    assert "<code>connect</code>, <code>pool_item</code>, <code>table</code>" in page
    heads = page.partition("</thead>")[0]
    assert heads.count("<th ") == 1 + len(EFFECTS), "what has no room in a row stands below it"
    assert (here / "outputs" / "levers" / "figures" / "levers.png").stat().st_size > 10_000


def test_primary_effects_of_levers_are_one_family_and_only_clear_ones_have_a_star() -> None:
    rng = np.random.default_rng(3)
    shifts = {"baseline": 0.0, "one_table": 3.0, "monitoring": 0.0}
    rows = [
        (name, replication, pd.NA, effect.measure, effect.group, shift + rng.normal(0, 0.5), "h")
        for name, shift in shifts.items()
        for effect in EFFECTS
        for replication in range(12)
    ]
    names = ["scenario", "replication", "community", "measure", "group", "value", "unit"]
    entries = [one for one in lever_entries(Ledger.load()) if one.name in shifts]
    found = effects(pd.DataFrame(rows, columns=names), [one.name for one in entries])
    assert found["family"].value_counts().to_dict() == {"primary": 10, "exploratory": 6}
    assert all("*" in str(cell) for cell in effects_of(found, "one_table"))
    assert not any("*" in str(cell) for cell in effects_of(found, "monitoring"))


def test_over_societies_each_lever_has_a_median_an_interval_and_the_share_it_helps(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["experiment=levers", *tiny, "societies=3", "only=[census_campaign,signboard_removal]"]
    assert answer(words) == 0
    rows = pd.read_csv(here / "outputs" / "levers" / "levers.csv")
    assert list(dict.fromkeys(rows["lever"])) == ["signboard_removal", "census_campaign"]
    assert len(rows) == 2 * len(EFFECTS)
    freed = rows[(rows["measure"] == FREED) & (rows["lever"] == "signboard_removal")].iloc[0]
    assert freed["societies"] == 3
    assert 0 < freed["low"] < freed["median"] < freed["high"]
    assert freed["share_helped"] == 1
    printed = capsys.readouterr().out
    assert "helps 3 of 3" in printed
    assert "3 plausible societies, 1 replication each." in printed
    page = (here / "outputs" / "levers" / "levers.html").read_text(encoding="utf-8")
    assert "helps 3 of 3" in page
    assert (here / "outputs" / "levers" / "figures" / "levers.png").stat().st_size > 10_000


def test_a_lever_that_helps_three_societies_in_four_says_so() -> None:
    changes = {"one_table": [4.0, 1.0, 2.0, -3.0], "monitoring": [0.0, 0.0, 0.0, 0.0]}
    rows = [
        (name, society, replication, pd.NA, effect.measure, effect.group, 10 + change, "points")
        for name, by_society in {"baseline": [0.0] * 4, **changes}.items()
        for effect in EFFECTS
        for society, change in enumerate(by_society)
        for replication in range(2)
    ]
    names = [
        "scenario", "society", "replication", "community", "measure", "group", "value", "unit",
    ]  # fmt: skip
    found = effects_over_societies(pd.DataFrame(rows, columns=names), ["one_table", "monitoring"])
    assert list(dict.fromkeys(found["lever"])) == ["one_table", "monitoring"]
    table = found[found["lever"] == "one_table"]
    assert (table["median"] == 1.5).all()
    known = np.quantile(changes["one_table"], [0.05, 0.95], method="weibull")
    np.testing.assert_allclose(table[["low", "high"]], np.tile(known, (len(EFFECTS), 1)))
    assert not clear(table).any()
    for effect, cell in zip(EFFECTS, effects_of(found, "one_table"), strict=True):
        helps, hurts = (3, 1) if effect.outcome.better > 0 else (1, 3)
        shares = f"helps {helps} of 4\nhurts {hurts} of 4" if effect.outcome.better else ""
        assert isinstance(cell, Cell)
        assert cell.below.partition("\n")[2] == shares
    assert all(cell == Cell("same") for cell in effects_of(found, "monitoring"))


def test_the_default_is_as_many_runs_as_in_one_society() -> None:
    usual, alone = LeversOptions(), LeversOptions(societies="reference")
    assert usual.usual_societies == 20
    assert usual.usual_societies * usual.runs_each == alone.runs_each


def test_an_unknown_lever_is_an_error(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=levers", *tiny, "only=[one_tabel]"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("unburden: only=one_tabel: no lever or shock")
    assert "one_table" in told
    assert list(here.iterdir()) == []


def test_a_shock_of_the_users_hits_every_scenario(alone: tuple[str, ...], here: Path) -> None:
    words = [*alone, "scenarios=[one_table]", "shocks.flood_evacuation.on=true", "replications=1"]
    words.append("shocks.flood_evacuation.villages_only=false")
    assert answer(words) == 0
    rows = pd.read_parquet(here / "outputs" / "compare" / "measures.parquet")
    whole = rows[rows["community"].isna() & (rows["measure"] == "hours_per_worker_week")]
    emergency = whole[whole["group"] == "emergency"].set_index("scenario")["value"]
    hours = (6 * 8 + 2 * 24) / 8 / 2
    assert (emergency >= hours).all()
    assert set(emergency.index) == {"baseline", "one_table"}
