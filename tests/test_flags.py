"""Flags of the command line: several studies, a folder of one's own, studies that were saved."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from experiments.cli import answer
from experiments.config import multirun, saved_config
from experiments.config.compose import compose
from experiments.config.errors import InputError
from experiments.config.multirun import readable
from sim.evidence import Ledger
from sim.society import Society
from tests.fuzz.answers import asked, planning_only

MINE = """\
# @package _global_
defaults: [compare]
scenarios: [one_table]
replications: 3
societies: reference
horizon_days: 7
obligations: {overlap: 0.1}
output: outputs/mine
"""


def test_every_study_of_a_sweep_is_checked_before_the_first_runs(
    here: Path, alone: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for word, told in (
        ("seed=1,-1", "seed=-1"),
        ("levers.one_table.coverage=0.5,1.5", "coverage=1.5"),
        ("scenarios=[one_table],[nothing]", "scenarios=nothing"),
        ("executor.address=null,127.0.0.1:1", "executor.address"),
    ):
        words = [one for one in alone if not word.startswith(one.partition("=")[0] + "=")]
        assert answer(["-m", *words, "replications=1", word]) == 2
        out, error = capsys.readouterr()
        assert out == ""
        assert told in error
        assert error.count("\n") == 1
        assert list(here.iterdir()) == []


def test_a_sweep_goes_on_after_a_study_that_fails_and_exits_with_the_worst_code(
    here: Path,
    alone: Sequence[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = Society.run

    def fragile(self: Society) -> None:
        if self.settings.obligations.overlap == 0:
            raise ArithmeticError("it broke")
        run(self)

    monkeypatch.setattr(Society, "run", fragile)
    words = [*alone, "scenarios=[one_table]", "replications=1"]
    assert answer(["-m", *words, "obligations.overlap=0,0.1"]) == 1
    told = capsys.readouterr().err.splitlines()[-1]
    failed = "outputs/compare,obligations.overlap=0"
    assert told == f"unburden: 1 of 2 studies failed: {failed}"
    assert [path.name for path in (here / "outputs").iterdir()] == [
        "compare,obligations.overlap=0.1"
    ]


def test_folders_of_a_sweep_stay_where_they_should_and_can_be_made(here: Path) -> None:
    long = "scenarios=[" + ",".join(["signboard_removal", "one_table"] * 20) + "]"
    found = [
        readable("seed=1"),
        readable("store=../../away"),
        readable("store=a/b"),
        readable(long),
    ]
    assert found[0] == "seed=1"
    for name in found:
        assert "/" not in name
        assert ".." not in name
        (here / f"compare,{name}").mkdir()
    assert found[3].startswith("scenarios=[signboard_removal,one_table")
    assert readable(long) != readable(long.replace("one_table]", "monitoring]"))
    studies = [
        compose(f"output={name}", f"seed={seed}") for name in ("a", "b/c") for seed in (1, 2)
    ]
    places = [one.options["output"] for one in multirun.with_own_folders(studies)]
    assert places == ["a,seed=1", "a,seed=2", "b/c,seed=1", "b/c,seed=2"]
    with pytest.raises(InputError, match="more than one study"):
        multirun.with_own_folders([studies[0], studies[0]])


def test_jobs_are_all_combinations() -> None:
    assert multirun.jobs(["territory=community,street", "seed=range(1,3)"]) == [
        ("territory=community", "seed=1"), ("territory=community", "seed=2"),
        ("territory=street", "seed=1"), ("territory=street", "seed=2"),
    ]  # fmt: skip
    assert multirun.jobs(["territory=glob(*i*)"]) == [
        ("territory=city",),
        ("territory=community",),
        ("territory=district",),
        ("territory=village",),
    ]
    with pytest.raises(InputError, match="more than 1,000"):
        multirun.jobs(["seed=range(0,1000000000)"])


def keys_of(words: Sequence[str]) -> dict[str, str]:
    """Run keys that a command plans, by scenario."""
    with planning_only():
        found = asked(words)
    assert found.plan is not None, found
    return dict(zip(found.plan.table["scenario"], found.plan.table["key"], strict=True))


@pytest.mark.parametrize("resolve", [[], ["--resolve"]])
def test_a_study_that_was_saved_is_run_again_with_the_same_runs(
    resolve: list[str], here: Path, alone: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        *alone, "replications=1", "scenarios=[signboards_only,headline_package,scarce_departments]",
        "levers.signboard_removal.ended_share=0.2", "levers.one_table.on=false", "seed=7",
        "obligations.overlap=0.25",
    ]  # fmt: skip
    assert answer(["--cfg", "job", *resolve, *words]) == 0
    (here / "saved.yaml").write_text(capsys.readouterr().out)
    before = keys_of(words)
    assert keys_of(["--config-name", "saved"]) == before
    assert keys_of(["--config-name=saved.yaml", "--config-dir=."]) == before
    assert keys_of(["--config-name", "saved", "seed=8"]) != before
    assert keys_of(["--config-name", "saved", "levers.signboard_removal.coverage=0.5"]) != before


def test_a_saved_study_of_another_experiment_or_with_other_keys_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, told in (
        ("experiment: compare\nsede: 1\n", "sede: unknown key; did you mean seed"),
        ("experiment: nothing\n", "experiment: nothing is none of"),
        ("overrides: [no.such]\n", "overrides: no.such is no setting"),
        ("levers: {_target_: os.system}\n", "nothing is ever run"),
    ):
        (here / "saved.yaml").write_text(text)
        assert answer(["--config-name", "saved"]) == 2
        assert told in capsys.readouterr().err
    (here / "saved.yaml").write_text("experiment: compare\n")
    assert answer(["--config-name", "saved", "experiment=sweep"]) == 2
    assert "saved.yaml is of experiment=compare" in capsys.readouterr().err


def test_a_folder_of_ones_own_has_experiments_and_territories(here: Path) -> None:
    for path, text in (
        ("own/experiment/mine.yaml", MINE),
        ("own/territory/hamlet.yaml", "communities: 2\nworkers: 8\nresidents: 1000\n"),
    ):
        (here / path).parent.mkdir(parents=True)
        (here / path).write_text(text)
    words = ["--config-dir", "own", "experiment=mine", "territory=hamlet", "executor=serial"]
    with planning_only():
        plan = asked(words).plan
    assert plan is not None
    assert (plan.scenarios, plan.replications) == (("baseline", "one_table"), 3)
    settings = plan.settings("one_table")
    assert (settings.horizon_days, settings.obligations.overlap) == (7, 0.1)
    assert settings.territory.workers == 8
    with planning_only():
        plan = asked([*words, "horizon_days=9"]).plan
    assert plan is not None
    assert plan.settings("baseline").horizon_days == 9


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("experiment/mine.yaml", "defaults: [compare]\n", "starts with the line"),
        ("experiment/mine.yaml", "# @package _global_\nseed: 1\n", "defaults: [compare]"),
        ("experiment/mine.yaml", f"{MINE}hydra: {{run: {{dir: x}}}}\n", "fixed here"),
        ("experiment/mine.yaml", f"{MINE}x: {{_target_: os.system}}\n", "nothing is ever run"),
        ("experiment/mine.yaml", f"{MINE}y: !!python/name:os.system\n", "tags are not read"),
        ("experiment/mine.yaml", f"{MINE}nonsense: 1\n", "unknown key"),
        ("experiment/compare.yaml", MINE, "there is experiment=compare already"),
        (
            "experiment/mine.yaml",
            "# @package _global_\ndefaults: [compare, {override hydra/launcher: joblib}]\n",
            "is not allowed, only compare",
        ),
        ("territory/mine.yaml", "defaults: [street]\n", "not allowed in a file of territory"),
    ],
)
def test_a_file_of_ones_own_that_holds_more_than_values_is_refused(
    name: str, text: str, told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here / "own" / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert answer(["--config-dir", "own", "experiment=mine"]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_the_config_shows_the_value_and_unit_of_all_evidence() -> None:
    study, ledger = compose("territory=community"), Ledger.load()
    text = saved_config.as_yaml(study)
    named = re.findall(r"\$\{((?:fact|assume):\w+)\}(.*)$", text, re.MULTILINE)
    assert len(named) > 400
    for reference, told in named:
        if told != " is evidence; after it are its value and":
            entry = ledger.entry(reference)
            names = getattr(entry, "names", ())
            unit = f"(one of {', '.join(names)})" if names else entry.unit
            assert told == f"  # {ledger.setting(reference)} {unit}", reference
    resolved: dict[str, Any] = yaml.safe_load(saved_config.as_yaml(study, resolve=True))
    assert resolved["obligations"]["overlap"] == ledger.value("assume:overlap")
    assert "${" not in json.dumps(resolved)
    part = yaml.safe_load(saved_config.as_yaml(study, package="levers.one_table"))
    assert set(part) >= {"on", "coverage", "old_form_share"}
    with pytest.raises(InputError, match=r"did you mean levers\.one_table"):
        saved_config.as_yaml(study, package="levers.one_tabel")
