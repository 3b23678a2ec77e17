"""Residents and their trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


class Resident(mesa.Agent):  # type: ignore[misc]
    """Lives in a household of a grid; trusts more when matters are settled in time."""

    model: TwinModel

    def __init__(self, model: TwinModel, number: int, household: int, vulnerable: bool) -> None:
        super().__init__(model)
        self.number, self.grid, self.household = number, 0, household
        self.vulnerable = vulnerable
        self.trust = model.settings.residents.trust_start

    def gain(self) -> None:
        """A matter was settled within its promise."""
        self.trust += self._step * (1.0 - self.trust)

    def lose(self) -> None:
        """A matter was settled late, or came back."""
        self.trust -= self.model.settings.residents.trust_loss * self._step * self.trust

    @property
    def _step(self) -> float:
        settings = self.model.settings
        return settings.residents.trust_gain / settings.territory.residents_per_agent
