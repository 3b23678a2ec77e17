"""What is told beside results: one line on stderr."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """Tell the user something that is no result."""
    print(f"unburden: {line}", file=sys.stderr, flush=True)
