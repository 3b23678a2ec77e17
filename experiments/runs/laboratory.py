"""From a plan to tidy frames: runs are executed, kept in the store, and read back together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import compute

from experiments.runs.execute import Outcome, execute
from experiments.runs.plan import table
from experiments.runs.run import Failure, Run
from experiments.storage.part import Frame
from experiments.storage.store import Store
from experiments.words.choices import Choices
from experiments.words.refusal import Failed

WORDS = ("measure", "group", "unit")


class RunsFailed(Failed):
    """Runs that did not finish; the others are kept in the store."""

    def __init__(self, failures: Sequence[tuple[Run, Failure]], planned: int) -> None:
        self.failures = tuple(failures)
        lines = [
            f"scenario {run.scenario}, replication {run.replication}, run seed {run.seed}: "
            f"{fault.error}"
            for run, fault in failures
        ]
        told = [f"{len(failures)} of {planned} runs failed, the others are kept", *lines]
        super().__init__("\n".join([*told, failures[0][1].trace.rstrip()]).rstrip())


def frames(runs: Sequence[Run], chosen: Choices) -> tuple[pd.DataFrame, pd.DataFrame, Outcome]:
    """Measures and series of all runs, in the order of the plan, and what it took.

    Raises RunsFailed, Interrupted, or Refusal if the store cannot be written.
    """
    with Store(Path(chosen.store)) as store:
        outcome = _executed(runs, store, chosen)
        measures = _tidy(store, "measures", runs, "community")
        series = _tidy(store, "series", runs, "day")
    return measures, series.drop(columns="seed"), outcome


def totals(runs: Sequence[Run], chosen: Choices) -> tuple[pd.DataFrame, Outcome]:
    """Measures of the whole place alone, for plans of many runs. Raises as `frames` does."""
    with Store(Path(chosen.store)) as store:
        outcome = _executed(runs, store, chosen)
        measures = _tidy(store, "measures", runs, "community", whole=True)
    return measures, outcome


def _executed(runs: Sequence[Run], store: Store, chosen: Choices) -> Outcome:
    outcome = execute(runs, store, chosen.executor, chosen.processes)
    if outcome.failures:
        raise RunsFailed(outcome.failures, len(runs))
    store.fold()
    return outcome


def joined(measures: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Measures with further rows in their places."""
    order = list(dict.fromkeys(measures["scenario"]))
    rows = pd.concat([measures, more[measures.columns]], ignore_index=True)
    return _sorted(rows, order, "community")


def _tidy(
    store: Store, frame: Frame, runs: Sequence[Run], within: str, whole: bool = False
) -> pd.DataFrame:
    rows = store.read(frame, {run.key for run in runs})
    if whole:
        rows = rows.filter(compute.is_null(rows["community"]))
    for name in WORDS:
        words = rows[name].combine_chunks().dictionary_encode()
        rows = rows.set_column(rows.column_names.index(name), name, words)
    types = {pa.int32(): pd.Int32Dtype()}
    plan = table(runs)
    tidy = plan.merge(rows.to_pandas(types_mapper=types.get), on="key").drop(columns="key")
    return _sorted(tidy, list(dict.fromkeys(plan["scenario"])), within)


def _sorted(rows: pd.DataFrame, scenarios: list[str], within: str) -> pd.DataFrame:
    """Rows in an order that does not depend on how they were computed, words as plain text."""
    rows = rows.assign(scenario=pd.Categorical(rows["scenario"], scenarios, ordered=True))
    for name in WORDS:
        words = rows[name].astype("category")
        rows[name] = words.cat.reorder_categories(sorted(words.cat.categories), ordered=True)
    keys = ["scenario", "replication", within, "measure", "group"]
    rows = rows.sort_values(keys, na_position="first", kind="stable", ignore_index=True)
    return rows.astype(dict.fromkeys(["scenario", *WORDS], "object"))
