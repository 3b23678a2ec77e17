"""Whatever stands in a file of the user's is read as it says, or refused in one line."""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from experiments.config import evidence_file
from experiments.config.errors import InputError
from experiments.config.societies_file import write
from sim.evidence import EvidenceError, Ledger
from tests.fuzz.answers import Answer, planning_only, polite
from tests.fuzz.effort import cases
from tests.fuzz.files import damaged, written
from tests.fuzz.studies import changed, study

VALID = Path(__file__).parents[1] / "fixtures" / "evidence" / "valid"
EXAMPLE = Path(__file__).parents[2] / "examples" / "evidence" / "diary_week.yaml"
OWN_EVIDENCE = EXAMPLE.read_text(encoding="utf-8")
SCENARIO = """\
levers:
  one_table:
    on: true
    coverage: 0.5
    connected_share: ${assume:connected_share}
  escalation_rights: {on: true, start_day: 0}
shocks:
  heavy_rain:
    on: false
departments:
  hours_scale: 0.2
"""
SETTINGS = (
    "levers:",
    "one_table:",
    "on",
    "horizon_days: 2",
    "obligations: {overlap: 0.1}",
    "rules: {rebound: {on: false}}",
    "kinds:",
)
POINTS = """\
point,levers.one_table.on,territory.workers,overlap
0,true,4,0.2
3,false,8,0.5
4,TRUE,5,1e-1
"""


@pytest.fixture(autouse=True)
def _without_runs(here: Path) -> Iterator[None]:
    with planning_only():
        yield


def answered(experiment: str, key: str, value: object) -> Answer:
    """The answer where a key names a file; a refusal names that."""
    asked_for = changed(study(experiment), key, value)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("experiments.cli.studies", lambda _: [asked_for])
        return polite([])


def has(found: float, data: bytes, *path: str) -> None:
    """The number is that of the file, as another reader has it, where that can read it at all."""
    try:
        node = yaml.safe_load(data)
    except yaml.YAMLError:
        # It is in Python, and stricter about tabs than the one in C.
        return
    for key in path:
        node = node.get(key, {}) if isinstance(node, dict) else {}
    if node != {} and not str(node).startswith("${"):
        assert found == float(node)


@cases(75)
@given(written(SCENARIO, SETTINGS))
def test_a_scenario_file_is_taken_as_it_says_or_refused(data: bytes) -> None:
    Path("mine.yaml").write_bytes(data)
    given = answered("compare", "scenarios", ["mine.yaml"])
    assert given.code in (2, None)
    if given.plan is not None:
        assert given.plan.scenarios == ("baseline", "mine")
        settings = given.plan.settings("mine")
        has(settings.departments.hours_scale, data, "departments", "hours_scale")
        before = given.plan.settings("baseline")
        for part in ("territory", "obligations", "rules", "horizon_days"):
            assert getattr(settings, part) == getattr(before, part)
        has(settings.levers.one_table.coverage, data, "levers", "one_table", "coverage")


def parquet() -> bytes:
    """A file of societies, as bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mine.parquet"
        points = pd.DataFrame({"assume:overlap": [0.3, 0.5], "assume:household_size": [2.4, 2.6]})
        values = pd.DataFrame({"upward_share": [0.4, 0.5]})
        origin = {"seed": 1, "command": "calibrate", "territory": "street", "waves": []}
        write(path, points, values, origin, Ledger.load())
        return path.read_bytes()


@cases(63)
@given(damaged(parquet()))
def test_a_file_of_societies_is_sound_or_a_line_names_it(data: bytes) -> None:
    Path("mine.parquet").write_bytes(data)
    given = answered("compare", "societies", "mine.parquet")
    assert given.code in (2, None)
    if given.code == 2:
        assert "societies=mine.parquet: " in given.err
    else:
        assert given.plan is not None
        found = given.plan.design.points["assume:overlap"]
        assert found.tolist() in ([0.3, 0.5], [0.3], [0.5])


@cases(63)
@given(written(POINTS, ("1,true,4,0.3", "point", "overlap", "household_size,x")))
def test_a_file_of_points_is_taken_as_it_says_or_refused(data: bytes) -> None:
    Path("mine.csv").write_bytes(data)
    given = answered("sweep", "points_file", "mine.csv")
    assert given.code in (2, None)
    if given.plan is not None:
        header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), skipinitialspace=True)
        for path, name in (("overlap", "assume:overlap"), ("territory.workers",) * 2):
            cells = [row[header.index(path)] for row in rows if row] if path in header else []
            points = given.plan.design.points
            assert list(map(float, cells)) == [*map(float, points.get(name, ()))]


FILES = sorted(path.relative_to(VALID) for path in VALID.rglob("*.yaml"))
SEEDS = {path: (VALID / path).read_text(encoding="utf-8") for path in FILES}


@cases(75)
@given(st.sampled_from(FILES).flatmap(lambda name: st.tuples(st.just(name), written(SEEDS[name]))))
def test_seeds_are_sound_or_a_line_names_the_file(here: Path, drawn: tuple[Path, bytes]) -> None:
    name, data = drawn
    shutil.copytree(VALID, here / "seeds", dirs_exist_ok=True)
    (here / "seeds" / name).write_bytes(data)
    try:
        Ledger.load(here / "seeds")
    except EvidenceError as error:
        line = str(error)
        assert "\n" not in line
        assert ".yaml: " in line
        assert line.count(": ") >= 2


@cases(75)
@given(written(OWN_EVIDENCE))
def test_evidence_of_the_user_is_sound_or_a_line_names_the_file(here: Path, data: bytes) -> None:
    (here / "mine.yaml").write_bytes(data)
    with contextlib.suppress(InputError):
        evidence_file.read("compare", {"evidence": "mine.yaml"})
    try:
        evidence_file.read("evidence", {"evidence": {"check": "mine.yaml"}})
    except InputError as error:
        lines = str(error).split("\n")
        assert all(line.startswith("evidence.check=mine.yaml: ") for line in lines)
