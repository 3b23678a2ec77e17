"""The figure of single communities: hours freed in each, sorted, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.config.outcomes import FREED
from experiments.language import _, fill, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, TITLE, WIDTH, columns, titled
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_notes import societies, spread
from experiments.reporting.style import BASELINE_INK, DPI, MOST_ROWS, OKABE_ITO, first
from sim.settings.each import VILLAGE

LOOKS = {
    "old_estate": (OKABE_ITO[4], "o", marked("old estate")),
    "commercial": (OKABE_ITO[0], "s", marked("commercial estate")),
    "business": (OKABE_ITO[3], "^", marked("business")),
    "mixed": (OKABE_ITO[1], "D", marked("mixed")),
    "village": (OKABE_ITO[2], "v", marked("village")),
    "": (BASELINE_INK, "o", marked("type drawn in each run")),
}
"""Colour, marker and label of each type; the last of those that the place does not state."""
MOST_PANELS = 5
ROW, LABELS = 0.2, 1.7
"""Inches of a row's height, and of the width of names."""
LONGEST = 24
"""Columns of a name that are shown."""


def communities(results: Results) -> dict[str, Figure]:
    """Hours freed at equal delivery in each community, by scenario.

    Communities are sorted by the scenario in which most is freed. Mark: median; bar: 5 to 95 % of
    societies (of one society, of its replications). Colour and marker: the type of the community.
    Over societies those without a name or a type of their own are left out.
    """
    if "by_community" not in results.frames:
        return {}
    rows = results.by_community
    rows = rows[(rows["measure"] == FREED) & (rows["group"] == "all")]
    rows, anonymous = _known(rows, bool(societies(results)))
    names, fewer = chosen(results, MOST_PANELS, "by_community.csv")
    names = [name for name in names if (rows["scenario"] == name).any()]
    if not names:
        return {}
    medians = rows.pivot(index="community", columns="scenario", values="median")[names]
    lead = str(medians.median().fillna(-np.inf).idxmax())
    ranked = medians[lead].sort_values(ascending=False, kind="stable").index.tolist()
    shown, left_out = first(ranked, MOST_ROWS, "communities", "by_community.csv")
    figure = Figure(figsize=(WIDTH, 2.6 + ROW * len(shown)), dpi=DPI, layout="constrained")
    panels = figure.subplots(1, len(names), sharex=True, sharey=True, squeeze=False)[0]
    width = columns((WIDTH - LABELS) / len(names), TITLE)
    for axes, name in zip(panels, names, strict=True):
        mine = rows[rows["scenario"] == name].set_index("community").reindex(shown)
        _panel(axes, mine)
        axes.set_title(fill(labels.spelled(name), width), loc="left", fontsize=9, weight="bold")
    titles = rows.drop_duplicates("community").set_index("community")
    panels[0].set_yticks(range(len(shown)), [_label(titles, number) for number in shown])
    panels[0].set_ylim(len(shown) - 0.4, -0.6)
    panels[0].set_xlabel(_(str(rows["unit"].iloc[0])), fontsize=SMALL, loc="left")
    handles = {
        text: handle
        for axes in panels
        for handle, text in zip(*axes.get_legend_handles_labels(), strict=True)
    }
    figure.legend(
        [*handles.values()], [*handles], loc="outside lower center", ncols=3, frameon=False,
        fontsize=SMALL,
    )  # fmt: skip
    note = _("mark: median over replications; bar: 5 to 95 % of replications")
    if societies(results):
        note = spread(results, marked("mark: median over societies; bar: 5 to 95 % of societies"))
    order = _("communities are ranked by {scenario}").format(scenario=labels.spelled(lead))
    heading = _("In which communities hours are freed at equal delivery")
    titled(figure, results, heading, note, order, fewer, left_out, anonymous)
    return {"communities": figure}


def _known(rows: pd.DataFrame, several: bool) -> tuple[pd.DataFrame, str]:
    """Rows of communities that are the same in each run, and what is said of the others.

    A community without a name whose type is drawn is another one in each run; over societies so are
    those that a share by type covers. `community_groups.csv` compares types and coverage.
    """
    known = pd.Series("name" in rows, rows.index)
    if "type" in rows:
        known |= rows["type"].notna()
    if known.all():
        return rows, ""
    if several:
        some = _("communities without name or type of their own are left out")
        return rows[known], some if known.any() else ""
    return rows, _("types that are not stated are drawn anew in each run")


def _panel(axes: Axes, rows: pd.DataFrame) -> None:
    types = rows["type"].fillna("") if "type" in rows else pd.Series("", rows.index)
    places = pd.Series(range(len(rows)), rows.index)
    for kind, (ink, marker, label) in LOOKS.items():
        mine = rows[types == kind]
        if mine.empty:
            continue
        middle = mine["median"].to_numpy(np.float64)
        ends = np.stack([middle - mine["low"], mine["high"] - middle])
        axes.errorbar(
            middle, places[types == kind], xerr=np.nan_to_num(ends), fmt=marker, color=ink,
            markersize=4.5, elinewidth=1.2, capsize=2, label=_(label),
        )  # fmt: skip
    axes.axvline(0, color=BASELINE_INK, linewidth=1, zorder=1)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    axes.tick_params(left=False, labelsize=SMALL)
    axes.grid(axis="x", color="#E6E6E6")
    axes.set_axisbelow(True)


def _label(titles: pd.DataFrame, number: int) -> str:
    if "name" in titles:
        name = str(titles["name"][number])
        return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    rural = "type" in titles and titles["type"][number] == VILLAGE
    name = _("village {number}") if rural else _("community {number}")
    return name.format(number=number)
