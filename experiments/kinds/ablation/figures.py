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
from experiments.language import _, counted, joined, marked
from experiments.reporting.factor_maps import COLOURS
from experiments.reporting.labels import decimals, signed, spelled
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
ACROSS = 5
PANELS = 10
MAPS_ACROSS = 3
CELL_INCHES, SMALL_CELL_INCHES = 0.66, 0.15
LABELLED = 8
"""With more levers the cells of a map are too small for numbers."""
UNCLEAR = "#D9D9D9"
"""Cells of pairs whose interaction is not significant after correction."""
GREY = ListedColormap([UNCLEAR])


def contribution_intervals(results: Results) -> Figure | dict[str, Figure]:
    """A panel an outcome, a row a lever: effects alone, last and Shapley value, with intervals."""
    if "ablation" not in results.frames:
        return {}
    rows = results.ablation
    outcomes, left_out = first(
        list(dict.fromkeys(rows["outcome"])), PANELS, "outcomes", "ablation.csv"
    )
    names = [*results.manifest["levers"], PACKAGE]
    figure, panels = _panels(len(outcomes), ACROSS, 2.45, 0.9 + ROW_INCHES * len(names), 1.6)
    for axes, name in zip(panels, outcomes, strict=True):
        selected = rows[rows["outcome"] == name]
        for part, (label, marker, ink) in STYLES.items():
            _errorbars(
                axes, selected[selected["part"] == part], names, _(label), marker, ink, DODGE[part]
            )
        say_if_empty(axes, selected["median" if "median" in selected else "value"])
        axes.axvline(0, color="#444444", linewidth=0.8, zorder=0)
        axes.axhline(len(names) - 1.5, color="#CCCCCC", linewidth=0.8)
        axes.set_title(outcome(name).label, fontsize=9, loc="left", fontweight="bold")
        axes.set_xlabel(_(str(selected["unit"].iloc[0])), fontsize=8)
        labels = [spelled(name) for name in names] if axes in panels[::ACROSS] else []
        axes.set_yticks(range(len(names)) if labels else [], labels, fontsize=8)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.tick_params(axis="x", labelsize=8)
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.grid(axis="x", color="#EBEBEB")
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=4,
        frameon=False, fontsize=8,
    )  # fmt: skip
    figure.suptitle(
        joined([_("change against the baseline"), _interval(results), left_out], "statements"),
        fontsize=7.5, color="#666666", x=0.01, ha="left",
    )  # fmt: skip
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
    figure, panels = _panels(len(outcomes), MAPS_ACROSS, side + 0.8, side, 0.4)
    for axes, name in zip(panels, outcomes, strict=True):
        selected = rows[rows["outcome"] == name]
        known = outcome(name)
        square, q, p = (
            selected.pivot(index="second", columns="first", values=column)
            .reindex(index=names[1:], columns=names[:-1]).to_numpy(np.float64)
            for column in (effect, "q_fdr", "p_holm")
        )  # fmt: skip
        clear = q < ALPHA
        largest = float(np.nanmax(np.abs(square[clear]), initial=0.0)) or 1.0
        axes.imshow(np.where(np.isfinite(square) & ~clear, 0.0, np.nan), cmap=GREY)
        image = axes.imshow(
            np.where(clear, square, np.nan), cmap=COLOURS[known.better], vmin=-largest, vmax=largest
        )
        _name_levers(axes.xaxis, names[:-1], few, 90)
        _name_levers(axes.yaxis, names[1:], few, 0)
        axes.spines[:].set_visible(False)
        pairs = counted(int(np.isfinite(square).sum()), "pair")
        title = _("{outcome}: {number:,} of {pairs}")
        title = title.format(outcome=known.label, number=int(clear.sum()), pairs=pairs)
        axes.set_title(title, loc="left", fontsize=9, fontweight="bold")
        bar = figure.colorbar(image, ax=axes, shrink=0.8)
        bar.set_label(_(str(selected["unit"].iloc[0])), fontsize=8)
        bar.ax.tick_params(labelsize=8)
        if not clear.any():
            bar.ax.set_visible(False)
        _mark(axes, square, clear, p < ALPHA, largest, few)
        say_if_empty(axes, selected[effect])
    figure.suptitle(
        joined([_about_maps(results, few), left_out], "statements"),
        fontsize=7.5, color="#666666", x=0.01, ha="left",
    )  # fmt: skip
    figure.legend(
        handles=[Patch(color=UNCLEAR, label=_("no significant interaction"))],
        loc="outside lower right", frameon=False, fontsize=8,
    )  # fmt: skip
    return figure


def _about_maps(results: Results, few: bool) -> str:
    """What cells and colours of maps are, in two lines."""
    runs = counted(results.manifest["replications"], "replication")
    coloured = _("coloured: q < {level} (false discovery rate)")
    if number := societies(results):
        these = counted(number, "society", "societies")
        runs = _("median of {societies}, {replications} each").format(
            societies=these, replications=runs
        )
        coloured = _("coloured: q < {level} (false discovery rate, sign test over societies)")
    interaction = _("interaction: joint effect less the sum of both alone")
    colours = _("blue is better, red is worse, for outcomes with a direction")
    certain = _("bold: p < {level} (Holm)") if few else _("dot: p < {level} (Holm)")
    tests = [coloured.format(level=ALPHA), certain.format(level=ALPHA)]
    lower = joined([*tests, _("corrected over all pairs and outcomes")], "statements")
    return "\n".join((joined([interaction, colours, runs], "statements"), lower))


def _interval(results: Results) -> str:
    """What error bars are."""
    replications = counted(results.manifest["replications"], "replication")
    if number := societies(results):
        return _("median and 5 to 95 % of {societies}, {replications} each").format(
            societies=counted(number, "plausible society", "plausible societies"),
            replications=replications,
        )
    return _("95 % intervals, {replications} under the same seeds").format(
        replications=replications
    )


def _name_levers(axis: Axis, names: Sequence[str], few: bool, rotation: float) -> None:
    """Levers along an axis; if few, a line for each word instead of turned text."""
    shown = [spelled(name).replace(" ", "\n" if few else " ") for name in names]
    axis.set_ticks(range(len(names)), shown, fontsize=7 if few else 6)
    axis.set_tick_params(labelrotation=0 if few else rotation, length=0)


def _panels(
    count: int, across: int, width: float, height: float, margin: float
) -> tuple[Figure, list[Axes]]:
    """A figure with so many panels, at most `across` in a row; sizes in inches."""
    columns = min(count, across)
    lines = -(-count // columns)
    size = (margin + width * columns, 0.6 + height * lines)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    panels = list(figure.subplots(lines, columns, squeeze=False).flat)
    for spare in panels[count:]:
        spare.set_visible(False)
    return figure, panels[:count]


def _errorbars(
    axes: Axes,
    rows: pd.DataFrame,
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
    apart = rows[[low, high]].sub(rows[middle], axis=0).abs().fillna(0.0)
    axes.errorbar(
        rows[middle], places, xerr=apart.to_numpy(np.float64).T, fmt=marker, markersize=4.5,
        color=ink, elinewidth=1.3, label=label,
    )  # fmt: skip


def _mark(
    axes: Axes, square: Array, clear: Mask, certain: Mask, largest: float, labelled: bool
) -> None:
    """Numbers in cells that are large enough, bold where certain; dots in small ones."""
    digits = decimals(float(np.nanmax(np.abs(square), initial=0.0)))
    for (row, column), value in np.ndenumerate(square):
        dark = clear[row, column] and abs(value) > 0.6 * largest
        ink = "white" if dark else "black" if clear[row, column] else "#666666"
        if labelled and np.isfinite(value):
            axes.text(
                column, row, signed(value, digits), ha="center", va="center", fontsize=7, color=ink,
                fontweight="bold" if certain[row, column] else "normal",
            )  # fmt: skip
        elif certain[row, column]:
            axes.plot(column, row, ".", color=ink, markersize=3)


FIGURES = {"ablation": contribution_intervals, "pairs": interaction_maps}
