"""Settings are strict, rest on evidence, and say in one line what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from sim import Settings, SettingsError
from sim.evidence import Ledger


def test_defaults_are_evidence() -> None:
    rows = {row["path"]: row for row in Settings().provenance()}
    assert rows["territory.communities"]["source"] == "fact:tiedonglu_communities"
    assert rows["territory.communities"]["value"] == 12
    assert rows["issues.kinds.hazard.rate"]["source"] == "assume:hazard_rate"
    assert rows["organisation.head"]["source"] == "choice"
    assert not [path for path, row in rows.items() if row["source"] == "override"]


def test_a_number_in_place_of_evidence_is_an_override() -> None:
    settings = Settings(obligations={"overlap": 0.25})
    rows = {row["path"]: row["source"] for row in settings.provenance()}
    assert settings.obligations.overlap == 0.25
    assert rows["obligations.overlap"] == "override"


def test_a_number_other_than_the_usual_choice_is_an_override() -> None:
    settings = Settings(departments={"hours_scale": 0.5}, levers={"one_table": {"on": True}})
    rows = {row["path"]: row["source"] for row in settings.provenance()}
    assert rows["departments.hours_scale"] == "override"
    assert rows["levers.one_table.on"] == "choice"
    assert rows["levers.one_table.coverage"] == "choice"


def test_a_reference_is_looked_up_in_the_ledger_that_is_given() -> None:
    ledger = Ledger.load().replace({"overlap": 0.3})
    settings = Settings.read(
        {"levers": {"one_table": {"connected_share": "${fact:heping_eval_weight_satisfaction}"}}},
        ledger,
    )
    assert settings.obligations.overlap == 0.3
    assert settings.levers.one_table.connected_share == 0.2


def test_the_canonical_form_forgets_levers_that_are_off() -> None:
    plain = Settings().canonical()
    assert plain == Settings(levers={"one_table": {"export_minutes": 9.0}}).canonical()
    assert plain != Settings(levers={"one_table": {"on": True}}).canonical()
    assert plain != Settings(horizon_days=249).canonical()
    assert (
        Settings(obligations={"overlap": 1}).canonical()
        == Settings(obligations={"overlap": 1.0}).canonical()
    )


@pytest.mark.parametrize(
    ("tree", "path"),
    [
        ({"horizon_days": 0}, "horizon_days"),
        ({"horizon_days": 2.5}, "horizon_days"),
        ({"obligatons": {}}, "obligatons"),
        ({"obligations": {"overlaps": 0.5}}, "obligations.overlaps"),
        ({"obligations": {"overlap": 1.5}}, "obligations.overlap"),
        ({"obligations": {"overlap": "much"}}, "obligations.overlap"),
        ({"obligations": {"overlap": float("nan")}}, "obligations.overlap"),
        ({"obligations": {"overlap": "${assume:overlapp}"}}, "obligations.overlap"),
        ({"obligations": 3}, "obligations"),
        ({"obligations": {"boards": 101}}, "obligations.boards"),
        ({"territory": {"workers": 0}}, "territory.workers"),
        ({"territory": {"workers": 11}}, "territory.workers"),
        ({"workday": {"away_share": 0.99}}, "workday.away_share"),
        ({"issues": {"kinds": {"hazard": {"powers": ["army"]}}}}, "issues.kinds.hazard.powers"),
        ({"territory": {"residents": 60_000_000}}, "territory.residents"),
        (
            {"levers": {"one_table": {"on": True, "start_day": 500}}},
            "levers.one_table.start_day",
        ),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_named_in_one_line(tree: dict[str, Any], path: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(**tree)
    assert caught.value.path == path
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("group", "value", "wanted"),
    [
        ("start_day", "5", "a whole number, such as 20"),
        ("coverage", "0.5", r"0\.5\}"),
        ("on", "true", "true or false"),
    ],
)
def test_text_that_looks_like_a_value_is_called_text(group: str, value: str, wanted: str) -> None:
    with pytest.raises(SettingsError, match=f"{wanted}, not text"):
        Settings(levers={"one_table": {group: value}})
