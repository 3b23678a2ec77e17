"""Scenarios that change the number of workers: hours of each and of all, and what is said."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from experiments.config.outcomes import FULL
from experiments.reporting.workforce import workforce_note
from experiments.statistics.matched_values import Matched
from experiments.statistics.workforce import ALL, EACH, NUMBER, changed_workforce

ROWS = [(FULL, "all", "hours per worker-week"), ("workers", "all", "paid workers")]


def matched(
    before: tuple[float, float], after: tuple[float, float], several: bool = True
) -> Matched:
    """Hours of each and workers, alike in all of two societies of two runs, or of four runs."""
    one, other = (np.repeat(np.array([side]).T, 4, axis=1) for side in (before, after))
    societies: npt.NDArray[np.int64] | None = np.array([0, 0, 1, 1]) if several else None
    return Matched(ROWS, one, {"a": other, "b": one}, societies)


@pytest.mark.parametrize("several", [True, False])
def test_hours_of_each_fall_and_those_of_all_rise_with_more_workers(several: bool) -> None:
    """20 hours of 100 workers, then 19 of 110: 90 hours a week more, 50 weeks a year."""
    table = changed_workforce(matched((20.0, 100.0), (19.0, 110.0), several))
    assert set(table["scenario"]) == {"a"}
    change = table.set_index("of")["change"]
    assert change.to_dict() == {NUMBER: 10.0, EACH: -1.0, ALL: 90.0 * 50}
    assert table.set_index("of")["baseline"].to_dict() == {NUMBER: 100, EACH: 20, ALL: 100_000}


def test_runs_that_failed_are_left_out() -> None:
    values = matched((20.0, 100.0), (19.0, 110.0))
    values.scenarios["a"][:, 0] = np.nan
    change = changed_workforce(values).set_index("of")["change"]
    assert change[EACH] == -1.0


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((20, 100), (19, 110), "more workers (+10.0, from 100). Each spends less time on upward "
         "work (−1.0 hours a week), all together spend more (+4,500 hours a year)."),
        ((20, 100), (21, 90), "fewer workers (−10.0, from 100). Each spends more time on upward "
         "work (+1.0 hours a week), all together spend less (−5,500 hours a year)."),
        ((20, 100), (15, 110), "all together spend less (−17,500 hours a year)."),
        ((22, 100), (20, 110), "all together spend about as much (0 hours a year)."),
    ],
)  # fmt: skip
def test_the_note_is_worded_by_the_signs_of_the_numbers(
    before: tuple[float, float], after: tuple[float, float], said: str
) -> None:
    rows = changed_workforce(matched(before, after)).set_index("of").to_dict("index")
    assert workforce_note("recruitment", rows).endswith(said)
