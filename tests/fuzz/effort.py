"""How many cases are tried."""

from __future__ import annotations

from hypothesis import settings

from tests.long import tried


def cases(number: int) -> settings:
    """So many of them, always the same; in the long test forty times as many, and others."""
    return tried(number, 40 * number)
