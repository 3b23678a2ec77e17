"""The figure of costs: yuan a year by who pays, and yuan for an hour freed with intervals."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.costs.costs import FREES
from experiments.costs.tables import costs
from experiments.language import _
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, DPI, MOST_ROWS, OKABE_ITO, first
from experiments.statistics.ratios import Sign
from sim.levers.resources import Budget

INKS = {
    (Budget.STREET, "money"): OKABE_ITO[0],
    (Budget.STREET, "paid time"): OKABE_ITO[5],
    (Budget.DISTRICT, "money"): OKABE_ITO[4],
    (Budget.DISTRICT, "paid time"): OKABE_ITO[1],
    (Budget.CITY, "money"): "#6A3D6A",
    (Budget.RESIDENTS, "money"): OKABE_ITO[2],
    (Budget.MERCHANTS, "money"): OKABE_ITO[6],
    (Budget.PARTNERS, "money"): OKABE_ITO[3],
}
"""Colours by who pays, and whether it is money or time of paid staff."""


def yuan(results: Results) -> dict[str, Figure]:
    """What scenarios cost a year and who pays, and yuan for an hour freed.

    Left: means, overtime left out; what is saved is left of 0. Right: yuan for an hour freed, and
    its interval; where the interval of hours freed holds zero there is no ratio, and words say so.
    Scenarios are in the order of costs.csv.
    """
    rows = costs(results)
    if rows.empty:
        return {}
    names, left_out = first(list(rows["scenario"]), MOST_ROWS, "scenarios", "costs.csv")
    rows = rows.set_index("scenario").loc[names]
    size = (10.5, 2.4 + 0.45 * len(names))
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    _bars(left, results.frames["budgets"], names)
    _ratios(right, rows)
    left.set_yticks(range(len(names)), [labels.spelled(name) for name in names])
    left.set_ylim(len(names) - 0.4, -0.6)
    handles = left.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=4, frameon=False, fontsize=8)
    over = "mark and bar: mean, 95 % interval"
    if societies(results):
        over = "mark and bar: median, 5 to 95 % of societies; prices drawn in each"
    model = results.manifest["versions"]["model"]
    text = "; ".join(filter(None, [over, left_out, f"unburden, model {model}"]))
    figure.suptitle(fill(text, 150), fontsize=7.5, color="#666666", x=0.01, ha="left")
    return {"yuan": figure}


def _bars(axes: Axes, items: pd.DataFrame, names: list[str]) -> None:
    """Means by who pays, stacked from 0 to both sides."""
    sums = items.groupby(["budget", "kind", "scenario"], observed=True)["mean"].sum()
    right: npt.NDArray[np.float64] = np.zeros(len(names))
    left = right.copy()
    for (budget, kind), ink in INKS.items():
        found = [float(sums.get((str(budget), kind, name), 0.0)) for name in names]
        width = np.array(found) / 1000.0
        if not width.any():
            continue
        label = _("{label}, {group}").format(label=_(str(budget)), group=_(kind))
        axes.barh(
            range(len(names)), width, left=np.where(width > 0, right, left), color=ink,
            label=label, height=0.66, edgecolor="white", linewidth=0.6,
        )  # fmt: skip
        right, left = right + np.maximum(width, 0), left + np.minimum(width, 0)
    axes.axvline(0, color=BASELINE_INK, linewidth=1)
    axes.set_title(_("Who pays"), loc="left", fontsize=9, fontweight="bold")
    _dress(axes, _("thousand yuan a year more than in the baseline, means"))


def _ratios(axes: Axes, rows: pd.DataFrame) -> None:
    middle, low, high = (
        rows[f"yuan_per_hour{end}"].to_numpy(np.float64) for end in ("", "_low", "_high")
    )
    ends = np.stack([middle - low, np.where(np.isfinite(high), high, middle) - middle])
    axes.errorbar(
        middle, range(len(rows)), xerr=np.nan_to_num(ends, posinf=0.0), fmt="D", color=OKABE_ITO[0],
        markersize=4.5, capsize=3, linewidth=1.5,
    )  # fmt: skip
    for place, (words, top) in enumerate(zip(rows["frees"], high, strict=True)):
        open_end = _("no upper end") if np.isinf(top) else ""
        text = open_end if words == FREES[Sign.ABOVE] else _(str(words))
        if text:
            axes.annotate(
                text, (1, place), xycoords=axes.get_yaxis_transform(), ha="right", va="center",
                fontsize=8, color="#666666",
            )  # fmt: skip
    axes.axvline(0, color=BASELINE_INK, linewidth=1)
    axes.set_title(_("For an hour freed"), loc="left", fontsize=9, fontweight="bold")
    _dress(axes, _("yuan for an hour freed at equal delivery"))


def _dress(axes: Axes, label: str) -> None:
    axes.set_xlabel(label, fontsize=8.5)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=8)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
