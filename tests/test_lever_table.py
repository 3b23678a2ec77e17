"""The experiment `levers` tells what each lever does alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.cli import answer
from experiments.kinds.evidence.lever_catalogue import lever_entries
from experiments.kinds.levers.effects import EFFECTS, effects_of
from experiments.kinds.levers.experiment import effects
from sim.evidence import Ledger


def test_requested_levers_are_run_alone_and_shown_with_intervals(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["experiment=levers", *tiny, "replications=2", "only=[census_campaign,one_table]"]
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
    assert "connect, pool_item, table" in page
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
    assert all("*" in cell for cell in effects_of(found, "one_table"))
    assert not any("*" in cell for cell in effects_of(found, "monitoring"))


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
    assert answer(words) == 0
    rows = pd.read_parquet(here / "outputs" / "compare" / "measures.parquet")
    whole = rows[rows["community"].isna() & (rows["measure"] == "hours_per_worker_week")]
    emergency = whole[whole["group"] == "emergency"].set_index("scenario")["value"]
    hours = (6 * 8 + 2 * 24) / 8 / 2
    assert (emergency >= hours).all()
    assert set(emergency.index) == {"baseline", "one_table"}
