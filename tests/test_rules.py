"""Rules of the society: each is off when it is off, and does what was written down before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments.cli import answer
from experiments.config.outcomes import Outcome
from experiments.kinds.rules.expectations import EXPECTATIONS, SPREAD, VARIATIONS
from experiments.kinds.rules.summary import named
from sim import GovernanceModel, Settings
from sim.settings.rules import NO_MECHANISMS, Rules
from tests.golden.books import digest
from tests.golden.cases import CASES
from tests.golden.cases import ran as ran_case

KEPT = json.loads((Path(__file__).parent / "golden" / "bare.json").read_text())
PLACE = {"communities": 2, "workers": 14, "residents": 4000}
PARAMETERS: dict[str, dict[str, Any]] = {
    "types": {"old": 0.6, "business_merchant": 8.0},
    "caseloads": {"caseload_sigma": 1.0},
    "discovery": {"merchant_round_discovery": 0.9, "camera_coverage": 1.0, "selfcheck_share": 1.0},
    "tiers": {"risk_red": 100.0, "tier_red": 0.3},
    "fieldwork": {},
    "merchants": {"merchant_visits": 20.0, "merchant_escort_share": 1.0},
    "volunteers": {"volunteers_before": 1.0, "volunteers_asked": 50.0},
    "incidents": {"incident_rate": 0.2},
    "consent": {"consent_share": 1.0},
    "mediation": {"mediation_minutes": 10.0, "mediation_worker_relation": 1.0},
    "patience": {"patience_factor": 0.1, "overhead_chance": 1.0},
    "hotline": {"hotline_start": 1.0, "hotline_demand": 3.0},
    "trust": {"trust_drift": 1.0, "false_trust_factor": 0.0},
    "pursuit": {"remind_days": 0.1, "criticism_days": 1.0, "reminder_minutes": 60.0},
    "scrutiny": {"patchwork_inspection": 10.0},
    "coping": {"fatigue": 0.9, "visit_floor": 0.0},
    "turnover": {"turnover_rate": 20.0},
    "quitting": {"quitting_usual": 0.01, "quitting_share": 1.0},
    "assessment": {"response_weight": 0.01, "effort_elasticity": 3.0},
    "causes": {"building_share": 0.5, "presence_share": 0.5},
    "offices": {"two_office_share": 1.0},
    "street_offices": {"street_capacity": 1.0},
    "afterhours": {"afterhours_share": 0.5},
    "replies": {"reply_limit": 1, "reply_unsolved": 1.0},
    "rebound": {"obligations_created": 100.0, "pruning": 1.0, "slack_obligation": 500.0},
    "evasion": {"evasion_share": 1.0, "evasion_rate": 12.0},
    "held_whistles": {"held_refused": 0.01, "held_regained": 0.0},
    "groups": {},
    "procedures": {"procedures_a_month": 100.0, "procedure_steps": 10.0},
}
STRAIN = {
    "territory": PLACE,
    "issues": {"beyond_scale": 5.0},
    "workday": {"chat_minutes": 500.0},
    "levers": {
        "department_evaluation": {"on": True},
        "escalation_rights": {"on": True, "accept": 0.5},
        "signboard_removal": {"on": True},
        "merchant_selfcheck": {"on": True, "training_minutes": 0.0},
    },
    "horizon_days": 90,
    "warmup_days": 10,
}


def ran(rules: dict[str, Any]) -> GovernanceModel:
    """A strained place with these rules."""
    model = GovernanceModel(Settings(rules=rules, **STRAIN), 6)
    model.run()
    return model


@pytest.fixture(scope="module")
def bare() -> str:
    return digest(ran(NO_MECHANISMS))


@pytest.mark.parametrize("case", CASES)
def test_without_its_rules_the_society_is_what_it_was_before_them(case: str) -> None:
    assert digest(ran_case(case)) == KEPT[case]


@pytest.mark.parametrize("rule", Rules.model_fields)
def test_a_rule_that_is_off_leaves_no_trace_of_its_knobs(rule: str, bare: str) -> None:
    assert digest(ran(NO_MECHANISMS | {rule: {"on": False, **PARAMETERS[rule]}})) == bare


@pytest.mark.parametrize("rule", Rules.model_fields)
def test_a_rule_that_is_on_changes_something(rule: str, bare: str) -> None:
    needs = {"scrutiny": ("coping",), "evasion": ("rebound",)}.get(rule, ())
    others = NO_MECHANISMS | {name: {"on": True, **PARAMETERS[name]} for name in needs}
    without = digest(ran(others)) if needs else bare
    assert digest(ran(others | {rule: {"on": True, **PARAMETERS[rule]}})) != without


def test_every_rule_has_an_expectation_and_every_variation_is_used() -> None:
    assert {variation.mechanism for variation in VARIATIONS.values()} >= set(Rules.model_fields)
    assert {one.variation for one in EXPECTATIONS} == set(VARIATIONS)
    themes = {variation.theme for variation in VARIATIONS.values()}
    assert themes == {
        "obligations", "adaptation", "coping", "discovery", "disputes", "residents", "departments",
        "streets", "dispatch", "rebound", "territory", "start",
    }  # fmt: skip


def test_the_experiment_tells_a_verdict_for_every_expectation(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=rules", *tiny, "replications=2", "themes=[rebound,territory]"]) == 0
    themes = [VARIATIONS[one.variation].theme for one in EXPECTATIONS]
    count = themes.count("rebound") + themes.count("territory")
    assert f"{count} expectations, 2 replications" in capsys.readouterr().out
    rows = pd.read_csv(here / "outputs" / "rules" / "rules.csv")
    assert set(rows["theme"]) == {"rebound", "territory"}
    assert set(rows["verdict"]) <= {"as expected", "other way", "no difference found"}
    made = {path.name for path in (here / "outputs" / "rules" / "figures").iterdir()}
    assert made == {"rules_rebound.png", "rules_territory.png"}


def test_measures_are_named_by_their_labels() -> None:
    row = {"measure": "days_to_resolution_restricted_mean", "group": "own_powers"}
    assert named(row) == "time until solved, own powers"
    spread = {"measure": "upward_share" + SPREAD, "group": "all"}
    assert named(spread) == f"{Outcome('upward_share').label}, spread over communities"


def test_a_measure_that_no_run_has_gets_no_verdict(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One community has no spread over communities."""
    words = [word for word in tiny if not word.startswith("territory.")]
    words += ["territory=community", "replications=2", "themes=[territory]"]
    assert answer(["experiment=rules", *words]) == 0
    told = capsys.readouterr().out
    assert "nan" not in told
    assert "2 no value" in told
    rows = pd.read_csv(here / "outputs" / "rules" / "rules.csv")
    assert (rows["difference"].isna() == (rows["verdict"] == "no value")).all()


def test_a_variation_that_does_not_fit_the_place_is_left_out_with_a_line(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twelve villages are no part of two communities."""
    words = [word for word in tiny if not word.startswith("territory.")]
    words += ["territory.communities=2", "territory.workers=14", "territory.residents=4000"]
    assert answer(["experiment=rules", *words, "replications=1", "themes=[obligations]"]) == 0
    told = " ".join("".join(capsys.readouterr()).split())
    assert "the variation 'pursuit of overloaded villages' is left out, as it does not fit" in told
    assert "territory.villages=12: with communities=2; at most as many" in told
    rows = pd.read_csv(here / "outputs" / "rules" / "rules.csv")
    assert "pursuit" in set(rows["variation"])
    assert "pursuit of overloaded villages" not in set(rows["variation"])


def test_a_theme_that_is_none_is_refused(
    tiny: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=rules", *tiny, "themes=[weather]"]) == 2
    assert "there are obligations, coping" in capsys.readouterr().err
