"""Columns of runs become the arrays that pyarrow makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from experiments.runs.arrow_columns import column


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([], pa.string()),
        (["hours", "", "等"], pa.string()),
        ([None, 0, 15], pa.int32()),
        (np.arange(9), pa.int32()),
        ([1.5, float("nan"), -0.0, 1e300], pa.float64()),
        (np.array([np.nan]), pa.float64()),
    ],
)
def test_a_column_is_the_array_of_pyarrow(values: Sequence[Any], kind: pa.DataType) -> None:
    made = column(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array(values, kind, from_pandas=True))
