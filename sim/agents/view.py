"""An agent whose state lives in the arrays of its model."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import mesa
import numpy as np

if TYPE_CHECKING:
    from sim.model import GovernanceModel

IDS_OF_A_TYPE = 10**9


class View(mesa.Agent):  # type: ignore[misc]
    """An index into the model's arrays; `unique_id` depends on type and index alone."""

    model: GovernanceModel
    type_number: ClassVar[int]
    array: ClassVar[str]

    def __init__(self, model: GovernanceModel, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.unique_id = self.type_number * IDS_OF_A_TYPE + index

    @property
    def row(self) -> np.void:
        """The agent's record, for reading."""
        record: np.void = getattr(self.model.state, self.array)[self.index]
        return record
