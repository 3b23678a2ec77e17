"""Runs of named points through the laboratory, kept in its store, read back as measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.reports.manifest import versions
from experiments.reports.output import MAKER, Output
from experiments.reports.results import write_manifest
from experiments.reports.table import console
from experiments.runs import laboratory
from experiments.runs.plan import plan
from experiments.runs.run import Run
from experiments.words.choices import Choices
from experiments.words.trees import Tree
from sim.settings import Settings

FOLDER = Path("outputs")
STORE = "results"
SEED = 1


def run(points: Mapping[str, Tree], replications: int) -> pd.DataFrame:
    """Measures of every point under the same seeds; finished runs are not run again."""
    settings = {name: Settings.read(tree) for name, tree in points.items()}
    chosen = Choices(output=str(FOLDER), store=STORE, seed=SEED)
    measures, _, _ = laboratory.frames(plan(settings, replications, SEED), chosen)
    return measures


def totals(runs: Sequence[Run]) -> pd.DataFrame:
    """Measures of the whole place of runs planned by hand."""
    return laboratory.totals(runs, Choices(output=str(FOLDER), store=STORE, seed=SEED))[0]


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
    output = Output(FOLDER / name)

    def with_manifest(aside: Path) -> None:
        fill(aside)
        command = f"python -m experiments.studies.{name}"
        head = {"maker": MAKER, "experiment": name, "command": command, "versions": versions()}
        write_manifest({**head, "seed": SEED, **told}, aside)

    output.write(with_manifest)
    return output.folder


def print_table(table: pd.DataFrame, words: str) -> None:
    """A small table with what it shows below it."""
    console().print(table.to_string(index=False), highlight=False)
    console().print(words, style="dim", soft_wrap=True)
