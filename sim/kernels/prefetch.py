"""Asks the processor early for a row that a walk will read soon.

A walk over live issues reads a row here and a row there; waiting for each took half of its time.
This uses internals of Numba: its version is capped in pyproject.toml.
"""

from __future__ import annotations

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

READ, LOCALITY, DATA = 0, 3, 1


@intrinsic
def prefetch(typing_context, row):
    """Ask for the first bytes of a row, which is a record; changes nothing."""

    def generate(context, builder, signature, arguments):
        byte = ir.IntType(8).as_pointer()
        flag = ir.IntType(32)
        call = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])
        function = builder.module.declare_intrinsic("llvm.prefetch", [byte], call)
        flags = [ir.Constant(flag, value) for value in (READ, LOCALITY, DATA)]
        builder.call(function, [builder.bitcast(arguments[0], byte), *flags])
        return context.get_dummy_value()

    return types.void(row), generate
