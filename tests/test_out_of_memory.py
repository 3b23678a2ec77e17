"""Where memory ends, a worker dies and not its parent, which is larger."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.long import long_test

CHECKOUT = Path(__file__).parents[1]
MEBIBYTES = 2**20
LIMIT = 1400 * MEBIBYTES
HUNGRY = """
import os

def eat_unless(pid):
    if os.getpid() != pid:
        kept = []
        while True:
            kept.append(bytearray(os.urandom(1 << 20)) * 8)
    return Settings()

class Settings:
    def __reduce__(self):
        return eat_unless, (os.getpid(),)
"""
STUDY = """
import sys
from pathlib import Path
from hungry import Settings
from experiments.runs.plan import Plan
from experiments.runs.run import Job
from tests.test_executors import done, some_runs

ballast = b"1" * (650 << 20)
runs = some_runs(1)
victim = list(runs)[2]
real = Plan.job

def job(self, run, detail):
    found = real(self, run, detail)
    hungry = run.key == victim.key
    return Job(found.key, found.seed, Settings(), found.detail) if hungry else found

if __name__ == "__main__":
    Plan.job = job
    _, executed = done(runs, Path("store"), sys.argv[1])
    print(executed.computed, *(failure.error for _, failure in executed.failures))
"""


@pytest.fixture
def small() -> Iterator[Path]:
    """A control group with little memory, where one can be made."""
    for root, name in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"),
                       ("/sys/fs/cgroup", "memory.max")):  # fmt: skip
        place = Path(root) / f"unburden-test-{os.getpid()}"
        try:
            place.mkdir()
        except OSError:
            continue
        try:
            (place / name).write_text(str(LIMIT))
        except OSError:
            place.rmdir()
            continue
        yield place
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                place.rmdir()
                return
            except OSError:
                time.sleep(0.1)
        return
    pytest.skip("takes root and control groups with a limit of memory")


@long_test("memory is filled")
@pytest.mark.parametrize("name", ["processes", "dask"])
def test_a_run_that_takes_all_memory_takes_its_worker_alone(
    name: str, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "hungry.py").write_text(HUNGRY)
    (tmp_path / "study.py").write_text(STUDY)
    path = [str(CHECKOUT), str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    enter = f"echo $$ > {small}/cgroup.procs && exec {sys.executable} study.py {name}"
    done = subprocess.run(
        ["sh", "-c", enter],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "4 its worker died 3 times\n"
