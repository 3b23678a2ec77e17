"""How many cases are tried."""

from __future__ import annotations

from hypothesis import settings

from tests.long import tried


def cases(number: int) -> settings:
    """So many of them, in the long test twenty times as many."""
    return tried(number, 20 * number)
