"""The same bits day by day or at once, in threads, processes and other versions of Python.

That executors give the same bits is in `tests/test_executors.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from sim.state import State
from tests.invariants.books import assert_same
from tests.invariants.digests import SOCIETIES, digest_of
from tests.invariants.societies import NAMED, ran, society

ROOT = Path(__file__).parents[2]
OTHERS = ("python3.11", "python3.12", "python3.13", "python3.14")
ASK = """
import sys
from importlib.util import find_spec
needed = ("mesa", "numba", "numpy", "pandas", "pydantic", "scipy", "yaml")
print(*sys.version_info[:2], all(map(find_spec, needed)))
"""


@pytest.mark.parametrize("name", NAMED)
def test_day_by_day_is_the_same_as_at_once(name: str) -> None:
    at_once, stepped = ran(NAMED[name]), society(NAMED[name])
    while stepped.day < stepped.last_day:
        stepped.step()
    for field, one, other in zip(State._fields, at_once.state, stepped.state, strict=True):
        assert_same(one, other, field)
    assert at_once.outcomes().equals(stepped.outcomes())
    with pytest.raises(RuntimeError):
        stepped.step()


@cache
def alone() -> list[str]:
    """Digests made one after the other in this process."""
    return [digest_of(number) for number in range(len(SOCIETIES))]


def test_threads_beside_each_other_give_the_same_bits() -> None:
    numbers = [*range(len(SOCIETIES))] * 3
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(digest_of, numbers))
    assert found == alone() * 3


def made_by(interpreter: str, hash_seed: str = "0") -> list[str]:
    """Digests made in a process of its own."""
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed}
    command = [interpreter, "-m", "tests.invariants.digests"]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, check=True, capture_output=True, text=True
    )
    found: list[str] = json.loads(done.stdout)
    return found


def test_another_process_gives_the_same_bits() -> None:
    """Also with other hashes of words, by which sets are ordered."""
    assert made_by(sys.executable, "7") == alone()


def version(interpreter: str) -> tuple[int, ...] | None:
    """Version of an interpreter that has what the model needs, or None."""
    found = shutil.which(interpreter)
    if found is None:
        return None
    told = subprocess.run([found, "-c", ASK], capture_output=True, text=True, timeout=60)
    *numbers, whole = told.stdout.split() or ["False"]
    return tuple(map(int, numbers)) if whole == "True" else None


def test_another_version_of_python_gives_the_same_bits() -> None:
    """`UNBURDEN_OTHER_PYTHON` names one; else those on the path are asked."""
    named = os.environ.get("UNBURDEN_OTHER_PYTHON")
    versions = {name: version(name) for name in ([named] if named else OTHERS)}
    others = [name for name, one in versions.items() if one not in (None, sys.version_info[:2])]
    if not others:
        pytest.skip("takes another version of Python with all packages: UNBURDEN_OTHER_PYTHON")
    for other in others:
        assert made_by(other) == alone(), other
