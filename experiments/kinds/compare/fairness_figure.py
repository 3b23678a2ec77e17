"""The figure of groups of residents: who is solved sooner from onset, ranked, with intervals."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.kinds.compare.fairness import most_changed, rows_of
from experiments.language import _, marked
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, DPI, OKABE_ITO
from experiments.statistics.fairness import ONSET, WHOLE
from sim.measures.resident_groups import RESIDENT_GROUPS

LOOKS = {
    marked("type of community"): (OKABE_ITO[0], "o"),
    marked("village or community"): (OKABE_ITO[2], "v"),
    marked("age"): (OKABE_ITO[4], "s"),
    marked("applications"): (OKABE_ITO[3], "D"),
    marked("list of visits"): (OKABE_ITO[1], "^"),
}
"""Colour and marker of each division."""
MOST_PANELS = 5
PANEL, ROW = 2.1, 0.3
"""Inches of a panel's width, and of a row's height."""
TITLE = 22
LABEL = marked("change in days\nfrom onset until solved")


def fairness(results: Results) -> dict[str, Figure]:
    """Change of days from onset until issues are solved, by group of residents and scenario.

    Where there are more scenarios than panels, those that change most for some group are shown.
    Groups are ranked by the scenario that changes most for all residents together. Mark: median
    over societies (of one society, mean over its replications), filled where the change is clear;
    bar: 5 to 95 % of societies (95 % interval); dotted line: all residents.
    """
    rows = rows_of(results)
    rows = rows[(rows["measure"] == ONSET) & (rows["against"] == "")] if len(rows) else rows
    scenarios = results.manifest["scenarios"][1:]
    names, fewer = most_changed(rows, scenarios, MOST_PANELS) if len(rows) else ([], "")
    if not names or rows["change"].isna().all():
        return {}
    changes = rows.pivot_table(index="group", columns="scenario", values="change", dropna=False)
    whole = rows[rows["by"] == WHOLE].set_index("scenario")["change"].reindex(names)
    lead = str(whole.abs().fillna(-1.0).idxmax())
    groups = list(dict.fromkeys(rows.loc[rows["by"] != WHOLE, "group"]))
    ranked = changes[lead].reindex(groups).sort_values(kind="stable").index.tolist()
    width = 2.9 + PANEL * len(names)
    figure = Figure(figsize=(width, 2.1 + ROW * len(ranked)), dpi=DPI, layout="constrained")
    panels = figure.subplots(1, len(names), sharex=True, sharey=True, squeeze=False)[0]
    for axes, name in zip(panels, names, strict=True):
        mine = rows[(rows["scenario"] == name) & (rows["by"] != WHOLE)]
        _panel(axes, mine.set_index("group").reindex(ranked), float(whole[name]))
        axes.set_title(fill(labels.spelled(name), TITLE), loc="left", fontsize=8.5, weight="bold")
        axes.set_xlabel(_(LABEL), fontsize=8)
    panels[0].set_yticks(range(len(ranked)), [_(RESIDENT_GROUPS[group]) for group in ranked])
    panels[0].set_ylim(len(ranked) - 0.4, -0.6)
    used = set(rows["by"])
    handles = [
        Line2D([], [], color=ink, marker=marker, linestyle="", markersize=5, label=_(by))
        for by, (ink, marker) in LOOKS.items()
        if by in used
    ]
    figure.legend(
        handles=handles, loc="outside lower center", ncols=min(5, 2 * len(names) + 1),
        frameon=False, fontsize=8,
    )  # fmt: skip
    over = "societies" if societies(results) else "replications"
    bar = "5 to 95 % of societies" if societies(results) else "95 % interval"
    middle = "median" if societies(results) else "mean"
    note = (
        f"mark: {middle} over {over}, filled where clear; bar: {bar}; dotted: all residents; "
        f"left of 0: sooner; ranked by {labels.spelled(lead)}"
    )
    model = results.manifest["versions"]["model"]
    text = "; ".join(filter(None, [note, fewer, f"unburden, model {model}"]))
    figure.suptitle(fill(text, int(15 * width)), fontsize=7.5, color="#666666", x=0.01, ha="left")
    return {"fairness": figure}


def _panel(axes: Axes, rows: pd.DataFrame, whole: float) -> None:
    for place, row in enumerate(rows.itertuples()):
        ink, marker = LOOKS.get(str(row.by), (BASELINE_INK, "o"))
        middle, low, high = (float(getattr(row, end)) for end in ("change", "low", "high"))
        if not np.isfinite(middle):
            continue
        ends = np.nan_to_num([[middle - low], [high - middle]])
        axes.errorbar(
            middle, place, xerr=ends, fmt=marker, color=ink, markersize=5, elinewidth=1.3,
            capsize=2, markerfacecolor=ink if row.clear else "white",
        )  # fmt: skip
    axes.axvline(0, color=BASELINE_INK, linewidth=1, zorder=1)
    if np.isfinite(whole):
        axes.axvline(whole, color=BASELINE_INK, linewidth=1, linestyle=":", zorder=1)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=8)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
