"""The package `unburden` works from any folder, in this process and in its workers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import unburden
from tests.long import LONG

pytestmark = pytest.mark.usefixtures("warm")
CHECKOUT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
SMALL = (
    "territory={'communities': 1, 'workers': 4, 'residents': 400}, replications=2, workers=2, "
    "societies='reference', horizon_days=5, warmup_days=0, scenarios=['one_table'], seed=1"
)


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )


def litter(here: Path) -> None:
    """What a user may have beside a script, none of which is ours."""
    (here / "sim.py").write_text("raise RuntimeError('this is mine')")
    (here / "experiments").mkdir()
    (here / "experiments" / "__init__.py").write_text("raise RuntimeError('this is mine')")


@pytest.mark.parametrize("executor", ["processes", *(["dask", "ray"] if LONG else [])])
def test_modules_of_the_user_beside_a_script_break_nothing(executor: str, here: Path) -> None:
    litter(here)
    (here / "study.py").write_text(
        "import unburden\n"
        "if __name__ == '__main__':\n"
        f"    results = unburden.compare({SMALL}, executor='{executor}')\n"
        "    print(results.manifest['runs'], results.manifest['failed'])\n"
    )
    done = python("study.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "{'planned': 4, 'computed': 4, 'reused': 0} []\n"
    first, second = sorted(done.stderr.splitlines())
    assert first.startswith(f"unburden: {here}/experiments/__init__.py is hidden by")
    assert second.startswith(f"unburden: {here}/sim.py is hidden by")


def test_a_foreign_module_that_is_imported_already_is_named(here: Path) -> None:
    (here / "sim.py").touch()
    (here / "study.py").write_text("import sim\nimport unburden\n")
    done = python("study.py")
    assert done.returncode == 1
    last = done.stderr.strip().rpartition("\n")[2]
    assert last.startswith("ImportError: unburden has a package 'sim' of its own")
    assert f"{here}/sim.py: rename that file" in last


@pytest.mark.parametrize("module", ["unburden", "experiments.cli"])
def test_the_modules_are_the_command(module: str, here: Path) -> None:
    done = python("-m", module, "replicatoins=3")
    assert done.returncode == 2
    assert done.stderr.startswith("unburden: replicatoins=3: unknown key; did you mean")
    assert done.stderr.count("\n") == 1


def test_importing_it_loads_nothing_that_is_slow(here: Path) -> None:
    script = (
        "import sys, unburden\n"
        "loaded = lambda *names: [name for name in names if name in sys.modules]\n"
        "print(loaded('numpy', 'pandas', 'hydra', 'sim', 'experiments'))\n"
        "unburden.load\n"
        "print(loaded('numba', 'mesa', 'hydra', 'sim.model'))\n"
    )
    done = python("-c", script)
    assert done.stdout == "[]\n[]\n", done.stderr


def test_it_has_every_experiment_the_model_and_its_version(here: Path) -> None:
    import experiments
    from sim import GovernanceModel, Settings

    assert set(experiments.__all__) < set(unburden.__all__)
    for name in experiments.__all__:
        assert getattr(unburden, name) is getattr(experiments, name)
    assert unburden.GovernanceModel is GovernanceModel
    assert unburden.Settings is Settings
    assert set(unburden.__all__) <= set(dir(unburden))
    assert unburden.__version__[0].isdigit()
    with pytest.raises(AttributeError, match="no attribute 'compares'"):
        _ = unburden.compares


def test_only_two_names_are_resolved_here() -> None:
    from unburden.neighbours import Neighbours

    finder = Neighbours()
    assert finder.find_spec("simpy", None) is None
    assert finder.find_spec("sim.model", None) is None
    found = finder.find_spec("sim", None)
    assert found is not None
    assert found.origin == str(CHECKOUT / "sim" / "__init__.py")


def test_a_wheel_runs_outside_the_checkout(here: Path, tiny: Sequence[str]) -> None:
    """Built and unpacked, as an installer does it, with the dependencies that are here."""
    source = here / "source"
    source.mkdir()
    for name in ("sim", "experiments", "unburden", "configs", "seeds", "pyproject.toml",
                 "README.md", "LICENSE"):  # fmt: skip
        (source / name).symlink_to(CHECKOUT / name)
    build = f"from hatchling.build import build_wheel; build_wheel({str(here)!r})"
    built = subprocess.run(
        [sys.executable, "-c", build],
        cwd=source, capture_output=True, text=True,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = here.glob("*.whl")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", wheel, here / "site"], check=True)
    for name in ("sim", "experiments", "unburden"):
        assert (here / "site" / name / "py.typed").exists()
    for name in (
        "language/locales/zh/LC_MESSAGES/unburden.mo",
        "reporting/typeface/unburden-sans-sc.otf",
        "reporting/typeface/OFL.txt",
    ):
        assert (here / "site" / "experiments" / name).exists()
    work = here / "work"
    work.mkdir()
    litter(work)
    # Compiled code goes by the place of its source: to compile anew takes a minute and more.
    words = ["experiment=evidence"]
    if LONG:
        words = [
            *(word for word in tiny if "executor" not in word),
            "workers=2",
            "societies=reference",
            "replications=2",
        ]
    done = subprocess.run(
        [sys.executable, "-m", "unburden", *words],
        cwd=work, env={**os.environ, "PYTHONPATH": str(here / "site")},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    left = work / "outputs" / ("compare" if LONG else "evidence")
    assert (left / "manifest.json").exists()


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_while_modules_are_imported_is_one_line(name: str, code: int) -> None:
    script = """
import os
import signal
import sys
import unburden.__main__ as command

class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == "experiments.cli":
            os.kill(os.getpid(), getattr(signal, sys.argv[1]))

sys.meta_path.insert(0, Interrupts())
command.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, name], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, "unburden: interrupted\n")
