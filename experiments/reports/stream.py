"""Measures of many runs on their way from the store to one file, a few points at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.reports.tidy import joined, tidy
from experiments.runs.plan import Plan
from experiments.statistics.pairs import freed
from experiments.storage.store import Store
from experiments.words.catalogue import BASELINE

RUNS_AT_ONCE = 250
SCHEMA = pa.schema(
    [
        ("scenario", pa.string()),
        ("point", pa.int32()),
        ("replication", pa.int32()),
        ("seed", pa.int64()),
        ("community", pa.int32()),
        ("measure", pa.string()),
        ("group", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
    ]
)


def stream(store: Store, plan: Plan, path: Path) -> None:
    """Write all measures of the whole place, freed hours with them, as Parquet.

    Rows go by point, scenario, replication, measure and group. Memory is that of about RUNS_AT_ONCE
    runs, or of one point if that has more.
    """
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for part in _blocks(plan):
            rows = tidy(store, "measures", part, "totals")
            if "point" not in rows:
                rows.insert(1, "point", int(part.table["point"].iloc[0]))
            rows = joined(rows, freed(rows, BASELINE))
            rows = rows.sort_values("point", kind="stable")
            writer.write_table(pa.Table.from_pandas(rows, SCHEMA, preserve_index=False))


def _blocks(plan: Plan) -> Iterator[Plan]:
    """The runs of a plan, all of a point together, points in order."""
    table = plan.table
    points = table["point"].to_numpy()
    order = np.argsort(points, kind="stable")
    numbers = np.unique(points)
    step = max(1, RUNS_AT_ONCE * len(numbers) // len(table))
    for start in range(0, len(numbers), step):
        some = numbers[start : start + step]
        low, high = np.searchsorted(points, [some[0], some[-1] + 1], sorter=order)
        yield Plan(plan.design, table.iloc[order[low:high]], ())
