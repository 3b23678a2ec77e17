"""How many cases are tried: usually the same ones; others, and ten times as many, if asked for."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.long import LONG


def cases(number: int) -> settings:
    """So many of them usually, none of which is remembered."""
    return settings(
        max_examples=number * (10 if LONG else 1),
        derandomize=not LONG,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
