"""The account of freed time: it balances, and says so when it cannot be drawn up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments.cli import answer
from experiments.kinds.account import entries
from experiments.kinds.account.entries import HOURS, NOT_DONE
from experiments.kinds.account.experiment import account
from experiments.reporting.table import Cell
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
    assert answer(["experiment=account", *PLACE, "societies=reference", "years=2"]) == 0
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


def _series(changes: dict[int, float]) -> pd.DataFrame:
    """A year of two societies: forms take less time by these hours, and visits take half of it."""
    arms = {"baseline": 0.0, "reform": 1.0}
    rows = [
        (arm + world, society, 0, day, measure, group, value)
        for arm, on in arms.items()
        for world in ("", "|without rebound")
        for society, change in changes.items()
        for day in range(1, 251)
        for measure, group, value in (
            (HOURS, "forms", 10.0 - on * change),
            (HOURS, "visits", 5.0 + on * change / 2),
            (NOT_DONE, "undelivered", on * 0.25),
            ("obligations", "all", 80.0 + society),
            ("unlisted_obligations", "all", 20.0),
        )
    ]
    names = ["scenario", "society", "replication", "day", "measure", "group", "value"]
    return pd.DataFrame(rows, columns=names).assign(unit="hours per worker-week")


def test_sums_are_drawn_up_in_each_society_before_their_median() -> None:
    rows = account(_series({0: 1.0, 1: 2.0, 2: 6.0}), communities=2)
    found = rows[(rows["scenario"] == "reform") & (rows["world"] == "with rebound")]
    table: Any = found.set_index("entry")
    assert (table["societies"] == 3).all()
    assert table.loc["spent", ["median", "value"]].tolist() == pytest.approx([2.0, 3.0])
    assert table.loc["equal_delivery", "median"] == pytest.approx(1.75)
    assert table.loc["equal_delivery", "low"] == pytest.approx(0.75)
    assert table.loc["longer days", "median"] == pytest.approx(-1.0)
    assert table.loc["obligations", "median"] == 40.5
    lines = dict(entries.lines(rows, "reform"))
    assert lines["freed at equal delivery"][0] == Cell("+1.75", "[0.75, 5.75]")
    assert lines["  time spent less"][0] == Cell("+2.00", "[1.00, 6.00]")
    balance = next(cells for label, cells in lines.items() if label.startswith("balance of means"))
    assert set(balance) == {"0.00"}


def test_over_societies_the_baseline_is_judged_and_a_cell_has_an_interval(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=account", *PLACE, "societies=2", "years=1"]) == 0
    printed = capsys.readouterr().out
    assert "median of 2 plausible societies" in printed
    assert re.search(r"within all bands here: \d of 2 baselines", " ".join(printed.split()))
    rows = pd.read_csv(here / "outputs" / "account" / "account.csv")
    assert (rows["societies"] == 2).all()
    assert (rows["low"] <= rows["median"]).all()
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
