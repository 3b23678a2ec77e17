"""The figure of groups of residents: who is solved sooner from onset, ranked, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from experiments.kinds.compare.fairness import most_changed, rows_of
from experiments.language import _, fill, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, TITLE, WIDTH, columns, titled
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies, spread
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
MOST_PANELS, ACROSS = 5, 3
"""Scenarios that have a panel, and panels beside each other."""
ROW, HEAD = 0.25, 0.85
"""Inches of a row, and of the title and the scale of a panel."""
LABELS = 2.0
"""Inches of labels of rows."""
LABEL = marked("change in days\nfrom onset until solved\n(left of 0: sooner)")


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
    across = min(len(names), ACROSS)
    down = -(-len(names) // across)
    height = 1.5 + down * (HEAD + ROW * len(ranked))
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    made = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel().tolist()
    for spare in made[len(names) :]:
        spare.remove()
    title = columns((WIDTH - LABELS) / across, TITLE)
    for axes, name in zip(made, names, strict=False):
        mine = rows[(rows["scenario"] == name) & (rows["by"] != WHOLE)]
        _panel(axes, mine.set_index("group").reindex(ranked), float(whole[name]))
        axes.set_title(fill(labels.spelled(name), title), loc="left", fontsize=9, weight="bold")
        axes.set_xlabel(_(LABEL), fontsize=SMALL)
        axes.tick_params(labelbottom=True)
    made[0].set_yticks(range(len(ranked)), [_(RESIDENT_GROUPS[group]) for group in ranked])
    made[0].set_ylim(len(ranked) - 0.4, -0.6)
    figure.legend(
        handles=_handles(set(rows["by"])), loc="outside lower center", ncols=3, frameon=False,
        fontsize=SMALL,
    )  # fmt: skip
    note = _("mark: mean over replications; bar: 95 % interval")
    if societies(results):
        note = spread(results, marked("mark: median over societies; bar: 5 to 95 % of societies"))
    order = _("groups are ranked by {scenario}").format(scenario=labels.spelled(lead))
    heading = _("Which residents' issues are solved sooner, and which later")
    titled(figure, results, heading, note, order, fewer)
    return {"fairness": figure}


def _handles(used: set[str]) -> list[Line2D]:
    """Entries of the legend: divisions that are there, then what marks are."""
    handles = [
        Line2D([], [], color=ink, marker=marker, linestyle="", markersize=5, label=_(by))
        for by, (ink, marker) in LOOKS.items()
        if by in used
    ]
    for label, face in ((_("clear change"), BASELINE_INK), (_("not clear"), "white")):
        handles.append(
            Line2D(
                [], [], color=BASELINE_INK, marker="o", linestyle="", markersize=5,
                markerfacecolor=face, label=label,
            )
        )  # fmt: skip
    handles.append(Line2D([], [], color=BASELINE_INK, linestyle=":", label=_("all residents")))
    return handles


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
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=SMALL)
    axes.grid(axis="x", color="#E6E6E6")
    axes.set_axisbelow(True)
