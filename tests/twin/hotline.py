"""The hotline of a community's residents: who calls it first, and what they make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.enums import Found
from tests.twin.kinds import CALLED as AT_COUNTER

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.place import Community

CALLED, ASKED = True, False


class Hotline:
    """The share who call before they ask the community, and this month's endings by channel."""

    def __init__(self, community: Community) -> None:
        self.model = community.model
        self.rules = self.model.settings.rules.hotline
        self.share = self.rules.hotline_start
        self.endings: dict[bool, list[bool]] = {CALLED: [], ASKED: []}

    def is_called_about(self, issue: Issue) -> bool:
        """Whether this report goes to the hotline first."""
        if not self.rules.on or not self._is_choice(issue):
            return False
        u, _ = self.model.draws("hotline", issue.entity, 0, issue.closings)
        return u < self.share

    def note(self, issue: Issue, in_time: bool) -> None:
        """An issue was closed or given up."""
        if self._is_choice(issue):
            self.endings[issue.called_first].append(in_time)

    def end_month(self) -> None:
        """More call where that was answered in time more often; the warm-up changes nothing."""
        called, asked = self.endings[CALLED], self.endings[ASKED]
        if self.model.measured and called and asked:
            better = sum(called) / len(called) - sum(asked) / len(asked)
            both = self.share * (1.0 - self.share)
            self.share += self.rules.hotline_learning * both * better
        self.endings = {CALLED: [], ASKED: []}

    def demand(self) -> float:
        """Issues against the usual."""
        if not self.rules.on:
            return 1.0
        more = self.share - self.rules.hotline_start
        return max(0.0, 1.0 + self.rules.hotline_demand * more)

    @staticmethod
    def _is_choice(issue: Issue) -> bool:
        return (
            issue.kind.kind not in AT_COUNTER
            and issue.early == Found.NO
            and not issue.danger.incident
        )
