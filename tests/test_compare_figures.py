"""Figures of a comparison show the numbers of its tables, in texts that can be read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from experiments import Results
from experiments.kinds.compare.figures import FIGURES
from experiments.kinds.compare.flow_figure import LESS_OVERTIME, MORE_OVERTIME, OTHER, flow
from experiments.kinds.compare.weeks_figure import TOTALS, hours_by_segment
from experiments.reporting.footing import SIZE

PLOTS: dict[str, Any] = {**FIGURES}
SHOWN = (
    "where_the_hours_go", "time_spent_less", "flow_of_freed_hours", "closing_curves",
    "issue_resolution",
)  # fmt: skip


def whole(results: Results, measure: str, group: str = "all") -> Any:
    """Values of the whole place, societies x scenarios, means of replications."""
    rows = results.measures
    rows = rows[rows["community"].isna() & rows["measure"].eq(measure) & rows["group"].eq(group)]
    return rows.groupby(["society", "scenario"])["value"].mean().unstack("scenario")


def test_hours_lost_are_hours_gained_and_overtime_balances_them() -> None:
    before = pd.Series({"forms": 9.0, "traces": 4.0, "visits": 1.0, "counter": 2.0})
    less = flow(before, pd.Series({"forms": 6.0, "traces": 3.0, "visits": 3.0, "counter": 2.0}))
    assert less == ({"forms": 3.0, "traces": 1.0}, {"visits": 2.0, LESS_OVERTIME: 2.0})
    more = flow(before, pd.Series({"forms": 8.0, "traces": 4.0, "visits": 4.0, "counter": 2.0}))
    assert more == ({"forms": 1.0, MORE_OVERTIME: 2.0}, {"visits": 3.0})


def test_small_flows_are_one_flow_and_none_without_hours() -> None:
    before = pd.Series({"forms": 9.0, "traces": 4.0, "patrol": 4.0, "visits": 1.0})
    after = pd.Series({"forms": 6.0, "traces": 3.98, "patrol": 3.98, "visits": 4.04})
    lost, gained = flow(before, after)
    assert lost == pytest.approx({"forms": 3.0, OTHER: 0.04})
    assert gained == pytest.approx({"visits": 3.04})
    assert flow(before, before) == ({}, {})


def test_overtime_of_a_flow_is_that_of_the_measure(over: Results) -> None:
    week: Any = hours_by_segment(over).drop(columns=list(TOTALS.values()))
    overtime = whole(over, "overtime_hours_per_worker_week").mean()
    for name in ("signboard_removal", "one_table"):
        change = float((week.loc[name] - week.loc["baseline"]).sum())
        assert change == pytest.approx(overtime[name] - overtime["baseline"], abs=1e-9)


def test_the_week_adds_up_to_all_hours(over: Results) -> None:
    week: Any = hours_by_segment(over)
    hours = whole(over, "hours_per_worker_week").mean()
    assert week[TOTALS["week"]].to_dict() == pytest.approx(hours.to_dict())
    forms = whole(over, "hours_per_worker_week", "forms").mean()
    axes = PLOTS["where_the_hours_go"](over).axes[1]
    assert axes.get_title(loc="left") == "one table"
    printed = [text.get_text() for text in axes.texts]
    assert printed[0] == f"{forms['baseline']:.1f}"
    assert printed[1].lstrip("+−") == f"{abs(forms['one_table'] - forms['baseline']):.1f}"


def test_nodes_of_a_flow_are_as_high_as_their_hours(over: Results) -> None:
    week: Any = hours_by_segment(over).drop(columns=list(TOTALS.values()))
    axes = PLOTS["flow_of_freed_hours"](over).axes[0]
    heights = [one.get_height() for one in axes.patches if isinstance(one, Rectangle)]
    hours = [
        value
        for name in ("one_table", "signboard_removal")
        for side in flow(week.loc["baseline"], week.loc[name])
        for value in side.values()
    ]
    ratios = np.sort(heights) / np.sort(hours)
    assert ratios == pytest.approx(np.full(len(hours), ratios[0]))


def test_closing_curves_are_medians_over_societies(over: Results) -> None:
    own, departments = PLOTS["closing_curves"](over).axes
    for axes, curve in ((own, "own_powers"), (departments, "needs_departments")):
        lines = {str(line.get_label()): line for line in axes.lines}
        days, shares = map(np.asarray, lines["one table"].get_data())
        assert (days[0], shares[0]) == (0.0, 100.0)
        value = whole(over, "share_open_after", f"{curve}_after_10")["one_table"].median()
        assert dict(zip(days, shares, strict=True))[10.0] == pytest.approx(100 * value)
    dashes = {str(line.get_linestyle()) + str(line.get_marker()) for line in lines.values()}
    assert len({name for name in lines if not name.startswith("_")}) == 3 <= len(dashes)


def test_every_scenario_has_a_panel_of_issues_with_the_baseline_in_it(over: Results) -> None:
    axes = PLOTS["issue_resolution"](over).axes
    assert [one.get_title(loc="left") for one in axes[:2]] == ["signboard removal", "one table"]
    for one in axes[:2]:
        assert [line.get_label() for line in one.lines] == ["baseline", "scenario"]


def test_every_society_is_a_dot_beside_the_median(over: Results) -> None:
    (figure,) = PLOTS["societies_ranked"](over).values()
    freed = whole(over, "hours_freed_per_worker_week")
    clouds = [np.sort(line.get_xdata()) for line in figure.axes[0].lines]
    for name in ("signboard_removal", "one_table"):
        values = np.sort(freed[name])
        assert any(len(one) == 3 and one == pytest.approx(values) for one in clouds)


@pytest.mark.parametrize("plot", SHOWN)
def test_a_figure_has_no_text_that_is_too_small(plot: str, over: Results) -> None:
    figure = PLOTS[plot](over)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(Text) if text.get_text()]
    small = [text for text in texts if float(text.get_fontsize()) < SIZE]
    assert small == []


@pytest.mark.parametrize("plot", SHOWN)
def test_no_text_lies_outside_its_figure(plot: str, over: Results) -> None:
    figure = PLOTS[plot](over)
    figure.draw_without_rendering()
    width, height = figure.canvas.get_width_height()
    ticks = [
        text for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)
        for text in axis.get_ticklabels() if not text.get_text().strip("−0123456789.,")
    ]  # fmt: skip
    for text in figure.findobj(Text):
        if text.get_text() and text not in ticks:  # some ticks are beyond the axis, and not shown
            box = text.get_window_extent()
            inside = box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= -1 and box.y1 <= height + 1
            assert inside or not text.get_visible(), text.get_text()
