"""Asks the processor early for a row that a walk will read soon.

A walk over live issues reads a row here and a row there; waiting for each took half of its time.
This uses internals of Numba: its version is capped in pyproject.toml.
"""

from __future__ import annotations

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

READ, KEEP, DATA = 0, 3, 1


@intrinsic
def prefetch(typing_context, rows, number):
    """Ask for the first bytes of a row of a one-dimensional array; changes nothing."""

    def generate(context, builder, signature, arguments):
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        first = builder.ptrtoint(array.data, ir.IntType(64))
        address = builder.add(first, builder.mul(arguments[1], array.itemsize))
        byte = ir.IntType(8).as_pointer()
        flag = ir.IntType(32)
        call = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])
        function = builder.module.declare_intrinsic("llvm.prefetch", [byte], call)
        flags = [ir.Constant(flag, value) for value in (READ, KEEP, DATA)]
        builder.call(function, [builder.inttoptr(address, byte), *flags])
        return context.get_dummy_value()

    return types.void(rows, types.int64), generate
