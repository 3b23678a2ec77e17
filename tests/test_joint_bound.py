"""Settings that share a bound: the message names each, and begins with the one that was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.cli import answer
from sim import Settings, SettingsError
from sim.settings.nested import grow

REFUSED = {
    "rules.tiers.tier_red=0.9": "with tier_orange=0.2, tier_yellow=0.3 makes 1.4; 1 at most",
    "rules.tiers.tier_orange=0.9": "with tier_red=0.1, tier_yellow=0.3 makes 1.3; 1 at most",
    "rules.causes.building_share=0.95": "with presence_share=0.1 makes 1.05; 1 at most",
    "rules.types.old=1.0": "with commercial=0.3, business=0.1 makes 1.4; 1",
    "workday.away_share=1.0": "with secondment_share=0.04 makes 1.04; 1 at most",
    "obligations.form_kinds=3": "with boards=30; boards at most form_kinds",
    "obligations.core_items=60": "with own_items=4 makes 64; 62 at most",
    "obligations.cadence_daily=0.9": "cadence_quarterly=0.3 makes 1.68; cadences sum to 1 at most",
    "obligations.cadence_monthly=1.0": "cadence_daily=0.015",
    "territory.communities=2000": "with workers=137; at least one worker for each community",
    "territory.residents=3": "an agent at least a community",
    "issues.rate_scale=100000.0": "with issues.kinds.inquiry.rate=600.0, territory.residents=",
    "levers.department_evaluation.weight_completion=1.0": "makes 1.5; the three weights sum to 1",
}


@pytest.mark.parametrize("given", REFUSED)
def test_the_message_begins_with_what_was_given_and_names_the_others(given: str) -> None:
    path, _, value = given.partition("=")
    number = float(value) if "." in value else int(value)
    for read in (Settings.read, Settings().changed):
        with pytest.raises(SettingsError) as refused:
            read(grow({path: number}))
        assert str(refused.value).startswith(f"{given}: with ")
        assert REFUSED[given] in str(refused.value)


def test_levers_start_within_the_horizon_whichever_was_given() -> None:
    late = grow({"levers.one_table": {"on": True, "start_day": 5}})
    with pytest.raises(
        SettingsError, match=r"^horizon_days=3: with levers\.one_table\.start_day=5;"
    ):
        Settings.read(late).changed({"horizon_days": 3})


def test_the_command_line_begins_with_its_own_override(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["scenarios=[one_table]", "rules.tiers.tier_orange=0.9"]) == 2
    expected = (
        "rules.tiers.tier_orange=0.9: with tier_red=0.1, tier_yellow=0.3 makes 1.3; 1 at most"
    )
    assert expected in capsys.readouterr().err


def test_the_same_reason_has_no_values() -> None:
    """Points that are infeasible for the same reason are counted together."""
    reasons = set()
    for value in (0.8, 0.9):
        with pytest.raises(SettingsError) as refused:
            Settings.read(grow({"rules.tiers.tier_red": value}))
        reasons.add(refused.value.reason)
    assert reasons == {"rules.tiers.tier_orange, tier_red, tier_yellow: 1 at most"}
