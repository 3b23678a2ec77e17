"""Scenarios are compared in one society; overrides say what they do to the comparison."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.cli import answer
from experiments.config import override_effects
from experiments.config.catalogue import options, scenario
from experiments.config.compose import compose
from experiments.config.errors import InputError
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.nested import leaves, overlay
from tests.fuzz.answers import planning_only

TOLD = {
    "levers.one_table.on=false scenarios=[headline_package]": [
        "levers.one_table.on=false switches it off in headline_package as well"
    ],
    "levers.one_table.coverage=0.5 scenarios=[signboard_removal]": [
        "levers.one_table.coverage=0.5 does nothing: levers.one_table is on in no scenario"
    ],
    "rules.rebound.on=false rules.rebound.sendback_days=3 scenarios=[one_table]": [
        "rules.rebound.sendback_days=3 does nothing: rules.rebound is on in no scenario"
    ],
    "levers.one_table.old_form_share=1 scenarios=[one_table,digital_beside_old_forms]": [
        "digital_beside_old_forms is the same society as one_table"
    ],
    "levers.one_table.coverage=0.5 scenarios=[one_table]": [],
    "shocks.census_campaign.on=true scenarios=[one_table]": [],
    "obligations.overlap=0 scenarios=[one_table]": [],
}
LEVELLED = {
    "levers.one_table.on=true scenarios=[one_table]": "levers.one_table.on=true: would be on",
    "levers.one_table.on=true scenarios=[signboard_removal]": "scenarios=[one_table] compares it",
    "levers.one_table.on=false scenarios=[one_table]": "levers.one_table.on=false: holds in the",
    "departments.hours_scale=0.5 scenarios=[scarce_departments]": "departments.hours_scale=0.5: ",
    "shocks.heavy_rain.on=true scenarios=[heavy_rain]": "shocks.heavy_rain.on=true: holds",
    "levers={signboard_removal:{on:true},one_table:{on:true}} scenarios=[headline_package]": (
        "scenarios=[signboard_removal] compares it"
    ),
}


def said(words: str) -> list[str]:
    study = compose("territory=community", *words.split())
    return override_effects.warnings(study, study.options["scenarios"], Ledger.load())


@pytest.mark.parametrize("words", TOLD)
def test_what_an_override_does_to_the_comparison_is_said(words: str) -> None:
    assert said(words) == TOLD[words]


@pytest.mark.parametrize("words", LEVELLED)
def test_overrides_that_leave_nothing_to_compare_are_refused(words: str) -> None:
    with pytest.raises(InputError) as refusal:
        said(words)
    assert LEVELLED[words] in str(refusal.value)


@pytest.mark.parametrize(
    ("experiment", "way"),
    [
        ("compare", "scenarios=[one_table] compares it with the baseline"),
        ("sweep", "scenarios=[one_table] compares it with the baseline"),
        ("trace", "scenarios=[one_table] compares it with the baseline"),
        ("levers", "only=[one_table] compares it with the baseline"),
        ("ablation", "package=[...,one_table] has it as a part"),
        ("portfolio", "package=[...,one_table] has it as a part"),
    ],
)
def test_a_lever_that_an_override_switches_on_is_refused_with_the_way_to_compare_it(
    experiment: str, way: str, tiny: Sequence[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["territory=community", "seed=1", "levers.one_table.on=true"]
    with planning_only():
        assert answer([f"experiment={experiment}", *words]) == 2
    message = "unburden: levers.one_table.on=true: would be on in the baseline too; "
    assert capsys.readouterr().err == f"{message}{way}\n"
    assert list(here.iterdir()) == []


def test_a_place_that_has_a_lever_already_has_it_in_the_baseline_and_that_is_said() -> None:
    study = compose("territory=community", "scenarios=[signboard_removal]")
    levers = {"levers": {"one_table": {"on": True}}}
    study = replace(study, society=overlay(study.society, levers))
    assert override_effects.warnings(study, study.options["scenarios"], Ledger.load()) == [
        "levers.one_table is on in the baseline too: differences are not its effect"
    ]


def test_a_rule_that_is_set_and_switched_by_the_experiment_is_refused(
    tiny: Sequence[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=rules", *tiny, "rules.rebound.on=false", "themes=[rebound]"]) == 2
    assert "rules.rebound.on=false: experiment=rules switches" in capsys.readouterr().err
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("territory: {communities: 8}", "territory.communities=8"),
        ("horizon_days: 30", "horizon_days=30"),
        ("warmup_days: 0", "warmup_days=0"),
        ("rules: {rebound: {'on': false}}", "rules.rebound.on=false"),
        ("obligations: {boards: 40}", "obligations.boards=40"),
        ("seed: 4", "seed=4 on the command line"),
        ("departments: {field_staff: 2}", "departments.field_staff=2"),
        (
            "levers: {one_table: {'on': true}}\nissues: {rate_scale: 2}",
            "issues.rate",
        ),
        ("territorry: {communities: 8}", "territorry.communities: unknown key"),
    ],
)
def test_a_scenario_changes_levers_shocks_and_policies_alone(
    text: str, key: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine.yaml").write_text(f"{text}\n")
    for words in (["scenarios=[mine.yaml]"], ["experiment=ablation", "package=mine.yaml"]):
        assert answer(words) == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1
        assert "mine.yaml: " in told
        assert key in told
        assert "a scenario holds describe, levers, shocks and departments.hours_scale" in told
    assert [path.name for path in here.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("levers: {one_table: {'on': true, coverage: 50}}", "levers.one_table.coverage=50"),
        ("levers: {one_tabel: {'on': true}}", "levers.one_tabel="),
    ],
)
def test_a_setting_that_is_off_is_found_in_its_file(
    text: str, told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine.yaml").write_text(f"{text}\n")
    (here / "fine.yaml").write_text("levers: {one_table: {'on': true}}\n")
    assert answer(["scenarios=[fine.yaml,mine.yaml]"]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.endswith("(in mine.yaml)\n")
    assert answer(["scenarios=[fine.yaml]", "levers.one_table.coverage=7"]) == 2
    assert ".yaml" not in capsys.readouterr().err


def test_scenarios_that_come_with_the_package_change_no_society() -> None:
    before = Settings.read({}).model_dump(exclude={"levers", "shocks", "departments"})
    for name in options("scenario"):
        after = Settings.read(scenario(name)[1])
        assert after.model_dump(exclude={"levers", "shocks", "departments"}) == before, name


VALUES = {
    "seed": np.int64(3),
    "replications": np.int32(2),
    "output": Path("outputs") / "北京, run (2)",
    "scenarios": ("one_table", np.str_("signboard_removal")),
    "levers.one_table.coverage": np.float64(0.5),
    "obligations": {"overlap": 0},
    "precision": {"hours_freed_per_worker_week": np.float64(0.25)},
    "store": 'it\'s "here" \\',
    "territory": "community",
    "executor": {"name": "serial"},
    "societies": np.int64(12),
}


def test_values_of_python_stay_what_they_are() -> None:
    study = compose("experiment=compare", values=VALUES)
    chosen = study.options
    assert (chosen["seed"], type(chosen["seed"])) == (3, int)
    assert chosen["output"] == "outputs/北京, run (2)"
    assert chosen["scenarios"] == ["one_table", "signboard_removal"]
    assert chosen["store"] == VALUES["store"]
    assert chosen["executor"] == {"name": "serial", "address": None}
    assert study.society["territory"]["communities"] == 1
    assert dict(leaves(study.overrides)) == {
        "levers.one_table.coverage": 0.5,
        "obligations.overlap": 0,
    }


def test_the_command_of_values_asks_for_the_same_study() -> None:
    study = compose("experiment=compare", values=VALUES)
    again = compose(*shlex.split(study.command)[1:])
    assert (again.options, again.society) == (study.options, study.society)
    assert again.overrides == study.overrides


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"seed": object()}, "should be a number, true or false, text"),
        ({"sede": 3}, "did you mean seed"),
        ({"levers.one_tabel.coverage": 0.5}, "did you mean levers.one_table.coverage"),
        ({"levers": "one_table"}, "all levers are there"),
        ({"territory": "北京"}, "no such option"),
        ({"vary": {3: [1]}}, "a key of a mapping should be text"),
        ({"obligations": {"_target_": "os.system"}}, "nothing is ever run"),
        ({"seed": 2, "experiment": "sweep"}, "is given twice"),
    ],
)
def test_values_that_no_key_takes_are_refused(values: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        compose("experiment=compare", values=values)


def test_an_override_given_twice_is_refused_naming_both() -> None:
    for words in (
        ("seed=1", "seed=2"), ("territory=street", "territory=community"),
        ("levers.one_table={on:true,coverage:1}", "levers.one_table.coverage=0.5"),
        ("scales={obligations:1}", "scales=null"), ("scales=null", "scales={obligations:1}"),
        ("scales.obligations=1", "scales=null"), ("scales=null", "scales.obligations=1"),
    ):  # fmt: skip
        with pytest.raises(InputError) as refusal:
            compose(*words)
        assert words[0] in str(refusal.value)
        assert words[1].partition("=")[0] in str(refusal.value)
    for words in (("executor=dask", "executor.address=x"), ("executor.address=x", "executor=dask")):
        assert compose(*words).options["executor"]["address"] == "x"
    with pytest.raises(InputError, match=r"seed=2: is given twice, as seed=1 too"):
        compose("seed=1", values={"seed": 2})


def test_a_lever_may_be_switched_on_where_nothing_is_compared() -> None:
    assert len(said("levers.one_table.on=true scenarios=[baseline]")) == 1
    assert len(said("levers.one_table.on=true scenarios=[]")) == 1
