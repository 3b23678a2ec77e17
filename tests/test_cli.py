"""The command line: exit codes, one-line refusals, and what a user may say."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from experiments import load
from experiments.cli import answer
from experiments.kinds.compare.figures import FIGURES
from experiments.kinds.evidence.summary import ASKED
from experiments.reporting.figures import write_figures
from experiments.reporting.terminal import print_files
from experiments.runs.storage.database import NAME
from experiments.runs.storage.store import Store
from sim.society import Society

CHECKOUT = Path(__file__).parents[1]
pytestmark = pytest.mark.usefixtures("warm")
COMMAND = (sys.executable, "-c", "from experiments.cli import main; main()")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(CHECKOUT)}

REFUSED = {
    "scenarios=[one_tabel]": "did you mean one_table?",
    "replications=0": "greater than or equal to 1",
    "replications=-3": "greater than or equal to 1",
    "replications=many": "should be a whole number, such as 20, not text",
    "horizon_days=0": "greater than or equal to 1",
    "territory.workers=0": "territory.workers=0",
    "territory=strret": "did you mean street?",
    "bogus=3": "unknown key",
    "+bogus=3": "unknown key",
    "levers.one_tabel.coverage=0.5": "did you mean levers.one_table.coverage",
    "levers.one_table.coverage=1.5": "less than or equal to 1",
    "levers.one_table.coverage=${assume:nothing}": "nothing",
    "experiment=compares": "compare, discover",
    "executor=threads": "dask, processes, ray, serial",
    "executor.address=tcp://127.0.0.1:1": "not used by executor=processes",
    "executor.addres=x": "did you mean executor.address",
    "executor.workers=0": "unknown key; did you mean workers?",
    "workers=0": "greater than or equal to 1",
    "seed=-1": "greater than or equal to 0",
    "hydra.run.dir=elsewhere": "fixed here",
    "+levers._target_=os.system": "nothing is ever run",
    "+levers.x={_target_: os.system}": "nothing is ever run",
    "output=/proc/nowhere": "cannot be written",
    "store=/proc/nowhere": "cannot be written",
    "scenarios=[nowhere.yaml]": "no such file",
    "--experimental-rerun": "--config-name runs again",
    "--config-dir=elsewhere": "no such folder",
    "--config-name=elsewhere": "no such file",
    "--config-path=elsewhere": "--config-dir names a folder",
    "--config-dirr=elsewhere": "unknown; did you mean --config-dir",
    "--replications": "keys take no dashes: replications=..., not --replications",
    "--package=levers": "--cfg job alone",
    "hydra/launcher=joblib": "executor=processes, dask or ray",
    "seed=interval(0,1)": "sampling=latin draws from ranges",
    "output=run (2)": """'output="run (2)"'""",
    "output=a,b": """'output="a,b"'""",
    "scenarios=[一张表.yaml]": "no such file",
    "compare": "did you mean experiment=compare?",
    "scenarios=[one_table": "the bracket [ is not closed",
    "output='x": "the quote ' is not closed",
    "replications=1.5": "should be a whole number, such as 20",
    "store=afile": "is a file, not a folder",
    "wordless": "is not key=value",
}


@pytest.mark.parametrize("word", REFUSED)
def test_refuses_in_one_line_that_names_the_word(
    word: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "afile").touch()
    assert answer([word]) == 2
    out, line = capsys.readouterr()
    assert out == ""
    assert line.count("\n") == 1
    assert REFUSED[word] in line
    assert word.lstrip("+-").partition("=")[0].split(".")[0] in line
    assert not (here / "outputs" / "compare").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("replications=0 territory.communities=two", "replications=0"),
        ("output=/proc/nowhere territory.communities=two", "output=/proc/nowhere"),
        ("store=/proc/nowhere scenarios=[one_tabel]", "store=/proc/nowhere"),
        ("executor.address=a:1 scenarios=[one_tabel]", "executor.address=a:1"),
        ("societies=none.parquet territory.communities=two", "societies=none.parquet"),
        ("interval=bca replications=5 territory.communities=two", "interval=bca"),
        ("-m replications=2,0 scenarios=[one_tabel]", "scenarios=one_tabel"),
    ],
)
@pytest.mark.usefixtures("here")
def test_of_two_faults_the_one_that_is_checked_first_is_told(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(words.split()) == 2
    assert capsys.readouterr().err.startswith(f"unburden: {told}: ")


def test_a_foreign_folder_is_not_replaced(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "thesis.txt").write_text("years of work")
    assert answer(["output=mine"]) == 2
    assert "was not made by unburden" in capsys.readouterr().err
    assert (here / "mine" / "thesis.txt").exists()


def test_compares_and_says_where_the_results_are(
    here: Path, alone: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*alone, "scenarios=[one_table]", "replications=2"]
    assert answer(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "one" in out
    assert "outputs/compare/report.html" in out
    assert sorted(path.name for path in here.iterdir()) == ["outputs", "results"]


def test_the_baseline_alone_is_a_comparison_too(
    here: Path, alone: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*alone, "scenarios=[baseline]", "replications=2", "output=deep/down"]
    assert answer(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "The baseline alone: 2 communities" in out
    assert "change against" not in out
    results = load(here / "deep" / "down")
    assert results.comparison.empty
    assert set(results.measures["scenario"]) == {"baseline"}
    assert [path.stem for path in write_figures(results, here)] == [
        name
        for name in FIGURES
        if name not in ("societies_ranked", "communities", "yuan", "fairness", "what_it_depends_on")
    ]
    assert "One community" not in out


def test_a_failure_leaves_no_empty_folders(
    here: Path, alone: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ArithmeticError("it broke")

    words = [*alone, "replications=1", "scenarios=[one_table]", "output=deep/down", "store=far/off"]
    with monkeypatch.context() as patched:
        patched.setattr(Society, "run", broken)
        assert answer(words) == 1
    assert list(here.iterdir()) == []
    with monkeypatch.context() as patched:
        patched.setattr("experiments.kinds.compare.experiment.report", broken)
        assert answer(words) == 1
    assert [path.name for path in here.iterdir()] == ["far"]


@pytest.mark.parametrize(
    "word", ["store=/proc/nowhere", "store=deep/file/nowhere", "output=deep/file/out/compare"]
)
def test_a_refusal_leaves_no_empty_folders(word: str, here: Path) -> None:
    (here / "deep").mkdir()
    (here / "deep" / "file").touch()
    assert answer(["output=far/off", word]) == 2
    assert sorted(path.name for path in here.rglob("*")) == ["deep", "file"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "word", ["departments.hours_scale=0", "issues.rate_scale=0", "obligations.form_kinds=0"]
)
def test_nothing_to_measure_is_no_cause_for_warnings(
    word: str, here: Path, alone: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["obligations.boards=0"] if word.startswith("obligations") else []
    words = [*alone, "scenarios=[one_table]", "replications=2", word, *more]
    assert answer(words) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "none" in out
    assert "inf" not in out


def test_places_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("outputs/compare,scenarios=[one_table],:key:")
    print_files(folder, {"report": "report.html"})
    assert capsys.readouterr().out == f"report  {folder}/report.html\n"


def test_a_sweep_leaves_a_folder_for_each_job(here: Path, alone: Sequence[str]) -> None:
    words = [*alone, "scenarios=[one_table]", "replications=1", "-m", "seed=1,2"]
    assert answer(words) == 0
    found = sorted(path.name for path in (here / "outputs").iterdir())
    assert found == ["compare,seed=1", "compare,seed=2"]
    assert sorted(path.name for path in here.iterdir()) == ["outputs", "results"]


def test_a_run_that_fails_is_named_and_the_others_are_kept(
    here: Path,
    alone: Sequence[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run, calls = Society.run, iter(range(100))

    def fragile(self: Society) -> None:
        if next(calls) == 3:
            raise ArithmeticError("it broke")
        run(self)

    words = [*alone, "scenarios=[one_table]", "replications=3"]
    monkeypatch.setattr(Society, "run", fragile)
    assert answer(words) == 1
    told = capsys.readouterr().err
    assert "1 of 6 runs failed and are left out" in told
    assert "scenario one_table, point 0, replication 1" in told
    assert "ArithmeticError: it broke" in told
    results = load(here / "outputs" / "compare")
    assert len(results.manifest["failed"]) == 1
    assert results.comparison["replications"].max() == 2
    monkeypatch.undo()
    os.chdir(here)
    assert answer(words) == 0
    results = load(here / "outputs" / "compare")
    assert results.manifest["runs"] == {"planned": 6, "computed": 1, "reused": 5}
    assert results.manifest["failed"] == []


def test_evidence_lists_filters_and_shows_one_entry(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["experiment=evidence"]) == 0
    everything = capsys.readouterr().out
    assert len(everything.splitlines()) < 45, "counts, and how to ask for some"
    for asked in ASKED:
        assert f"unburden experiment=evidence {asked} " in everything
        assert answer(["experiment=evidence", asked]) == 0, "it works as printed"
    capsys.readouterr()
    assert answer(["experiment=evidence", "evidence.role=lever"]) == 0
    assert "entries:" in capsys.readouterr().out
    assert answer(["experiment=evidence", "evidence.id=overlap"]) == 0
    assert "obligations.overlap" in capsys.readouterr().out
    assert answer(["experiment=evidence", "evidence.grade=certain"]) == 2
    assert "assumed" in capsys.readouterr().err
    assert sorted(path.name for path in (here / "outputs" / "evidence").iterdir()) == [
        "evidence.csv",
        "evidence.html",
        "evidence.parquet",
        "levers.csv",
        "levers.parquet",
        "manifest.json",
    ]
    assert answer(["experiment=evidence", "evidence.levers=true"]) == 0
    told = capsys.readouterr().out
    assert "duty_list" in told
    assert "entries:" not in told


def test_help_and_the_whole_config_can_be_read(here: Path) -> None:
    shown = _spoken("--help").stdout
    assert "community, district, street" in shown
    config = _spoken("--cfg", "job").stdout
    assert "overlap: ${assume:overlap}" in config
    assert "one_table:" in config
    assert list(here.iterdir()) == []


def test_the_process_exits_with_2_and_no_traceback(here: Path) -> None:
    refused = _spoken("scenarios=[nothing]")
    assert refused.returncode == 2
    assert refused.stderr.startswith("unburden: scenarios=nothing: no such scenario")
    assert refused.stderr.count("\n") == 1


def test_an_interruption_keeps_what_is_finished(here: Path, alone: Sequence[str]) -> None:
    words = [*alone, "scenarios=[one_table]", "replications=500"]
    process = subprocess.Popen(
        [*COMMAND, *words], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 300
    while not _some_are_finished(here / "results"):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "runs are finished and kept" in told
    assert told.count("\n") == 1
    assert not (here / "outputs" / "compare").exists()
    assert _some_are_finished(here / "results")


def _some_are_finished(folder: Path) -> bool:
    if not (folder / NAME).exists():
        return False
    with Store(folder) as store:
        return store.query("SELECT count(*) FROM runs") != [(0,)]


def _spoken(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
