"""Trends over many factors: an outcome at each level of one, averaged over all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
from matplotlib.figure import Figure

from experiments.config.factors import Axis
from experiments.language import _, bracketed, counted, fill, joined
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, columns
from experiments.reporting.outcome_rows import outcomes, rows_of
from experiments.reporting.panels import (
    BETTER,
    HEIGHT,
    Side,
    finish,
    inks,
    panels,
    places,
    scaled,
    tick,
)
from experiments.reporting.style import BASELINE_INK
from experiments.statistics.response_surface import span, trend

SHOWN = 9
"""Factors whose trends are plotted: those with the largest effect."""


def trends(
    rows: pd.DataFrame, varied: Sequence[Axis], side: Side, note: str
) -> Iterator[tuple[str, Figure]]:
    """A figure an outcome, a panel a factor, a line a scenario."""
    looks = inks(list(dict.fromkeys(rows["scenario"])))
    for outcome in outcomes(rows):
        part, unit = scaled(rows_of(rows, outcome), [side.column])
        lines = {
            axis: {
                name: trend(selected[axis.factor.word], selected[side.column])
                for name, selected in part.groupby("scenario", sort=False)
            }
            for axis in varied
        }
        order = sorted(lines, key=lambda axis: -max(map(span, lines[axis].values())))
        shown = [axis for axis in varied if axis in order[:SHOWN]]
        figure, made = panels(len(shown), sharey=True)
        for panel, axis in zip(made, shown, strict=True):
            for name, line in lines[axis].items():
                x = places(line["level"], axis.factor)
                panel.plot(
                    x, line["mean"], **looks[str(name)], markersize=4, linewidth=1.5,
                    label=labels.spelled(str(name)),
                )  # fmt: skip
                ink = looks[str(name)]["color"]
                panel.fill_between(x, line["low"], line["high"], color=ink, alpha=0.12, lw=0)
            if side.change:
                panel.axhline(0, color=BASELINE_INK, linewidth=0.8)
            tick(panel, axis, part[axis.factor.word], "x")
            place = panel.get_subplotspec()
            if place is not None and place.is_first_col():
                panel.set_ylabel(fill(unit, columns(HEIGHT - 0.9)), fontsize=SMALL)
            panel.tick_params(labelsize=SMALL)
            panel.spines[["top", "right"]].set_visible(False)
        title = _("{scenario}: {what}").format(
            scenario=bracketed(outcome.label, _(BETTER.get(outcome.better, ""))),
            what=_(side.label),
        )
        text = _(
            "mean over the points at a level or in a class of equal size; band: 10 to 90 % of "
            "these points, which differ in all else that is varied (no confidence interval)"
        )
        left = len(varied) - len(shown)
        less = _("{settings} of less effect left out").format(settings=counted(left, "setting"))
        finish(figure, title, joined([text, note, less if left else ""], "statements"), made[0])
        yield str(outcome).replace(".", "_"), figure
