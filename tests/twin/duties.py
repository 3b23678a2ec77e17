"""Duties to report: what their forms ask and how many minutes that takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import mesa

from sim.streams import exponential, normal, poisson
from sim.terms import PERIODS, YEAR_DAYS, Cadence, Kind

if TYPE_CHECKING:
    from tests.twin.model import TwinModel
    from tests.twin.place import Community

RECORDS_OF = 4300.0
MOST_ITEMS = 12
WEEKS = 50
GUARDED = (Kind.HAZARD, Kind.CARE, Kind.MERCHANT)
"""Kinds of matters against which duties guard."""


def changed(churn: float, days: float) -> float:
    """Share of records that changed in so many days."""
    return 1.0 - math.exp(-churn * days / YEAR_DAYS)


class Minutes(NamedTuple):
    """What one edition of a form costs."""

    read: float
    ask: float
    type: float
    retype: float
    compile: float


class Ages(NamedTuple):
    """Days since an item was last received, taken down, and put into the pool (if it is pooled)."""

    copy: float
    notes: float
    pool: float | None


class Traits(NamedTuple):
    """How often a duty falls due, who demands it, and whether it hangs on a board."""

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
        self.old_form = False
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
        """The day from which the duty, set on this day, has lost its purpose."""
        _, v = self.model.draws("obsolete", self.number)
        life = self.model.settings.obligations.duty_life * YEAR_DAYS
        return float(day + math.floor(exponential(v, life)))

    def obsolete_at_first(self) -> float:
        """The day from which a duty of the start has lost its purpose."""
        u, _ = self.model.draws("obsolete", self.number)
        from_the_start = u < self.model.settings.obligations.obsolete_start
        return 0.0 if from_the_start else self.obsolete_from(0)

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

    def minutes_today(self, community: Community, day: int) -> Minutes:
        """Minutes of the edition of today; what is asked is taken down."""

        def ages(item: int) -> Ages:
            place = community.keeper(self.department, item)
            pool = None
            if pooled and item in self.model.departments[self.department].pooled:
                pool = day - community.pool[place]
                community.pool[place] = day
            notes = day - community.notes[place]
            community.notes[place] = day
            return Ages(day - community.copies[self.department, item], notes, pool)

        pooled = community.pools(self.department, day)
        return self.minutes(community, ages, pooled)

    def minutes_unpooled(self, community: Community) -> Minutes:
        """Minutes of an edition whose copies and notes are one period old."""
        return self.minutes(community, lambda item: Ages(self.period, self.period, None), False)

    def minutes(self, community: Community, ages: Callable[[int], Ages], pooled: bool) -> Minutes:
        """Minutes of an edition, from the ages of its items."""
        rules, policy = self.model.settings.obligations, community.policy
        spared, types, retypes, plain_types, plain_retypes = 1.0, 0.0, 0.0, 0.0, 0.0
        for item in self.items:
            age, churn = ages(item), self.model.churn(self.department, item)
            c, c0 = changed(churn, age.copy), changed(churn, age.notes)
            ask = c0 + (c - c0) * (1.0 - rules.notes_reuse)
            if self.roster and item in self.model.shared_items:
                ask += rules.reask_share * (1.0 - c)
            type_, retype = c, 1.0 - c if self.roster else 0.0
            plain_types += type_
            plain_retypes += retype
            if age.pool is not None:
                cp = changed(churn, age.pool)
                if policy["ask_once"]:
                    ask = cp * (1.0 - policy["feed_share"]) * (1.0 - policy["byproduct_share"])
                if policy["type_once"]:
                    type_, retype = cp * (1.0 - policy["feed_share"]), 0.0
            spared *= 1.0 - ask
            types += type_
            retypes += retype
        n = self.records * community.people / RECORDS_OF
        q, enter, items = self.dynamic, rules.enter_minutes, len(self.items)
        s = 1.0 - policy["source_share"] if pooled and policy["type_once"] else 1.0
        typing = enter * n * ((1.0 - q) * types + q * items * s)
        retyping = enter * n * (1.0 - q) * retypes
        plain_compile = rules.compile_minutes * self.compile_factor
        compiling = plain_compile
        if pooled and policy["export"]:
            compiling = min(policy["export_minutes"], plain_compile)
        if pooled and self.old_form:
            typing += enter * n * ((1.0 - q) * plain_types + q * items)
            retyping += enter * n * (1.0 - q) * plain_retypes
            compiling = plain_compile
        asking = rules.contact_minutes * (n * (1.0 - spared))
        return Minutes(rules.read_minutes, asking, typing, retyping, compiling)

    def minutes_a_week(self, community: Community) -> float:
        """Minutes a week that a board's duty costs here."""
        form = self.minutes_unpooled(community)
        whole = form.ask + form.read + form.type + form.retype + form.compile
        traces = self.model.settings.workday.board_trace_minutes
        return whole * (YEAR_DAYS / self.period / WEEKS) + traces
