"""Groups of residents whose issues are compared: who waits, who gives up, who is served."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.enums import Habitat, Person
from sim.levers.reach import NAMES
from sim.measures.measure import ALL, Groups, share
from sim.measures.survival import Integers, Mask, Waits

_TYPE_LABELS: Groups = {
    "old_estate": "old estates",
    "commercial": "commercial estates",
    "business": "business communities",
    "mixed": "mixed communities",
    "village": "villages",
}
OUTSIDE = "outside_"
RESIDENT_GROUPS: Groups = {
    ALL: "",
    **_TYPE_LABELS,
    **{
        f"{OUTSIDE}{name}": f"outside {label}"
        for name, label in _TYPE_LABELS.items()
        if name != "village"
    },
    "town": "communities",
    "elderly": "elderly residents",
    "younger": "younger residents",
    "non_users": "residents without applications",
    "app_users": "residents with applications",
    "vulnerable": "vulnerable residents",
    "others": "other residents",
}
"""Labels of groups; `town` is every community that is no village."""


class Division(NamedTuple):
    """A group, and the others of the place it is compared with.

    Parameters: what it divides residents by; the group; all who are not in it.
    """

    by: str
    group: str
    against: str


DIVISIONS = (
    *(
        Division("type of community", name, f"{OUTSIDE}{name}")
        for name in _TYPE_LABELS
        if name != "village"
    ),
    Division("village or community", "village", "town"),
    Division("age", "elderly", "younger"),
    Division("applications", "non_users", "app_users"),
    Division("list of visits", "vulnerable", "others"),
)
"""Each group with everybody else, so that a gap does not depend on the choice of a third group."""

_PEOPLE = int(sum(Person)) + 1
COUNTER_CODE = len(Habitat) * _PEOPLE
"""Code of issues for the counter, which belong to no group."""


def codes(habitat: npt.NDArray[np.int64], person: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    """One number for the type of the community and who the resident is, of each issue (issues,)."""
    each: npt.NDArray[np.int8] = habitat.astype(np.int8) * np.int8(_PEOPLE) + person
    return each


def _group_codes() -> dict[str, Mask]:
    """Which codes belong to each group."""
    each = np.arange(COUNTER_CODE + 1)
    known, habitats, people = each < COUNTER_CODE, each // _PEOPLE, each % _PEOPLE
    masks: dict[str, Mask] = {ALL: known}
    for habitat in Habitat:
        masks[NAMES[habitat]] = known & (habitats == habitat)
    bits = {"elderly": Person.ELDERLY, "app_users": Person.APP_USER}
    for name, person in (bits | {"vulnerable": Person.VULNERABLE}).items():
        masks[name] = known & ((people & person) > 0)
    masks["non_users"] = known & ~masks["app_users"]
    for division in DIVISIONS:
        masks.setdefault(division.against, known & ~masks[division.group])
    return {name: masks[name] for name in RESIDENT_GROUPS}


GROUP_CODES = _group_codes()
"""Codes of each group."""


@dataclass(frozen=True, eq=False, slots=True)
class PersonSums:
    """Issues of a place by code, without those for the counter.

    Parameters: how many arose in the window, and of these how many were solved for good; how many
    were first reported in it, and of these how many were given up, each (codes,); days from first
    report and from onset until solved.
    """

    arisen: Integers
    solved: Integers
    reported: Integers
    given_up: Integers
    since_report: Waits
    since_onset: Waits

    def number(self, group: str) -> float:
        """Issues of a group that arose in the window."""
        return float(self.arisen[GROUP_CODES[group]].sum())

    def solved_share(self, group: str) -> float:
        """Share of them that are solved for good by the end."""
        here = GROUP_CODES[group]
        return share(float(self.solved[here].sum()), float(self.arisen[here].sum()))

    def given_up_share(self, group: str) -> float:
        """Share of its issues reported in the window that were given up."""
        here = GROUP_CODES[group]
        return share(float(self.given_up[here].sum()), float(self.reported[here].sum()))

    def days(self, group: str) -> float:
        """Restricted mean of days from first report."""
        return self.since_report.survival(group).restricted_mean

    def days_from_onset(self, group: str) -> float:
        """Restricted mean of days from onset."""
        return self.since_onset.survival(group).restricted_mean
