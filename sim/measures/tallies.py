"""Issues of a place counted by their traits; groups of issues as measures see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.enums import Kind, Tally
from sim.measures.issue_log import LEVELS, ONSET_GROUPS, Issues, masks
from sim.measures.measure import Values, share
from sim.measures.survival import Mask, Survival, Waits, WaitsByMinute

if TYPE_CHECKING:
    from sim.measures.observation import Observation

BACK_DAYS = 40
"""Days after its first closing in which an issue is watched for its return."""
_EACH = np.arange(len(Kind) * len(LEVELS) * 2)
TRAITS: Issues = {
    "kind": _EACH // (2 * len(LEVELS)),
    "level": _EACH // 2 % len(LEVELS),
    "vulnerable": _EACH % 2 == 1,
}
"""Kind, level and household of each number of traits, as the kernels number them."""
TRAIT_GROUPS: dict[str, Mask] = masks(TRAITS)
"""Traits of each group of issues."""
COUNTER_TRAITS = int((TRAITS["kind"] <= Kind.CERTIFICATE).sum())
"""Issues for the counter have traits below this number."""
ONSET_TRAITS = {group: TRAIT_GROUPS[group] for group in ONSET_GROUPS}
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class IssueGroup:
    """Issues of one group: how many by `Tally`, and how long they took to be solved.

    Parameters: name; counts by `Tally`; days since first report, or since onset, of all issues.
    """

    name: str
    counts: Counts
    waits: Waits | WaitsByMinute

    def __getitem__(self, tally: Tally) -> float:
        return float(self.counts[tally])

    def share(self, part: Tally, whole: Tally) -> float:
        """A count over another, NaN if that is zero."""
        return share(self[part], self[whole])

    @cached_property
    def days(self) -> Survival:
        """Days until solved."""
        return self.waits.survival(self.name)


def of_reported(value: Callable[[IssueGroup], float]) -> Callable[[Observation], Values]:
    """A measure of issues first reported in the window, from its value for one group."""
    return lambda seen: {name: value(group) for name, group in seen.reported.items()}


def of_arisen(value: Callable[[IssueGroup], float]) -> Callable[[Observation], Values]:
    """A measure of issues that arose in the window, from its value for one group."""
    return lambda seen: {name: value(group) for name, group in seen.arisen.items()}
