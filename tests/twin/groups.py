"""Work groups in which workers of a community read and confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.twin.place import Community


class Groups:
    """Work groups of one community, now and on the first day."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.at_first = self.now()

    def now(self) -> float:
        """A group for each mechanism, application, department that demands, and leak."""
        active = [form for form in self.community.forms if form.active]
        mechanisms = sum(form.board for form in active)
        departments = len({form.obligation.department for form in active})
        applications = self.community.model.settings.workday.log_apps
        return mechanisms + applications + departments + len(self.community.leaks())

    def growth(self) -> float:
        """Groups as against the first day."""
        if not self.community.model.settings.rules.groups.on or self.at_first == 0:
            return 1.0
        return self.now() / self.at_first
