"""What a lever is, and the one facade through which it acts on a place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

from pydantic import Field

from sim.parameters import Group, Share


class Place(Protocol):
    """The side of a model that levers see; the compiled model and the plain twin both have it."""

    communities: int
    boards: int
    duties: int
    departments: int
    core_items: int
    own_items: int

    def uniform(self, stream: str, entity: int) -> float:
        """A fixed uniform of this run for a lever's own choices."""

    def department_of(self, duty: int) -> int:
        """The department that demands a duty."""

    def take_down(self, community: int, board: int) -> None:
        """Take a sign off the wall; the matter behind it stays."""

    def end_duty(self, community: int, duty: int) -> None:
        """End a duty: its open tasks are void, its traces and inspections stop."""

    def hand_back(self, community: int, duty: int, minutes_ratio: float, assist: float) -> None:
        """End a duty here and give its work to its department, but for a share still assisted."""

    def connect(self, department: int) -> None:
        """Connect a department to the pool."""

    def pool_item(self, department: int, item: int) -> None:
        """Keep an item, as this department asks it, in the pool."""

    def keep_old_form(self, duty: int) -> None:
        """A connected department still demands the old form of this duty."""

    def write(self, communities: Sequence[int], **policy: float | bool) -> None:
        """Set policies of communities (fields of POLICY in sim/records.py)."""

    def evaluate(
        self, share: float, weights: tuple[float, float, float], noise: float, leniency: float
    ) -> None:
        """Let streets score the departments of the district from today.

        `share` of a department's appraisal hangs on it; weights of completion, satisfaction and
        felt service sum to 1; noise is the spread of a score, leniency its rise at most.
        """

    def survey(self, community: int, minutes_per_household: float) -> None:
        """Let the front-line workers make a base survey; the pool opens when it is done."""


class Lever(Group, ABC):
    """One reform, switchable alone."""

    on: bool = False
    start_day: int = Field(default=0, ge=0)
    coverage: Share = 1.0

    @abstractmethod
    def apply(self, place: Place, communities: Sequence[int]) -> None:
        """Act on the covered communities, once, on the morning of the start day."""
