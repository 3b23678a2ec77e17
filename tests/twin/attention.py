"""Leaders' attention, which department hours may follow."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.twin.departments import Department
    from tests.twin.issues import Issue
    from tests.twin.model import TwinModel


class Attention:
    """Where the leaders of the district look."""

    def __init__(self, model: TwinModel) -> None:
        self.model = model
        self.on = model.settings.structures.hours == "attention"
        self.staffed: list[Department] = [
            one for one in model.departments if one.answers and one.staff_hours > 0.0
        ]
        *_, whole = accumulate((one.staff_hours for one in self.staffed), initial=0.0)
        self.usual = {one.number: one.staff_hours / whole for one in self.staffed}
        self.shares = dict(self.usual)
        self._forget()

    def _forget(self) -> None:
        self.heard = dict.fromkeys(self.usual, 0)

    def hear_of(self, issue: Issue) -> None:
        """An order or a whistle."""
        for department in issue.needed:
            if department in self.heard:
                self.heard[department] += 1

    def end_month(self) -> None:
        """It moves towards departments of which was heard, and hours follow."""
        rules, whole = self.model.settings.departments, sum(self.heard.values())
        for department in self.staffed if self.on and whole else ():
            d = department.number
            self.shares[d] += (self.heard[d] / whole - self.shares[d]) / rules.attention_months
            moved = rules.attention_share * (self.shares[d] / self.usual[d])
            department.attention = 1.0 - rules.attention_share + moved
        self._forget()
