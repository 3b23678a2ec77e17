"""Arrays of records: their types, and zeros of which only what is written takes memory."""

from __future__ import annotations

import math
import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

CACHE_LINE = 64


def record(**fields: type | str) -> np.dtype[Any]:
    """An aligned record type. A narrow field holds all values that settings allow."""
    return np.dtype(list(fields.items()), align=True)


def zeros(shape: tuple[int, ...], kind: np.dtype[Any]) -> npt.NDArray[Any]:
    """An array of zeros that begins with a cache line, so that hot fields lie in one line."""
    size = math.prod(shape) * kind.itemsize
    raw = np.zeros(size + CACHE_LINE, np.uint8)
    first = -raw.ctypes.data % CACHE_LINE
    return raw[first : first + size].view(kind).reshape(shape)


def sparse_zeros(shape: tuple[int, ...], kind: np.dtype[Any]) -> npt.NDArray[Any]:
    """An array of zeros of which little will be used; only pages that are written take memory.

    `np.zeros` would clear all of it, or ask for huge pages, of which each is cleared as a whole.
    """
    size = math.prod(shape) * kind.itemsize
    if size == 0 or not hasattr(mmap, "MADV_NOHUGEPAGE"):
        return zeros(shape, kind)
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(memory, kind).reshape(shape)
