"""Experiments that are killed, or run side by side, end as if nothing had happened."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from experiments.cli import answer
from experiments.runs.storage.database import NAME
from experiments.runs.storage.store import Store
from tests.storage.processes import start

RESULTS = ("measures.parquet", "series.parquet", "comparison.csv")


def words(tiny: Sequence[str], folder: Path, output: str = "out") -> list[str]:
    many = ["scenarios=[one_table]", "replications=12", f"output={folder / output}"]
    many.append(f"store={folder / 'kept'}")
    kept = [word for word in tiny if word != "executor=serial"]
    return [*kept, *many, "executor=processes", "workers=2"]


def kept_runs(store: Path) -> int:
    """As another process counts them while they are written."""
    if not (store / NAME).exists():
        return 0
    with Store(store) as opened:
        return int(opened.query("SELECT count(*) FROM runs")[0][0])


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, alone: Sequence[str]) -> dict[str, bytes]:
    """Result files of an experiment that nobody disturbs."""
    folder: Path = tmp_path_factory.mktemp("undisturbed")
    assert answer(words(alone, folder)) == 0
    return {name: (folder / "out" / name).read_bytes() for name in RESULTS}


def test_a_killed_experiment_goes_on_and_ends_the_same(
    here: Path,
    alone: Sequence[str],
    undisturbed: dict[str, bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    process = start(words(alone, here))
    deadline = time.monotonic() + 300
    while not kept_runs(here / "kept"):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not (here / "out").exists()
    assert answer(words(alone, here)) == 0
    assert capsys.readouterr().err == ""
    for name, whole in undisturbed.items():
        assert (here / "out" / name).read_bytes() == whole, name


def test_two_experiments_at_once_share_a_store(
    here: Path, alone: Sequence[str], undisturbed: dict[str, bytes]
) -> None:
    both = [start(words(alone, here, name)) for name in ("one", "other")]
    for process in both:
        _, told = process.communicate(timeout=300)
        assert process.returncode == 0, told.decode()
    for folder in ("one", "other"):
        for name, whole in undisturbed.items():
            assert (here / folder / name).read_bytes() == whole, (folder, name)


def test_a_store_that_is_deleted_meanwhile_ends_the_experiment_in_a_line(
    here: Path, alone: Sequence[str]
) -> None:
    spoken = [word.replace("=12", "=2000") for word in words(alone, here)]
    process = start(spoken)
    deadline = time.monotonic() + 300
    while not kept_runs(here / "kept"):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    (here / "kept").rename(here / "elsewhere")
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    (line,) = told.decode().splitlines()
    assert f"{here / 'kept' / NAME} is gone" in line
    assert not (here / "out").exists()
    assert kept_runs(here / "elsewhere")
