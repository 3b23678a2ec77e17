"""Which runs an experiment needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

import pandas as pd

from experiments.runs.run import Run
from sim.settings import Settings
from sim.streams import run_seed
from sim.version import model_version


def plan(scenarios: Mapping[str, Settings], replications: int, seed: int) -> tuple[Run, ...]:
    """Every scenario under every replication's seed.

    Scenarios take turns, replication by replication, so that whatever part is done is balanced.
    """
    model = model_version()
    canonical = {name: settings.canonical() for name, settings in scenarios.items()}
    runs: list[Run] = []
    for replication in range(replications):
        rng = run_seed(seed, replication)
        for name, settings in scenarios.items():
            runs.append(Run(key(canonical[name], rng, model), name, replication, rng, settings))
    return tuple(runs)


def key(canonical: str, seed: int, model: str) -> str:
    """The identity of a run: a hash of validated settings, run seed and model version."""
    return blake2b(f"{model}\n{seed}\n{canonical}".encode(), digest_size=16).hexdigest()


def table(runs: Sequence[Run]) -> pd.DataFrame:
    """One row a run: key, scenario, replication, seed."""
    rows = [(run.key, run.scenario, run.replication, run.seed) for run in runs]
    frame = pd.DataFrame(rows, columns=["key", "scenario", "replication", "seed"])
    return frame.astype({"replication": "int32", "seed": "int64"})
