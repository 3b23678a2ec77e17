"""How much is tried: the usual, or what `make test-long` asks for."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

LONG = bool(os.environ.get("UNBURDEN_LONG"))


def long_test(cost: str) -> pytest.MarkDecorator:
    """A test that `make test` skips for what it costs, and `make test-long` runs."""
    return pytest.mark.skipif(not LONG, reason=f"{cost}: make test-long")


def tried(usual: int, long: int) -> settings:
    """So many cases: usually always the same, in the long test others; none is remembered."""
    return settings(
        max_examples=long if LONG else usual,
        derandomize=not LONG,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
