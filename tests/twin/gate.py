"""The admission gate of a district, and what leaks around it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.enums import MONTHS, YEAR_DAYS, Count

if TYPE_CHECKING:
    from tests.twin.forms import Form
    from tests.twin.model import TwinModel


class Gate:
    """Decides whether obligations may reach communities."""

    def __init__(self, model: TwinModel) -> None:
        self.model = model

    def refuses(self, form: Form, day: int) -> bool:
        """Whether an obligation is kept out."""
        return self._draw(form, day)[0] < form.community.policy["gate_refusal"]

    def lets_board(self, form: Form, day: int) -> bool:
        """Whether its board is approved."""
        return self._draw(form, day)[1] >= form.community.policy["gate_refusal"]

    def turn_away(self, form: Form, day: int) -> bool:
        """It is kept out, and may leak; whether it does."""
        books, community = self.model.books, form.community
        books.count(community, Count.OBLIGATIONS_REFUSED)
        if self._draw(form, day)[1] >= community.policy["gate_leak"]:
            form.kept_out = True
            return False
        books.count(community, Count.OBLIGATIONS_BESIDE)
        self.leak(form, day)
        return True

    def leak(self, form: Form, day: int) -> None:
        """It is asked for all the same."""
        life = self.model.settings.rules.rebound.ungated_life
        form.leaks_until = day + math.floor(life * YEAR_DAYS / MONTHS)
        form.set_on, form.kept_out = day, False

    def _draw(self, form: Form, day: int) -> tuple[float, float]:
        """What comes from above is decided for the whole district."""
        row, first = form.obligation.number, self.model.first_mix.total()
        by_itself = row >= first and (row - first) % 2 == 1
        return self.model.draws("gate", form.entity if by_itself else row, day)
