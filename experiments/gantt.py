"""A day of every worker of a community as a Gantt chart, one panel a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments import labels
from experiments.figures import DPI, SEGMENTS

INKS = {activity: ink for _, activities, ink in SEGMENTS for activity in activities}
DAY_HOURS = 8


def draw(days: Mapping[str, pd.DataFrame], names: Mapping[int, str], day: int, path: Path) -> None:
    """`days` holds a frame by scenario: worker, start and end in minutes, activity."""
    workers = sorted(names)
    last = max([DAY_HOURS, *(frame["end"].max() / 60 for frame in days.values() if len(frame))])
    figure = Figure(
        figsize=(12, 1.3 + len(days) * (0.6 + 0.3 * len(workers))), dpi=DPI, layout="constrained"
    )
    panels = figure.subplots(len(days), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (scenario, frame) in zip(panels, days.items(), strict=True):
        _panel(axes, frame, workers)
        axes.set_yticks(range(len(workers)), [names[worker] for worker in workers], fontsize=8)
        axes.set_title(labels.scenario(scenario), loc="left", fontsize=10, fontweight="bold")
        axes.set_xlim(0, last + 0.05)
    panels[-1].set_xlabel("hours since the working day began (dashed: end of the paid day)")
    shown = [
        Patch(color=ink, label=label)
        for label, activities, ink in SEGMENTS
        if any(frame["activity"].isin(activities).any() for frame in days.values())
    ]
    figure.legend(handles=shown, loc="outside lower center", ncols=5, frameon=False, fontsize=8)
    figure.suptitle(
        f"working day {day} of the horizon, the same seed in every panel",
        fontsize=7.5, color="#666666", x=0.01, ha="left",
    )  # fmt: skip
    figure.savefig(path, metadata={"Software": None})


def _panel(axes: Axes, frame: pd.DataFrame, workers: list[int]) -> None:
    places = {worker: place for place, worker in enumerate(workers)}
    rows: list[Any] = frame.to_dict("records")
    for row in rows:
        start, length = row["start"] / 60, (row["end"] - row["start"]) / 60
        axes.barh(
            places[row["worker"]], length, left=start, height=0.78, color=INKS[row["activity"]],
            edgecolor="white", linewidth=0.4,
        )  # fmt: skip
    if frame.empty:
        axes.text(0.5, 0.5, "no such day in this run", transform=axes.transAxes, ha="center")
    axes.axvline(DAY_HOURS, color="#444444", linewidth=1, linestyle="--")
    axes.set_ylim(len(workers) - 0.5, -0.5)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
