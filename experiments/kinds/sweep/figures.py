"""The figures of a sweep: lines over one factor, maps over two, mean trends of three and more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.config.catalogue import BASELINE
from experiments.config.factors import Axis
from experiments.config.outcomes import FREED, LESS, Outcome
from experiments.kinds.sweep.axes import recorded
from experiments.language import _, counted, joined
from experiments.reporting import labels
from experiments.reporting.factor_maps import maps
from experiments.reporting.factor_trends import trends
from experiments.reporting.footing import model
from experiments.reporting.outcome_rows import outcomes, rows_of
from experiments.reporting.panels import (
    CHANGE,
    LEVEL,
    OVER_SOCIETIES,
    Side,
    dress,
    finish,
    inks,
    panels,
    places,
    say_if_empty,
    scaled,
    tick,
)
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, MOST_INKS, MOST_PANELS, MOST_ROWS, first

MARKED = 30
"""Points that are marked on a line, at most."""


def changes(results: Results) -> dict[str, Figure]:
    """Changes against the baseline over the factors; none for the baseline alone."""
    return _figures(results, "change", CHANGE)


def levels(results: Results) -> dict[str, Figure]:
    """Levels over the factors."""
    return _figures(results, "level", LEVEL)


def _figures(results: Results, name: str, side: Side) -> dict[str, Figure]:
    """Lines over one factor, maps over two, trends of more, by the names of their files."""
    rows, axes = results.sweep, recorded(results)
    varied = [axis for axis in axes if rows[axis.factor.word].nunique() > 1] or axes[:1]
    rows, left_out = _fitting(rows, len(varied))
    kept = rows["scenario"] != BASELINE if side.change else ~rows["measure"].isin([FREED, LESS])
    if not kept.any():
        return {}
    several = societies(results)
    these = counted(several, "society", "societies") if several else ""
    runs = joined([these, counted(results.manifest["replications"], "replication")], "clauses")
    note = joined([runs, left_out, model(results)], "statements")
    side = OVER_SOCIETIES[side] if several else side
    plot = lines if len(varied) == 1 else maps if len(varied) == 2 else trends
    made = plot(rows[kept], varied, side, note)
    return {"_".join(filter(None, (name, key))): figure for key, figure in made}


def _fitting(rows: pd.DataFrame, varied: int) -> tuple[pd.DataFrame, str]:
    """Rows of as many scenarios and outcomes as figures have room for, and a note on the others.

    Over one factor scenarios are lines and outcomes panels, over two scenarios are figures, over
    more outcomes are figures and scenarios lines.
    """
    names = list(dict.fromkeys(rows["scenario"]))
    measured = list(outcomes(rows))
    shown, fewer = first(
        names, MOST_ROWS if varied == 2 else MOST_INKS + 1, "scenarios", "sweep.csv"
    )
    kept, less = first(measured, MOST_PANELS if varied < 3 else MOST_ROWS, "outcomes", "sweep.csv")
    pairs = [Outcome(*pair) in kept for pair in zip(rows["measure"], rows["group"], strict=True)]
    return rows[rows["scenario"].isin(shown) & np.array(pairs)], joined([fewer, less], "statements")


def lines(
    rows: pd.DataFrame, varied: Sequence[Axis], side: Side, note: str
) -> Iterator[tuple[str, Figure]]:
    """One figure, a panel an outcome: means of every scenario, with their intervals."""
    (axis,) = varied
    units = outcomes(rows)
    looks = inks(list(dict.fromkeys(rows["scenario"])))
    figure, made = panels(len(units))
    for panel, outcome in zip(made, units, strict=True):
        here, unit = scaled(rows_of(rows, outcome), [side.column, side.low, side.high])
        for name, part in here.groupby("scenario", sort=False):
            part = part.sort_values(axis.factor.word)
            x = places(part[axis.factor.word], axis.factor)
            panel.plot(
                x, part[side.column], **looks[str(name)], linewidth=1.5, markersize=4,
                markevery=-(-len(part) // MARKED), label=labels.spelled(str(name)),
            )  # fmt: skip
            ends = part[side.low].to_numpy(float), part[side.high].to_numpy(float)
            panel.fill_between(x, *ends, color=looks[str(name)]["color"], alpha=0.15, lw=0)
        if side.change:
            panel.axhline(0, color=BASELINE_INK, linewidth=0.8)
        dress(panel, outcome, unit)
        say_if_empty(panel, rows_of(rows, outcome)[side.column])
        tick(panel, axis, rows[axis.factor.word], "x")
    band = _("band: 95 % interval")
    if "societies" in rows:
        band = _("band: 5 to 95 % of societies")
    title = _("Changes over {factor}") if side.change else _("Levels over {factor}")
    note = joined([_(side.label) if side.change else "", band, note], "statements")
    finish(figure, title.format(factor=axis.factor.label), note, made[0])
    yield "", figure


FIGURES = {"change": changes, "level": levels}
