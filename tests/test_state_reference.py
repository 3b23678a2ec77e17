"""Compiled code sees the arrays of a state as they are, or not at all."""

from __future__ import annotations

import gc
import sys
from typing import Any

import numpy as np
import pytest
from numba.core.caching import NullCache

from sim import GovernanceModel, Settings
from sim.enums import Count, Work
from sim.kernels.jit import entry, kernel
from sim.kernels.state_ref import refer
from sim.state import LAYOUT, State

SMALL = Settings(territory={"communities": 2, "workers": 8, "residents": 800}, horizon_days=5)


@pytest.fixture(scope="module")
def state() -> State:
    model = GovernanceModel(SMALL, 1)
    model.run()
    return model.state


WRONG: dict[str, Any] = {
    "another type": lambda tasks: np.zeros(tasks.shape, np.int64),
    "records of other fields": lambda tasks: tasks[["key", "tie"]],
    "an axis less": lambda tasks: tasks[0],
    "not contiguous": lambda tasks: tasks[:, ::2],
    "read only": lambda tasks: np.frombuffer(tasks.tobytes(), tasks.dtype).reshape(tasks.shape),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_array_that_is_not_as_declared_is_an_error(wrong: str, state: State) -> None:
    with pytest.raises(TypeError, match=r"state\.tasks: a contiguous array of 2 axes"):
        refer(state._replace(tasks=WRONG[wrong](state.tasks)))


def test_every_field_is_declared_as_it_is_built(state: State) -> None:
    assert list(LAYOUT) == list(State._fields)
    for name, array in zip(State._fields, state, strict=True):
        assert LAYOUT[name] == (array.dtype, array.ndim), name


def test_a_reference_keeps_the_arrays_alive() -> None:
    model = GovernanceModel(SMALL, 1)
    state = model.state
    held = sys.getrefcount(state)
    reference = refer(state)
    assert sys.getrefcount(state) == held + 1
    del model, reference
    gc.collect()
    assert sys.getrefcount(state) < held + 1


@entry
def read(state: Any, c: int, w: int) -> Any:
    """A number, a field, lengths, a row of a row, and rows."""
    rows = state.notes[c]
    workers = state.workers[2 : state.workers.shape[0]]
    return (
        state.counts[c, Count.TASKS],
        state.tasks[c, 3].release,
        rows.shape[0],
        state.notes[c, 1][5],
        state.notes[c][2, 7],
        workers[w].fatigue,
        workers.shape[0],
        state.pooled[1, 0],
    )


@entry
def write(state: Any, c: int, w: int, value: float) -> None:
    state.totals[w][Work.COUNTER] = 5
    state.assists[c, 1, 0] = value
    state.workers[w].fatigue = value
    state.copies[c, 2, 3] += 4
    state.pooled[1, 0] = not state.pooled[1, 0]


def test_kernels_read_what_numpy_reads(state: State) -> None:
    state.notes[:] = np.arange(state.notes.size).reshape(state.notes.shape)
    for c, w in ((0, 0), (1, 5)):
        assert read(refer(state), c, w) == (
            state.counts[c, Count.TASKS],
            state.tasks[c, 3]["release"],
            len(state.notes[c]),
            state.notes[c, 1, 5],
            state.notes[c, 2, 7],
            state.workers[2 + w]["fatigue"],
            len(state.workers) - 2,
            state.pooled[1, 0],
        )


def test_kernels_write_one_place_and_no_other(state: State) -> None:
    after = State(*(array.copy() for array in state))
    write(refer(after), 1, 3, 0.25)
    expected = State(*(array.copy() for array in state))
    expected.totals[3, Work.COUNTER] = 5
    expected.assists[1, 1, 0] = 0.25
    expected.workers["fatigue"][3] = 0.25
    expected.copies[1, 2, 3] += 4
    expected.pooled[1, 0] ^= True
    for name, found, right in zip(State._fields, after, expected, strict=True):
        assert np.array_equal(found, right), name


@kernel
def added(a: int, b: int) -> int:
    return a + b


@entry
def sum_of_calls(b: int) -> Any:
    return added(3, b) + added(4, np.int32(b)) + added(Work.CHAT, b=b)


def test_an_argument_is_compiled_once_for_all_its_constants(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sum_of_calls, "_cache", NullCache())
    assert sum_of_calls(2) == (3 + 2) + (4 + 2) + (int(Work.CHAT) + 2)
    assert len(added.overloads) == 1
