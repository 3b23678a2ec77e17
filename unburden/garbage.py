"""The search for garbage: seldom, in processes whose modules and settings stay to the end."""

from __future__ import annotations

import gc

THRESHOLDS = (50_000, 20, 20)
"""New objects before a search among the young, and searches before one among the older ones.

Python's own search after 700. Societies, which hold the memory, are freed without any.
"""


def search_seldom() -> None:
    """Take a tenth off the time of a small command, which went into searches that found nothing."""
    gc.set_threshold(*THRESHOLDS)
