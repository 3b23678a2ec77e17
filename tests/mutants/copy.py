"""A copy of the checkout, in which lines are broken and tests are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple

from tests.mutants.mutant import Mutant

ROOT = Path(__file__).parents[2]
PARTS = ("sim", "experiments", "unburden", "tests", "configs", "seeds", "pyproject.toml")
TESTS = (
    "tests/test_streams.py",
    "tests/test_settings.py",
    "tests/test_territory.py",
    "tests/test_known_communities.py",
    "tests/test_form_counts.py",
    "tests/test_measures.py",
    "tests/test_issue_measures.py",
    "tests/test_definitions.py",
    "tests/levers",
    "tests/test_twin.py",
    "tests/invariants",
    "tests/test_rules.py",
    "tests/test_oracles.py",
)
"""What tests of the model there are, the quick ones first."""

LONGEST = 1200
"""Seconds after which tests that do not end have noticed."""


class Finding(NamedTuple):
    """The first test that failed, or None, and how long it took to get there."""

    caught_by: str | None
    seconds: float


class Copy:
    """The checkout in another folder; compiled code is kept beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.cache = folder / "cache"
        self.root.mkdir()
        for name in PARTS:
            part = ROOT / name
            if part.is_dir():
                beside = shutil.ignore_patterns("__pycache__", ".*")
                shutil.copytree(part, self.root / name, ignore=beside)
            else:
                shutil.copy2(part, self.root / name)

    def test_broken(self, mutant: Mutant) -> Finding:
        """Break a line, run the tests until one fails, and mend it again."""
        with self._broken(mutant):
            return self.test()

    def run_broken(self, mutant: Mutant, words: Sequence[str]) -> CompletedProcess[str]:
        """Break a line, run Python with these arguments in the copy, and mend it again."""
        with self._broken(mutant):
            return self._run([sys.executable, *words])

    @contextmanager
    def _broken(self, mutant: Mutant) -> Iterator[None]:
        place = self.root / mutant.file
        text = place.read_text("utf-8")
        place.write_text(mutant.broken(text), "utf-8")
        try:
            yield
        finally:
            place.write_text(text, "utf-8")

    def test(self) -> Finding:
        """Run the tests until one fails. Raises RuntimeError if they cannot be run."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        command += ["-p", "tests.mutants.haste", "--tb=line", *TESTS]
        start = time.perf_counter()
        try:
            done = self._run(command)
        except subprocess.TimeoutExpired:
            return Finding("tests that do not end", LONGEST)
        seconds = time.perf_counter() - start
        if done.returncode == 0:
            return Finding(None, seconds)
        named = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", done.stdout, re.MULTILINE)
        if done.returncode != 1 and named is None:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
        return Finding(named[1] if named else "a failure without a name", seconds)

    def _run(self, command: Sequence[str]) -> CompletedProcess[str]:
        """A process in the copy. Raises TimeoutExpired."""
        surroundings = os.environ | {
            "PYTHONPATH": str(self.root),
            "PYTHONDONTWRITEBYTECODE": "1",
            "XDG_CACHE_HOME": str(self.cache),
        }
        return subprocess.run(
            command,
            cwd=self.root,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
