"""The experiment `evidence` says what rests on what."""

from __future__ import annotations

import pytest

from experiments import basis
from experiments.catalogue import BASELINE
from experiments.choices import EvidenceFilter
from experiments.compose import compose
from experiments.evidence import Row, foundations, listed, pick
from experiments.refusal import Refusal
from sim.evidence import Ledger


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    ledger = Ledger.load()
    study = compose("experiment=evidence")
    return listed(ledger, basis.uses(study.scenarios([BASELINE], ledger)))


def named(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if row["id"] == name)


def test_an_entry_names_the_settings_that_rest_on_it(rows: list[Row]) -> None:
    assert named(rows, "overlap")["used"] == "obligations.overlap"
    assert named(rows, "heping_whistle_situations")["used"] == ""


def test_a_fact_is_used_where_a_formula_needs_it(rows: list[Row]) -> None:
    assert named(rows, "wanghailou_households")["used"] == "formula of survey_minutes"
    assert "formula of street_workers" in named(rows, "tiedonglu_grid_workers")["used"]


def test_levers_are_told_apart_by_what_they_rest_on(rows: list[Row]) -> None:
    found = foundations(rows)
    assert set(found) >= {"signboard_removal", "one_table", "escalation_rights"}
    assert found["signboard_removal"]["facts"] == 1
    assert found["escalation_rights"]["facts"] == 0


def test_filters_choose_and_refuse(rows: list[Row]) -> None:
    table = pick(rows, EvidenceFilter(lever="one_table"))
    assert all("levers.one_table." in row["used"] for row in table)
    unused = pick(rows, EvidenceFilter(used=False))
    assert len(unused) + len(pick(rows, EvidenceFilter(used=True))) == len(rows)
    with pytest.raises(Refusal, match="one_table"):
        pick(rows, EvidenceFilter(lever="two_table"))
