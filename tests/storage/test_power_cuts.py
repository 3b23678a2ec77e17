"""The power is cut, or a writer killed, at any moment: stored runs and results are whole."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from experiments.reporting.results import load
from experiments.runs.storage import inventory
from experiments.runs.storage.store import Store
from tests.long import LONG
from tests.storage.power import cut, disk, mounted
from tests.storage.processes import ENVIRONMENT
from tests.storage.records import keys, record

CUTS = 20 if LONG else 2
KILLS = 50 if LONG else 2
WRITER = """
import sys
from pathlib import Path
from experiments.runs.storage.store import Store
from tests.storage.records import record
with Store(Path(sys.argv[1])) as store:
    for number in range(1_000_000):
        store.add([record(str(number), rows=1 + 7 * (number % 90))])
        print(number, flush=True)
"""
REPLACER = """
import os, sys
from pathlib import Path
import pandas as pd
from experiments.reporting.frames import write_frames
from experiments.reporting.results import write_manifest
from experiments.runs.storage import claim
from experiments.runs.storage.inventory import IDENTITY, MAKER
from experiments.runs.storage.output import Output
def fill(folder):
    write_frames({"numbers.csv": pd.DataFrame({"number": [number] * 5_000})}, folder)
    (folder / "figures").mkdir()
    (folder / "figures" / "one.png").write_bytes(os.urandom(1 + 997 * (number % 90)))
    write_manifest({"maker": MAKER, IDENTITY: "mine"}, folder)
for number in range(1_000_000):
    with claim.releasing_claims():
        Output(Path(sys.argv[1]), "mine").write(fill)
    print(number, flush=True)
"""


def reported(script: str, place: Path, image: Path, seconds: float) -> list[str]:
    """What a writer reported until the power was cut, so long after its first report."""
    writer = subprocess.Popen(
        [sys.executable, "-c", script, str(place)], env=ENVIRONMENT, stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    with writer.stdout:
        first = writer.stdout.readline()
        assert first == b"0\n"
        time.sleep(seconds)
        cut(writer, image, image.with_name("left"))
        return [one.decode() for one in (first.strip(), *writer.stdout.read().split())]


def test_stored_runs_survive_a_power_cut(tmp_path: Path) -> None:
    chance = random.Random(None if LONG else 1)
    with disk(tmp_path) as image:
        for turn in range(CUTS):
            store = tmp_path / "disk" / f"kept{turn}"
            names = reported(WRITER, store, image, chance.uniform(0, 1.5))
            with mounted(tmp_path / "left", tmp_path / "again") as place:
                check(place / store.name, names)
            shutil.rmtree(store)


def test_results_outlive_the_power(tmp_path: Path) -> None:
    """They are those that were reported last, or the next ones, and whole."""
    chance = random.Random(None if LONG else 3)
    with disk(tmp_path) as image:
        for turn in range(CUTS):
            folder = tmp_path / "disk" / f"out{turn}"
            last = int(reported(REPLACER, folder, image, chance.uniform(0, 0.5))[-1])
            with mounted(tmp_path / "left", tmp_path / "again") as place:
                left = place / folder.name
                assert set(load(left).numbers["number"]) in ({last}, {last + 1})
                assert not inventory.foreign_file(left, inventory.read(left)[1])
            shutil.rmtree(folder)


def test_stored_runs_survive_the_death_of_their_writer(tmp_path: Path) -> None:
    chance = random.Random(None if LONG else 2)
    for turn in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "kept")],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"0\n", turn
        time.sleep(chance.uniform(0, 0.5))
        writer.kill()
        writer.wait()
        names = [b"0", *writer.stdout.read().split()]
        writer.stdout.close()
        check(tmp_path / "kept", [one.decode() for one in names])


def check(kept: Path, names: list[str]) -> None:
    """All that was reported as stored is there, which is more than all but the last second."""
    with Store(kept) as store:
        assert store.missing(keys(*names), "full") == set()
        assert store.check()
        store.add([record("one more")])
