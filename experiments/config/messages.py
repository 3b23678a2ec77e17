"""Messages to the user beside results, and how they write a count."""

from __future__ import annotations

import sys

from tqdm import tqdm


def say(line: str) -> None:
    """Print one line on stderr; a progress bar makes room for it."""
    with tqdm.external_write_mode(file=sys.stderr):
        print(f"unburden: {line}", file=sys.stderr, flush=True)


def counted(count: int, singular: str, plural: str = "") -> str:
    """`1 replication`, `2 replications`, `1,000 replications`; `plural` is an irregular one."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"
