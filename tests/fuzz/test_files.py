"""Whatever stands in a file of the user's is read as it says, or refused in one line."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence import EvidenceError, Ledger
from tests.fuzz.answers import Answer, planning_only, polite
from tests.fuzz.effort import cases
from tests.fuzz.files import damaged, written
from tests.fuzz.studies import changed, study

VALID = Path(__file__).parents[1] / "fixtures" / "evidence" / "valid"
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
SAMPLE = pd.DataFrame({"weight": 1.0, "overlap": [0.3, 0.5], "household_size": [2.4, 2.6]})
OVERLAY = """\
name: mine
from: {{experiment: calibrate}}
assumptions:
  overlap: {{value: 0.4, low: 0.3, high: 0.5}}
  household_size:
    value: 2.5
    low: 2.4
    high: 2.6
particles:
  file: overlay.parquet
  sha256: {digest}
"""
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


@cases(300)
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
    """The table of particles, as bytes."""
    data = io.BytesIO()
    SAMPLE.to_parquet(data, index=False)
    return data.getvalue()


TABLE = parquet()
CALIBRATION = OVERLAY.format(digest=sha256(TABLE).hexdigest())


@cases(250)
@given(written(CALIBRATION, ("overlap: {value: 0.4, low: 0.3, high: 0.5}",)))
def test_a_calibration_is_taken_as_it_says_or_refused(data: bytes) -> None:
    Path("overlay.yaml").write_bytes(data)
    Path("overlay.parquet").write_bytes(TABLE)
    given = answered("compare", "calibration", "overlay.yaml")
    assert given.code in (2, None)
    if given.code == 2:
        assert "calibration=overlay.yaml: " in given.err
    else:
        assert "overlay.yaml), not as declared" in given.err
        assert given.plan is not None
        overlap = given.plan.settings("baseline").obligations.overlap
        has(overlap, data, "assumptions", "overlap", "value")


@cases(100)
@given(damaged(TABLE))
def test_a_table_of_particles_is_sound_or_a_line_names_the_file(data: bytes) -> None:
    Path("overlay.yaml").write_text(OVERLAY.format(digest=sha256(data).hexdigest()))
    Path("overlay.parquet").write_bytes(data)
    given = answered("compare", "calibration", "overlay.yaml")
    assert given.code in (2, None)
    if given.code == 2:
        assert "calibration=overlay.yaml: overlay.parquet: " in given.err


@cases(250)
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


@cases(300)
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
