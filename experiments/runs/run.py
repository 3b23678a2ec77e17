"""One run of the model: what identifies it, doing it, and what comes of it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from sim.settings import Settings
from sim.version import model_version

_TIDY = [("measure", pa.string()), ("group", pa.string()), ("value", pa.float64())]
MEASURES = pa.schema([("community", pa.int32()), *_TIDY, ("unit", pa.string())])
SERIES = pa.schema([("day", pa.int32()), *_TIDY, ("unit", pa.string())])


@dataclass(frozen=True, slots=True)
class Run:
    """A place in the plan. Runs of equal settings, seed and model share `key` and are one run."""

    key: str
    scenario: str
    replication: int
    seed: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Record:
    """A finished run: its frames as Arrow streams, its duration in seconds."""

    key: str
    seed: int
    model: str
    seconds: float
    measures: bytes
    series: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that did not finish: one line of why, and the traceback where there is one."""

    key: str
    error: str
    trace: str = ""


def perform(jobs: Sequence[tuple[str, int, Settings]]) -> list[Record | Failure]:
    """Run each (key, seed, settings) in turn. A run that fails does not stop the others."""
    done: list[Record | Failure] = []
    for key, seed, settings in jobs:
        try:
            done.append(_perform(key, seed, settings))
        except Exception as error:
            line = " ".join(f"{type(error).__name__}: {error}".split())
            done.append(Failure(key, line, traceback.format_exc()))
    return done


def _perform(key: str, seed: int, settings: Settings) -> Record:
    from sim import GovernanceModel

    start = time.perf_counter()
    model = GovernanceModel(settings, rng=seed)
    model.run()
    measures, series = encoded(model.measures(), MEASURES), encoded(model.series(), SERIES)
    seconds = time.perf_counter() - start
    return Record(key, seed, model_version(), seconds, measures, series)


def encoded(frame: pd.DataFrame, schema: pa.Schema) -> bytes:
    """A tidy frame as a compressed Arrow stream of that schema."""
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
    table = table.replace_schema_metadata()
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
