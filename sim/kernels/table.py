"""Arrays as kernels see them: a pointer and the lengths of the axes, and nothing to count.

Unlike an array of Numba, a table has no owner and no strides, and an index counts from the start
alone. A negative index is not allowed, and is noticed with NUMBA_BOUNDSCHECK=1 only; bounds
of rows `t[i:j]` are never checked. Kernels read and write `t[i]`, `t[i, j]`, take a row `t[i]` or
rows `t[i:j]`, and ask for `t.shape`. Elements are numbers, or records, which are references to
their place in the table.

Uses Numba's low-level extension API (`numba.extending`), and `cgutils` for building code.
"""

from __future__ import annotations

import hashlib
import operator
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import (
    lower_builtin,
    make_attribute_wrapper,
    models,
    register_model,
    type_callable,
)
from numba.np.numpy_support import from_dtype


class Table(types.Type):  # type: ignore[misc]
    """Numba type of a table of elements of a NumPy type, with a number of axes."""

    def __init__(self, dtype: np.dtype[Any], ndim: int) -> None:
        self.dtype = from_dtype(dtype)
        self.ndim = ndim
        # The description of a record lists all its fields, and would be part of each symbol.
        layout = hashlib.blake2b(repr(dtype).encode(), digest_size=8).hexdigest()
        super().__init__(f"Table({layout if dtype.names else dtype}, {ndim})")
        self._element = dtype

    def part(self, ndim: int) -> Table:
        """The type of a part with so many axes."""
        return table(self._element, ndim)

    def element(self, indices: int) -> types.Type:
        """What so many indices give: a row, or an element."""
        return self.part(self.ndim - indices) if indices < self.ndim else self.dtype


@cache
def table(dtype: np.dtype[Any], ndim: int) -> Table:
    """The type of tables of this kind."""
    return Table(dtype, ndim)


@register_model(Table)
class TableModel(models.StructModel):  # type: ignore[misc]
    """A table in machine code: the address of its first element, and the lengths of its axes."""

    def __init__(self, manager: Any, kind: Table) -> None:
        members = [
            ("data", types.CPointer(kind.dtype)),
            ("shape", types.UniTuple(types.intp, kind.ndim)),
        ]
        super().__init__(manager, kind, members)


make_attribute_wrapper(Table, "shape", "shape")


def _index_types(index: types.Type) -> tuple[types.Type, ...]:
    """The types of one or several indices; none if they are no whole numbers."""
    kinds = tuple(index) if isinstance(index, types.BaseTuple) else (index,)
    whole = all(isinstance(kind, types.Integer | types.IntEnumMember) for kind in kinds)
    return kinds if whole else ()


@type_callable(operator.getitem)
def type_getitem(context):
    def typer(kind, index):
        if not isinstance(kind, Table):
            return None
        if index == types.slice2_type:
            return kind
        kinds = _index_types(index)
        return kind.element(len(kinds)) if 0 < len(kinds) <= kind.ndim else None

    return typer


@type_callable(operator.setitem)
def type_setitem(context):
    def typer(kind, index, value):
        if not isinstance(kind, Table) or isinstance(kind.dtype, types.Record):
            return None
        whole = len(_index_types(index)) == kind.ndim
        return types.none if whole and context.can_convert(value, kind.dtype) else None

    return typer


def _place(context: Any, builder: Any, kind: Table, index_kind: Any, arguments: Any) -> Any:
    """Address of the element or row at one or several indices, and the lengths of its axes."""
    kinds = _index_types(index_kind)
    value, index = arguments[:2]
    indices = [index]
    if isinstance(index_kind, types.BaseTuple):
        indices = cgutils.unpack_tuple(builder, index)
    whole = cgutils.create_struct_proxy(kind)(context, builder, value=value)
    shape = cgutils.unpack_tuple(builder, whole.shape)
    offset = ir.Constant(context.get_value_type(types.intp), 0)
    for axis in range(kind.ndim):
        if axis > 0:
            offset = builder.mul(offset, shape[axis], flags=("nuw", "nsw"))
        if axis < len(kinds):
            number = context.cast(builder, indices[axis], kinds[axis], types.intp)
            if context.enable_boundscheck:
                cgutils.do_boundscheck(context, builder, number, shape[axis], axis)
            offset = builder.add(offset, number, flags=("nuw", "nsw"))
    return builder.gep(whole.data, [offset], inbounds=True), shape[len(kinds) :]


def _made(context: Any, builder: Any, kind: Table, data: Any, shape: Any) -> Any:
    """A table at an address."""
    part = cgutils.create_struct_proxy(kind)(context, builder)
    part.data = data
    part.shape = cgutils.pack_array(builder, shape)
    return part._getvalue()


@lower_builtin(operator.getitem, Table, types.Integer)
@lower_builtin(operator.getitem, Table, types.IntEnumMember)
@lower_builtin(operator.getitem, Table, types.BaseTuple)
def getitem(context, builder, signature, arguments):
    """An element, or a row."""
    kind, index_kind = signature.args
    data, shape = _place(context, builder, kind, index_kind, arguments)
    if shape:
        return _made(context, builder, signature.return_type, data, shape)
    return context.unpack_value(builder, kind.dtype, data)


@lower_builtin(operator.getitem, Table, types.slice2_type)
def getitem_rows(context, builder, signature, arguments):
    """Rows from the first to before the last; both are inside the table."""
    kind, _ = signature.args
    value, index = arguments
    rows = cgutils.create_struct_proxy(types.slice2_type)(context, builder, value=index)
    data, shape = _place(context, builder, kind, types.intp, (value, rows.start))
    length = builder.sub(rows.stop, rows.start, flags=("nuw", "nsw"))
    return _made(context, builder, kind, data, [length, *shape])


@lower_builtin(operator.setitem, Table, types.Integer, types.Any)
@lower_builtin(operator.setitem, Table, types.IntEnumMember, types.Any)
@lower_builtin(operator.setitem, Table, types.BaseTuple, types.Any)
def setitem(context, builder, signature, arguments):
    """Set a number."""
    kind, index_kind, value_kind = signature.args
    data, _ = _place(context, builder, kind, index_kind, arguments)
    value = context.cast(builder, arguments[2], value_kind, kind.dtype)
    context.pack_value(builder, kind.dtype, value, data)
    return context.get_dummy_value()
