"""Scenario files: what they say of themselves, and whom their levers reach."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import answer
from experiments.config import catalogue
from experiments.config.compose import compose
from experiments.config.help_page import scenarios
from sim.evidence import Ledger
from sim.levers import Levers

PILOT = """
describe: >
  A pilot: one table in old estates,
  and a gate in one community.
levers:
  one_table: {on: true, start_day: 2, coverage: {old_estate: 1, mixed: 0.5}}
  admission_gate: {on: true, communities: 1}
"""
SENTENCE = "A pilot: one table in old estates, and a gate in one community."


def test_every_scenario_of_the_package_is_described_in_a_sentence() -> None:
    names = catalogue.options("scenario")
    described = catalogue.descriptions(names)
    assert [*described] == [*names]
    for name in set(names) - {*catalogue.registered("scenario")}:
        assert described[name].endswith("."), name
    assert described["one_table"] == (
        "Communities keep one pool of data, and connected departments draw their forms from it."
    )


def of_scenario(name: str) -> set[str]:
    levers = compose("territory=town").scenarios([name], Ledger.load())[name].levers
    return {lever for lever, one in levers if one.on}


def test_the_programme_has_every_lever_but_those_that_it_says_are_elsewhere() -> None:
    themes = ("burden", "empowerment", "digital", "self_governance")
    of_themes = set().union(*(of_scenario(f"{theme}_package") for theme in themes))
    safeguards = {"admission_gate", "monitoring", "supervision", "transparent_flow"}
    assert of_scenario("tianjin_programme") == of_themes | safeguards
    elsewhere = {"burden_review", "village_teams", "produce_help"}
    assert {*Levers.model_fields} - of_scenario("tianjin_programme") == elsewhere
    assert {"village_teams", "produce_help"} < of_scenario("village_package")


def test_the_help_page_lists_packages_with_their_sentences_and_levers_without() -> None:
    lines = scenarios().splitlines()
    assert (
        "  signboards_only              Placebo: the boards go, the tasks behind them stay."
        in lines
    )
    assert lines.index("  and each lever and shock alone:") > 17
    assert max(map(len, lines)) <= 100


def test_a_file_is_described_in_the_report_the_manifest_and_on_the_terminal(
    alone: Sequence[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "pilot.yaml").write_text(PILOT)
    (here / "bare.yaml").write_text("levers: {form_cuts: {on: true}}\n")
    words = ["scenarios=[pilot.yaml,bare.yaml]", "replications=1", "output=out"]
    assert answer([*alone, *words]) == 0
    assert SENTENCE in " ".join(capsys.readouterr().out.split())
    manifest = json.loads((here / "out" / "manifest.json").read_text())
    assert manifest["descriptions"] == {"pilot": SENTENCE}
    assert SENTENCE in (here / "out" / "report.html").read_text()
    covered = pd.read_csv(here / "out" / "covered.csv")
    assert set(covered["lever"]) == {"levers.one_table", "levers.admission_gate"}
    assert set(covered["type"]) <= {"old_estate", "commercial", "business", "mixed"}


def test_a_sentence_changes_no_run(here: Path) -> None:
    (here / "pilot.yaml").write_text(PILOT)
    said = compose("territory=street").scenarios(["pilot.yaml"], Ledger.load())["pilot"]
    (here / "pilot.yaml").write_text(PILOT.replace("A pilot", "Another pilot"))
    other = compose("territory=street").scenarios(["pilot.yaml"], Ledger.load())["pilot"]
    assert said.canonical() == other.canonical()
    assert said.levers.one_table.coverage == (("old_estate", 1.0), ("mixed", 0.5))
    assert said.levers.admission_gate.communities == 1


@pytest.mark.parametrize("sentence", ["[one, two]", "3", f"'{'long ' * 50}'"])
def test_what_is_no_sentence_is_refused(
    sentence: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine.yaml").write_text(f"describe: {sentence}\nlevers: {{one_table: {{on: true}}}}\n")
    assert answer(["scenarios=[mine.yaml]"]) == 2
    told = capsys.readouterr().err
    assert told == (
        "unburden: scenarios=mine.yaml: describe: should be a sentence, of 200 characters at most\n"
    )


@pytest.mark.parametrize(
    "override",
    ["levers.one_table.coverage={old_estate:1,commercial:0.5}", "levers.one_table.communities=2"],
)
def test_a_reach_on_the_command_line_is_that_of_the_file(override: str) -> None:
    study = compose("territory=street", "scenarios=[one_table]", override)
    found = study.scenarios(["one_table"], Ledger.load())["one_table"].levers.one_table
    if "coverage" in override:
        assert found.coverage == (("old_estate", 1.0), ("commercial", 0.5))
    else:
        assert found.communities == 2


def test_shares_by_type_in_a_saved_study_can_be_replaced_by_one_share(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_type = "levers.one_table.coverage={old_estate:1,village:0.5}"
    assert answer(["--cfg", "job", "territory=street", by_type]) == 0
    (here / "saved.yaml").write_text(capsys.readouterr().out)
    for words, shown in (
        ([], "old_estate: 1\nvillage: 0.5"), (["levers.one_table.coverage=0.5"], "0.5"),
    ):  # fmt: skip
        package = ["--cfg", "job", "--package", "levers.one_table.coverage"]
        assert answer(["--config-name", "saved", *words, *package]) == 0
        assert shown in capsys.readouterr().out
