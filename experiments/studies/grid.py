"""Runs of named points through the laboratory, kept in its store, read back as measures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from experiments import laboratory
from experiments.choices import Choices
from experiments.plan import plan
from experiments.table import console
from experiments.trees import Tree
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


def print_table(table: pd.DataFrame, words: str) -> None:
    """A small table with what it shows below it."""
    console().print(table.to_string(index=False), highlight=False)
    console().print(words, style="dim", soft_wrap=True)
