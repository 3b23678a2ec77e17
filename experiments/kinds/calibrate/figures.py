"""The figures of a calibration: waves, predictions against runs, assumptions before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.kinds.calibrate import left_out, tables
from experiments.kinds.calibrate.tables import DECLARED, LAST
from experiments.language import _, fill, in_percent
from experiments.patterns.plausibility import BY_NAME
from experiments.reporting.footing import SMALL, WIDTH, columns, titled
from experiments.reporting.meanings import meaning, shortened, unit_in_words
from experiments.reporting.results import Results
from experiments.reporting.style import DPI, OKABE_ITO
from sim.settings.variants import ASSUMPTION

ACROSS, PANEL, LINES = 3, 1.75, 3
"""Panels beside each other, inches of a title above one, and its lines at most."""
BINS = 12
PANELS = 12
GREY = "#8C8C8C"


def space_by_wave(results: Results) -> Figure:
    """Share of plausible societies at each stage, and the space that waves leave."""
    rows = results.waves
    figure = Figure(figsize=(WIDTH, 3.9), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    at = np.arange(len(rows))
    share = 100 * rows["share"].to_numpy(np.float64)
    ends = np.abs(100 * rows[["share_low", "share_high"]].to_numpy(np.float64).T - share)
    axes.bar(at, share, 0.55, color=OKABE_ITO[0], label=_("plausible, of those that were run"))
    axes.errorbar(at, share, ends, fmt="none", ecolor="black", linewidth=1, capsize=3)
    waves = ~rows["stage"].isin([DECLARED, LAST]).to_numpy()
    left = 100 * rows["space_left"].to_numpy(np.float64)
    axes.plot(
        at[waves], left[waves], "o-", color=OKABE_ITO[1],
        label=_("balanced prior not ruled out"),
    )  # fmt: skip
    for place in at[waves]:
        text = in_percent(f"{left[place]:.0f}")
        axes.annotate(
            text, (place, left[place]), (6, 4), textcoords="offset points", fontsize=SMALL
        )
    below = _("{stage}\n{number:,} run")
    axes.set_xticks(at, [
        below.format(stage=tables.named(str(row.stage)), number=row.finished)
        for row in rows.itertuples()
    ])  # fmt: skip
    axes.set_ylim(0.0, 108.0)
    axes.set_ylabel(_("%"), fontsize=SMALL)
    _plain(axes)
    _legend(figure, axes)
    titled(figure, results, _("Plausible societies, and the space that waves leave"))
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
        axes.xaxis.set_major_locator(MaxNLocator(4))
        head = f"{_short(_(BY_NAME[name].meaning))}\n{errors}"
        axes.set_title(head, fontsize=SMALL, loc="left")
        _plain(axes)
    for number, axes in enumerate(panels):
        if number % ACROSS == 0:
            axes.set_ylabel(_("run (transformed)"), fontsize=SMALL)
    figure.supxlabel(_("predicted (transformed)"), fontsize=SMALL)
    note = _("predicted with 90 % intervals; grey: the band of the pattern; line: both alike")
    titled(figure, results, _("Patterns as emulators predict them, and as run"), note)
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
        axes.xaxis.set_major_locator(MaxNLocator(4))
        if row["distribution"] == "loguniform":
            axes.set_xscale("log")
            ticks = np.geomspace(row["low"], row["high"], 3)
            axes.set_xticks(ticks, [_tick(tick) for tick in ticks])
            axes.set_xticks([], minor=True)
        axes.set_title(_short(meaning(row["meaning"])), fontsize=SMALL, loc="left")
        axes.set_xlabel(fill(unit_in_words(row["unit"]), columns(PANEL)), fontsize=SMALL)
        _plain(axes)
    for axes in panels[::ACROSS]:
        axes.set_ylabel(_("% of societies"), fontsize=SMALL)
    _legend(figure, panels[0])
    note = _("societies in each class of the declared range; the most narrowed first")
    titled(figure, results, _("Assumptions before and after"), note)
    return {"assumptions": figure}


def _grid(count: int, height: float) -> tuple[Figure, list[Axes]]:
    across = min(ACROSS, count)
    down = -(-count // across)
    size = (WIDTH, 1.5 + height * down)
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    panels = list(figure.subplots(down, across, squeeze=False).ravel())
    for axes in panels[count:]:
        axes.set_axis_off()
    return figure, panels[:count]


def _shares(values: pd.Series, edges: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    counts, _edges_again = np.histogram(values, edges)
    return np.asarray(100 * counts / max(1, len(values)), np.float64)


def _edges(row: Mapping[Any, Any]) -> npt.NDArray[np.float64]:
    """Edges of equal bins over a declared range, on its scale; a bin a value for few integers."""
    low, high, law = float(row["low"]), float(row["high"]), row["distribution"]
    if law == "integer" and high - low < BINS:
        return np.arange(low - 0.5, high + 1.0)
    if law == "integer":
        low, high = low - 0.5, high + 0.5
    spread = np.geomspace if law == "loguniform" else np.linspace
    return np.asarray(spread(low, high, BINS + 1), np.float64)


def _tick(value: float) -> str:
    """A number with three digits, without an exponent."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _short(text: str) -> str:
    """A text above a panel."""
    return "\n".join(shortened(text, columns(PANEL), LINES))


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=SMALL)


def _legend(figure: Figure, axes: Axes) -> None:
    handles, texts = axes.get_legend_handles_labels()
    figure.legend(
        handles, texts, loc="outside lower center", ncols=3, frameon=False, fontsize=SMALL,
    )  # fmt: skip


FIGURES = {
    "space": space_by_wave,
    "emulators": predicted_and_run,
    "left_out": left_out.figure,
    "assumptions": narrowed_assumptions,
}
