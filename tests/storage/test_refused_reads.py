"""What the operating system refuses is no damage: one line, nothing renamed, nothing removed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.storage.processes import ENVIRONMENT
from tests.storage.test_store import keep, there

NOBODY = 65534
NAMES = [str(number) for number in range(60)]
READER = """
import os, resource, sys
import pyarrow
pyarrow.Table.from_pydict({"a": [1]}).to_pandas()
from pathlib import Path
from experiments.runs.storage.store import Store
from experiments.config.errors import RunError, InputError
from tests.storage.records import keys
most = int(sys.argv[2])
if most >= 0:
    taken = len(os.listdir("/dev/fd")) - 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken + most, taken + most))
if user := int(sys.argv[3]):
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
print("begins", flush=True)
try:
    with Store(Path(sys.argv[1])) as store:
        print("missing", len(store.missing(keys(*map(str, range(60))), "full")))
except (RunError, InputError) as error:
    print(error)
"""


def read(folder: Path, *before: str, most: int = -1, user: int = 0) -> list[str]:
    """What a process reports that looks for the runs; nothing else, and no traceback."""
    command = [*before, sys.executable, "-c", READER, str(folder), str(most), str(user)]
    done = subprocess.run(
        command, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if "strace:" not in line]
    assert told == []
    assert done.returncode == 0
    begins, *lines = done.stdout.splitlines()
    assert begins == "begins"
    return lines


def lying(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def injected(path: Path, when: int) -> Sequence[str]:
    """From its so-manyth time on, reading this file is an error."""
    if shutil.which("strace") is None:
        pytest.skip("takes strace on the path")
    how = f"inject=pread64:error=EIO:when={when}+"
    return ("strace", "-f", "-o", os.devnull, "-P", str(path), "-e", how)


@pytest.mark.parametrize("when", [1, 5, 30])
def test_a_disk_that_cannot_be_read_is_a_line(tmp_path: Path, when: int) -> None:
    path = keep(tmp_path, *NAMES)
    before = lying(tmp_path)
    (line,) = read(tmp_path, *injected(path, when))
    assert str(path) in line
    assert "cannot be used: disk I/O error" in line
    assert lying(tmp_path) == before
    assert there(tmp_path, *NAMES) == set(NAMES)


@pytest.mark.parametrize("most", range(4))
def test_too_few_open_files_are_a_line(tmp_path: Path, most: int) -> None:
    keep(tmp_path, *NAMES)
    before = lying(tmp_path)
    (line,) = read(tmp_path, most=most)
    assert "Too many open files" in line or line == "missing 0"
    assert lying(tmp_path) == before


def test_a_file_of_somebody_else_is_a_line() -> None:
    if os.geteuid() != 0:
        pytest.skip("takes root to be another user")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        path = keep(folder, *NAMES)
        path.chmod(0o600)
        (folder / ".lock").chmod(0o666)
        before = lying(folder)
        (line,) = read(folder, user=NOBODY)
        assert str(path) in line
        assert "Permission denied" in line
        assert lying(folder) == before
        (folder / ".lock").chmod(0o600)
        (line,) = read(folder, user=NOBODY)
        assert "Permission denied" in line
        assert lying(folder) == before
        assert there(folder, *NAMES) == set(NAMES)
