"""A day of every worker of a community as a Gantt chart, one panel a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.language import _, fill, joined
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, columns, headed
from experiments.reporting.style import DARK, DPI, MOST_ROWS, SEGMENTS, first, segment_look
from sim.enums import DAY_MINUTES
from sim.measures.activities import UPWARD

LOOKS = {
    activity: segment_look(label) for label, activities, _ink in SEGMENTS for activity in activities
}
DAY_HOURS = DAY_MINUTES // 60
SHADE = "#F6F2EA"
VACANT = "vacant"
LOOKS[VACANT] |= {"hatch": "////", "edgecolor": DARK}
"""A place that nobody holds has the colour of unused paid time, and is hatched."""


def chart(
    days: Mapping[str, pd.DataFrame], names: Mapping[int, str], day: int, note: str
) -> Figure:
    """The chart of a day.

    Parameters: by scenario rows of worker, start and end in minutes, activity; names of workers;
    the day, counted from 1; a note.
    """
    workers, fewer_workers = first(sorted(names), MOST_ROWS, "workers", "segments.csv")
    most = max(1, 3 * MOST_ROWS // max(len(workers), 1))
    shown_days, fewer_days = first(list(days), most, "scenarios", "segments.csv")
    days = {name: days[name][days[name]["worker"].isin(workers)] for name in shown_days}
    last = max([DAY_HOURS, *(frame["end"].max() / 60 for frame in days.values() if len(frame))])
    figure = Figure(
        figsize=(WIDTH, 2.3 + len(days) * (0.6 + 0.24 * len(workers))),
        dpi=DPI,
        layout="constrained",
    )
    panels = figure.subplots(len(days), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (scenario, frame) in zip(panels, days.items(), strict=True):
        _panel(axes, frame, workers, last + 0.05)
        axes.set_yticks(range(len(workers)), [names[worker] for worker in workers], fontsize=SMALL)
        axes.tick_params(axis="x", labelsize=SMALL)
        axes.set_title(labels.spelled(scenario), loc="left", fontsize=9, fontweight="bold")
    below = _(
        "hours since the working day began (dashed: the end of the paid day, {hours} h; after "
        "it, overtime)"
    ).format(hours=DAY_HOURS)
    panels[-1].set_xlabel(fill(below, columns(WIDTH - 1.6)), fontsize=SMALL)
    shown = [
        Patch(**segment_look(label), label=_(label), linewidth=0.3)
        for label, activities, _ink in SEGMENTS
        if any(frame["activity"].isin(activities).any() for frame in days.values())
    ]
    if any((frame["activity"] == VACANT).any() for frame in days.values()):
        shown.append(Patch(**LOOKS[VACANT], label=_("vacant"), linewidth=0.3))
    figure.legend(handles=shown, loc="outside lower center", ncols=3, frameon=False, fontsize=SMALL)
    order = _("fixed time first, then tasks as they come, then free time by what it was used for")
    notes = joined([order, fewer_workers, fewer_days, note], "statements")
    headed(figure, _("What workers do on working day {day}").format(day=day), notes)
    return figure


def _panel(axes: Axes, frame: pd.DataFrame, workers: Sequence[int], end: float) -> None:
    """Bars of one scenario; at the right the hours of each worker for upward tasks."""
    axes.set_xlim(0, end)
    axes.set_ylim(len(workers) - 0.5, -0.5)
    axes.set_xticks(range(int(end) + 1))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelbottom=True)
    if frame.empty:
        nothing = _("no such day in this run")
        axes.text(0.5, 0.5, nothing, transform=axes.transAxes, ha="center")
        return
    axes.axvspan(DAY_HOURS, end, color=SHADE, zorder=0, linewidth=0)
    places = {worker: place for place, worker in enumerate(workers)}
    for activity, rows in frame.groupby("activity", sort=False, observed=True):
        axes.barh(
            rows["worker"].map(places), (rows["end"] - rows["start"]) / 60,
            left=rows["start"] / 60, height=0.8, linewidth=0.3, **LOOKS[str(activity)],
        )  # fmt: skip
    axes.axvline(DAY_HOURS, color="black", linewidth=1, linestyle="--")
    hours = (frame["end"] - frame["start"]) / 60
    upward = hours.where(frame["activity"].isin(UPWARD), 0.0)
    for worker, place in places.items():
        mine = frame["worker"] == worker
        _margin_text(axes, place, _("{hours:.1f} h").format(hours=upward[mine].sum()))
    _margin_text(axes, -0.95, _("upward"), "bottom")
    extra = hours.where(frame["start"] >= DAY_MINUTES, 0.0)
    axes.set_title(
        _("{upward:.1f} of {all:.1f} hours go upward; {overtime:.1f} h overtime").format(
            upward=upward.sum(), all=hours.sum(), overtime=extra.sum()
        ),
        loc="right", fontsize=SMALL, color="#444444",
    )  # fmt: skip


def _margin_text(axes: Axes, place: float, text: str, below: str = "center") -> None:
    axes.annotate(
        text, (1, place), xycoords=axes.get_yaxis_transform(), xytext=(6, 0),
        textcoords="offset points", ha="left", va=below, fontsize=SMALL, color="#444444",
        annotation_clip=False,
    )  # fmt: skip
