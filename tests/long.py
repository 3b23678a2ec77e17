"""How much is tried: the usual, or what `make test-long` asks for."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

LONG = bool(os.environ.get("UNBURDEN_LONG"))


def tried(usual: int, long: int) -> settings:
    """So many cases: usually always the same, in the long test others; none is remembered."""
    return settings(
        max_examples=long if LONG else usual,
        derandomize=not LONG,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
