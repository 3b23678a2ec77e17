"""How closely departments look at a community after figures were found to be made up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


class Scrutiny:
    """Weights of inspections by department, which rise when a form is sent back and fade."""

    def __init__(self, model: TwinModel) -> None:
        self.rules = model.settings.rules.scrutiny
        self.rises: dict[int, tuple[float, int]] = {}

    def weight(self, department: int, day: int) -> float:
        """How often an obligation of this department is inspected, as against the usual."""
        if department not in self.rises:
            return 1.0
        rise, since = self.rises[department]
        faded = math.exp(-math.log(2.0) * (day - since) / self.rules.patchwork_half_life)
        return 1.0 + rise * faded

    def tighten(self, department: int, day: int) -> None:
        """A form of this department was sent back."""
        if self.rules.on:
            weight = self.weight(department, day) * self.rules.patchwork_inspection
            self.rises[department] = min(weight, self.rules.attention_limit) - 1.0, day
