"""The file of societies: written, and checked when it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, NoReturn

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from experiments.config.catalogue import is_file
from experiments.config.errors import InputError, did_you_mean
from experiments.config.kept_quantiles import at_kept_quantiles
from experiments.config.societies import FORMAT, INDEX, MARK, Societies, changed, label, stamp
from experiments.config.society_options import SOCIETIES
from sim.evidence import Ledger
from sim.settings.variants import ASSUMPTION

WEIGHT = "weight"
PATTERN = "pattern:"
OWN = "own_evidence"
"""An entry of the metadata: the file of evidence that a user laid over that of the package."""
LARGEST = 500_000_000
"""Bytes of the file."""
MOST_CELLS = 50_000_000
"""Rows times columns, however well they are compressed."""
Column = npt.NDArray[np.int64] | npt.NDArray[np.float64]


class Origin(BaseModel):
    """How a file was made. There may be more entries."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", allow_inf_nan=False)

    format: int
    model: str
    evidence: str
    patterns: str
    seed: Annotated[int, Field(ge=0)]
    command: str
    territory: str
    waves: list[dict[str, Any]]
    names: list[str]


class _FileError(ValueError):
    """Why a file is no file of societies, in one line."""


def write(
    path: Path,
    points: pd.DataFrame,
    patterns: pd.DataFrame,
    origin: Mapping[str, Any],
    ledger: Ledger,
) -> None:
    """Write societies, all of one weight.

    Parameters
    ----------
    path
        The file.
    points
        A row for each society, in the order of their use; columns `assume:ID`.
    patterns
        Values of the baseline, a column for each pattern, rows as in `points`.
    origin
        How they were made: seed, command, territory, waves (a list of mappings, such as draws,
        space left, seconds), and anything else that is plain data.
    ledger
        The evidence as declared.
    """
    columns: dict[str, Column] = {WEIGHT: np.full(len(points), 1.0 / max(1, len(points)))}
    for name in map(str, points):
        columns[name] = points[name].to_numpy(_kind(name, ledger))
    for name in map(str, patterns):
        columns[f"{PATTERN}{name}"] = patterns[name].to_numpy(np.float64)
    names = [str(name).removeprefix(ASSUMPTION) for name in points]
    own = {} if ledger.own is None else {OWN: ledger.own.name}
    marked = {**origin, **own, "format": FORMAT, **stamp(ledger), "names": names}
    text = json.dumps(marked, sort_keys=True, allow_nan=False, ensure_ascii=False)
    table = pa.table(columns).replace_schema_metadata({MARK: text})
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def read(path: Path, ledger: Ledger) -> Societies:
    """Societies from a file.

    Where the ledger has evidence of a user that the societies were not drawn from, each keeps its
    quantile of what is replaced. Where the file was made with the evidence of today, all of it has
    to fit. Where it is stale, assumptions that no longer exist are passed over, and so are
    societies outside today's ranges.

    Raises
    ------
    InputError
        It cannot be read or is no file of societies; the line names column, row and value.
    """
    try:
        return _read(path, ledger)
    except _FileError as error:
        raise InputError(SOCIETIES, label(path), str(error)) from None


def _read(path: Path, ledger: Ledger) -> Societies:
    data = _bytes(path)
    table = _table(data)
    origin = _origin(table)
    names = table.column_names
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise _FileError(f"{twice[0]}: given twice")
    columns = {name: _numbers(table, name) for name in names}
    if WEIGHT not in columns or not table.num_rows:
        raise _FileError(f"should have a column {WEIGHT} and some rows")
    drawn_from = _drawn_from(origin, ledger)
    weights = _weights(columns.pop(WEIGHT).astype(np.float64))
    points = {name: column for name, column in columns.items() if name.startswith(ASSUMPTION)}
    values = {name: column for name, column in columns.items() if name.startswith(PATTERN)}
    if other := [name for name in columns if name not in points and name not in values]:
        allowed = f"should be {WEIGHT}, {ASSUMPTION}ID or {PATTERN}NAME"
        raise _FileError(f"{other[0]}: {allowed}")
    given = [name.removeprefix(ASSUMPTION) for name in points]
    if not given:
        raise _FileError(f"should have a column {ASSUMPTION}ID for each assumption")
    if origin["names"] != given:
        raise _FileError("names: should be the assumptions of the columns, in their order")
    for name, column in values.items():
        _check(name, column, np.isinf(column), "should be finite, or NaN where there is no value")
    lenient = origin["evidence"] != stamp(drawn_from)["evidence"]
    inside = np.ones(len(weights), np.bool_)
    for name in given:
        outside = _outside(name, points, drawn_from, lenient)
        if outside is None:
            del points[f"{ASSUMPTION}{name}"]
        else:
            inside &= ~outside
    if not inside.any() or not points:
        raise _FileError("none of its societies lies within the ranges of today's evidence")
    frame = pd.DataFrame({
        name: values[inside].astype(_kind(name, drawn_from)) for name, values in points.items()
    }, index=pd.Index(np.flatnonzero(inside), name=INDEX))  # fmt: skip
    patterns = pd.DataFrame(values, index=pd.RangeIndex(len(weights), name=INDEX))[inside]
    file, left_out = label(path), int((~inside).sum())
    if drawn_from is not ledger:
        frame = at_kept_quantiles(frame, drawn_from, ledger)
    return Societies(
        file, frame, weights[inside] / weights[inside].sum(),
        patterns.rename(columns=lambda name: name.removeprefix(PATTERN)), origin,
        sha256(data).hexdigest(), len(frame), left_out, changed(origin, drawn_from),
    )  # fmt: skip


def _drawn_from(origin: Mapping[str, Any], ledger: Ledger) -> Ledger:
    """The evidence that the societies of a file were drawn from, as it is today."""
    if OWN not in origin:
        return ledger.shipped
    if ledger.own is None or origin["evidence"] != stamp(ledger)["evidence"]:
        allowed = "was made with other evidence than this study has"
        raise _FileError(f"{allowed}; it took evidence={origin[OWN]}, which has to be given again")
    return ledger


def _kind(column: str, ledger: Ledger) -> type[np.int64] | type[np.float64]:
    """The type of the values of an assumption."""
    whole = ledger.assumptions[column.removeprefix(ASSUMPTION)].distribution == "integer"
    return np.int64 if whole else np.float64


def _bytes(path: Path) -> bytes:
    try:
        if not is_file(path):
            path.stat()
            raise _FileError("cannot be read: not a file")
        if path.stat().st_size > LARGEST:
            raise _FileError(f"cannot be read: more than {LARGEST // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise _FileError(f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        if isinstance(error, _FileError):
            raise
        raise _FileError(f"cannot be read: {error}") from None  # a NUL in its name


def _table(data: bytes) -> pa.Table:
    try:
        file = pq.ParquetFile(BytesIO(data), page_checksum_verification=True)
        if file.metadata.num_rows * file.metadata.num_columns > MOST_CELLS:
            raise _FileError(f"cannot be read: more than {MOST_CELLS:,} values")
        return file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, _FileError):
            raise
        raise _FileError("no Parquet table") from None


def _origin(table: pa.Table) -> dict[str, Any]:
    """The checked metadata, as plain data."""
    text = (table.schema.metadata or {}).get(MARK.encode())
    if text is None:
        raise _FileError("no file of societies: unburden experiment=calibrate writes one")
    try:
        tree = json.loads(text, parse_constant=_not_a_number)
        # As the manifest will hold it: 1e999 is read as infinite, and half a letter is no UTF-8.
        json.dumps(tree, allow_nan=False, ensure_ascii=False).encode()
        Origin.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        fault = f"{where}: {first['msg']}"
        raise _FileError(f"its metadata: {' '.join(fault.split()).strip(': ')}") from None
    except (ValueError, RecursionError):
        raise _FileError("its metadata are no JSON object") from None
    if tree["format"] != FORMAT:
        allowed = f"format {tree['format']!r}: should be {FORMAT}"
        raise _FileError(f"{allowed}; unburden experiment=calibrate makes a new one")
    return dict(tree)


def _not_a_number(text: str) -> NoReturn:
    raise ValueError(text)


def _numbers(table: pa.Table, name: str) -> Column:
    column = table.column(name)
    if column.type not in (pa.int64(), pa.float64()) or column.null_count:
        raise _FileError(f"{name}: should be a column of numbers without gaps")
    values: Column = column.to_numpy()
    return values


def _weights(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    wrong = ~(np.isfinite(weights) & (weights > 0))
    _check(WEIGHT, weights, wrong, "should be a number above 0")
    unequal = ~np.isclose(weights, weights[0], rtol=1e-9, atol=0.0)
    _check(WEIGHT, weights, unequal, f"should be {weights[0]}, as in row 0: societies weigh alike")
    return np.full(len(weights), 1.0 / len(weights))


def _outside(
    name: str, points: Mapping[str, Column], ledger: Ledger, lenient: bool
) -> npt.NDArray[np.bool_] | None:
    """Which values today's evidence does not allow; None where there is no such assumption."""
    column = f"{ASSUMPTION}{name}"
    values = points[column]
    if name not in ledger.ranged:
        if lenient:
            return None
        raise _FileError(f"{column}: no such assumption{did_you_mean(name, ledger.ranged)}")
    entry = ledger.assumptions[name]
    assert entry.low is not None
    assert entry.high is not None
    outside = ~((values >= entry.low) & (values <= entry.high))
    if entry.distribution == "integer":
        if values.dtype != np.int64 and not lenient:
            raise _FileError(f"{column}: should be a column of whole numbers")
        outside |= ~(values == np.rint(values))
    if not lenient:
        fault = f"is outside the declared range {entry.low} to {entry.high}"
        _check(column, values, outside, fault)
    return outside


def _check(name: str, values: Column, wrong: npt.NDArray[np.bool_], fault: str) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise _FileError(f"{name}: {values[row]} in row {row} {fault}")
