"""Leaders' attention, which department hours may follow."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel


class Attention:
    """Where the leaders of the district look."""

    def __init__(self, model: TwinModel) -> None:
        self.model = model
        self.on = model.settings.structures.hours == "attention"
        answering = [one for one in model.departments if one.answers]
        self.shares = {one.number: 0.0 for one in answering} | self._usual()
        self._forget()

    def _usual(self) -> dict[int, float]:
        """Shares of departments with staff in the hours of all, as they are now."""
        staffed = [one for one in self.model.departments if one.answers and one.staff_hours > 0.0]
        *_, whole = accumulate((one.staff_hours for one in staffed), initial=0.0)
        return {one.number: one.staff_hours / whole for one in staffed}

    def _forget(self) -> None:
        self.heard = dict.fromkeys(self.shares, 0)

    def hear_of(self, issue: Issue) -> None:
        """An order or a whistle."""
        for department in issue.needed:
            if department in self.heard:
                self.heard[department] += 1

    def end_month(self) -> None:
        """It moves towards departments of which was heard, and hours follow."""
        rules, usual = self.model.settings.departments, self._usual()
        whole = sum(self.heard[d] for d in usual)
        for d, share in usual.items() if self.on and whole else ():
            self.shares[d] += (self.heard[d] / whole - self.shares[d]) / rules.attention_months
            moved = rules.attention_share * (self.shares[d] / share)
            self.model.departments[d].attention = 1.0 - rules.attention_share + moved
        self._forget()
