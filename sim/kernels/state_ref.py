"""Passes the arrays of a state to compiled code as one pointer.

The pointer leads to a list of numbers: for each field of State the address of its array and the
lengths of its axes. Compiled code counts no references, which would cost more than the kernels
themselves, and may assume that the list does not change during a call. So a reference is made
again when an array was enlarged.

Uses Numba's low-level extension API (`numba.extending`), and `cgutils` for building code.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)

from sim.kernels.table import table
from sim.state import LAYOUT, State

TABLES = {name: table(dtype, ndim) for name, (dtype, ndim) in LAYOUT.items()}
"""Types of the fields, as kernels see them."""

FIRST_WORD = dict(
    zip(LAYOUT, np.cumsum([0, *(1 + ndim for _, ndim in LAYOUT.values())]).tolist(), strict=False)
)
"""Place of each field in the list of numbers: an address, then the length of each axis."""


class StateType(types.Type):  # type: ignore[misc]
    """Numba type of the reference; its attributes are the fields of State."""

    def __init__(self) -> None:
        layout = hashlib.blake2b(repr(LAYOUT).encode(), digest_size=8).hexdigest()
        super().__init__(f"State({layout})")


STATE = StateType()


class StateReference:
    """The addresses and lengths of the arrays of a state, which it keeps alive.

    Raises:
        TypeError: An array has not the type or number of axes that `State` declares, or is not
            contiguous.
    """

    __slots__ = ("_state", "_words", "address")

    def __init__(self, state: State) -> None:
        words: list[int] = []
        for (name, (dtype, ndim)), array in zip(LAYOUT.items(), state, strict=True):
            if array.dtype != dtype or array.ndim != ndim or not array.flags.carray:
                raise TypeError(
                    f"state.{name}: a contiguous array of {ndim} axes and of {dtype} is expected; "
                    f"it has {array.ndim} and {array.dtype}"
                )
            words += (array.ctypes.data, *array.shape)
        self._state = state
        self._words = np.array(words, np.int64)
        self.address: int = self._words.ctypes.data


def refer(state: State) -> StateReference:
    """A reference to the arrays of a state; to be made again when an array was enlarged."""
    return StateReference(state)


@typeof_impl.register(StateReference)  # type: ignore[untyped-decorator]
def typeof_reference(value: StateReference, context: Any) -> StateType:
    return STATE


@register_model(StateType)
class StateModel(models.OpaqueModel):  # type: ignore[misc]
    """The reference in machine code: a pointer to the list of numbers."""


@unbox(StateType)
def unbox_reference(kind, reference, context):
    address = context.pyapi.object_getattr_string(reference, "address")
    number = context.pyapi.long_as_longlong(address)
    context.pyapi.decref(address)
    return NativeValue(context.builder.inttoptr(number, cgutils.voidptr_t))


@infer_getattr
class StateAttributes(AttributeTemplate):  # type: ignore[misc]
    """Types of the attributes of the reference."""

    key = StateType

    def generic_resolve(self, kind, name):
        return TABLES.get(name)


@lower_getattr_generic(StateType)
def getattr_table(context, builder, kind, reference, name):
    """The table that a field of the state has become."""
    word = ir.IntType(64)
    words = builder.bitcast(reference, word.as_pointer())
    unchanged = builder.module.add_metadata([])

    def read(place: int) -> Any:
        value = builder.load(builder.gep(words, [ir.Constant(word, place)], inbounds=True))
        value.set_metadata("invariant.load", unchanged)
        return value

    address = FIRST_WORD[name]
    lengths = [read(address + 1 + axis) for axis in range(TABLES[name].ndim)]
    made = cgutils.create_struct_proxy(TABLES[name])(context, builder)
    made.data = builder.inttoptr(read(address), made.data.type)
    made.shape = cgutils.pack_array(builder, lengths)
    return made._getvalue()
