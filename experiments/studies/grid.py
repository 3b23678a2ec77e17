"""Runs of named points through the laboratory, kept in its store, read back as measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.config.options import Options
from experiments.config.study import Study
from experiments.laboratory import Laboratory
from experiments.reporting.frames import write_frames
from experiments.reporting.results import write_manifest
from experiments.reporting.style import save
from experiments.reporting.table import Column, filled
from experiments.reporting.terminal import console
from experiments.runs.environment import versions
from experiments.runs.plan import Plan, plan
from experiments.runs.run import now
from experiments.runs.storage.identity import identity
from experiments.runs.storage.inventory import IDENTITY, MAKER
from experiments.runs.storage.output import Output
from sim.settings import Settings
from sim.settings.nested import Tree

STORE = "results"
SEED = 1


def run(points: Mapping[str, Tree], replications: int) -> pd.DataFrame:
    """Measures of the whole place at every point, under the same seeds."""
    settings = {name: Settings.read(tree) for name, tree in points.items()}
    return totals(plan(settings, replications, SEED))


def totals(runs: Plan) -> pd.DataFrame:
    """Measures of the whole place of a plan; finished runs are not run again."""
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


def write_folder(
    name: str,
    tables: Mapping[str, pd.DataFrame],
    figure: Figure | None = None,
    /,
    **record: Any,
) -> Path:
    """Write a study's folder, whole or not at all; its path.

    Parameters: the study; tables by name; a figure, which is named after the study; what the
    manifest records beside versions, seed and command.
    """
    return write_more(name, tables, figure, lambda _: None, record)


def write_more(
    name: str,
    tables: Mapping[str, pd.DataFrame],
    figure: Figure | None,
    also: Callable[[Path], None],
    record: Mapping[str, Any],
) -> Path:
    """As `write_folder`, where `also` writes more into the folder."""
    output = folder(name)

    def fill(place: Path) -> None:
        write_frames({f"{table}.csv": frame for table, frame in tables.items()}, place)
        if figure is not None:
            save(figure, place / f"{name}.png")
        also(place)
        command = f"python -m experiments.studies.{name}"
        head = {"maker": MAKER, "experiment": name, "command": command, "created": now()}
        head[IDENTITY] = identity(Study(name, {}, {}))
        write_manifest({**head, "versions": versions(), "seed": SEED, **record}, place)

    output.write(fill)
    return output.folder


def finish(figure: Figure, note: str = "") -> Figure:
    """The figure without frames around its panels, and with a note above."""
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
    if note:
        figure.suptitle(note, fontsize=7.5, color="#666666", x=0.01, ha="left")
    return figure


def folder(name: str) -> Output:
    """The output folder of a study. Raises InputError."""
    return Output.of(Study(name, {}, {}), Options(store=STORE))


def print_table(table: pd.DataFrame, note: str = "", digits: int = 2) -> None:
    """Print a table of at most so many decimals, and a note below."""
    numbers = [pd.api.types.is_numeric_dtype(table[name]) for name in table]
    columns = [
        Column(str(name), "number" if number else "text")
        for name, number in zip(table, numbers, strict=True)
    ]
    rounded = table.round(digits).replace(-0.0, 0.0)
    rows = rounded.astype(object).where(table.notna(), None)
    console().print(filled(columns, rows.to_numpy().tolist()).terminal())
    if note:
        console().print(note, style="dim", soft_wrap=True)
