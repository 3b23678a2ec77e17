"""The figures of an ablation: contributions of levers, and interactions of pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from experiments.config.outcomes import outcome
from experiments.language import _, bracketed, counted, fill, marked
from experiments.reporting.factor_maps import COLOURS
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.labels import decimals, shown_in, signed, spelled
from experiments.reporting.panels import say_if_empty
from experiments.reporting.results import Results
from experiments.reporting.society_cells import change_columns
from experiments.reporting.society_notes import societies
from experiments.reporting.style import DPI, OKABE_ITO, first
from experiments.statistics.contributions import ALONE, LAST, PACKAGE, SHAPLEY
from experiments.statistics.multiplicity import ALPHA

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

STYLES = {
    ALONE: (marked("alone"), "o", OKABE_ITO[0]),
    SHAPLEY: (marked("Shapley: mean over orders"), "D", "black"),
    LAST: (marked("last: lost without it"), "s", OKABE_ITO[1]),
    PACKAGE: (marked("the package"), "|", OKABE_ITO[3]),
}
DODGE = {ALONE: -0.25, SHAPLEY: 0.0, LAST: 0.25, PACKAGE: 0.0}
ROW_INCHES = 0.34
ACROSS = 3
PANELS = 10
MAPS_ACROSS = 2
LABELS = 1.6
"""Inches that names of levers take."""
CELL_INCHES, SMALL_CELL_INCHES, SMALLEST = 0.72, 0.15, 8.0
BESIDE, LABELLED = 5, 8
"""With more levers maps are below each other, and cells of a map are too small for numbers."""
UNCLEAR = "#D9D9D9"
"""Cells of pairs whose interaction is not significant after correction."""
GREY = ListedColormap([UNCLEAR])

MIDDLE = (
    marked("median over {societies}, {runs} each"), marked("mean over {runs} under the same seeds"),
)  # fmt: skip
"""What the number of a pair is, over societies and over runs alone."""
INTERVAL = (
    marked("median and 5 to 95 % of {societies}, {runs} each"),
    marked("95 % intervals, {runs} under the same seeds"),
)
"""What error bars are."""


def contribution_intervals(results: Results) -> Figure | dict[str, Figure]:
    """A panel an outcome, a row a lever: effects alone, last and Shapley value, with intervals."""
    if "ablation" not in results.frames:
        return {}
    rows = results.ablation
    outcomes, left_out = first(
        list(dict.fromkeys(rows["outcome"])), PANELS, "outcomes", "ablation.csv"
    )
    names = [*results.manifest["levers"], PACKAGE]
    figure, panels = _panels(len(outcomes), ACROSS, 0.9 + ROW_INCHES * len(names))
    width = columns((WIDTH - LABELS) / min(ACROSS, len(outcomes))) - 1
    for axes, name in zip(panels, outcomes, strict=True):
        selected = rows[rows["outcome"] == name]
        shown = shown_in(str(selected["unit"].iloc[0]))
        for part, (label, marker, ink) in STYLES.items():
            _errorbars(
                axes, selected[selected["part"] == part], shown.factor, names, _(label), marker,
                ink, DODGE[part],
            )  # fmt: skip
        say_if_empty(axes, selected["median" if "median" in selected else "value"])
        axes.axvline(0, color="#444444", linewidth=0.8, zorder=0)
        axes.axhline(len(names) - 1.5, color="#CCCCCC", linewidth=0.8)
        title = fill(outcome(name).label, width - 2)
        axes.set_title(title, fontsize=SMALL, loc="left", fontweight="bold")
        axes.set_xlabel(fill(shown.axis, width), fontsize=SMALL)
        labels = [spelled(name) for name in names] if axes in panels[::ACROSS] else []
        axes.set_yticks(range(len(names)) if labels else [], labels, fontsize=SMALL)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.tick_params(axis="x", labelsize=SMALL)
        axes.xaxis.set_major_locator(MaxNLocator(3))
        axes.grid(axis="x", color="#EBEBEB")
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2,
        frameon=False, fontsize=SMALL,
    )  # fmt: skip
    note = _("change against the baseline; {interval}").format(interval=_over(results, *INTERVAL))
    title = _("What each lever contributes to the package")
    titled(figure, results, title, note, left_out)
    return figure


def interaction_maps(results: Results) -> Figure | dict[str, Figure]:
    """A map an outcome: the interaction of each pair of levers, over societies its median.

    A cell is coloured where its q-value is below ALPHA, and grey otherwise; it is empty where there
    is no value.
    """
    if "pairs" not in results.frames:
        return {}
    rows, names = results.pairs, results.manifest["levers"]
    outcomes, left_out = first(
        list(dict.fromkeys(rows["outcome"])), PANELS, "outcomes", "pairs.csv"
    )
    few = len(names) <= LABELLED
    effect = "median" if societies(results) else "interaction"
    side = 1.2 + (CELL_INCHES if few else SMALL_CELL_INCHES) * len(names)
    across = MAPS_ACROSS if len(names) <= BESIDE else 1
    figure, panels = _panels(len(outcomes), across, side)
    width = columns(WIDTH / min(across, len(outcomes)) - LABELS) - 2
    for axes, name in zip(panels, outcomes, strict=True):
        selected = rows[rows["outcome"] == name]
        known, shown = outcome(name), shown_in(str(selected["unit"].iloc[0]))
        square, q, p = (
            selected.pivot(index="second", columns="first", values=column)
            .reindex(index=names[1:], columns=names[:-1]).to_numpy(np.float64)
            for column in (effect, "q_fdr", "p_holm")
        )  # fmt: skip
        square, clear = square * shown.factor, q < ALPHA
        largest = float(np.nanmax(np.abs(square[clear]), initial=0.0)) or 1.0
        axes.imshow(np.where(np.isfinite(square) & ~clear, 0.0, np.nan), cmap=GREY)
        image = axes.imshow(
            np.where(clear, square, np.nan), cmap=COLOURS[known.better], vmin=-largest, vmax=largest
        )
        _name_levers(axes.xaxis, names[:-1], few, 90)
        _name_levers(axes.yaxis, names[1:], few, 0)
        axes.spines[:].set_visible(False)
        pairs = counted(int(np.isfinite(square).sum()), "pair")
        told = _("{n} of {pairs} significant").format(n=f"{int(clear.sum()):,}", pairs=pairs)
        heads = [fill(bracketed(known.label, shown.axis), width), told]
        axes.set_title("\n".join(heads), loc="left", fontsize=SMALL, fontweight="bold")
        bar = figure.colorbar(image, ax=axes, shrink=0.8)
        bar.set_label(shown.axis, fontsize=SMALL)
        bar.ax.tick_params(labelsize=SMALL)
        if not clear.any():
            bar.ax.set_visible(False)
        _mark(axes, square, clear, p < ALPHA, largest, few)
        say_if_empty(axes, selected[effect])
    figure.legend(
        handles=[Patch(color=UNCLEAR, label=_("no significant interaction"))],
        loc="outside lower right", frameon=False, fontsize=SMALL,
    )  # fmt: skip
    notes = [_("interaction: joint effect less the sum of both alone"), _over(results, *MIDDLE)]
    notes.append(_("blue is better, red is worse, for outcomes with a direction"))
    clear_ = _("coloured: q < {alpha} (false discovery rate)")
    if societies(results):
        clear_ = _("coloured: q < {alpha} (false discovery rate, sign test over societies)")
    certain = _("bold: p < {alpha} (Holm); corrected over all pairs and outcomes")
    if not few:
        certain = _("dot: p < {alpha} (Holm); corrected over all pairs and outcomes")
    notes += [text.format(alpha=ALPHA) for text in (clear_, certain)]
    titled(figure, results, _("Which levers help or hinder each other"), *notes, left_out)
    return figure


def _over(results: Results, societies_and_runs: str, runs_alone: str) -> str:
    """What a number or an error bar is, over societies or over runs alone."""
    replications = counted(results.manifest["replications"], "replication")
    if number := societies(results):
        these = counted(number, "plausible society", "plausible societies")
        return _(societies_and_runs).format(societies=these, runs=replications)
    return _(runs_alone).format(runs=replications)


def _name_levers(axis: Axis, names: Sequence[str], few: bool, rotation: float) -> None:
    """Levers along an axis; if few, a line for each word instead of turned text."""
    shown = [spelled(name).replace(" ", "\n" if few else " ") for name in names]
    axis.set_ticks(range(len(names)), shown, fontsize=SMALL if few else SMALLEST)
    axis.set_tick_params(labelrotation=0 if few else rotation, length=0)


def _panels(count: int, across: int, height: float) -> tuple[Figure, list[Axes]]:
    """A figure with so many panels, at most `across` in a row; sizes in inches."""
    beside = min(count, across)
    lines = -(-count // beside)
    size = (WIDTH, 1.5 + height * lines)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    panels = list(figure.subplots(lines, beside, squeeze=False).flat)
    for spare in panels[count:]:
        spare.remove()
    return figure, panels[:count]


def _errorbars(
    axes: Axes,
    rows: pd.DataFrame,
    factor: float,
    names: list[str],
    label: str,
    marker: str,
    ink: str,
    dodge: float,
) -> None:
    if rows.empty:
        return
    places = np.array([names.index(lever) for lever in rows["lever"]]) + dodge
    middle, low, high = change_columns(rows, "value")
    apart = factor * rows[[low, high]].sub(rows[middle], axis=0).abs().fillna(0.0)
    axes.errorbar(
        factor * rows[middle], places, xerr=apart.to_numpy(np.float64).T, fmt=marker,
        markersize=4.5, color=ink, elinewidth=1.3, label=label,
    )  # fmt: skip


def _mark(
    axes: Axes, square: Array, clear: Mask, certain: Mask, largest: float, labelled: bool
) -> None:
    """Numbers in cells that are large enough, bold where certain; dots in small ones."""
    digits = max(0, decimals(float(np.nanmax(np.abs(square), initial=0.0))) - 1)
    for (row, column), value in np.ndenumerate(square):
        dark = clear[row, column] and abs(value) > 0.6 * largest
        ink = "white" if dark else "black" if clear[row, column] else "#666666"
        if labelled and np.isfinite(value):
            axes.text(
                column, row, signed(value, digits), ha="center", va="center", fontsize=SMALL,
                color=ink, fontweight="bold" if certain[row, column] else "normal",
            )  # fmt: skip
        elif certain[row, column]:
            axes.plot(column, row, ".", color=ink, markersize=3)


FIGURES = {"ablation": contribution_intervals, "pairs": interaction_maps}
