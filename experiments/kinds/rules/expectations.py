"""Expected effects of each mechanism of the society, written down before it was run.

The data are in expectations.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from experiments.patterns.entries import STRICT, entries
from sim.settings.nested import Tree, grow

Direction = Literal["up", "down", "none"]
SPREAD = "_spread"
"""After the name of a measure: its standard deviation over communities."""
Settings = dict[str, Any]
"""Settings by dotted path."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected direction of a measure when a variation is switched on, and the reason."""

    __pydantic_config__ = STRICT

    measure: str
    direction: Direction
    why: str
    group: str = "all"


@dataclass(frozen=True, slots=True)
class Variation:
    """A mechanism, or one of its parameters, off and on; everything else stays at its default."""

    __pydantic_config__ = STRICT

    name: str
    theme: str
    mechanism: str
    switched: str
    expected: Annotated[tuple[Expected, ...], Field(min_length=1)]
    off: Settings = field(default_factory=dict)
    on: Settings = field(default_factory=dict)

    @property
    def sides(self) -> dict[str, Tree]:
        """Trees of settings, off and on."""
        return {"off": grow(self.off), "on": grow(self.on)}


class Expectation(NamedTuple):
    """What is expected of a measure, and of which variation."""

    variation: str
    measure: str
    group: str
    direction: Direction
    why: str


VARIATIONS = {
    variation.name: variation
    for variation in entries(Path(__file__).with_name("expectations.yaml"), Variation)
}
EXPECTATIONS = tuple(
    Expectation(name, row.measure, row.group, row.direction, row.why)
    for name, variation in VARIATIONS.items()
    for row in variation.expected
)
