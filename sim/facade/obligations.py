"""Obligations of a place, as levers see them: boards, ending, handing back, merging."""

from __future__ import annotations

import math
from collections.abc import Collection

from sim.enums import KEPT_OUT, RECORD_BASE, WEEK_DAYS, YEAR_DAYS, YEAR_WEEKS, Cadence
from sim.facade.base import Base
from sim.kernels.effort import set_capacity
from sim.kernels.lifespan import end_obligation, take_down
from sim.settings import Settings
from sim.state import State


class ObligationSide(Base):
    """What is demanded of communities."""

    def __init__(self, settings: Settings, state: State) -> None:
        super().__init__(settings, state)
        self._kept_shares: dict[tuple[int, float, bool, int], tuple[float, float, float]] = {}

    def department_of(self, obligation: int) -> int:
        """The department that demands an obligation."""
        return int(self.state.obligations[obligation]["department"])

    def cadence_of(self, obligation: int) -> Cadence:
        """How often an obligation falls due."""
        return Cadence(int(self.state.obligations[obligation]["cadence"]))

    def is_active(self, community: int, obligation: int) -> bool:
        """Whether an obligation is demanded here."""
        return bool(self.state.forms[community, obligation]["active"])

    def has_board(self, community: int, obligation: int) -> bool:
        """Whether an obligation came with a board here."""
        return bool(self.state.forms[community, obligation]["board"])

    def is_listed(self, community: int, obligation: int) -> bool:
        """Whether an obligation is alive here, has its purpose and came through the front door."""
        # As the kernel `listed`; a call into compiled code for each form would take longer.
        form = self.state.forms[community, obligation]
        return bool(form["active"] and form["obsolete_from"] > self.day and not form["beside"])

    def take_down(self, community: int, board: int) -> None:
        """Take a sign off the wall; the task behind it stays."""
        take_down(self.reference, community, board)

    def end_obligation(self, community: int, obligation: int) -> None:
        """End an obligation: its open tasks are void, its traces and inspections stop."""
        self._keep_out(community, obligation)
        if self.is_listed(community, obligation) and self.settings.rules.rebound.on:
            self.state.missing[community, self.state.obligations["guards"][obligation]] += 1
            self.state.forms[community, obligation]["cut"] = True
        end_obligation(self.reference, community, obligation)

    def hand_back(
        self, community: int, obligation: int, minutes_ratio: float, assist: float
    ) -> None:
        """End an obligation here; its department does the work, but for a share still assisted."""
        form = self.state.forms[community, obligation]
        if not form["active"]:
            return
        minutes = self.weekly_minutes(community, obligation)
        self._keep_out(community, obligation)
        end_obligation(self.reference, community, obligation)
        number = self.department_of(obligation)
        form["handed"] = True
        form["handed_hours"] = minutes_ratio * (1.0 - assist) * minutes / 60.0
        form["handed_minutes"] = assist * minutes / WEEK_DAYS
        self.state.departments[number]["handed_back"] += form["handed_hours"]
        self.state.assists[community, number, 0] += form["handed_minutes"]
        set_capacity(self.reference, number)

    def _keep_out(self, community: int, obligation: int) -> None:
        """Its department may ask around the reform for what is demanded until now."""
        form = self.state.forms[community, obligation]
        if form["active"]:
            form["leaks_until"] = KEPT_OUT
            form["moved_on"] = self.day

    def merge(self, community: int, into: int, obligation: int) -> None:
        """One form asks from now on what two asked."""
        kept, merged = self.state.forms[community, into], self.state.forms[community, obligation]
        if not (kept["active"] and merged["active"]):
            return
        items = int(kept["items"]) | int(merged["items"])
        kept["items"], kept["item_count"] = items, items.bit_count()
        kept["records"] = max(kept["records"], merged["records"])
        end_obligation(self.reference, community, obligation)

    def drop_items(self, community: int, obligation: int, items: Collection[int]) -> None:
        """A form no longer asks these items here; it keeps one if none would be left."""
        form = self.state.forms[community, obligation]
        asked = int(form["items"])
        left = asked & ~sum(1 << item for item in items) or 1 << asked.bit_length() >> 1
        form["items"], form["item_count"] = left, left.bit_count()

    def weekly_minutes(self, community: int, obligation: int) -> float:
        """Minutes a week of an obligation here: a form one period old, and a board's traces."""
        rules = self.settings.obligations
        kind, form = self.state.obligations[obligation], self.state.forms[community, obligation]
        cadence = self.state.cadences[kind["cadence"]]
        period = float(cadence["period"])
        records = float(form["records"] * self.state.communities[community]["people"] / RECORD_BASE)
        unasked, typed, retyped = self._shares(
            int(kind["department"]), period, bool(kind["roster"]), int(form["items"])
        )
        static = 1.0 - float(kind["dynamic"])
        counted = float(kind["dynamic"] * form["item_count"])
        entering = rules.enter_minutes * records
        minutes = (
            rules.contact_minutes * (records * (1.0 - unasked))
            + rules.read_minutes
            + entering * (static * typed + counted)
            + entering * static * retyped
            + rules.compile_minutes * float(cadence["compile"])
        )
        traces = self.settings.workday.board_trace_minutes if form["board"] else 0.0
        return minutes * (YEAR_DAYS / period / YEAR_WEEKS) + traces

    def _shares(
        self, department: int, period: float, roster: bool, items: int
    ) -> tuple[float, float, float]:
        """Chance that a record is not asked about; items typed of a record, and typed again.

        They are the same in all communities, so they are kept.
        """
        asked = (department, period, roster, items)
        if asked in self._kept_shares:
            return self._kept_shares[asked]
        unasked, typed, retyped = 1.0, 0.0, 0.0
        for item in range(self.core_items + self.own_items):
            if not items >> item & 1:
                continue
            row = self.departments if item < self.core_items else department
            changed = 1.0 - math.exp(-float(self.state.churn[row, item]) * period / YEAR_DAYS)
            ask = changed
            if roster and self.state.shared[item]:
                ask += self.settings.obligations.reask_share * (1.0 - changed)
            unasked *= 1.0 - ask
            typed += changed
            retyped += 1.0 - changed if roster else 0.0
        self._kept_shares[asked] = unasked, typed, retyped
        return self._kept_shares[asked]
