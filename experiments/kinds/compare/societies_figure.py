"""The figure of societies: every scenario with each society as a dot, ranked by hours freed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.config.outcomes import FREED, STANDARD, Outcome
from experiments.language import _, fill, joined
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, titled
from experiments.reporting.frames import part
from experiments.reporting.results import Results
from experiments.reporting.shown_scenarios import chosen
from experiments.reporting.society_cells import share_of
from experiments.reporting.society_notes import societies
from experiments.reporting.style import BASELINE_INK, DPI, MOST_ROWS, OKABE_ITO
from experiments.statistics.paired_differences import differences

INK, PALE = OKABE_ITO[0], OKABE_ITO[5]
ACROSS = 3
"""Panels beside each other."""
TITLE, NAME = 20, 18
"""Letters in a line of a title."""
CLOUD, SPREAD = 0.17, 0.34
"""Middle and height of the band that dots of a row lie in, below its bar."""
BAR = -0.17


def societies_ranked(results: Results) -> dict[str, Figure]:
    """Change of each primary outcome by scenario: a dot a society, the median, and 5 to 95 %.

    Scenarios are ranked by hours freed at equal delivery. At the right: the share of societies in
    which the outcome is better by more than the least difference.
    """
    names, left_out = chosen(results, MOST_ROWS, "comparison.csv")
    # Of one society there is no median and no share; "hours_freed" has what there is.
    if societies(results) < 2 or not names:
        return {}
    rows: Any = results.comparison.set_index(["measure", "group", "scenario"]).sort_index()
    outcomes = [outcome for outcome in STANDARD if (*outcome, names[0]) in rows.index]
    if Outcome(FREED) in outcomes:
        freed = rows.loc[FREED, "all"]["median"].reindex(names)
        names = list(freed.sort_values(ascending=False, kind="stable").index)
    changes = changes_by_society(results, outcomes)
    across = min(ACROSS, len(outcomes))
    down = -(-len(outcomes) // across)
    size = WIDTH, 1.0 + down * (1.2 + 0.42 * len(names))
    figure = Figure(figsize=size, dpi=DPI, layout="constrained")
    panels = figure.subplots(down, across, sharey=True, squeeze=False).ravel()
    for axes, outcome in zip(panels, outcomes, strict=False):
        table = rows.loc[outcome.measure, outcome.group].reindex(names)
        _panel(axes, table, changes[outcome], outcome)
    for axes in panels[len(outcomes) :]:
        axes.set_axis_off()
    panels[0].set_yticks(range(len(names)), [fill(labels.spelled(name), NAME) for name in names])
    panels[0].set_ylim(len(names) - 0.4, -0.6)
    note = _(
        "change against the baseline of the same society; dot: a society, mean of its "
        "replications; mark and bar: median, 5 to 95 % of societies; right: share of societies in "
        "which it helps"
    )
    titled(figure, results, _("What scenarios change, in every society"), note, left_out)
    return {"societies_ranked": figure}


def _panel(axes: Axes, rows: pd.DataFrame, changes: pd.DataFrame, outcome: Outcome) -> None:
    shown = labels.shown_in(str(rows["unit"].dropna().iloc[0]) if len(rows) else "")
    axes.axvline(0, color=BASELINE_INK, linewidth=1, zorder=1)
    for place, name in enumerate(rows.index):
        if name in changes:
            values = changes[name].to_numpy(np.float64) * shown.factor
            # Societies keep their height in all rows, so that one can be followed downwards.
            offset = CLOUD + SPREAD * ((np.arange(len(values)) * 0.618034) % 1 - 0.5)
            axes.plot(values, place + offset, "o", color=PALE, markersize=3.2, alpha=0.8, zorder=2)
    middle = rows["median"].to_numpy(np.float64) * shown.factor
    low, high = (rows[end].to_numpy(np.float64) * shown.factor for end in ("low", "high"))
    bars = np.arange(len(rows)) + BAR
    axes.errorbar(
        middle, bars, xerr=np.nan_to_num(np.stack([middle - low, high - middle])),
        fmt="D", color=INK, markersize=4.5, capsize=3, linewidth=1.5, zorder=3,
    )  # fmt: skip
    for place, (share, lacking) in enumerate(rows[["share_helped", "lacking"]].to_numpy(float)):
        text = _("{n} lack it").format(n=f"{lacking:.0f}")
        if np.isfinite(share):
            text = share_of(share, int(rows["societies"].iloc[place]))
        if np.isfinite(share) or lacking > 0:
            axes.annotate(
                text, (1, place + BAR), xycoords=axes.get_yaxis_transform(),
                xytext=(2, 0), textcoords="offset points", va="center", fontsize=SMALL, color="0.2",
            )  # fmt: skip
    for line in range(len(rows) - 1):
        axes.axhline(line + 0.5, color="#DDDDDD", linewidth=0.8, zorder=0)
    better = {1: _("more is better"), -1: _("less is better"), 0: ""}[outcome.better]
    axes.set_title(fill(outcome.label, TITLE), loc="left", fontsize=SMALL, fontweight="bold")
    axes.set_xlabel(fill(joined([shown.axis, better], "clauses"), TITLE), fontsize=SMALL)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelsize=SMALL)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)


def changes_by_society(results: Results, outcomes: list[Outcome]) -> dict[Outcome, pd.DataFrame]:
    """By outcome: mean change against the baseline, societies x scenarios.

    NaN where a society has none; of censored days also where one of its runs has none.
    """
    columns = ["society", "replication", "scenario", "measure", "group", "value"]
    measures = sorted({outcome.measure for outcome in outcomes})
    rows = part(results.frames, "measures", columns, community=None, measure=measures)
    first = results.manifest["scenarios"][0]
    found = {}
    for outcome in outcomes:
        mine = rows[(rows["measure"] == outcome.measure) & (rows["group"] == outcome.group)]
        mine = mine.astype({"scenario": "object"})
        wide = mine.pivot(index=["society", "replication"], columns="scenario", values="value")
        before = wide[first].to_numpy(np.float64)
        change = wide.apply(lambda after: differences(before, after.to_numpy(np.float64)))  # noqa: B023
        by_society = change.groupby("society")
        means = by_society.mean()
        if outcome.censored:
            means = means.where(by_society.count() == by_society.size().to_numpy()[:, None])
        found[outcome] = means
    return found
