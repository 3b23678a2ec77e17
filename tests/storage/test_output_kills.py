"""A command that is killed while it replaces its folder leaves the old or the new, whole."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.long import LONG
from tests.storage.processes import ENVIRONMENT

DEATHS = 300 if LONG else 25


@pytest.mark.parametrize("how", ["exchange", "rename"])
def test_a_folder_is_old_or_new_whenever_the_command_is_killed(here: Path, how: str) -> None:
    seed = random.randrange(1 << 30) if LONG else 1
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.output_killed", str(DEATHS), str(seed), how],
        env=ENVIRONMENT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "", (seed, done.stdout)
