"""The experiment `evidence` says what rests on what."""

from __future__ import annotations

import pytest

from experiments.config.catalogue import BASELINE
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.kinds.evidence.lever_catalogue import lever_entries
from experiments.kinds.evidence.listing import Row, filtered, listed
from experiments.kinds.evidence.options import EvidenceFilter
from experiments.reporting import provenance
from sim.evidence import Ledger
from sim.levers import Levers
from sim.shocks import Shocks


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    ledger = Ledger.load()
    study = compose("experiment=evidence")
    return listed(ledger, provenance.uses(study.scenarios([BASELINE], ledger)))


def named(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if row["id"] == name)


def test_an_entry_names_the_settings_that_rest_on_it(rows: list[Row]) -> None:
    assert named(rows, "overlap")["used"] == "obligations.overlap"
    assert named(rows, "heping_whistle_situations")["used"] == ""


def test_a_fact_is_used_where_a_formula_needs_it(rows: list[Row]) -> None:
    assert named(rows, "wanghailou_households")["used"] == "formula of survey_minutes"
    assert "formula of street_workers" in named(rows, "tiedonglu_grid_workers")["used"]


def test_the_register_is_read_off_the_levers() -> None:
    entries = {one.name: one for one in lever_entries(Ledger.load())}
    assert set(entries) == {*Levers.model_fields, *Shocks.model_fields}
    boards = entries["signboard_removal"]
    assert boards.evidence["facts"] == 1
    assert set(boards.changes) == {"take_down", "end_obligation", "hand_back"}
    assert boards.acts_on == ("obligations", "departments")
    assert entries["escalation_rights"].evidence["facts"] == 0
    assert entries["flexible_staffing"].evidence_label == "none of its own"
    assert all(one.documents and one.acts_on and one.changes for one in entries.values())


def test_filters_choose_and_refuse(rows: list[Row]) -> None:
    table = filtered(rows, EvidenceFilter(lever="one_table"))
    assert all("levers.one_table." in row["used"] for row in table)
    unused = filtered(rows, EvidenceFilter(used=False))
    assert len(unused) + len(filtered(rows, EvidenceFilter(used=True))) == len(rows)
    spoken = {row["id"] for row in filtered(rows, EvidenceFilter(about="Meetings"))}
    assert {"meeting_minutes", "head_meeting_hours"} <= spoken
    assert len(spoken) < 40
    with pytest.raises(InputError, match=r"evidence\.about=zzz: no entry has this text"):
        filtered(rows, EvidenceFilter(about="zzz"))
    with pytest.raises(InputError, match="one_table"):
        filtered(rows, EvidenceFilter(lever="two_table"))
