"""The table of weighted particles of a calibration: written, and checked when it is read."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.config.errors import did_you_mean
from sim.evidence import Ledger

WEIGHT = "weight"
LARGEST = 500_000_000
"""Bytes of the file."""


class ParticlesError(ValueError):
    """Why a file is no table of particles, in one line."""


def write(path: Path, sample: pd.DataFrame) -> None:
    """Write the table: `weight`, and a column for each assumption; no index."""
    pq.write_table(pa.Table.from_pandas(sample, preserve_index=False), path)


def read(path: Path, digest: str, declared: Ledger) -> tuple[pd.DataFrame, npt.NDArray[np.float64]]:
    """Particles, a column for each assumption, and their weights, which sum to one.

    Raises ParticlesError if the file has not this SHA-256 or is no such table, naming column, row
    and value where one is invalid.
    """
    table = _table(path, digest)
    names = table.column_names
    columns = {name: _numbers(table, name) for name in names}
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ParticlesError(f"{twice[0]}: given twice")
    if WEIGHT not in columns or len(columns) < 2 or not table.num_rows:
        raise ParticlesError(
            f"should have a column {WEIGHT}, one for each assumption, and some rows"
        )
    weights = columns.pop(WEIGHT).astype(np.float64)
    _check(
        WEIGHT,
        weights,
        ~(np.isfinite(weights) & (weights >= 0)),
        "should be a weight: a number from 0 on",
    )
    total = float(weights.sum())
    if not 0 < total < np.inf:
        raise ParticlesError(f"{WEIGHT}: the sum {total:g} should be above 0 and finite")
    for name, values in columns.items():
        _check_range(name, values, declared)
    return pd.DataFrame(columns), weights / total


def _table(path: Path, digest: str) -> pa.Table:
    try:
        if not path.is_file():
            raise ParticlesError("no such file beside it")
        if path.stat().st_size > LARGEST:
            raise ParticlesError(f"larger than {LARGEST:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise ParticlesError(f"cannot be read: {error.strerror}") from None
    if sha256(data).hexdigest() != digest:
        raise ParticlesError("not the table that this calibration was written with")
    try:
        return pq.read_table(BytesIO(data))
    except (pa.ArrowException, OSError, ValueError):
        raise ParticlesError("no Parquet table") from None


def _numbers(table: pa.Table, name: str) -> npt.NDArray[np.int64] | npt.NDArray[np.float64]:
    kind = table.schema.field(table.column_names.index(name)).type
    column = table.column(table.column_names.index(name))
    if kind not in (pa.int64(), pa.float64()) or column.null_count:
        raise ParticlesError(f"{name}: should be a column of numbers without gaps")
    values: npt.NDArray[np.float64] = column.to_numpy()
    return values


def _check_range(
    name: str, values: npt.NDArray[np.int64] | npt.NDArray[np.float64], declared: Ledger
) -> None:
    if name not in declared.ranged:
        raise ParticlesError(f"{name}: no such assumption{did_you_mean(name, declared.ranged)}")
    entry = declared.assumptions[name]
    assert entry.low is not None
    assert entry.high is not None
    if entry.distribution == "integer" and values.dtype != np.int64:
        raise ParticlesError(f"{name}: should be a column of whole numbers")
    inside = (values >= entry.low) & (values <= entry.high)
    fault = f"is outside the declared range {entry.low} to {entry.high}"
    _check(name, values, ~inside, fault)


def _check(
    name: str,
    values: npt.NDArray[np.int64] | npt.NDArray[np.float64],
    wrong: npt.NDArray[np.bool_],
    fault: str,
) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ParticlesError(f"{name}: {values[row]} in row {row} {fault}")
