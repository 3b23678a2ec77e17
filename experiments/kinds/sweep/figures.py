"""The figures of a sweep: lines over one factor, maps over two, mean trends of three and more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.config.catalogue import BASELINE
from experiments.config.factors import Axis
from experiments.config.outcomes import FREED, Outcome
from experiments.reporting import labels
from experiments.reporting.factor_maps import maps
from experiments.reporting.factor_trends import trends
from experiments.reporting.panels import (
    CHANGE,
    LEVEL,
    Side,
    about,
    dress,
    finish,
    inks,
    outcomes,
    panels,
    places,
    say_if_empty,
    tick,
)
from experiments.reporting.style import BASELINE_INK, MOST_INKS, MOST_PANELS, MOST_ROWS, first, save

MARKED = 30
"""Up to so many points are marked on a line."""


def draw(rows: pd.DataFrame, axes: Sequence[Axis], folder: Path, note: str) -> list[Path]:
    """Write the figures of the rows of sweep.csv into a folder as PNG; their paths.

    Changes against the baseline, where there are scenarios, and levels.
    """
    varied = [one for one in axes if rows[one.factor.word].nunique() > 1] or axes[:1]
    rows, left_out = _fitting(rows, len(varied))
    note += left_out
    paint = lines if len(varied) == 1 else maps if len(varied) == 2 else trends
    others = rows[rows["scenario"] != BASELINE]
    levels = rows[rows["measure"] != FREED]
    folder.mkdir()
    found: list[Path] = []
    for prefix, side, some in (("change", CHANGE, others), ("level", LEVEL, levels)):
        if not some.empty:
            for name, figure in paint(some, varied, side, note):
                found.append(folder / f"{'_'.join(filter(None, (prefix, name)))}.png")
                save(figure, found[-1])
    return found


def _fitting(rows: pd.DataFrame, varied: int) -> tuple[pd.DataFrame, str]:
    """Rows of as many scenarios and outcomes as figures have room for, and a note on the others.

    Over one factor scenarios are lines and outcomes panels, over two scenarios are figures, over
    more outcomes are figures and scenarios lines.
    """
    names = list(dict.fromkeys(rows["scenario"]))
    found = list(outcomes(rows))
    shown, fewer = first(
        names, MOST_ROWS if varied == 2 else MOST_INKS + 1, "scenarios", "sweep.csv"
    )
    kept, less = first(found, MOST_PANELS if varied < 3 else MOST_ROWS, "outcomes", "sweep.csv")
    pairs = [Outcome(*pair) in kept for pair in zip(rows["measure"], rows["group"], strict=True)]
    notes = "".join(f"; {one}" for one in (fewer, less) if one)
    return rows[rows["scenario"].isin(shown) & np.array(pairs)], notes


def lines(
    rows: pd.DataFrame, varied: Sequence[Axis], side: Side, note: str
) -> Iterator[tuple[str, Figure]]:
    """One figure, a panel an outcome: means of every scenario, with their intervals."""
    (axis,) = varied
    found = outcomes(rows)
    looks = inks(list(dict.fromkeys(rows["scenario"])))
    figure, made = panels(len(found))
    for panel, (one, unit) in zip(made, found.items(), strict=True):
        for name, part in about(rows, one).groupby("scenario", sort=False):
            part = part.sort_values(axis.factor.word)
            x = places(part[axis.factor.word], axis.factor)
            panel.plot(
                x, part[side.column], **looks[str(name)], linewidth=1.5, markersize=3.5,
                marker="o" if len(part) <= MARKED else "", label=labels.spelled(str(name)),
            )  # fmt: skip
            ends = part[side.low].to_numpy(float), part[side.high].to_numpy(float)
            panel.fill_between(x, *ends, color=looks[str(name)]["color"], alpha=0.15, lw=0)
        if side is CHANGE:
            panel.axhline(0, color=BASELINE_INK, linewidth=0.8)
        dress(panel, one, unit)
        say_if_empty(panel, about(rows, one)[side.column])
        tick(panel, axis, rows[axis.factor.word], "x")
    finish(figure, f"{side.words}; band: 95 % interval{note}", made[0])
    yield "", figure
