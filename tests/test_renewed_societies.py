"""Shipped societies under the model of today: what is new is drawn, the same runs are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.config import societies_file
from experiments.config.societies import Societies, shipped
from experiments.studies import renewed_societies as study


@pytest.fixture(scope="module")
def before() -> Societies:
    return societies_file.read(shipped(), study.laboratory().ledger).first(4)


def test_what_the_file_lacks_is_drawn_from_its_declared_range(before: Societies) -> None:
    opened = study.laboratory()
    fewer = replace(before, points=before.points.drop(columns="assume:training_hours"))
    points = study.completed(fewer, opened)
    assert [*points] == [f"assume:{name}" for name in opened.ledger.ranged]
    entry = opened.ledger.assumptions["training_hours"]
    assert entry.low is not None
    assert entry.high is not None
    assert points["assume:training_hours"].between(entry.low, entry.high).all()
    assert points["assume:training_hours"].nunique() == 4
    others = [name for name in before.points if name != "assume:training_hours"]
    kept = before.points.set_axis(study.numbers(before))
    assert points[others].equals(kept[others])


def test_societies_that_ran_as_recorded_are_counted(before: Societies) -> None:
    opened = study.laboratory()
    fewer = replace(
        before,
        points=before.points.drop(columns=["assume:training_hours", "assume:activity_minutes"]),
    )
    points = study.completed(fewer, opened)
    means = before.patterns.set_axis(study.numbers(before))
    other = means.copy()
    other.loc[other.index[2], "forms_due"] = 0.0
    assert study.counts(fewer, points, means, 4, opened)["unchanged"] == 4
    record = study.counts(fewer, points, other, 3, opened)
    drawn = {"training_hours", "activity_minutes"}
    assert (record["unchanged"], record["kept"], set(record["drawn"]) >= drawn) == (3, 3, True)
    assert "activity_minutes" in record["read"], "the baseline has activities"
    assert "training_hours" not in record["read"], "the baseline has no academy"


def test_societies_that_are_kept_stay_in_the_order_of_their_use(before: Societies) -> None:
    points = before.points.set_axis([7, 2, 9, 4])
    means = before.patterns.set_axis([7, 2, 9, 4]).sort_index()
    means.loc[9, "forms_missed"] = 0.9
    assert study.in_order(points, means).tolist() == [7, 2, 4]
