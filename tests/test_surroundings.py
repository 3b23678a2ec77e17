"""What can be known at the start is settled then: encodings, backends, extras, folders."""

from __future__ import annotations

import os
import resource
import shlex
import signal
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from experiments import Results, compare
from experiments.cli import answer
from experiments.config import preflight
from experiments.config.errors import InputError
from experiments.reporting.labels import spelled
from experiments.runs.executors import availability
from tests.long import LONG
from unburden import signals

pytestmark = pytest.mark.usefixtures("warm")
CHECKOUT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(CHECKOUT)}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_output_survives_any_encoding(encoding: str, here: Path) -> None:
    script = (
        "import sys\n"
        "from experiments.config import preflight\n"
        "from experiments.config.messages import say\n"
        "from experiments.reporting.terminal import console\n"
        "preflight.prepare_command()\n"
        "console().print('\\u4e00\\u5f20\\u8868 \\u00b1 \\u2211 \\U0001d400')\n"
        "say('\\u4e00\\u5f20\\u8868 \\U0001d400')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**ENVIRONMENT, "PYTHONIOENCODING": encoding}, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"\\U0001d400" in done.stdout
    assert b"\\U0001d400" in done.stderr


def test_a_command_needs_no_backend_and_no_encoding(here: Path, alone: Sequence[str]) -> None:
    (here / "一张表.yaml").write_text("levers: {one_table: {on: true}}")
    done = subprocess.run(
        [sys.executable, "-m", "unburden", *alone, "replications=2", "scenarios=['一张表.yaml']"],
        env={**ENVIRONMENT, "MPLBACKEND": "nonsense", "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"\\u4e00\\u5f20\\u8868" in done.stdout
    assert (here / "outputs" / "compare" / "report.html").exists()


def test_a_program_is_told_once_of_a_backend_that_is_none(here: Path) -> None:
    script = (
        "from experiments.config import preflight\n"
        "preflight.prepare_call()\n"
        "preflight.prepare_call()\n"
        "import matplotlib\n"
        "from matplotlib.figure import Figure\n"
        "Figure().savefig('figure.png')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**ENVIRONMENT, "MPLBACKEND": "nonsense"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = "unburden: MPLBACKEND=nonsense is no backend of matplotlib, and is ignored\n"
    assert done.stderr == told


def test_a_backend_that_a_program_has_chosen_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "svg")
    preflight.prepare_call()
    assert os.environ["MPLBACKEND"] == "svg"


def test_figures_are_not_drawn_by_pyplot() -> None:
    for path in (CHECKOUT / "experiments").rglob("*.py"):
        assert "pyplot" not in path.read_text("utf-8"), path


def test_what_a_missing_extra_takes_is_a_command_that_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(availability, "find_spec", lambda name: None)
    with pytest.raises(InputError) as refused:
        availability.need("SALib", "analysis", "experiment", "sensitivity")
    assert str(refused.value).endswith(f"not installed: pip install -e '{CHECKOUT}[analysis]'")


def test_beside_no_checkout_a_missing_extra_is_told_by_its_packages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [f"{one}; extra == {extra!r}" for extra, every in extras.items() for one in every]
    info = tmp_path / "unburden-1.0.dist-info"
    info.mkdir()
    told = "".join(f"Requires-Dist: {line}\n" for line in [*project["dependencies"], *lines])
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: unburden\nVersion: 1.0\n{told}")
    installed = tmp_path / "experiments" / "runs" / "executors" / "availability.py"
    monkeypatch.setattr(availability, "__file__", str(installed))
    monkeypatch.syspath_prepend(tmp_path)
    command = availability.install_command("analysis")
    assert [Requirement(one) for one in shlex.split(command)[2:]] == [
        Requirement(one) for one in extras["analysis"]
    ]
    assert command.startswith("pip install ")


def test_without_metadata_a_missing_extra_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(availability, "__file__", str(tmp_path / "a" / "b" / "c" / "d.py"))
    monkeypatch.setattr(sys, "path", [])
    assert availability.install_command("analysis") == "pip install 'unburden[analysis]'"


@pytest.mark.parametrize("name", ["dask", "ray"])
def test_an_executor_that_is_not_installed_is_refused_before_anything_is_planned(
    name: str, here: Path, alone: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(availability, "find_spec", lambda name: None)
    monkeypatch.setattr("experiments.designs.replications.plan", None)
    with pytest.raises(InputError, match=rf"executor={name}: needs .*, which is not installed"):
        compare(*[word for word in alone if "executor" not in word], executor=name)


@pytest.mark.parametrize("key", ["output", "store"])
def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_planned(
    key: str, here: Path, alone: Sequence[str], capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.designs.replications.plan", None)
    assert answer([*alone, f"{key}=/proc/nowhere"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_disk_without_room_is_refused_at_the_start(here: Path, alone: Sequence[str]) -> None:
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "unburden", *alone],
        env=ENVIRONMENT, capture_output=True, text=True, preexec_fn=little,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert done.stderr == "unburden: output=outputs/compare: cannot be written: File too large\n"
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("name", ["processes", *(["dask"] if LONG else [])])
def test_a_script_needs_no_guard(name: str, here: Path, alone: Sequence[str]) -> None:
    words = [*(one for one in alone if "executor" not in one), f"executor={name}"]
    (here / "study.py").write_text(
        "from unburden import compare\n"
        f"compare(*{words}, scenarios=['one_table'], workers=1, replications=1)\n"
    )
    done = subprocess.run(
        [sys.executable, "study.py"], env=ENVIRONMENT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name", ["bloat", "coverage", "jiubasan", "plausible_societies", "wanghailou", "whistle_rate"]
)
def test_a_study_answers_help_and_refuses_arguments(
    name: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from importlib import import_module

    from experiments.studies.command import command

    module = import_module(f"experiments.studies.{name}")

    def main() -> None:
        raise AssertionError("it runs")

    for module_of, name_of in ((preflight, "prepare_command"), (signals, "take_over")):
        monkeypatch.setattr(module_of, name_of, lambda: None)
    for word, code in (("--help", 0), ("--bogus", 2), ("more", 2)):
        monkeypatch.setattr(sys, "argv", [f"{name}.py", word])
        with pytest.raises(SystemExit) as left:
            command(main, module.__doc__)
        assert left.value.code == code
    out, err = capsys.readouterr()
    assert f"python -m experiments.studies.{name}" in out
    assert err.count("\n") == 2
    assert "unrecognized arguments: --bogus" in err
    assert list(here.iterdir()) == []


def test_every_study_is_run_by_that_command(here: Path) -> None:
    studies = CHECKOUT / "experiments" / "studies"
    for path in studies.glob("*.py"):
        if '__name__ == "__main__"' in path.read_text("utf-8"):
            assert path.read_text("utf-8").endswith("    command(main, __doc__)\n"), path
    done = subprocess.run(
        [sys.executable, "-m", "experiments.studies.bloat", "--help"],
        env=ENVIRONMENT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0
    assert "threshold of administrative bloat" in done.stdout


@pytest.mark.parametrize("study", ["bloat", "warm_up"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_study_interrupted_while_it_imports_ends_with_a_line(
    study: str, number: signal.Signals, here: Path
) -> None:
    """A package that a study imports first is replaced by one that sends the signal."""
    (here / "numpy.py").write_text(f"import os\nos.kill(os.getpid(), {int(number)})\n")
    done = subprocess.run(
        [sys.executable, "-m", f"experiments.studies.{study}"],
        env=ENVIRONMENT | {"PYTHONPATH": f"{here}{os.pathsep}{CHECKOUT}"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (128 + number, "unburden: interrupted\n")


def test_levers_plots_its_figure(compared: Results) -> None:
    from experiments.kinds.levers.effects import EFFECTS
    from experiments.kinds.levers.figures import FIGURES

    rows = compared.comparison.rename(columns={"scenario": "lever"})
    figure: Any = FIGURES["levers"](replace(compared, frames={"levers": rows}))
    panels = figure.axes
    titles = [panel.get_title().replace("\n", " ") for panel in panels]
    assert titles == [effect.titled(rows) for effect in EFFECTS[:5]]
    names = [label.get_text() for label in panels[0].get_yticklabels()]
    first = rows[(rows["measure"] == EFFECTS[0].measure) & (rows["group"] == EFFECTS[0].group)]
    largest = first.sort_values("difference", ascending=False)["lever"]
    assert names == [spelled(name) for name in largest]
    assert len(names) == 2


@pytest.mark.parametrize(
    ("statement", "code"),
    [("from unburden.__main__ import main; main()", 2), ("import unburden; unburden.compare", 1)],
)
def test_windows_is_told_in_a_line_before_anything_of_posix_is_missed(
    statement: str, code: int
) -> None:
    script = f"import sys; sys.platform = 'win32'; sys.modules['fcntl'] = None; {statement}"
    done = subprocess.run(
        [sys.executable, "-c", script], env=ENVIRONMENT, capture_output=True, text=True
    )
    assert done.returncode == code
    last = done.stderr.strip().rpartition("\n")[2]
    assert last.endswith("does not run on Windows itself: use WSL, the Windows Subsystem for Linux")
    assert "fcntl" not in done.stderr
    assert code == 1 or done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "gbk"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["gbk", "C"],
)
def test_files_are_the_same_whatever_the_encoding_of_the_terminal(
    variables: dict[str, str], here: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "unburden", "experiment=evidence", "evidence.levers=true"],
        env={**ENVIRONMENT, **variables}, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in ("evidence.html", "levers.csv"):
        assert "减牌子" in (here / "outputs" / "evidence" / name).read_text("utf-8")
