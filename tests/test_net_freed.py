"""Hours freed at equal delivery: books written by hand, and parts that sum to the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import load
from experiments.cli import answer
from experiments.statistics.matched_values import Matched
from experiments.statistics.net_freed import (
    ENTRIES,
    LEAST_DAYS,
    NET,
    REAL,
    SPENT,
    TIME,
    UNDONE,
    net_freed,
)

WEEKLY = "hours per worker-week"
FORMS, OTHERS = "forms", ("requests", "inspections", "rounds")
BEFORE = {"forms": 10.0, "standing": 6.0, "chasing": 0.5, "procedures": 0.5, "extra": 2.0,
          "undelivered": -1.0, "patchwork": -0.5, "overtime": 1.5, "all": 17.5}  # fmt: skip
"""Forms take 10 hours as demanded; 1 is not delivered and 0.5 spared by old figures."""


def books(hours: dict[str, float], forms: float) -> dict[tuple[str, str], float]:
    """Values of a run: hours of upward work, and forms a week; nothing else is demanded."""
    values = {("upward_work", name): hours.get(name, 0.0) for name in (*BEFORE, *OTHERS)}
    numbers = {("upward_demands", name): 0.0 for name in OTHERS}
    return values | numbers | {("upward_demands", FORMS): forms}


def split(after: dict[str, float], forms: float) -> pd.Series:
    """Hours freed by entry where forms fell from 40 a week, two equal pairs of runs."""
    before, then = books(BEFORE, 40.0), books(BEFORE | after, forms)
    rows = [(*key, WEEKLY if key[0] == "upward_work" else "demands") for key in before]
    old, new = (np.tile(np.array([*side.values()])[:, None], 2) for side in (before, then))
    return net_freed(Matched(rows, old, {"reform": new})).set_index("entry")["freed"]


def test_a_form_that_is_not_delivered_frees_nothing() -> None:
    """Spent falls from 17.5 to 15.5 because 3 hours in place of 1 are not delivered."""
    freed = split({"undelivered": -3.0, "all": 15.5}, 40.0)
    assert freed[SPENT] == pytest.approx(2.0)
    assert freed["undelivered"] == pytest.approx(-2.0)
    assert freed["paid"] == pytest.approx(2.0)
    assert freed[NET] == pytest.approx(0.0)


def test_old_figures_free_nothing() -> None:
    """1.25 hours more are spared by patchwork, and 0.25 more go into redoing."""
    freed = split({"patchwork": -1.75, "extra": 2.25, "all": 16.5}, 40.0)
    assert freed[SPENT] == pytest.approx(1.0)
    assert freed["patchwork"] == pytest.approx(-1.25)
    assert freed["extra"] == freed[NET] == pytest.approx(-0.25)


def test_fewer_forms_and_shorter_ones_are_told_apart_at_mean_price_and_number() -> None:
    """40 forms of 0.25 hours become 30 of 0.2: 10 x 0.225 by number, 0.05 x 35 by price."""
    freed = split({"forms": 6.0, "undelivered": -0.5, "all": 14.0}, 30.0)
    assert freed["fewer"] == pytest.approx(2.25)
    assert freed["cheaper"] == pytest.approx(1.75)
    assert freed[NET] == pytest.approx(4.0)
    assert freed["undelivered"] == pytest.approx(0.5)
    assert freed[SPENT] == pytest.approx(3.5)


def test_without_any_form_left_all_is_due_to_number() -> None:
    """40 forms of 0.25 hours are gone; there is no other price than the old one."""
    freed = split({"forms": 0.0, "undelivered": 0.0, "patchwork": 0.0, "all": 9.0}, 0.0)
    assert freed["fewer"] == pytest.approx(10.0)
    assert freed["cheaper"] == pytest.approx(0.0)
    assert freed[SPENT] == pytest.approx(8.5)


def test_overtime_no_longer_worked_is_no_paid_time() -> None:
    """Of 2 hours less in meetings 0.5 were overtime."""
    freed = split({"standing": 4.0, "overtime": 1.0, "all": 15.5}, 40.0)
    assert freed["overtime"] == pytest.approx(0.5)
    assert freed["paid"] == pytest.approx(1.5)
    assert freed[NET] == pytest.approx(2.0)


def test_work_that_nobody_did_is_no_paid_time() -> None:
    """Meetings take 2 hours less, 1 of it overtime, and 1.5 hours of forms are done now.

    One hour of forms that nobody delivered is delivered, and half an hour is no longer filled in
    from old figures. So 0.5 hours less are spent: 1 hour less of overtime, 0.5 more of paid time.
    """
    now = {"standing": 4.0, "undelivered": 0.0, "patchwork": 0.0, "overtime": 0.5, "all": 17.0}
    freed = split(now, 40.0)
    assert freed[NET] == freed["standing"] == pytest.approx(2.0)
    assert freed["undelivered"] == pytest.approx(1.0)
    assert freed["patchwork"] == pytest.approx(0.5)
    assert freed[SPENT] == pytest.approx(0.5)
    assert freed["overtime"] == pytest.approx(1.0)
    assert freed["paid"] == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("parts", "whole"), [(tuple(REAL), NET), ((*TIME, *UNDONE), NET), (tuple(TIME), SPENT)]
)
def test_parts_sum_to_the_whole(parts: tuple[str, ...], whole: str) -> None:
    """Random books whose hours are whatever demands, standing and all else make them."""
    rng = np.random.default_rng(5)
    names = [name for name in (*BEFORE, *OTHERS) if name not in ("all", "overtime")]
    after = dict(zip(names, rng.normal(3, 2, len(names)), strict=True))
    after |= {"all": sum(after.values()), "overtime": rng.normal()}
    freed = split(after, 27.0)
    assert set(freed.index) == set(ENTRIES)
    assert sum(freed[name] for name in parts) == pytest.approx(freed[whole])


def test_runs_without_these_measures_have_no_split() -> None:
    """A toy model measures something else."""
    rows = [("happiness", "all", "points")]
    assert net_freed(Matched(rows, np.ones((1, 2)), {"reform": np.ones((1, 2))})).empty


def test_a_window_of_a_few_days_has_no_split() -> None:
    """Work carried over from before it would pass for hours freed."""
    before = books(BEFORE, 40.0)
    rows = [(*key, WEEKLY if key[0] == "upward_work" else "demands") for key in before]
    values = np.tile(np.array([*before.values()])[:, None], 2)
    matched = Matched(rows, values, {"reform": values})
    assert net_freed(matched, days=LEAST_DAYS - 1).empty
    assert len(net_freed(matched, days=LEAST_DAYS)) == len(ENTRIES)


def test_a_comparison_over_a_few_days_says_so(
    here: Path, alone: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*(one for one in alone if "horizon" not in one), "horizon_days=3", "replications=2"]
    assert answer([*words, "scenarios=[one_table]"]) == 0
    assert load("outputs/compare").frames["freed"].empty
    told = " ".join(capsys.readouterr().out.split())
    assert "Hours freed are split from horizon_days=10 on." in told
    assert "demands that take less time" not in told
