"""A documented range for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.reporting import labels


def documented(row: Mapping[Any, Any]) -> str:
    """A bound, a number, or from low to high."""
    low, high = row["low"], row["high"]
    if pd.isna(high):
        return f"{_short(low)} or more"
    if pd.isna(low):
        return f"{_short(high)} or less"
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def _short(value: float) -> str:
    """Three digits, without an exponent."""
    if not np.isfinite(value):
        return "none"
    digits = labels.decimals(abs(value))
    return f"{value:,.{digits}f}".replace("-", "−") if value else "0"
