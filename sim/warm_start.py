"""The morning of the window, kept for societies that differ by reforms alone.

Before the window a society depends on levers and shocks only in the places that it keeps for
recruits. So scenarios under one seed share their warm-up: the later ones begin where that of the
first one ended, with the same bits.
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

import numpy as np

from sim.initialization.people import recruits
from sim.settings import Settings
from sim.society import Society
from sim.state import State

MOST_BYTES = 1 << 27
"""A larger state is not kept: it would take the memory of another run."""
REFORMS = ("levers", "shocks")


class Kept(NamedTuple):
    """The society of which a state is kept."""

    settings: Settings
    run_seed: int
    state: State


_of_thread = threading.local()


def resumed(settings: Settings, run_seed: int) -> Society | None:
    """A society at the start of its window, if the one kept in this thread had the same warm-up."""
    kept: Kept | None = getattr(_of_thread, "kept", None)
    if kept is None or kept.run_seed != run_seed or not _alike(kept.settings, settings):
        return None
    places = kept.state.communities["recruits"]
    if not np.array_equal(places, recruits(settings, kept.state.keys)):
        return None
    return Society(settings, run_seed, state=_copy(kept.state))


def keep(society: Society) -> None:
    """Keep the state of a society whose warm-up is over, in place of the one before."""
    if sum(array.nbytes for array in society.state) <= MOST_BYTES:
        _of_thread.kept = Kept(society.settings, society.run_seed, _copy(society.state))


def _alike(one: Settings, other: Settings) -> bool:
    """Whether all but reforms are equal."""
    return _rest(one) == _rest(other)


def _rest(settings: Settings) -> list[Any]:
    fields = (name for name in type(settings).model_fields if name not in REFORMS)
    return [getattr(settings, name) for name in fields]


def _copy(state: State) -> State:
    return State(*(array.copy() for array in state))
