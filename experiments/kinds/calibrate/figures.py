"""The figures of a calibration: waves, predictions against runs, assumptions before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.kinds.calibrate import left_out, tables
from experiments.kinds.calibrate.tables import DECLARED, LAST
from experiments.language import _, fill
from experiments.patterns.plausibility import BY_NAME
from experiments.reporting import labels
from experiments.reporting.meanings import unit_in_words
from experiments.reporting.results import Results
from experiments.reporting.style import DPI, OKABE_ITO
from sim.settings.variants import ASSUMPTION

ACROSS = 4
BINS = 12
PANELS = 12
GREY = "#8C8C8C"


def space_by_wave(results: Results) -> Figure:
    """Share of plausible societies at each stage, and the space that waves leave."""
    rows = results.waves
    figure = Figure(figsize=(7, 3.4), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    at = np.arange(len(rows))
    share = rows["share"].to_numpy(np.float64)
    ends = np.abs(rows[["share_low", "share_high"]].to_numpy(np.float64).T - share)
    axes.bar(at, share, 0.55, color=OKABE_ITO[0], label=_("plausible, of those that were run"))
    axes.errorbar(at, share, ends, fmt="none", ecolor="black", linewidth=1, capsize=3)
    waves = ~rows["stage"].isin([DECLARED, LAST]).to_numpy()
    left = rows["space_left"].to_numpy(np.float64)
    axes.plot(
        at[waves], left[waves], "o-", color=OKABE_ITO[1],
        label=_("balanced prior not ruled out"),
    )  # fmt: skip
    for place in at[waves]:
        text = f"{left[place]:.0%}"
        axes.annotate(text, (place, left[place]), (6, 4), textcoords="offset points", fontsize=8)
    below = _("{stage}\n{number:,} run")
    axes.set_xticks(at, [
        below.format(stage=tables.named(str(row.stage)), number=row.finished)
        for row in rows.itertuples()
    ])  # fmt: skip
    axes.set_ylim(0.0, 1.08)
    axes.set_ylabel(_("share"), fontsize=8)
    _plain(axes)
    _legend(figure, axes)
    return figure


def predicted_and_run(results: Results) -> dict[str, Figure]:
    """A panel a pattern: held-out runs of the last wave, predicted and run; grey is the band."""
    rows, table = results.checks, results.emulators
    if not len(rows):
        return {}
    last = rows["wave"].max()
    order = table[table["wave"] == last].sort_values("ruled_out", ascending=False, kind="stable")
    names = list(order["pattern"])[:PANELS]
    figure, panels = _grid(len(names), 2.4)
    for axes, name in zip(panels, names, strict=False):
        of = rows[(rows["wave"] == last) & (rows["pattern"] == name)]
        known = order.set_index("pattern").loc[name]
        axes.axhspan(of["low"].iloc[0], of["high"].iloc[0], color=GREY, alpha=0.2)
        axes.errorbar(
            of["predicted"], of["run"], xerr=1.645 * of["deviation"], fmt="o", markersize=2.5,
            color=OKABE_ITO[0], ecolor=OKABE_ITO[5], elinewidth=0.5,
        )  # fmt: skip
        ends = [of[["predicted", "run"]].min().min(), of[["predicted", "run"]].max().max()]
        axes.plot(ends, ends, color="black", linewidth=0.8)
        room = 0.06 * (ends[1] - ends[0])
        axes.set_ylim(ends[0] - room, ends[1] + room)
        errors = _("error {error:.2f}, trend {trend:.2f}").format(
            error=known["error"], trend=known["error_of_trend"]
        )
        head = f"{_wrapped(_(BY_NAME[name].meaning))}\n{errors}"
        axes.set_title(head, fontsize=7.5, loc="left")
        _plain(axes)
    for number, axes in enumerate(panels):
        if number % ACROSS == 0:
            axes.set_ylabel(_("run (transformed)"), fontsize=8)
    figure.supxlabel(
        _("predicted, with 90 % intervals; grey: the band of the pattern"),
        fontsize=8, color="0.3",
    )  # fmt: skip
    return {"emulators": figure}


def narrowed_assumptions(results: Results) -> dict[str, Figure]:
    """A panel an assumption, the most narrowed first: declared, balanced and in the ensemble."""
    if "assumptions" not in results.frames:
        return {}
    rows = results.assumptions.head(PANELS)
    draws = results.draws
    after = draws[draws["place"].notna()]
    wave = draws[draws["stage"] == "wave 1"]
    figure, panels = _grid(len(rows), 2.2)
    for axes, row in zip(panels, rows.to_dict("records"), strict=False):
        name, edges = f"{ASSUMPTION}{row['assumption']}", _edges(row)
        shares = _shares(wave[name], edges)
        balanced = _("wave 1 (balanced)")
        axes.stairs(shares, edges, color=GREY, fill=True, alpha=0.45, label=balanced)
        shares = _shares(after[name], edges)
        axes.stairs(shares, edges, color=OKABE_ITO[0], linewidth=1.8, label=_("ensemble"))
        axes.axvline(row["value"], color="black", linestyle=":", label=_("declared value"))
        if row["distribution"] == "loguniform":
            axes.set_xscale("log")
            ticks = np.geomspace(row["low"], row["high"], 3)
            axes.set_xticks(ticks, [f"{tick:.3g}" for tick in ticks])
            axes.set_xticks([], minor=True)
        axes.set_title(_wrapped(labels.words(row["assumption"])), fontsize=8, loc="left")
        axes.set_xlabel(unit_in_words(row["unit"]), fontsize=7.5)
        _plain(axes)
    for axes in panels[::ACROSS]:
        axes.set_ylabel(_("share"), fontsize=8)
    _legend(figure, panels[0])
    return {"assumptions": figure}


def _grid(count: int, height: float) -> tuple[Figure, list[Axes]]:
    across = min(ACROSS, count)
    down = -(-count // across)
    size = (1.0 + 2.7 * across, 0.8 + height * down)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    panels = list(figure.subplots(down, across, squeeze=False).ravel())
    for axes in panels[count:]:
        axes.set_axis_off()
    return figure, panels[:count]


def _shares(values: pd.Series, edges: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    counts, _edges_again = np.histogram(values, edges)
    return np.asarray(counts / max(1, len(values)), np.float64)


def _edges(row: Mapping[Any, Any]) -> npt.NDArray[np.float64]:
    """Edges of equal bins over a declared range, on its scale; a bin a value for few integers."""
    low, high, law = float(row["low"]), float(row["high"]), row["distribution"]
    if law == "integer" and high - low < BINS:
        return np.arange(low - 0.5, high + 1.0)
    if law == "integer":
        low, high = low - 0.5, high + 0.5
    spread = np.geomspace if law == "loguniform" else np.linspace
    return np.asarray(spread(low, high, BINS + 1), np.float64)


def _wrapped(text: str, width: int = 34) -> str:
    return fill(text, width)


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=7.5)


def _legend(figure: Figure, axes: Axes) -> None:
    handles, texts = axes.get_legend_handles_labels()
    figure.legend(
        handles, texts, loc="outside lower center", ncols=4, frameon=False, fontsize=8,
    )  # fmt: skip


FIGURES = {
    "space": space_by_wave,
    "emulators": predicted_and_run,
    "left_out": left_out.figure,
    "assumptions": narrowed_assumptions,
}
