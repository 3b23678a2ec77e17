"""Times and peak memory of an experiment that finds all of its runs in the store.

`python -m tests.bench.comparison RUNS SCENARIOS [EXPERIMENT [OVERRIDE ...]]`, such as
`10000 200 compare`. Runs are copies of a real one with other values, under the keys of the plan.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa

from experiments.config.compose import compose
from experiments.kinds.compare.options import CompareOptions
from experiments.laboratory import Laboratory
from experiments.runs.plan import Plan, plan
from experiments.runs.run import Record, perform
from experiments.runs.storage.store import Store

SMALL = (
    "territory.communities=1",
    "territory.workers=4",
    "territory.residents=400",
    "horizon_days=60",
    "warmup_days=0",
    "executor=serial",
    "societies=reference",
)
"""A society of a few people, in full about 600 measures and 2,000 values of days."""
MEASURED = """
import json, resource, sys, time
from experiments.cli import answer
start = time.perf_counter()
code = answer(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([code, time.perf_counter() - start, peak]), file=sys.stderr)
"""


def scenario_files(count: int, folder: Path) -> list[str]:
    """Paths of scenarios beside the baseline that differ in one number."""
    names = []
    for number in range(count):
        path = folder / f"s{number:03}.yaml"
        share = (number + 1) / (count + 1)
        path.write_text(f"levers: {{one_table: {{on: true, connected_share: {share}}}}}")
        names.append(str(path))
    return names


def filled(overrides: Sequence[str], store: Path, runs: int) -> list[str]:
    """Fill a store with what the comparison of these overrides needs; its overrides with places."""
    places = [f"store={store}", f"output={store.parent / 'out'}"]
    words = [*overrides, *places]
    laboratory = Laboratory(compose("experiment=compare", *words), CompareOptions)
    chosen = laboratory.chosen
    runs_wanted = plan(laboratory.design(chosen.scenarios), chosen.runs_each, chosen.seed)
    assert runs_wanted.runs == runs, f"{runs_wanted.runs} runs"
    with Store(store) as kept:
        kept.add(copies(runs_wanted))
    return words


def copies(runs: Plan) -> Iterator[Record]:
    """A record for every run of a plan, with values of its own."""
    first = next(iter(runs))
    (model,) = perform([runs.job(first, "full")])
    assert isinstance(model, Record)
    rng = np.random.default_rng(1)
    for run in runs:
        measures, series = varied(model.measures, rng), varied(model.series, rng)
        settings = runs.settings(run.scenario, run.point).canonical()  # The key is derived from it.
        mine = replace(model, key=run.key, seed=run.seed, settings=settings)
        yield replace(mine, measures=measures, series=series)


def varied(stream: bytes, rng: np.random.Generator) -> bytes:
    """The same rows with values that are a few percent off."""
    table = pa.ipc.open_stream(stream).read_all()
    values = table["value"].to_numpy()
    values = values * (1 + 0.05 * rng.standard_normal(len(values)))
    place = table.column_names.index("value")
    table = table.set_column(place, table.schema.field("value"), pa.array(values))
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def measured(words: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    code, seconds, peak = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return seconds, peak


def main(runs: int, scenarios: int, *more: str) -> None:
    """Print one line: runs, scenarios, seconds, megabytes."""
    with TemporaryDirectory() as folder:
        names = scenario_files(scenarios, Path(folder))
        replications = runs // (scenarios + 1)
        words = [*SMALL, f"scenarios=[{','.join(names)}]", f"replications={replications}", *more]
        words = filled(words, Path(folder) / "store", replications * (scenarios + 1))
        seconds, peak = measured(["experiment=compare", *words])
        done = replications * (scenarios + 1)
        print(f"{done:6,} runs, {scenarios:3} scenarios: {seconds:6.1f} s, {peak:6.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
