"""Measures as a run has them: names, groups and units from the frames, definitions in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd

from sim import GovernanceModel, Settings
from sim.enums import ACTIVITY, UPWARD, Kind, Work
from sim.measures.tables import ASKING, DESK, TRACES
from tests.odd.grid import grid
from tests.odd.words import words

SMALL = {
    "territory": {"communities": 1, "workers": 8, "residents": 1000},
    "horizon_days": 5,
    "warmup_days": 0,
}
LEVELS = ("own_powers", "street_powers", "needs_departments")
KINDS = tuple(kind.name.lower() for kind in Kind)
SETS = {
    "each activity, all": (*dict.fromkeys(ACTIVITY.values()), "all"),
    "the groups of issues": ("all", "counter", *LEVELS, *KINDS, "vulnerable", "others"),
    "all, the levels, vulnerable, others": ("all", *LEVELS, "vulnerable", "others"),
}
"""Groups that many measures share, by what the page calls them."""


@cache
def model() -> GovernanceModel:
    """A small place after a week: every measure is there, whatever its value."""
    one = GovernanceModel(Settings(**SMALL), 1)
    one.run()
    return one


def measures() -> str:
    """Every measure of the whole place, in the order of the frame."""
    frame = model().measures()
    each = set(frame.loc[frame["community"].notna(), "measure"])
    rows = [
        (*row[:3], "yes" if row[0].strip("`") in each else "no", row[3])
        for row in _told("measures", frame[frame["community"].isna()])
    ]
    return grid(("measure", "groups", "unit", "each community", "definition"), rows)


def series() -> str:
    """Every daily series."""
    frame = model().series().drop_duplicates(["measure", "group"])
    return grid(("series", "groups", "unit", "definition"), _told("series", frame))


def _told(kind: str, frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Name, groups, unit and definition of each measure of a frame."""
    meant = words(kind, dict.fromkeys(frame["measure"]))
    rows: list[tuple[str, ...]] = []
    for name, definition in meant.items():
        of_it = frame[frame["measure"] == name]
        unit = ", ".join(dict.fromkeys(of_it["unit"]))
        rows.append((f"`{name}`", _groups(of_it["group"]), unit, definition))
    return rows


def _groups(names: Iterable[str]) -> str:
    listed = tuple(names)
    departments = Settings().departments.answering
    if listed[-len(departments) :] == departments:
        return f"{', '.join(listed[: -len(departments)])}, each department"
    return next((name for name, group in SETS.items() if group == listed), ", ".join(listed))


def activities() -> str:
    """Activities of the time ledger, what counts as them, and the parts of measures they are."""
    rows = []
    for activity in dict.fromkeys(ACTIVITY.values()):
        works = [work for work in Work if ACTIVITY[work] == activity]
        named = ", ".join(_word(work) for work in works)
        rows.append((f"`{activity}`", "yes" if activity in UPWARD else "", named))
    return grid(("activity", "upward", "works"), rows)


def parts() -> str:
    """Works that reporting measures and traces add up."""
    sums = {"desk": DESK, "asking": ASKING, "traces of the burden": TRACES}
    return grid(
        ("sum", "works"), [(name, ", ".join(map(_word, works))) for name, works in sums.items()]
    )


def _word(work: Work) -> str:
    return work.name.lower().replace("_", " ")
