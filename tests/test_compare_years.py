"""A comparison over years shows the first and the last of them side by side."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments import compare
from experiments.cli import answer
from experiments.kinds.compare.report.answer import HOURS_FREED
from experiments.kinds.compare.report.answers import first_year
from experiments.kinds.compare.summary import show
from experiments.kinds.compare.years import by_year, growth
from experiments.reporting.terminal import console

PLACE = (
    "societies=reference",
    "territory.communities=2", "territory.workers=12", "territory.residents=3000",
    "warmup_days=30", "executor=serial",
)  # fmt: skip


def test_two_years_are_shown_and_one_is_not(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = compare(*PLACE, "horizon_days=760", scenarios=["one_table"], replications=2)
    years = by_year(long)
    assert years is not None
    labels = [label for label in years.labels.values() if label.startswith("forms never")]
    assert labels == ["forms never delivered, year 1", "forms never delivered, year 3"]
    lines = {line.group for line in years.cells}
    assert {"year_1", "year_3", "own_powers.year_1", "visits.year_3"} <= lines
    show(long, console())
    printed = capsys.readouterr().out
    assert "year 3" in printed
    assert "year 2" not in printed
    assert "The first and the last year" in (long.folder / "report.html").read_text("utf-8")
    assert "Obligations of a community grow by" in " ".join(growth(long))

    rows = long.comparison
    (first,) = first_year(long, [HOURS_FREED])[HOURS_FREED].values()
    wanted = rows[(rows["measure"] == HOURS_FREED.measure) & (rows["group"] == "year_1")]
    assert [first.middle, first.low] == wanted[["difference", "ci_low"]].iloc[0].tolist()
    freed = rows[rows["measure"] == "hours_freed_per_worker_week"].set_index("group")["difference"]
    assert {"all", "year_1", "year_2", "year_3"} == set(freed.index)
    headline = {label for label in years.labels.values() if label.startswith("freed")}
    assert headline == {"freed at equal delivery, year 1", "freed at equal delivery, year 3"}
    less = rows[rows["measure"] == "hours_less_per_worker_week"].set_index("group")["difference"]
    assert less["year_2"] == pytest.approx(
        sum(less[f"{part}.year_2"] for part in ("forms", "traces", "inspections", "meetings",
                                                   "chasing"))
    )  # fmt: skip

    short = compare(*PLACE, "horizon_days=250", scenarios=["one_table"], replications=2)
    assert by_year(short) is None
    assert first_year(short, [HOURS_FREED]) == {}
    assert not any("So years differ" in note for note in growth(short))
    quarter = compare(*PLACE, "horizon_days=60", scenarios=["one_table"], replications=2)
    assert not any("a year" in note for note in growth(quarter))
    one, both = (
        frame.set_index(["replication", "scenario", "measure", "group"])["value"]
        for frame in (whole(short.measures), whole(long.measures))
    )
    keys = one[one.index.get_level_values("measure") == "forms_missed_share"].index
    for key in keys:
        assert one[key] == both[(*key[:3], "year_1")]


def whole(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["community"].isna()]


def test_a_year_can_be_an_outcome(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    primary = "primary=[hours_freed_per_worker_week.year_2,forms_missed_share.year_2]"
    words = [*PLACE, "horizon_days=500", primary, "scenarios=[one_table]", "replications=2"]
    rows = compare(*words).comparison
    named = rows[rows["family"] == "primary"]
    assert set(zip(named["measure"], named["group"], strict=True)) == {
        ("hours_freed_per_worker_week", "year_2"), ("forms_missed_share", "year_2"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "days"), [("hours_freed_per_worker_week.year_2", 500), ("trust.year_1", 500),
                          ("hours_less_per_worker_week.visits.year_3", 750)]
)  # fmt: skip
def test_an_outcome_of_a_year_says_what_horizon_it_needs(
    outcome: str, days: int, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*PLACE, "horizon_days=260", f"primary=[{outcome}]", "scenarios=[one_table]"]
    assert answer(words) == 2
    assert f"primary={outcome}: needs horizon_days={days} or more" in capsys.readouterr().err


def test_an_outcome_that_has_no_years_is_no_measure(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*PLACE, "horizon_days=500", "primary=[reporting_all.year_2]", "replications=1"]
    assert answer(words) == 2
    assert "no such measure" in capsys.readouterr().err
