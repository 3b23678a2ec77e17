"""What is told beside results: one line on stderr."""

from __future__ import annotations

import sys

from tqdm import tqdm


def say(line: str) -> None:
    """Tell the user something that is no result; a progress bar makes room for it."""
    with tqdm.external_write_mode(file=sys.stderr):
        print(f"unburden: {line}", file=sys.stderr, flush=True)
