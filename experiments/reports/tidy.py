"""Tidy frames out of the store: rows of runs, named by the plan, in an order that is always one."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from experiments.runs.plan import Plan
from experiments.runs.run import Detail
from experiments.storage.rows import Frame
from experiments.storage.store import Store

WORDS = ("measure", "group", "unit")
WITHIN = {"measures": "community", "series": "day"}


def tidy(
    store: Store,
    frame: Frame,
    plan: Plan,
    detail: Detail,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Rows of all runs of a plan: scenario, (point,) replication, seed, and what the frame has.

    `point` is left out where there is but one. In totals only rows of the whole place are kept, and
    `only` these measures where some are named.
    """
    names = plan.table if plan.table["point"].nunique() > 1 else plan.table.drop(columns="point")
    tables = []
    for table in store.rows(frame, set(names["key"]), detail):
        table = _whole(table) if detail == "totals" else table
        tables.append(table if only is None else _of(table, only))
    rows = pa.concat_tables(tables)
    for name in WORDS:
        words = rows[name].combine_chunks().dictionary_encode()
        rows = rows.set_column(rows.column_names.index(name), name, words)
    types = {pa.int32(): pd.Int32Dtype()}
    merged = names.merge(rows.to_pandas(types_mapper=types.get), on="key").drop(columns="key")
    return _sorted(merged, list(plan.scenarios), WITHIN[frame])


def joined(measures: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Measures with further rows in their places."""
    order = list(dict.fromkeys(measures["scenario"]))
    rows = pd.concat([measures, more[measures.columns]], ignore_index=True)
    return _sorted(rows, order, "community")


def _whole(table: pa.Table) -> pa.Table:
    return table.filter(pc.is_null(table["community"]))


def _of(table: pa.Table, measures: Collection[str]) -> pa.Table:
    wanted = pa.array(sorted(measures), pa.string())
    return table.filter(pc.is_in(table["measure"], value_set=wanted))


def _sorted(rows: pd.DataFrame, scenarios: list[str], within: str) -> pd.DataFrame:
    """Rows in an order that does not depend on how they were computed, words as plain text."""
    rows = rows.assign(scenario=pd.Categorical(rows["scenario"], scenarios, ordered=True))
    for name in WORDS:
        words = rows[name].astype("category")
        rows[name] = words.cat.reorder_categories(sorted(words.cat.categories), ordered=True)
    point = ["point"] if "point" in rows else []
    keys = ["scenario", *point, "replication", within, "measure", "group"]
    rows = rows.sort_values(keys, na_position="first", kind="stable", ignore_index=True)
    return rows.astype(dict.fromkeys(["scenario", *WORDS], "object"))
