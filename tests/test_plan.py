"""Plans: which runs, in which order, and what makes two runs one."""

from __future__ import annotations

import pytest

from experiments.runs.plan import key, plan, table
from experiments.words.refusal import Refusal
from experiments.words.study import Study
from sim.evidence import Ledger
from sim.settings import Settings

SMALL = {"horizon_days": 10, "warmup_days": 0}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger.load()


def test_scenarios_take_turns_within_each_replication(ledger: Ledger) -> None:
    study = Study("compare", SMALL, {})
    runs = plan(study.scenarios(["one_table", "escalation_rights"], ledger), 2, seed=1)
    assert [(run.replication, run.scenario) for run in runs] == [
        (0, "baseline"),
        (0, "one_table"),
        (0, "escalation_rights"),
        (1, "baseline"),
        (1, "one_table"),
        (1, "escalation_rights"),
    ]


def test_scenarios_of_a_replication_share_its_seed_and_replications_do_not(ledger: Ledger) -> None:
    runs = table(plan(Study("compare", SMALL, {}).scenarios(["one_table"], ledger), 3, seed=1))
    assert (runs.groupby("replication")["seed"].nunique() == 1).all()
    assert runs["seed"].nunique() == 3
    assert (runs["seed"] >= 0).all()


def test_the_baseline_is_always_run_and_only_once(ledger: Ledger) -> None:
    study = Study("compare", SMALL, {})
    assert list(study.scenarios(["one_table", "baseline", "one_table"], ledger)) == [
        "baseline",
        "one_table",
    ]


def test_equal_settings_are_one_run_whatever_they_are_called(ledger: Ledger) -> None:
    named = {"a": Settings.read(SMALL, ledger), "b": Settings.read(SMALL, ledger)}
    runs = plan(named, 1, seed=1)
    assert runs[0].key == runs[1].key


def test_a_run_is_another_with_other_settings_seed_or_model(ledger: Ledger) -> None:
    here = Settings.read(SMALL, ledger).canonical()
    there = Settings.read({**SMALL, "horizon_days": 11}, ledger).canonical()
    keys = {key(here, 1, "m"), key(there, 1, "m"), key(here, 2, "m"), key(here, 1, "n")}
    assert len(keys) == 4


def test_whole_and_decimal_spellings_of_a_number_are_one_run(ledger: Ledger) -> None:
    spelled = [
        Settings.read({**SMALL, "obligations": {"overlap": value}}, ledger).canonical()
        for value in (1, 1.0)
    ]
    assert key(spelled[0], 1, "m") == key(spelled[1], 1, "m")


def test_the_users_words_win_over_a_scenarios_switches(ledger: Ledger) -> None:
    words = {"levers": {"signboard_removal": {"ended_share": 0.25}}}
    study = Study("compare", SMALL, {}, overrides=words)
    settings = study.scenarios(["signboards_only"], ledger)["signboards_only"]
    assert settings.levers.signboard_removal.ended_share == 0.25
    assert settings.levers.signboard_removal.handback_share == 0
    assert settings.levers.signboard_removal.on


def test_an_unknown_scenario_is_refused_with_the_closest(ledger: Ledger) -> None:
    with pytest.raises(Refusal, match="did you mean one_table"):
        Study("compare", SMALL, {}).scenarios(["one_tabel"], ledger)
