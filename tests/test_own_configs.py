"""A folder of options of one's own, values of other keys, and what of Hydra is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.cli import answer
from experiments.config.catalogue import with_user_folder
from experiments.config.compose import compose
from experiments.config.errors import InputError
from tests.fuzz.answers import asked, planning_only

FILES = {
    "territory/linhe.yaml": "communities: 6\nworkers: 40\nresidents: 9000\nvillages: 2\n",
    "scenario/pilot.yaml": "describe: A pilot.\nlevers:\n  one_table: {on: true, communities: 2}\n",
    "experiment/first.yaml": "# @package _global_\n"
    "defaults:\n  - compare\n  - override /territory: linhe\n  - _self_\n"
    "scenarios: [pilot]\nsocieties: reference\nreplications: 2\nhorizon_days: 9\nwarmup_days: 1\n",
    "experiment/second.yaml": "# @package _global_\n"
    "defaults: [first, {override /executor: serial}, _self_]\nreplications: 3\n"
    "seed: ${horizon_days}\n",
}
REFUSED = {
    "hydra/sweeper=optuna": "an optimizer such as Optuna takes the model as a function",
    "hydra/launcher=joblib": "executor=processes, dask or ray says where runs are done",
    "hydra.run.dir=x": "output= names the folder",
    "hydra.mode=MULTIRUN": "-m makes several studies",
    "hydra.searchpath=[file://x]": "--config-dir names a folder",
    "hydra.verbose=true": "Hydra's own settings are fixed here",
    "~levers.one_table": "override=~levers.one_table: nothing can be left out",
    "territory@x=street": "@ is not allowed here",
    "executor@:x=serial": "@ is not allowed here",
    "+seed=2": "+seed=2: is there already; write seed=2",
    "+seeed=2": "seeed=2: unknown key",
    "+territory=street": "is chosen already; write territory=street for another",
    "experiment=mine": "--config-dir names a folder with your own",
    "obligations.overlap=interval(0,1)": "an interval has no end of values",
    "seed=${oc.env:HOME}": "a value may be ${KEY}",
    "seed=${.replications}": "a value may be ${KEY}",
    "seed=${now:%Y}": "a value may be ${KEY}",
    "seed=${seeed}": "Interpolation key 'seeed' not found",
    "output=o_${levers}": "levers is no single value",
}
"""Arguments that users of Hydra may try, and what they are told."""


@pytest.fixture
def own(here: Path) -> Path:
    """A folder `own` with an experiment that starts from another one."""
    for name, text in FILES.items():
        (here / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (here / "own" / name).write_text(text)
    return here / "own"


@pytest.mark.parametrize(
    ("experiment", "replications", "seed"), [("first", 2, 1), ("second", 3, 9)]
)
def test_an_experiment_of_ones_own_has_its_territory_scenario_and_predecessor(
    experiment: str, replications: int, seed: int, own: Path
) -> None:
    with planning_only():
        plan = asked(["--config-dir", "own", f"experiment={experiment}", "executor=serial"]).plan
    assert plan is not None
    assert (plan.scenarios, plan.replications) == (("baseline", "pilot"), replications)
    settings = plan.settings("pilot")
    assert (settings.territory.workers, settings.horizon_days) == (40, 9)
    assert settings.levers.one_table.communities == 2
    with planning_only():
        other = asked(["--config-dir", "own", "experiment=first", f"seed={seed}"]).plan
    assert other is not None
    assert plan.table["seed"][0] == other.table["seed"][0]


def test_results_of_an_experiment_of_ones_own_are_in_a_folder_of_its_name(own: Path) -> None:
    with with_user_folder(own):
        assert compose("experiment=second").output_folder == "outputs/second"
        assert compose("experiment=compare").output_folder == "outputs/compare"


def test_help_on_an_experiment_of_ones_own_is_that_of_the_one_it_starts_from(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["--config-dir", "own", "--help", "experiment=second"]) == 0
    assert capsys.readouterr().out.startswith("unburden experiment=compare\n")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("experiment/first.yaml", FILES["experiment/second.yaml"], "first starts from itself"),
        ("experiment/first.yaml", "# @package _global_\ndefaults: [second]\n", "from itself"),
        (
            "experiment/first.yaml",
            "# @package _global_\ndefaults: [compare, {override /territory: nowhere}]\n",
            "defaults: override /territory: nowhere is not allowed",
        ),
        ("scenario/pilot.yaml", "territory: {communities: 3}\n", "this changes the place"),
        ("scenario/one_table.yaml", "levers: {}\n", "there is scenario=one_table already"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_before_anything_else(
    name: str, text: str, told: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / name).write_text(text)
    assert answer(["--config-dir", "own", "experiment=second"]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_the_shell_completes_options_of_the_folder_that_the_line_names(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMP_LINE", "unburden --config-dir own experiment=s")
    assert answer(["-sc", "query=bash"]) == 0
    offered = capsys.readouterr().out.split()
    assert "experiment=second" in offered
    assert "experiment=sweep" in offered


@pytest.mark.parametrize("argument", REFUSED)
def test_what_is_refused_of_hydra_says_what_to_write(
    argument: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([argument]) == 2
    error = capsys.readouterr().err
    assert REFUSED[argument] in error
    assert error.count("\n") == 1
    assert list(here.iterdir()) == []


def test_a_value_may_be_that_of_another_key_whole_or_within_a_text() -> None:
    study = compose(
        "experiment=compare", "seed=4", "replications=${seed}", "output=runs/seed_${seed}",
        "levers.one_table.start_day=${levers.admission_gate.start_day}",
        "levers.admission_gate.start_day=3", "obligations.overlap=${assume:listed_share}",
    )  # fmt: skip
    assert study.options["replications"] == 4
    assert study.options["output"] == "runs/seed_4"
    assert study.society["levers"]["one_table"]["start_day"] == 3
    assert study.society["obligations"]["overlap"] == "${assume:listed_share}"
    with pytest.raises(InputError):
        compose("seed=${replications}", "replications=${seed}")
