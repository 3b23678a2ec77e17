"""A documented range for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.language import _
from experiments.reporting import labels


def documented(row: Mapping[Any, Any]) -> str:
    """A bound, a number, or from low to high."""
    low, high = row["low"], row["high"]
    if pd.isna(high):
        return _("{value} or more").format(value=_short(low))
    if pd.isna(low):
        return _("{value} or less").format(value=_short(high))
    span = _("{low} to {high}").format(low=_short(low), high=_short(high))
    return _short(low) if low == high else span


def _short(value: float) -> str:
    """Three digits, without an exponent."""
    if not np.isfinite(value):
        return _("none")
    digits = labels.decimals(abs(value))
    return f"{value:,.{digits}f}".replace("-", "−") if value else "0"
