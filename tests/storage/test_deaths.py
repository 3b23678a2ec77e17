"""A sweep that is killed at any moment, or can write no more, goes on later and ends the same."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from experiments import load
from experiments.cli import answer
from experiments.runs.storage import folders
from experiments.runs.storage.lock import NAME as LOCK
from tests.long import LONG
from tests.storage.processes import start

DEATHS = 50 if LONG else 2
TABLES = ("sweep.csv", "points.csv", "measures.parquet")
PATIENCE = 300.0


def words(tiny: Sequence[str], folder: Path, store: str = "kept") -> list[str]:
    many = ["vary={levers.one_table.coverage:[0.5,1]}", "replications=24"]
    places = [f"output={folder / 'out'}", f"store={folder / store}"]
    return [*tiny, "experiment=sweep", *many, *places]


def tables(folder: Path) -> dict[str, bytes]:
    return {name: (folder / "out" / name).read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, tiny: Sequence[str]) -> tuple[Path, float]:
    """The folder of a sweep that nobody disturbs, and seconds from its opened store to its end."""
    folder: Path = tmp_path_factory.mktemp("undisturbed")
    process = begun(words(tiny, folder), folder / "kept")
    start = time.monotonic()
    assert process.wait(PATIENCE) == 0
    return folder, time.monotonic() - start


@pytest.fixture(scope="module")
def undisturbed(life: tuple[Path, float]) -> dict[str, bytes]:
    """Its tables."""
    return tables(life[0])


def begun(spoken: Sequence[str], store: Path) -> subprocess.Popen[bytes]:
    """A process that has just opened its store."""
    lock = store / LOCK
    if lock.exists():
        # Who opens the store opens its lock, and takes it as it is.
        lock.unlink()
    process = start(spoken)
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and not lock.exists():
        assert time.monotonic() < deadline
        time.sleep(0.001)
    return process


def test_a_sweep_killed_at_any_moments_ends_as_if_it_had_not_been(
    here: Path,
    tiny: Sequence[str],
    life: tuple[Path, float],
    undisturbed: dict[str, bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is killed again and again; once it has ended all the same, another begins."""
    _, span = life
    chance = random.Random(None if LONG else 1)
    deaths = ended = 0
    while deaths < DEATHS:
        mine = here / f"sweep{ended}"
        process = begun(words(tiny, mine), mine / "kept")
        time.sleep(chance.uniform(0, span))
        process.send_signal(signal.SIGKILL)
        _, told = process.communicate()
        assert told == b""
        assert process.returncode in (0, -signal.SIGKILL)
        if (mine / "out").exists():
            assert tables(mine) == undisturbed
            load(mine / "out")
        deaths += process.returncode == -signal.SIGKILL
        ended += process.returncode == 0
    mine = here / f"sweep{ended}"
    assert answer(words(tiny, mine)) == 0
    assert capsys.readouterr().err == ""
    for number in range(ended + 1):
        mine = here / f"sweep{number}"
        assert tables(mine) == undisturbed
        assert sorted(path.name for path in mine.iterdir()) == ["kept", "out"]


@contextmanager
def disk(place: Path, size: str) -> Iterator[None]:
    """A small disk of its own, which takes a machine that lets us mount one."""
    place.mkdir()
    if not mounted("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)):
        pytest.skip("takes root to mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def mounted(*how: str) -> bool:
    try:
        return subprocess.run(["mount", *how], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def told_in_a_line(spoken: Sequence[str], code: int, capsys: pytest.CaptureFixture[str]) -> str:
    """The line that tells why the exit code is this one."""
    capsys.readouterr()
    assert answer(spoken) == code
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    return told


def test_a_full_disk_keeps_what_is_finished_and_more_room_ends_the_same(
    here: Path,
    tiny: Sequence[str],
    undisturbed: dict[str, bytes],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(folders, "PROBE", 1)
    spoken = words(tiny, here, "disk/kept")
    with disk(here / "disk", "64k"):
        told = told_in_a_line(spoken, 1, capsys)
        assert "cannot be written: No space left on device; " in told
        assert "runs are finished and kept; the same command continues with the rest" in told
        assert not (here / "out").exists()
        assert mounted("-o", "remount,size=16m", str(here / "disk"))
        assert answer(spoken) == 0
        assert capsys.readouterr().err == ""
    assert tables(here) == undisturbed


def test_no_room_for_the_output_folder_leaves_nothing_of_it(
    here: Path,
    tiny: Sequence[str],
    undisturbed: dict[str, bytes],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(folders, "PROBE", 1)
    spoken = [word for word in words(tiny, here) if not word.startswith("output=")]
    spoken.append(f"output={here / 'disk' / 'out'}")
    with disk(here / "disk", "32k"):
        told = told_in_a_line(spoken, 1, capsys)
        assert "No space left on device; finished runs are kept" in told
        assert list((here / "disk").iterdir()) == []
        assert mounted("-o", "remount,size=16m", str(here / "disk"))
        assert answer(spoken) == 0
        assert tables(here / "disk") == undisturbed


def test_a_store_that_cannot_be_written_is_refused_and_stays_as_it_is(
    here: Path,
    tiny: Sequence[str],
    undisturbed: dict[str, bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoken = words(tiny, here, "disk/kept")
    with disk(here / "disk", "16m"):
        assert answer(spoken) == 0
        (here / "out").rename(here / "before")
        lying = {path.name: path.read_bytes() for path in (here / "disk" / "kept").iterdir()}
        assert mounted("-o", "remount,ro", str(here / "disk"))
        told = told_in_a_line(spoken, 2, capsys)
        assert f"store={here / 'disk' / 'kept'}: cannot be written: Read-only file system" in told
        assert not (here / "out").exists()
        assert lying == {
            path.name: path.read_bytes() for path in (here / "disk" / "kept").iterdir()
        }
        assert mounted("-o", "remount,rw", str(here / "disk"))
        assert answer(spoken) == 0
    assert tables(here) == undisturbed
