"""Runs of named points through the laboratory, kept in its store, read back as measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.config.options import Options
from experiments.config.study import Study
from experiments.laboratory import Laboratory
from experiments.reporting.manifest import versions
from experiments.reporting.results import write_manifest
from experiments.reporting.terminal import console
from experiments.runs.plan import Plan, plan
from experiments.runs.run import now
from experiments.runs.storage.identity import identity
from experiments.runs.storage.inventory import IDENTITY, MAKER
from experiments.runs.storage.output import Output
from sim.settings import Settings
from sim.settings.trees import Tree

STORE = "results"
SEED = 1


def run(points: Mapping[str, Tree], replications: int) -> pd.DataFrame:
    """Measures of the whole place at every point, under the same seeds."""
    settings = {name: Settings.read(tree) for name, tree in points.items()}
    return totals(plan(settings, replications, SEED))


def totals(runs: Plan) -> pd.DataFrame:
    """Measures of the whole place of what is planned; finished runs are not run again."""
    chosen = {"store": STORE, "seed": SEED}
    return Laboratory(Study("study", {}, chosen), Options).totals(runs)


def values(measures: pd.DataFrame, name: str, measure: str, group: str) -> np.ndarray:
    """A measure of the whole place by replication."""
    chosen = (
        (measures["scenario"] == name)
        & measures["community"].isna()
        & (measures["measure"] == measure)
        & (measures["group"] == group)
    )
    return measures[chosen].sort_values("replication")["value"].to_numpy(np.float64)


def leave(name: str, told: Mapping[str, Any], fill: Callable[[Path], object]) -> Path:
    """Write a study's folder, whole or not at all, with a manifest of how it came about."""
    output = folder(name)

    def with_manifest(aside: Path) -> None:
        fill(aside)
        command = f"python -m experiments.studies.{name}"
        head = {"maker": MAKER, "experiment": name, "command": command, "created": now()}
        head[IDENTITY] = identity(Study(name, {}, {}))
        write_manifest({**head, "versions": versions(), "seed": SEED, **told}, aside)

    output.write(with_manifest)
    return output.folder


def folder(name: str) -> Output:
    """The output folder of a study. Raises InputError."""
    return Output.of(Study(name, {}, {}), Options(store=STORE))


def print_table(table: pd.DataFrame, words: str) -> None:
    """A small table with what it shows below it."""
    console().print(table.to_string(index=False), highlight=False)
    console().print(words, style="dim", soft_wrap=True)
