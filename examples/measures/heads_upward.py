"""Two measures and a figure: the week of heads, and how long disputes wait.

Run it:

    unburden --code heads_upward.py 'scenarios=[one_table]' societies=4
"""

from __future__ import annotations

from matplotlib.figure import Figure

from unburden import Results, RunTables, figure, measure, plots

UPWARD = ["forms", "meetings", "traces", "inspections"]


@measure(
    label="upward work of heads",
    unit="hours per head and week",
    definition="hours of heads of communities on forms, meetings, traces of work and inspections",
    better=-1,
)
def heads_upward(tables: RunTables) -> float:
    """Hours a week of a head, overtime included."""
    hours = tables.hours
    upward = hours[hours["head"] & hours["activity"].isin(UPWARD)]
    return float(upward["hours"].sum() / upward["worker"].nunique())


@measure(
    label="days until closed",
    unit="days",
    definition="mean days from report to the last closing, of issues reported and closed in time",
    better=-1,
    groups={"dispute": "disputes", "hazard": "hazards"},
)
def days_until_closed(tables: RunTables) -> dict[str, float]:
    """A mean for each of two kinds of issue; NaN where none was closed."""
    issues = tables.issues
    closed = issues[(issues["reported"] >= 0) & issues["ended"].notna()]
    days = (closed["ended"] - closed["reported"]).groupby(closed["kind"]).mean()
    return {kind: float(days.get(kind, float("nan"))) for kind in ("dispute", "hazard")}


@figure(experiment="compare")
def heads(results: Results) -> Figure:
    """Changes of the two measures against the baseline, with their intervals."""
    return plots.changes(results.comparison, ["heads_upward", "days_until_closed.dispute"])
