"""The command in a process of its own, which can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from experiments.cli import main; main()")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(CHECKOUT)}


def start(spoken: Sequence[str]) -> subprocess.Popen[bytes]:
    """Say these words; what it tells beside its results can be read."""
    return subprocess.Popen(
        [*COMMAND, *spoken], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
