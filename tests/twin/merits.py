"""Results by which communities are appraised, and the white list of the best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.twin.place import Community


class Merits:
    """What one community has achieved since the last decision."""

    def __init__(self) -> None:
        self.on_list = False
        self.begin()

    def begin(self) -> None:
        """A new period."""
        self.closed = self.kept = self.due = self.failed = 0

    def note_closing(self, in_time: bool) -> None:
        """An issue was closed."""
        self.closed += 1
        self.kept += in_time

    @property
    def points(self) -> float:
        """Of issues and of forms, at most one each."""
        of_issues = self.kept / self.closed if self.closed else 0.0
        of_forms = max(0.0, 1.0 - self.failed / self.due) if self.due else 0.0
        return of_issues + of_forms


def decide(communities: list[Community], month: int) -> None:
    """Those that are appraised this month and have the most points are on the list from now on."""
    appraised = [
        community
        for community in communities
        if community.policy["white_share"] and month % community.policy["white_months"] == 0
    ]
    ranking = sorted(appraised, key=lambda one: (-one.merits.points, one.number))
    for rank, community in enumerate(ranking):
        number = math.floor(len(ranking) * community.policy["white_share"] + 0.5)
        community.merits.on_list = rank < number
    for community in appraised:
        community.merits.begin()
