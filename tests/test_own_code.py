"""Code of users: files named by --code, packages with entry points, and how it reaches workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments import Results, compare, load
from experiments.cli import answer
from experiments.config import own_code, own_figures
from experiments.reporting.figures import write_figures
from sim.levers import registry
from sim.measures import own
from tests.long import LONG

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
HELPER = "def kept(share):\n    return 1.0 - share\n"
CODE = '''
from matplotlib.figure import Figure
from beside_it import kept
from unburden import Lever, Share, declare, figure, lever, measure

@lever(label="Fewer calls", documents=(), acts_on=("workers",))
class FewerCalls(Lever):
    share: Share = declare(0.5, 0.2, 0.8, unit="share", meaning="Meetings dropped.", why="A test.")

    def apply(self, place, communities):
        place.scale_policy(communities, meetings=kept(self.share))

@measure(label="meetings of heads", unit="hours per head and week", definition="hours", better=-1)
def meetings_of_heads(tables):
    hours = tables.hours
    return kept(0.0) * hours[hours["head"] & hours["activity"].eq("meetings")]["hours"].mean()

@figure(experiment="compare")
def calls(results):
    """Hours of heads in meetings."""
    figure = Figure()
    figure.subplots().plot(results.measures.query("measure == 'meetings_of_heads'")["value"])
    return figure
'''
MUTE = """class Mute(Exception):
    def __str__(self):
        raise ValueError
raise Mute
"""


@pytest.fixture
def code(tmp_path: Path, forgotten: None) -> str:
    """A file of code that imports another one beside it, in a folder that is on no path."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "beside_it.py").write_text(HELPER)
    (tmp_path / "code" / "calls.py").write_text(CODE)
    return str(tmp_path / "code" / "calls.py")


def values(results: Any, measure: str, scenario: str, group: str = "all") -> list[float]:
    rows = results.measures
    chosen = rows["measure"].eq(measure) & rows["scenario"].eq(scenario) & rows["group"].eq(group)
    return [float(value) for value in rows[chosen & rows["community"].isna()]["value"]]


def test_a_file_brings_a_lever_a_measure_and_a_figure(
    here: Path, code: str, alone: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*alone, "scenarios=[fewer_calls]", "replications=2", "output=out"]
    assert answer(["--code", code, *words]) == 0
    printed = capsys.readouterr()
    assert f"unburden: {code} imports beside_it.py beside it" in printed.err
    assert "meetings of heads" in printed.out
    results = load("out")
    assert results.manifest["command"].startswith(f"unburden --code {code} ")
    assert results.manifest["settings"]["fewer_calls"]["levers"]["fewer_calls"]["on"]
    before, after = (values(results, "meetings_of_heads", name) for name in results.manifest[
        "scenarios"])  # fmt: skip
    assert all(new < old for old, new in zip(before, after, strict=True))
    assert (here / "out" / "figures" / "calls.png").is_file()
    report = (here / "out" / "report.html").read_text("utf-8")
    assert "Hours of heads in meetings." in report
    assert "Meetings of heads: hours." in report
    listed = {(one["kind"], one["name"]): one for one in load(here / "out").manifest["code"]}
    lever = listed["lever", "fewer_calls"]
    assert lever["file"] == Path(code).name
    assert f"lever fewer_calls ({lever['file']}, digest {lever['source']})" in report
    assert ("measure", "meetings_of_heads") in listed
    assert not any(str(Path(code).parent) == path for path in sys.path)


@pytest.mark.parametrize("executor", ["processes", *(["dask", "ray"] if LONG else [])])
def test_workers_get_it_by_value(
    executor: str, here: Path, code: str, alone: Sequence[str]
) -> None:
    own_code.load([code])
    (Path(code).parent / "beside_it.py").unlink()
    words = [word for word in alone if not word.startswith("executor")]
    given: dict[str, Any] = {"scenarios": ["fewer_calls"], "replications": 2, "workers": 2}
    results = [
        compare(*words, executor=name, output=here / name, store=here / f"{name}-store", **given)
        for name in ("serial", executor)
    ]
    pd.testing.assert_frame_equal(results[0].measures, results[1].measures, check_exact=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import nothing_here\n", "line 1: ModuleNotFoundError: No module named 'nothing_here'"),
        ("x = 1\n", "registers no lever, measure or figure; see unburden new lever NAME"),
        ("x = 1\nif True\n", "line 2: expected ':'"),
        ("import sys\nsys.exit(3)\n", "line 2: SystemExit: 3"),
        ("class Own(BaseException): pass\nraise Own('x')\n", "line 2: Own: x"),
        ("x = 1\0", "mine.py: source code"),
        (MUTE, "line 4: Mute: says nothing"),
        (CODE.replace("0.8", "1.8"), "fewer_calls.share=1.8: should be less than or equal to 1"),
        (CODE.replace("0.2, 0.8", "0.6, 0.8"), "fewer_calls_share: value: 0.5 is outside 0.6 to"),
        (CODE.replace('"share", m', '"shares", m'), "unit: 'shares' is not in units.yaml; near:"),
        (CODE.replace("FewerCalls(", "OneTable("), "sim.levers.one_table has registered this name"),
        (CODE.replace("def meetings_of_heads", "def trust"), "the model has a measure of this"),
        (CODE.replace("def calls", "def hours_freed"), "compare has a figure of this name"),
        (CODE.replace('="compare"', '="compar"'), "no such experiment; did you mean compare?"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_in_one_line_and_leaves_nothing(
    text: str, message: str, here: Path, forgotten: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "beside_it.py").write_text(HELPER)
    (here / "mine.py").write_text(text)
    before = [*own_code._registered()]
    assert answer(["--code", "mine.py", "territory=community"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("unburden: --code=mine.py: ")
    assert error.count("\n") == 1
    assert message in error
    assert [*own_code._registered()] == before
    assert {path.name for path in here.iterdir()} <= {"beside_it.py", "mine.py", "__pycache__"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--code"], "takes a file of Python"),
        (["--code", "nothing.py"], "--code=nothing.py: no such file"),
        (["--code=mine.yaml"], "should be a file of Python, ending in .py"),
        (["code=mine.py"], "code=mine.py: nothing is ever run from a config; unburden --code FILE"),
        (["scenarios=[mine.yaml]"], "nothing is ever run from a config"),
        (["--config-name", "mine.yaml"], "nothing is ever run from a config"),
        (["--config-dir", ".", "experiment=study"], "nothing is ever run from a config"),
    ],
)
def test_code_comes_from_the_command_line_alone(
    words: list[str], message: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine.py").write_text("raise SystemExit('it was run')\n")
    (here / "mine.yaml").write_text("code: mine.py\n")
    (here / "experiment").mkdir()
    text = "# @package _global_\ndefaults: [compare]\ncode: mine.py\n"
    (here / "experiment" / "study.yaml").write_text(text)
    assert answer(words) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "it was run" not in error


FAULTY_LEVER = """
from unburden import Lever, lever

@lever(label="Faulty", documents=(), acts_on=("workers",))
class Faulty(Lever):
    def apply(self, place, communities):
        DO
"""


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("place.scale_policy([99], meetings=0.5)", "IndexError: index 99"),
        (
            "place.scale_policy(communities, meetings=float('nan'))",
            "meetings=nan: should be a fini",
        ),
        ("place.set_policy(communities, meetings='x')", "meetings='x': should be a finite number"),
        ("place.cap_policy(communities, meetings=float('inf'))", "meetings=inf: should be a fini"),
    ],
)
def test_a_lever_that_fails_is_named_with_its_line(
    statement: str, message: str, here: Path, forgotten: None, alone: Sequence[str],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (here / "faulty.py").write_text(FAULTY_LEVER.replace("DO", statement))
    words = [*alone, "scenarios=[faulty]", "replications=1"]
    assert answer(["--code", "faulty.py", *words]) == 1
    error = capsys.readouterr().err
    assert "levers.faulty: line 7: " in error
    assert message in error


FIGURE = """
from matplotlib.figure import Figure
from unburden import figure

@figure(experiment="compare")
def mine(results):
    one = Figure()
    DO
"""


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("return {'../../out': one}", "gives a figure named '../../out': letters, digits and _"),
        ("return {'a': one, 'time_spent_less': one}", "two figures are named time_spent_less"),
        ("return {1: one}", "gives a figure named 1: letters"),
        ("return None", "gives NoneType, not a Figure"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("one.suptitle('$a_{$')\n    return {'a': Figure(), 'b': one}", "Expected end_group"),
    ],
)
def test_a_figure_that_fails_is_left_out_and_leaves_nothing(
    statement: str, message: str, here: Path, forgotten: None, compared: Results,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (here / "mine.py").write_text(FIGURE.replace("DO", statement))
    own_code.load(["mine.py"])
    (here / "out").mkdir()
    paths = write_figures(compared, here / "out")
    error = capsys.readouterr().err
    assert error.startswith("unburden: figure mine cannot be made and is left out: ")
    assert message in error
    assert error.count("\n") == 1
    assert {*paths} == {*(here / "out").rglob("*.png")}
    assert "time_spent_less" in {path.stem for path in paths}
    assert not {"a", "b", "mine"} & {path.stem for path in paths}


def test_a_file_is_imported_once(here: Path, code: str) -> None:
    own_code.load([code, code])
    own_code.load([os.path.relpath(code)])
    assert "fewer_calls" in registry.outside()


def test_a_command_of_python_names_the_file(here: Path, code: str, alone: Sequence[str]) -> None:
    own_code.load([code])
    kind: Any = registry.kind_of("fewer_calls")
    results = compare(*alone, levers=[kind(share=0.25)], replications=1, output="out")
    command = results.manifest["command"]
    assert "--code code/calls.py" in command
    assert """'scenarios=["fewer_calls(share=0.25)"]'""" in command
    own_code._forget({*own_code._registered()})
    own_code._FILES.clear()
    again = command.replace("output=out", "output=again").removeprefix("unburden ")
    done = subprocess.run(
        f"{sys.executable} -m unburden {again}", shell=True, cwd=here, capture_output=True,
        text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pd.testing.assert_frame_equal(load("again").measures, results.measures, check_exact=True)


PACKAGE = """
from unburden import Lever, lever
from reforms.numbers import FACTOR

@lever(label="Calls halved", documents=(), acts_on=("workers",))
class CallsHalved(Lever):
    def apply(self, place, communities):
        place.scale_policy(communities, meetings=FACTOR)
"""


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """An environment with two packages that have entry points; one of them is broken."""
    site = tmp_path / "site"
    for name, module in (("reforms", "reforms.levers"), ("broken", "broken_reforms")):
        info = site / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[unburden]\nany = {module}\n")
    (site / "broken_reforms.py").write_text("import nothing_here\n")
    (site / "reforms").mkdir()
    (site / "reforms" / "__init__.py").touch()
    (site / "reforms" / "levers.py").write_text(PACKAGE)
    (site / "reforms" / "numbers.py").write_text("FACTOR = 0.5\n")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)])}


ASKED = """
import json, sys
from unburden import Settings, compare
results = compare(
    "territory.communities=1", "territory.workers=4", "territory.residents=400", "horizon_days=5",
    "warmup_days=1", "executor=processes", "workers=2", societies="reference", replications=2,
    scenarios=["calls_halved"], output="out", overwrite=True,
)
rows = results.measures.query("measure == 'hours_per_worker_week' and group == 'meetings'")
means = rows[rows["community"].isna()].groupby("scenario")["value"].mean()
canonical = Settings(levers={"calls_halved": {"on": True}}).canonical()
command = results.manifest["command"]
print(json.dumps([dict(means), json.loads(canonical)["sources"], command]))
"""
SOURCES = """
import json
from unburden import Settings
canonical = Settings(levers={"calls_halved": {"on": True}}).canonical()
print(json.dumps(json.loads(canonical)["sources"]))
"""


def test_a_module_of_an_installed_package_is_found_by_its_entry_point(
    here: Path, installed: dict[str, str], tmp_path: Path
) -> None:
    def asked(code: str) -> tuple[Any, str]:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=here, env=installed, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout), done.stderr

    (means, sources, command), messages = asked(ASKED)
    assert asked(SOURCES)[0] == sources
    assert means["calls_halved"] < means["baseline"]
    assert "--code" not in command
    (line,) = [line for line in messages.splitlines() if "broken" in line]
    assert line == (
        "unburden: broken: broken_reforms cannot be imported and is left out: "
        "ModuleNotFoundError: No module named 'nothing_here'"
    )
    (tmp_path / "site" / "reforms" / "numbers.py").write_text("FACTOR = 0.25\n")
    assert asked(SOURCES)[0] != sources


@pytest.mark.parametrize("folder", ["levers", "measures"])
def test_the_tests_of_the_examples_pass(folder: str) -> None:
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull,
            "--rootdir", ".", ".",
        ],
        cwd=EXAMPLES / folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_an_example_of_a_measure_stands_in_the_results(
    here: Path, forgotten: None, alone: Sequence[str]
) -> None:
    files = [EXAMPLES / "measures" / "heads_upward.py", EXAMPLES / "levers" / "meeting_free_day.py"]
    flags = [part for file in files for part in ("--code", str(file))]
    words = [*alone, "scenarios=[meeting_free_day]", "replications=2", "output=out"]
    assert answer([*flags, *words, "primary=[heads_upward,days_until_closed.dispute]"]) == 0
    rows: Any = load("out").comparison.set_index(["measure", "group"])
    assert rows.loc[("heads_upward", "all"), "difference"] < 0
    assert rows.loc[("heads_upward", "all"), "family"] == "primary"
    assert (here / "out" / "figures" / "heads.png").is_file()
    assert {"compare.heads"} <= {*own_figures.names()}
    assert {"heads_upward", "days_until_closed"} <= {*own.names()}
