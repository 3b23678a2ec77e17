"""Configs hold choices and name evidence; a number of the model standing bare is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.config import catalogue
from experiments.config.catalogue import BASELINE, options
from experiments.config.compose import compose
from experiments.config.schema import society
from experiments.reporting import provenance
from sim.evidence import Ledger
from sim.settings import Settings
from sim.settings.nested import leaves, pick

CHOICES = {"seed", "workers", "horizon_days", "warmup_days"}
SWITCHES = {"on", "start_day", "coverage", "communities"}
SWITCHED = ("levers", "shocks")
FILES = sorted(catalogue.folder().rglob("*.yaml"))


def bare(path: Path) -> list[str]:
    """Paths of numbers in a config that are neither choices nor a scenario's own 0, 1 or switch."""
    found = []
    for key, value in leaves(catalogue.read(path)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        name, structural = key.rpartition(".")[2], value in (0, 1)
        if structural and (path.parent.name == "scenario" or name in SWITCHES):
            continue
        if structural and key in ("communities", "villages"):
            continue
        model = key.partition(".")[0] in Settings.model_fields
        if path.parent.name == "configs" and key in CHOICES:
            continue
        if path.parent.name == "experiment" and not model:
            continue
        found.append(f"{key}={value}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_numbers_of_the_model_name_their_evidence(path: Path) -> None:
    assert bare(path) == []


def test_a_bare_number_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "levers").mkdir()
    path = tmp_path / "levers" / "some.yaml"
    path.write_text("some:\n  coverage: 0.4\n  share: 0.3\n  times: 2\n  start_day: 0\n")
    assert bare(path) == ["some.coverage=0.4", "some.share=0.3", "some.times=2"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_evidence_that_is_named_exists(path: Path) -> None:
    ledger = Ledger.load()
    for _, value in leaves(catalogue.read(path)):
        if isinstance(value, str) and value.startswith(("${fact:", "${assume:")):
            ledger.entry(value[2:-1])


@pytest.mark.parametrize("territory", options("territory"))
def test_every_scenario_can_be_held_on_every_territory(territory: str) -> None:
    study = compose(f"territory={territory}")
    found = study.scenarios(options("scenario"), Ledger.load())
    baseline = found[BASELINE].canonical()
    same = {name for name, settings in found.items() if settings.canonical() == baseline}
    assert same == {BASELINE}


@pytest.mark.parametrize("part", SWITCHED)
def test_every_lever_and_shock_has_a_scenario_that_switches_it_on_alone(part: str) -> None:
    for name in Settings.model_fields[part].annotation.model_fields:  # type: ignore[union-attr]
        assert catalogue.scenario(name)[1] == {part: {name: {"on": True}}}


def test_the_config_shows_every_setting_as_the_model_has_it() -> None:
    composed = compose("territory=street").society
    shown = dict(leaves(composed))
    for path, value in leaves(society()):
        assert pick(composed, path) == value or path.startswith("territory."), path
    assert set(shown) == {row["path"] for row in Settings.read({}).provenance()}


@pytest.mark.parametrize("part", SWITCHED)
def test_levers_stand_in_the_config_with_all_their_parameters_and_off(part: str) -> None:
    expected = dict(leaves(society()[part]))
    composed = dict(leaves(compose("territory=street").society[part]))
    assert composed == expected
    assert not any(value for path, value in composed.items() if path.endswith(".on"))
    assert options(part) == tuple(sorted(society()[part]))


def test_no_file_is_named_like_a_lever_or_shock() -> None:
    files = {path.stem for path in FILES if path.parent.name == "scenario"}
    assert len(files) > 10
    assert files.isdisjoint({*options("levers"), *options("shocks")})


def test_a_plain_number_from_the_user_is_an_override() -> None:
    study = compose("obligations.overlap=0", "levers.one_table.connected_share=0.5")
    assert dict(leaves(study.overrides)) == {
        "obligations.overlap": 0,
        "levers.one_table.connected_share": 0.5,
    }
    rows = study.scenarios([BASELINE], Ledger.load())[BASELINE].provenance()
    replaced = {row["path"] for row in rows if row["source"] == "override"}
    assert replaced == {"obligations.overlap", "levers.one_table.connected_share"}


def test_a_number_of_an_experiment_file_is_set_by_you() -> None:
    row = {"path": "obligations.overlap", "value": 0.4, "by": "file", "scenarios": ["baseline"]}
    assert provenance.tally([], [row]) == {"set by you": 1}
    assert provenance.tally([], [row | {"by": "territory"}]) == {}


def test_an_override_is_laid_to_who_set_it(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("levers:\n  monitoring:\n    'on': true\ndepartments:\n  hours_scale: 0.2\n")

    def setters(*words: str) -> dict[str, str]:
        study = compose("territory=community", *words)
        settings = study.scenarios(["signboards_only", str(mine)], Ledger.load())
        rows = provenance.overrides(settings, study.overrides)
        by_user = [row for row in rows if row["by"] == "user"]
        assert all(row["scenarios"] == list(settings) for row in by_user)
        told = provenance.tally(provenance.evidence(settings, Ledger.load()), rows).get(
            "set by you", 0
        )
        assert told == len(by_user)
        return {row["path"]: row["by"] for row in rows}

    reform = "levers.signboard_removal"
    untouched = {
        "territory.communities": "territory",
        f"{reform}.ended_share": "scenario",
        f"{reform}.handback_share": "scenario",
        "departments.hours_scale": "scenario",
    }
    assert setters() == untouched
    scale = "departments.hours_scale"
    chosen = setters("territory.communities=1", f"{reform}.ended_share=0", f"{scale}=0.5")
    users = ("territory.communities", f"{reform}.ended_share", scale)
    assert chosen == untouched | dict.fromkeys(users, "user")
