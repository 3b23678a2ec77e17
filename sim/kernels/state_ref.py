"""Passes the arrays of a state to compiled code as one reference.

Compiled code does not count references to the arrays, which would cost more than the kernels
themselves. So the State must outlive the call, and `refer` is called anew for each call. This uses
internals of Numba (structref, cgutils, intrinsic): its version is capped in pyproject.toml.
"""

from __future__ import annotations

import hashlib
from typing import Any

from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed
from numba.experimental import structref
from numba.extending import intrinsic

from sim.kernels.jit import entry
from sim.state import State


@structref.register
class StateType(types.StructRef):  # type: ignore[misc]
    """Numba type of the reference; its fields are those of State."""

    def __init__(self, fields: Any) -> None:
        super().__init__(fields)
        # The full name lists every field of every record, and would be part of each symbol.
        self.name: str = f"State({hashlib.blake2b(self.name.encode(), digest_size=8).hexdigest()})"

    def preprocess_fields(self, fields: Any) -> Any:
        return tuple((name, types.unliteral(kind)) for name, kind in fields)


class StateReference(structref.StructRefProxy):  # type: ignore[misc]
    """A compiled struct whose fields are the arrays of a State, by the same names."""


structref.define_proxy(StateReference, StateType, list(State._fields))


@intrinsic
def lend(typing_context, arrays):
    """The same arrays without an owner, so that no references to them are counted."""

    def generate(context, builder, signature, arguments):
        lent = arguments[0]
        for number, kind in enumerate(signature.return_type):
            array = context.make_array(kind)(context, builder, builder.extract_value(lent, number))
            array.meminfo = cgutils.get_null_value(array.meminfo.type)
            array.parent = cgutils.get_null_value(array.parent.type)
            lent = builder.insert_value(lent, array._getvalue(), number)
        return impl_ret_borrowed(context, builder, signature.return_type, lent)

    return arrays(arrays), generate


@entry
def _refer(arrays):
    return StateReference(*lend(arrays))


def refer(state: State) -> StateReference:
    """A reference to the arrays of a state; to be made again when an array was enlarged."""
    reference: StateReference = _refer(state)
    return reference
