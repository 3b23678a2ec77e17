"""Obligations to report: who demands them, how often, and what their forms ask."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import mesa

from sim.enums import PERIODS, YEAR_DAYS, Cadence, Kind
from sim.streams import exponential, normal, poisson

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

MOST_ITEMS = 12
GUARDED = (Kind.HAZARD, Kind.CARE, Kind.MERCHANT)
"""Kinds of issues against which obligations guard."""


class Traits(NamedTuple):
    """How often an obligation falls due, who demands it, and whether it came with a board."""

    cadence: Cadence
    department: int
    board: bool


class Obligation(mesa.Agent):  # type: ignore[misc]
    """A form that one department demands from every community."""

    model: TwinModel

    def __init__(self, model: TwinModel, number: int, traits: Traits) -> None:
        super().__init__(model)
        rules, draws = model.settings.obligations, model.draws
        self.number = number
        self.cadence, self.department, self.board = traits
        name = self.cadence.name.lower()
        self.period = PERIODS[self.cadence]
        self.span = float(getattr(rules, f"span_{name}"))
        self.compile_factor = float(getattr(rules, f"compile_{name}", 1.0))
        self.phase = draws("phase", number)[0]
        u, v = draws("records", number)
        records = float(getattr(rules, f"records_{name}"))
        self.records = records * math.exp(rules.records_sigma * normal(u))
        self.roster = self.cadence >= Cadence.MONTHLY and v < rules.roster_share
        frequent = self.cadence <= Cadence.WEEKLY
        self.dynamic = rules.dynamic_share_frequent if frequent else rules.dynamic_share
        self.items = self._items()
        self.guards = GUARDED[math.floor(draws("subject", number)[0] * len(GUARDED))]

    def obsolete_from(self, day: int) -> float:
        """The day from which the obligation, set on this day, has lost its purpose."""
        _, v = self.model.draws("obsolete", self.number)
        life = self.model.settings.obligations.obligation_life * YEAR_DAYS
        return float(day + math.floor(exponential(v, life)))

    def obsolete_at_first(self) -> float:
        """The day from which an obligation of the start has lost its purpose."""
        u, _ = self.model.draws("obsolete", self.number)
        settings = self.model.settings
        if u < settings.obligations.obsolete_start:
            return 0.0
        return self.obsolete_from(settings.warmup_days) if settings.rules.rebound.on else math.inf

    def _items(self) -> list[int]:
        rules, draws = self.model.settings.obligations, self.model.draws
        mean = max(0.0, rules.items_per_form - 1.0)
        items = set()
        for j in range(1, min(MOST_ITEMS, 1 + poisson(draws("items", self.number)[0], mean)) + 1):
            u, v = draws("items", self.number, 0, j)
            core = math.floor(v * rules.core_items)
            own = rules.core_items + math.floor(v * rules.own_items)
            items.add(core if u < rules.overlap else own)
        return sorted(items)

    def due(self, edition: int) -> int:
        """The day on which an edition falls due."""
        return math.floor((self.phase + edition) * self.period)

    def first_after(self, day: int) -> int:
        """The first edition that falls due after a day."""
        edition = 0
        while self.due(edition) <= day:
            edition += 1
        return edition
