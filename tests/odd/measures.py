"""Tables of measures, daily series and activities, from their specifications."""

from __future__ import annotations

from collections.abc import Iterable

from sim.enums import Work
from sim.measures.activities import ACTIVITIES
from sim.measures.burden import TRACES
from sim.measures.issue_log import ISSUE_GROUPS, ONSET_GROUPS
from sim.measures.registry import MEASURES
from sim.measures.resident_groups import RESIDENT_GROUPS
from sim.measures.series import SERIES
from sim.measures.working_time import ASKING, BY_ACTIVITY, DESK
from tests.odd.grid import grid

SETS = {
    "each activity, all": tuple(BY_ACTIVITY),
    "each activity": tuple(BY_ACTIVITY)[:-1],
    "the groups of issues": tuple(ISSUE_GROUPS),
    "all, the levels, vulnerable, others": tuple(ONSET_GROUPS),
    "the groups of residents": tuple(RESIDENT_GROUPS),
}
"""Groups that many measures share, by what the page calls them."""


def measures() -> str:
    """Every measure, in the order of the frame."""
    rows = []
    for measure in MEASURES.values():
        groups = _groups(measure.groups) + (", each department" if measure.each_department else "")
        groups += "; by year" if measure.by_year else ""
        communities = "no" if measure.whole_only else "yes"
        rows.append((f"`{measure.name}`", groups, measure.unit, communities, measure.definition))
    return grid(("measure", "groups", "unit", "each community", "definition"), rows)


def series() -> str:
    """Every daily series."""
    rows = [
        (f"`{daily.name}`", _groups(daily.groups), daily.unit, daily.definition) for daily in SERIES
    ]
    return grid(("series", "groups", "unit", "definition"), rows)


def _groups(names: Iterable[str]) -> str:
    listed = tuple(names)
    return next((name for name, group in SETS.items() if group == listed), ", ".join(listed))


def activities() -> str:
    """Activities of the time ledger, what they are, and the works that count as them."""
    rows = [
        (
            f"`{activity.name}`", "yes" if activity.upward else "", "yes" if activity.freed else "",
            activity.meaning, ", ".join(map(_word, activity.works)),
        )
        for activity in ACTIVITIES
    ]  # fmt: skip
    return grid(("activity", "upward", "freed", "meaning", "works"), rows)


def parts() -> str:
    """Works that reporting measures and traces add up."""
    sums = {"desk": DESK, "asking": ASKING, "traces of the burden": TRACES}
    return grid(
        ("sum", "works"), [(name, ", ".join(map(_word, works))) for name, works in sums.items()]
    )


def _word(work: Work) -> str:
    return work.name.lower().replace("_", " ")
