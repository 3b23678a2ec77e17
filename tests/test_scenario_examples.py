"""Scenario and experiment files to start from, and those of examples/, as a user calls them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from experiments.config import catalogue
from experiments.config.compose import compose
from sim.evidence import Ledger
from sim.settings import Settings
from tests.fuzz.answers import asked, planning_only

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
TEMPLATES = ROOT / "experiments" / "templates"


def from_template(kind: str, folder: Path) -> None:
    """The files of a kind, with the name `mine`, in a folder."""
    for path in (TEMPLATES / kind).rglob("*.txt"):
        name = str(path.relative_to(TEMPLATES / kind)).removesuffix(".txt").format(name="mine")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(path.read_text("utf-8").replace("{{name}}", "mine"))


@pytest.mark.parametrize(
    "path", sorted((EXAMPLES / "scenarios").glob("*.yaml")), ids=lambda path: path.stem
)
def test_an_example_of_a_scenario_is_described_and_differs_from_the_baseline(path: Path) -> None:
    settings = compose("territory=street").scenarios([str(path)], Ledger.load())
    baseline, scenario = settings.values()
    assert scenario.canonical() != baseline.canonical()
    assert catalogue.descriptions([str(path)])[path.stem].endswith(".")


@pytest.mark.parametrize(("name", "societies"), [("pilot", 1), ("pilot_over_societies", 20)])
def test_an_example_of_an_experiment_plans_its_runs(
    name: str, societies: int, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLES, here / "examples")
    monkeypatch.chdir(here / "examples" / "studies")
    with planning_only():
        answered = asked(["--config-dir", ".", f"experiment={name}"])
    assert answered.plan is not None, answered.err
    assert answered.plan.table["point"].nunique() == societies
    assert answered.plan.scenarios == ("baseline", "pilot_in_old_estates", "two_communities_first")
    assert answered.plan.settings("baseline").territory.communities == 6


def test_the_scenario_to_start_from_can_be_run(here: Path) -> None:
    from_template("scenario", here)
    found = compose("territory=street").scenarios(["mine.yaml"], Ledger.load())["mine"]
    assert (found.levers.one_table.coverage, found.levers.admission_gate.communities) == (0.5, 1)
    text = (here / "mine.yaml").read_text()
    commented = [line for line in text.splitlines() if line.startswith("# ") and ":" in line]
    assert {"# shocks:", "# departments:"} <= set(commented)
    (here / "mine.yaml").write_text(text.replace("# shocks:", "shocks:").replace("#   c", "  c"))
    assert compose().scenarios(["mine.yaml"], Ledger.load())["mine"].shocks.census_campaign.on


def test_the_experiment_to_start_from_plans_its_runs(here: Path) -> None:
    from_template("study", here)
    with planning_only():
        answered = asked(["--config-dir", ".", "experiment=mine", "executor=serial"])
    assert answered.plan is not None, answered.err
    assert answered.plan.scenarios == ("baseline", "one_table", "form_cuts")
    settings = answered.plan.settings("baseline")
    assert isinstance(settings, Settings)
    assert (settings.horizon_days, settings.obligations.overlap) == (250, 0.4)
