"""A count and what is counted, as text."""

from __future__ import annotations


def counted(count: int, one: str, several: str = "") -> str:
    """`1 replication`, `2 replications`, `1,000 replications`; `several` is an irregular plural."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
