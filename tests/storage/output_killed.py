"""A process that replaces an output folder again and again, and is killed at random times or steps.

Run as a module it says, for each death, what is wrong with the folder; nothing where all is well.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from itertools import count, cycle
from pathlib import Path

import pytest

from experiments.reporting.results import load
from experiments.runs.storage import claim, inventory
from experiments.runs.storage.output import Output
from tests.storage.test_output import filled

OUT, NOTES = Path("out"), Path("notes.txt")
OLD, NEW = ("rows.csv",), ("other.csv", "more.parquet")
FRAMES = (["rows"], ["more", "other"])
LONGEST = 0.05
"""Seconds that a life takes at most; a replacement takes a third of it."""
EVENTS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.scandir", "os.listdir"}
STEPS = 150
"""Of these a replacement takes about a hundred."""


def main(deaths: int, seed: int, exchanges: bool) -> None:
    """Kill it so often."""
    chance = random.Random(seed)
    if not exchanges:
        pytest.MonkeyPatch().setattr(
            "experiments.runs.storage.atomic_write.exchange", lambda *_: False
        )
    replace(OLD)
    NOTES.write_text("mine")
    for death in range(deaths):
        step = chance.randrange(STEPS) if death % 2 else 0
        child = os.fork()
        if not child:
            if step:
                _die_at(step)
            for names in cycle((NEW, OLD)):
                replace(names)
        if not step:
            time.sleep(chance.uniform(0, LONGEST))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for wrong in _wrong(exchanges):
            print(f"death {death}: {wrong}")


def _die_at(step: int) -> None:
    """End this process just before a step that it takes in the file system."""
    taken = count(1)

    def taking(event: str, _: object) -> None:
        if event in EVENTS and next(taken) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(taking)


def replace(names: tuple[str, ...]) -> None:
    """What a command does with its results."""
    with claim.releasing_claims():
        Output(OUT, "mine").write(filled("mine", names))


def _wrong(exchanges: bool) -> list[str]:
    wrong = []
    if exchanges and not OUT.is_dir():
        wrong.append("the folder is gone")
    with claim.releasing_claims():
        Output(OUT, "mine")
    found = sorted(load(OUT).frames)
    if found not in FRAMES:
        wrong.append(f"neither old nor new: {found}")
    if stranger := inventory.foreign_file(OUT, inventory.read(OUT)[1]):
        wrong.append(f"mixed: {stranger}")
    lying = sorted(path.name for path in Path().iterdir())
    if lying != [NOTES.name, OUT.name]:
        wrong.append(f"litter: {lying}")
    return wrong


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "exchange")
