"""Whole numbers that callers give: seeds, days, communities."""

from __future__ import annotations

from typing import Any

import numpy as np


def whole_number(name: str, value: Any, least: int | None = None) -> int:
    """The value as an int.

    Parameters:
        name: of the argument, for messages.
        value: an int of Python or NumPy; neither a bool nor a float.
        least: the smallest value that is allowed.

    Raises:
        TypeError: it is none of these types.
        ValueError: it is smaller than `least`.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name}={value!r}: a whole number")
    if least is not None and value < least:
        raise ValueError(f"{name}={value}: {least} or more")
    return int(value)
