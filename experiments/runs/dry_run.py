"""Dry run: everything up to the first run is checked, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


class Rehearsed(BaseException):
    """The study reached the point where its runs would begin."""


def rehearse(study: Callable[[], object]) -> None:
    """Call a study that ends at its call of `begins`. Other exceptions of it are raised."""
    token = _rehearsing.set(True)
    try:
        study()
    except Rehearsed:
        pass
    finally:
        _rehearsing.reset(token)


def rehearsing() -> bool:
    """Whether the study that runs is to end at its call of `begins`."""
    return _rehearsing.get()


def begins() -> None:
    """Called by a study after all checks, before it runs or writes anything."""
    if rehearsing():
        raise Rehearsed
