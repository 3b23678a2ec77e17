"""No worker outlives its parent, whatever ends it; a signal ends a command in one line."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from experiments.runs.executors.guard import Guard
from experiments.runs.interrupts import Interrupts
from tests.commands import Command
from tests.long import LONG, long_test

pytestmark = pytest.mark.usefixtures("warm")
KILLS = 25
MANY = ("scenarios=[one_table]", "replications=3000", "workers=2")
HOSTS = ["processes", "dask", *(["ray"] if LONG else [])]
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
LINE = "unburden: interrupted"


def wait_for_some_moment(command: Command, chance: random.Random) -> str:
    """Mostly one after the first worker was seen, else any since the command began."""
    if chance.random() < 0.2:
        time.sleep(moment := chance.uniform(0.2, 8.0))
        return f"{moment:.2f} seconds after its begin"
    command.until(command.workers)
    time.sleep(moment := chance.uniform(0.0, 6.0))
    return f"{moment:.2f} seconds after its first worker"


def long_study(tiny: Sequence[str], executor: str) -> list[str]:
    return [*(one for one in tiny if "executor" not in one), *MANY, f"executor={executor}"]


@pytest.mark.parametrize("name", HOSTS)
def test_a_killed_parent_leaves_no_worker(name: str, here: Path, tiny: Sequence[str]) -> None:
    command = Command(long_study(tiny, name), here)
    command.until(command.keeps)
    assert len(command.workers()) >= 2
    command.process.kill()
    command.process.wait()
    assert command.left() == []


@long_test("many commands are interrupted in turn")
@pytest.mark.parametrize("name", ["processes", "dask"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_no_worker_is_left_at_any_moment(
    name: str, number: signal.Signals, here: Path, tiny: Sequence[str]
) -> None:
    chance, with_workers = random.Random(), 0
    times = KILLS if number is signal.SIGKILL else 5
    for turn in range(times):
        command = Command(long_study(tiny, name), here / str(turn))
        moment = wait_for_some_moment(command, chance)
        with_workers += bool(command.workers())
        command.process.send_signal(number)
        code, told = command.ended()
        assert command.left() == [], moment
        if number is not signal.SIGKILL and code != -number:
            assert code == CODES[number], (moment, told)
            assert told.count("\n") == 1, (moment, told)
    print(f"{name}, {number.name}: {times} times, {with_workers} with workers")
    assert with_workers


@pytest.mark.parametrize(
    ("name", "number"),
    [("processes", signal.SIGTERM), ("serial", signal.SIGHUP), ("dask", signal.SIGINT)],
)
def test_a_signal_to_all_processes_keeps_what_is_finished(
    name: str, number: signal.Signals, here: Path, tiny: Sequence[str]
) -> None:
    command = Command(long_study(tiny, name), here)
    command.until(command.keeps)
    os.killpg(command.process.pid, number)
    code, told = command.ended()
    assert code == CODES[number], told
    assert told.startswith(LINE)
    assert told.endswith("runs are finished and kept; the same command continues with the rest\n")
    assert told.count("\n") == 1
    assert command.keeps()
    assert command.left() == []


@long_test("many commands are interrupted in turn")
@pytest.mark.parametrize("name", ["serial", "processes", "dask", "ray"])
@pytest.mark.parametrize("group", [False, True])
def test_ctrl_c_at_any_moment_is_one_line(
    name: str, group: bool, here: Path, tiny: Sequence[str]
) -> None:
    chance = random.Random()
    for turn in range(10):
        command = Command(long_study(tiny, name), here / str(turn))
        if name == "serial":
            time.sleep(seconds := chance.uniform(0.2, 10.0))
            moment = f"{seconds:.2f} seconds after its begin"
        else:
            moment = wait_for_some_moment(command, chance)
        send = os.killpg if group else os.kill
        for _ in range(1 + turn % 3):
            send(command.process.pid, signal.SIGINT)
            time.sleep(0.05)
        code, told = command.ended()
        if code != -signal.SIGINT:
            assert code == 130, (moment, told)
            assert told.startswith(LINE), (moment, told)
            assert told.count("\n") == 1, (moment, told)
        else:
            # Before the first line of ours was read.
            assert told == ""
        assert command.left() == [], moment


def test_a_hang_up_that_was_ignored_at_the_start_stays_ignored(
    here: Path, tiny: Sequence[str]
) -> None:
    words = [*tiny, "replications=2", "scenarios=[one_table]"]
    ignoring = (
        "-c",
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
        "os.execv(sys.executable, [sys.executable, '-m', 'unburden', *sys.argv[1:]])",
    )
    command = Command(words, here, ignoring)
    command.until((here / "results").exists)
    command.process.send_signal(signal.SIGHUP)
    assert command.ended()[0] == 0


def test_several_studies_end_with_the_one_that_is_stopped(here: Path, tiny: Sequence[str]) -> None:
    command = Command(["-m", *long_study(tiny, "serial"), "seed=1,2"], here)
    command.until(command.keeps)
    command.process.send_signal(signal.SIGTERM)
    code, told = command.ended()
    assert code == 143
    assert told.count(LINE) == 1


def test_handlers_of_a_program_stay() -> None:
    def mine(*_: object) -> None:
        """The program's own."""

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, mine) for number in numbers]
    try:
        with Interrupts():
            assert [signal.getsignal(number) for number in numbers] == [mine] * 3
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def test_workers_that_outlive_their_dismissal_are_ended(here: Path) -> None:
    guard = Guard()
    sleeping = [sys.executable, "-c", "import time; time.sleep(300)"]
    with guard.marking():
        worker = subprocess.Popen(sleeping)
    bystander = subprocess.Popen(sleeping)
    guard.close()
    assert worker.wait(10) == -signal.SIGKILL
    assert bystander.poll() is None
    assert not guard.folder.exists()
    bystander.kill()
    bystander.wait()
