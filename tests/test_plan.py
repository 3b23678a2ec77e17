"""Plans: which runs, in which order, and what makes two runs one."""

from __future__ import annotations

import pandas as pd
import pytest

from experiments.config.errors import InputError
from experiments.config.study import Study
from experiments.runs.design import Design
from experiments.runs.plan import Plan, key, plan
from sim.evidence import Ledger
from sim.settings import Settings, SettingsError

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
    runs = plan(Study("compare", SMALL, {}).scenarios(["one_table"], ledger), 3, seed=1).table
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
    one, other = plan(named, 1, seed=1)
    assert one.key == other.key


def points_of(*levers: str) -> Plan:
    """Two scenarios at three shares of overlap, one of them impossible."""
    points = pd.DataFrame({"obligations.overlap": [0.25, 2.0, 0.75], "warmup_days": [0, 1, 2]})
    trees = Study("sweep", SMALL, {}).trees(levers)
    return plan(Design(trees, Ledger.load(), points), 2, 1, skip_impossible=True)


def test_points_and_scenarios_take_turns_and_share_the_seed_of_their_replication() -> None:
    runs = points_of("one_table")
    order = [(run.replication, run.point, run.scenario) for run in runs]
    assert order == [
        (replication, point, scenario)
        for replication in (0, 1)
        for point in (0, 2)
        for scenario in ("baseline", "one_table")
    ]
    assert runs.table.groupby("replication")["seed"].nunique().tolist() == [1, 1]


def test_a_point_that_cannot_be_is_left_out_for_all_scenarios_and_told() -> None:
    runs = points_of("one_table")
    assert runs.impossible == (1,)
    assert set(runs.table["point"]) == {0, 2}


def test_a_point_that_cannot_be_is_refused_where_none_may_be_left_out(ledger: Ledger) -> None:
    points = pd.DataFrame({"obligations.overlap": [0.25, 2.0]})
    with pytest.raises(SettingsError, match=r"obligations\.overlap=2\.0"):
        plan(Design(Study("sweep", SMALL, {}).trees([]), ledger, points), 1, 1)


def test_whole_numbers_of_a_point_stay_whole_beside_shares() -> None:
    runs = points_of()
    assert [runs.settings("baseline", point).warmup_days for point in (0, 2)] == [0, 2]


def test_an_assumption_of_a_point_moves_what_is_derived_from_it(ledger: Ledger) -> None:
    points = pd.DataFrame({"assume:overlap": [0.1, 0.9]})
    runs = plan(Design(Study("sweep", SMALL, {}).trees([]), ledger, points), 1, 1)
    assert [runs.settings("baseline", p).obligations.overlap for p in (0, 1)] == [0.1, 0.9]


def test_each_point_may_have_a_seed_of_its_own(ledger: Ledger) -> None:
    points = pd.DataFrame({"assume:overlap": [0.1, 0.5, 0.9]})
    design = Design(Study("sweep", SMALL, {}).trees(["one_table"]), ledger, points)
    runs = plan(design, 2, 1, seed_by_point=True).table
    assert runs.groupby(["point", "replication"])["seed"].nunique().eq(1).all()
    assert runs["seed"].nunique() == 6


def test_later_replications_go_on_where_earlier_ones_ended(ledger: Ledger) -> None:
    named = {"a": Settings.read(SMALL, ledger)}
    whole = plan(named, 5, 1).table["key"].tolist()
    parts = [*plan(named, 2, 1).table["key"], *plan(named, 3, 1, first=2).table["key"]]
    assert parts == whole


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
    with pytest.raises(InputError, match="did you mean one_table"):
        Study("compare", SMALL, {}).scenarios(["one_tabel"], ledger)
