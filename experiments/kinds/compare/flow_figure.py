"""The figure of flows: hours that activities lost in a scenario, and where hours were added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from experiments.config.outcomes import FREED
from experiments.kinds.compare.weeks_figure import TOTALS, hours_by_segment, week_unit
from experiments.language import _, marked
from experiments.reporting import labels
from experiments.reporting.footing import SMALL, WIDTH, titled
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.style import DPI, SEGMENTS

MOST = 3
"""Scenarios that have a row."""
LEAST_SHARE = 0.01
"""Of the hours of a row: smaller flows are one flow together."""
LEAST_HOURS, LEAST_ROW = 0.005, 0.05
"""Hours a week: a smaller rest is not shown, and a row in which less moves has no flow."""
LESS_OVERTIME, MORE_OVERTIME = marked("less overtime"), marked("more overtime")
OTHER = marked("other activities")
INKS = {label: colour for label, _activities, colour in SEGMENTS} | {
    LESS_OVERTIME: "#B3B300", MORE_OVERTIME: "#B3B300", OTHER: "#777777",
}  # fmt: skip
TALLEST = 2.2
"""Inches of all hours of the row that has most."""
SLOT, GAP, HEAD = 0.19, 0.05, 0.5
"""Inches: the least height of a label, the room between two nodes, and the title of a row."""
LEFT, RIGHT, NODE = 0.31, 0.62, 0.014
"""Where nodes stand, and their width, as shares of the width."""


class Flow(NamedTuple):
    """Hours that activities lost and that others gained, by label, with one sum.

    A rest below LEAST_HOURS is left out.
    """

    lost: dict[str, float]
    gained: dict[str, float]

    @property
    def hours(self) -> float:
        return sum(self.lost.values())


def flow_of_freed_hours(results: Results) -> Figure:
    """Hours that activities lost (left), and where hours were added (right), to scale.

    Bands share out each loss in proportion to all gains; which hour went where is not recorded.
    """
    names, left_out = _most_freed(results)
    week: Any = hours_by_segment(results).drop(columns=list(TOTALS.values()))
    flows = {
        name: flow(week.loc[results.manifest["scenarios"][0]], week.loc[name]) for name in names
    }
    most = max((each.hours for each in flows.values()), default=0.0)
    inches = TALLEST / most if most >= LEAST_ROW else 0.0
    height = sum(HEAD + _height(each, inches) for each in flows.values()) or 1.0
    figure = Figure(figsize=(WIDTH, height + 1.0), dpi=DPI, layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    if not names:
        axes.text(
            0.5, height / 2, _("the baseline alone: nothing to compare"), ha="center", va="center",
            color="#666666",
        )  # fmt: skip
    unit = _(week_unit(results))
    top = 0.0
    for name, each in flows.items():
        _row(axes, name, each, inches, top, unit)
        top += HEAD + _height(each, inches)
    over = _("mean over replications")
    if societies(results):
        over = _("mean over societies")
    titled(figure, results, _("Where hours come from, and where they go"), unit, over, left_out)
    return figure


def flow(before: pd.Series, after: pd.Series) -> Flow:
    """What segments of the week lost and gained, overtime as what balances both.

    Parameters: hours by segment in the baseline and in a scenario. Paid time is the same in both,
    unused time included, so the fall of the sum is overtime.
    """
    change = {str(name): float(value) for name, value in (after - before).items()}
    lost = {name: -value for name, value in change.items() if value < 0}
    gained = {name: value for name, value in change.items() if value > 0}
    overtime = sum(change.values())
    if overtime < 0:
        gained[LESS_OVERTIME] = -overtime
    elif overtime > 0:
        lost[MORE_OVERTIME] = overtime
    return Flow(_merged(lost), _merged(gained))


def _merged(parts: Mapping[str, float]) -> dict[str, float]:
    """The same with flows below LEAST_SHARE in one."""
    least = LEAST_SHARE * sum(parts.values())
    large = {name: value for name, value in parts.items() if value >= least}
    small = sum(value for name, value in parts.items() if name not in large)
    return {**large, OTHER: small} if small >= LEAST_HOURS else large


def _most_freed(results: Results) -> tuple[list[str], str]:
    """The scenarios that free most, and a note on the others."""
    names = list(results.manifest["scenarios"][1:])
    rows = results.comparison
    rows = rows[(rows["measure"] == FREED) & (rows["group"] == "all")]
    column = "median" if "median" in rows else "difference"
    freed = rows.set_index("scenario")[column].reindex(names).astype(float).fillna(-np.inf)
    kept = list(freed.sort_values(ascending=False, kind="stable").index[:MOST])
    if len(names) <= MOST:
        return kept, ""
    note = _("{most} of {all} scenarios are shown, those that free most at equal delivery")
    return kept, note.format(most=MOST, all=f"{len(names):,}")


def _slots(parts: Mapping[str, float], inches: float) -> list[float]:
    return [max(hours * inches, SLOT) for hours in parts.values()]


def _height(each: Flow, inches: float) -> float:
    """Inches that nodes of a row need, one above the other."""
    sides = [_slots(parts, inches) for parts in each]
    return max(sum(side) + GAP * len(side) for side in sides) + GAP


def _row(axes: Axes, name: str, each: Flow, inches: float, top: float, unit: str) -> None:
    """A row: its title, nodes at both sides with their labels, and bands between them."""
    axes.text(0, top + 0.1, labels.spelled(name), fontsize=9, fontweight="bold", va="top")
    if each.hours * inches == 0 or each.hours < LEAST_ROW:
        axes.text(LEFT, top + 0.1, _("no hours moved"), fontsize=9, va="top", color="#555555")
        return
    moved = _("{hours} {unit} moved").format(hours=f"{each.hours:,.2f}", unit=unit)
    axes.text(1, top + 0.1, moved, fontsize=9, va="top", ha="right", color="#333333")
    start = top + HEAD - 0.08
    room = _height(each, inches)
    lost = _nodes(axes, each.lost, inches, start, room, left=True)
    gained = _nodes(axes, each.gained, inches, start, room, left=False)
    for source_, hours in each.lost.items():
        for target, more in each.gained.items():
            width = hours * more / each.hours * inches
            _band(axes, lost[source_], gained[target], width, INKS[source_])
            lost[source_] += width
            gained[target] += width


def _nodes(
    axes: Axes, parts: Mapping[str, float], inches: float, start: float, room: float, left: bool
) -> dict[str, float]:
    """Bars with labels at one side, in the middle of the room; the top of each."""
    slots = _slots(parts, inches)
    place = start + (room - sum(slots) - GAP * len(slots)) / 2
    tops = {}
    for (name, hours), slot in zip(parts.items(), slots, strict=True):
        height = hours * inches
        tops[name] = place + (slot - height) / 2
        x = LEFT - NODE if left else RIGHT
        axes.add_patch(
            Rectangle(
                (x, tops[name]), NODE, height, facecolor=INKS[name], edgecolor="0.3", linewidth=0.5
            )
        )
        sign = "" if name in (LESS_OVERTIME, MORE_OVERTIME) else "−" if left else "+"
        text = f"{_(name)}  {sign}{hours:,.2f}"
        axes.text(
            x - 0.008 if left else x + NODE + 0.008, place + slot / 2, text,
            ha="right" if left else "left", va="center", fontsize=SMALL,
        )  # fmt: skip
        place += slot + GAP
    return tops


def _band(axes: Axes, source_: float, target: float, width: float, ink: str) -> None:
    """A band between two nodes. Parameters: tops of its ends and width in inches; colour."""
    bend = (LEFT + RIGHT) / 2
    points = [
        (LEFT, source_), (bend, source_), (bend, target), (RIGHT, target),
        (RIGHT, target + width), (bend, target + width), (bend, source_ + width),
        (LEFT, source_ + width), (LEFT, source_),
    ]  # fmt: skip
    codes = [
        Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY,
    ]  # fmt: skip
    axes.add_patch(
        PathPatch(Path(points, codes), facecolor=ink, alpha=0.45, edgecolor="white", linewidth=0.4)
    )
