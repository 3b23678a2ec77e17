"""The courage of a head to whistle."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.place import Community


class Courage:
    """It is full at first, and stays so without the rule."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.rules = community.model.settings.rules.held_whistles
        self.level = 1.0

    def is_enough_for(self, issue: Issue) -> bool:
        """Whether the head whistles for an issue for which he may."""
        if not self.rules.on:
            return True
        appraised = self.community.policy["white_share"] > 0.0
        shown = self.level * (self.rules.held_appraised if appraised else 1.0)
        return self.community.model.draws("held", issue.entity, 0, issue.closings)[0] < shown

    def take_in(self, in_vain: bool) -> None:
        """How a whistle went."""
        if not self.rules.on:
            return
        if in_vain:
            self.level *= self.rules.held_refused
        else:
            self.level += self.rules.held_regained * (1.0 - self.level)
