"""The experiment `levers` tells what each lever does alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import answer
from experiments.reports.effects import EFFECTS


def test_levers_asked_for_are_run_alone_and_told_with_intervals(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["experiment=levers", *tiny, "replications=2", "only=[census_campaign,one_table]"]
    assert answer(words) == 0
    rows = pd.read_csv(here / "outputs" / "levers" / "levers.csv")
    assert list(dict.fromkeys(rows["lever"])) == ["one_table", "census_campaign"]
    assert len(rows) == 2 * len(EFFECTS)
    known = rows[~rows["measure"].str.startswith("days")]
    assert known[["difference", "ci_low", "ci_high"]].notna().all(axis=None)
    told = capsys.readouterr().out
    assert "one table" in told
    assert "±" in told
    page = (here / "outputs" / "levers" / "levers.html").read_text(encoding="utf-8")
    assert "connect, pool_item, table" in page
    assert (here / "outputs" / "levers" / "figures" / "levers.png").stat().st_size > 10_000


def test_a_lever_that_is_none_is_refused(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=levers", *tiny, "only=[one_tabel]"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("unburden: only=one_tabel: no lever or shock")
    assert "one_table" in told
    assert list(here.iterdir()) == []


def test_a_shock_of_the_users_hits_every_scenario(tiny: tuple[str, ...], here: Path) -> None:
    words = [*tiny, "scenarios=[one_table]", "shocks.flood_evacuation.on=true", "replications=1"]
    assert answer(words) == 0
    rows = pd.read_parquet(here / "outputs" / "compare" / "measures.parquet")
    whole = rows[rows["community"].isna() & (rows["measure"] == "hours_per_worker_week")]
    emergency = whole[whole["group"] == "emergency"].set_index("scenario")["value"]
    hours = (6 * 8 + 2 * 24) / 8 / 2
    assert (emergency >= hours).all()
    assert set(emergency.index) == {"baseline", "one_table"}
