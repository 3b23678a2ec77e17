"""Figure of the study of bloat: the phase diagram twice, then the whole society."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure

from experiments.reporting.style import DPI, OKABE_ITO
from experiments.studies.bloat_theory import least_pruning
from experiments.studies.grid import finish

LINE = "#D55E00"
FULL = 2.0
"""Burden at which the colour of the phase diagram ends."""


def four_panels(
    plane: pd.DataFrame, growth: pd.DataFrame, relief: pd.DataFrame, life: float
) -> Figure:
    """Above: minimal system and reduced society. Below: growth and relief in the whole one."""
    figure = Figure(figsize=(10.5, 8.4), dpi=DPI, layout="constrained")
    (theory, reduced), (rates, arms) = figure.subplots(2, 2)
    theory.sharey(reduced)
    for axes, column, title in (
        (theory, "minimal", "Minimal system"),
        (reduced, "reduced", "This society, reduced to it"),
    ):
        image = _phases(axes, plane, column, life)
        axes.set_title(title, loc="left", fontweight="bold")
    bar = figure.colorbar(image, ax=[theory, reduced], extend="max")
    bar.set_label("stock at the end (1: takes all time)")
    _growth(rates, growth)
    _relief(arms, relief)
    return finish(figure)


def _phases(axes: Axes, plane: pd.DataFrame, column: str, life: float) -> QuadMesh:
    """Cells by stock at the end, marks where all time is taken, and the threshold."""
    table = plane.pivot(index="prune", columns="create", values=column)
    image = axes.pcolormesh(
        np.arange(len(table.columns)), np.arange(len(table)), table.to_numpy(),
        cmap="cividis", vmin=0.0, vmax=FULL, shading="nearest",
    )  # fmt: skip
    for row, prune in enumerate(table.index):
        for place, create in enumerate(table.columns):
            value = table.loc[prune, create]
            ink = "black" if value > FULL / 2 else "white"
            axes.text(place, row, f"{value:.2f}", ha="center", va="center", fontsize=7, color=ink)
    fine = np.linspace(float(table.columns[0]), float(table.columns[-1]), 200)
    line = [least_pruning(float(create), life) for create in fine]
    across = np.interp(fine, table.columns, np.arange(len(table.columns)))
    up = np.interp(line, table.index, np.arange(len(table)), left=-0.5, right=len(table) - 0.5)
    axes.plot(across, up, color=LINE, linewidth=2.5)
    axes.set_title("threshold in closed form", loc="right", color=LINE, fontsize=8)
    axes.set_xticks(np.arange(len(table.columns)), [f"{create:g}" for create in table.columns])
    axes.set_yticks(np.arange(len(table)), [f"{prune:g}" for prune in table.index])
    axes.set_ylim(-0.5, len(table) - 0.5)
    axes.set_xlabel("propensity to create (processes for each problem)")
    axes.set_ylabel("propensity to prune, a year")
    return image


def _growth(axes: Axes, growth: pd.DataFrame) -> None:
    for colour, (structure, rows) in zip(OKABE_ITO, growth.groupby("structure"), strict=False):
        axes.errorbar(
            rows["pruning"], 100 * rows["mean"], 100 * rows["half_width"],
            fmt="o-", color=colour, capsize=3, label=f"pruning: {structure}",
        )  # fmt: skip
    axes.axhline(0, color="#444444", linewidth=1)
    axes.set_xlabel("pruning, a year (by burden: at a half)")
    axes.set_ylabel("growth of obligations, % a year")
    axes.set_title("The whole society: growth", loc="left", fontweight="bold")
    axes.legend(frameon=False, fontsize=8)


def _relief(axes: Axes, relief: pd.DataFrame) -> None:
    for colour, arm in zip(OKABE_ITO, relief["arm"].unique(), strict=False):
        rows = relief[relief["arm"] == arm]
        axes.errorbar(
            rows["year"], rows["mean"], rows["half_width"],
            fmt="o-", color=colour, capsize=3, label=arm,
        )  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.set_xlabel("end of year")
    axes.set_ylabel("obligations per community")
    axes.set_title("The whole society: a cut, and what holds it", loc="left", fontweight="bold")
    axes.legend(frameon=False, fontsize=8)
