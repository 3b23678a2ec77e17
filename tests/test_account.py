"""The account of freed time: it balances, and says so when it cannot be drawn up."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import answer
from experiments.statistics.paired_differences import BURDEN
from sim.measures.activities import ACTIVITY

PLACE = (
    "territory.communities=2",
    "territory.workers=12",
    "territory.residents=4000",
    "warmup_days=5",
    "executor=serial",
    "replications=1",
    "scenarios=[signboard_removal]",
)


def test_freed_hours_equal_the_hours_added_elsewhere(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=account", *PLACE, "years=2"]) == 0
    printed = capsys.readouterr().out
    balance = next(line for line in printed.splitlines() if "balance (spent" in line)
    assert set(balance.split()[-4:]) == {"0.00"}
    rows = pd.read_csv(here / "outputs" / "account" / "account.csv")
    values = rows.set_index(["scenario", "world", "year", "entry"])["value"].sort_index()
    for world in ("with rebound", "without rebound"):
        for year in (1, 2):
            arm = values["signboard_removal", world, year]
            moved = sum(arm.get(activity, 0.0) for activity in set(ACTIVITY.values()))
            assert moved == pytest.approx(arm["longer days"], abs=1e-9)
            assert -sum(arm[activity] for activity in BURDEN) > 0
    stock = rows[(rows["entry"] == "obligations") & (rows["world"] == "without rebound")]
    assert set(stock.loc[stock["scenario"] == "baseline", "value"]) == {100.0}
    assert (here / "outputs" / "account" / "figures" / "account.png").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["years=0"], "greater than or equal to 1"),
        (["horizon_days=30"], "the account goes by years=3, which are 750 days; leave it out"),
        (["years=2", "horizon_days=250"], "by years=2, which are 500 days"),
    ],
)
def test_refusals(
    words: list[str], told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=account", *PLACE, *words]) == 2
    assert told in capsys.readouterr().err
