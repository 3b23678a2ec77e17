"""Columns of a run as Arrow arrays, made from their bytes: `pyarrow.array` would import pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa


def column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Texts, or numbers of which None and NaN are null, as an array of that type."""
    return _texts(values) if kind == pa.string() else _numbers(values, kind)


def _texts(values: Sequence[str]) -> pa.Array:
    encoded = [text.encode() for text in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def _numbers(values: Sequence[float | None], kind: pa.DataType) -> pa.Array:
    numbers = np.array(values, np.float64)
    missing = np.isnan(numbers)
    known = np.packbits(~missing, bitorder="little")
    numbers[missing] = 0.0
    data = numbers.astype(np.dtype(kind.to_pandas_dtype()))
    return pa.Array.from_buffers(kind, len(data), [pa.py_buffer(known), pa.py_buffer(data)])
