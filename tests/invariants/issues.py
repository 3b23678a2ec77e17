"""Where every issue stands, from its arising to its end."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
from numpy.lib.recfunctions import merge_arrays

from sim.enums import DAY_TICKS, NOBODY, Count, Daily, Kind, Status
from sim.model import GovernanceModel
from sim.streams import NUMBER, draw, poisson

WAITING = (Status.ANSWER, Status.SCREENING, Status.QUIET, Status.PAUSE, Status.FROZEN)
"""Where an issue waits for a day to come."""


class Issues:
    """Follows a society, evening by evening."""

    def __init__(self, model: GovernanceModel) -> None:
        self.model = model
        self.live: set[int] = set()
        self.ended: set[int] = set()
        self.given_up = 0
        self.trust = model.state.communities["trust"].copy()
        self.hotline = model.state.communities["hotline"].copy()

    def evening(self) -> None:
        """What arose is live or has come to its end, once; the day's counts are those of it."""
        live, ended = self._live(), self._ended()
        now = {int(one) for rows in live for one in rows["entity"]}
        gone = {int(one) for one in ended["entity"]}
        assert len(gone) == len(ended)
        assert not now & (gone | self.ended)
        assert not gone & self.ended
        born = (now | gone) - self.live
        assert now | gone == self.live | born
        self._assert_arisen(born)
        for rows in live:
            self._assert_stand(rows)
        self._assert_ended(ended)
        self._assert_booked(live, ended)
        self.live, self.ended = now, self.ended | gone
        self.trust = self.model.state.communities["trust"].copy()
        self.hotline = self.model.state.communities["hotline"].copy()

    @property
    def _day(self) -> int:
        return self.model.day - 1

    def _live(self) -> list[np.ndarray[Any, Any]]:
        """Live issues of each community, in order; every other slot is free."""
        state, found = self.model.state, []
        for c, community in enumerate(state.communities):
            slots = state.order[c, : community["live_issues"]].tolist()
            free = state.order[c, community["live_issues"] :].tolist()
            assert sorted(slots + free) == list(range(state.issues.shape[1]))
            rows = state.issues[c][slots]
            assert (np.diff(rows["entity"]) > 0).all()
            assert (rows["entity"] >> 44 == c).all()
            assert (rows["status"] != Status.FREE).all()
            assert (state.issues[c][free]["status"] == Status.FREE).all()
            found.append(rows)
        return found

    def _ended(self) -> np.ndarray[Any, Any]:
        """What has come to its end since the last evening."""
        state = self.model.state
        new = slice(len(self.ended), state.clock["outcomes"][0])
        parts = state.outcomes[new], state.outcome_details[new]
        rows: np.ndarray[Any, Any] = merge_arrays(parts, flatten=True)
        return rows

    def _assert_arisen(self, born: set[int]) -> None:
        """It is what the draws say, but for quarrels that a hall or merchants made needless."""
        tape = {
            c * 2**44 + self._day * 2**24 + kind * 2**20 + ordinal
            for c in range(len(self.model.state.communities))
            for kind in Kind
            for ordinal in range(self._count(c, kind))
        }
        assert born <= tape
        state = self.model.state
        needless = (state.room < 1.0).any() or state.policies["merchants_prevent"].any()
        for entity in tape - born:
            assert needless
            assert (entity >> 20) % 16 == Kind.DISPUTE

    def _count(self, c: int, kind: Kind) -> int:
        state, rules = self.model.state, self.model.settings
        community, rates = state.communities[c], state.issue_rates[c, kind]
        mean = float(rates["rate"] * community["people"]) if community["agents"] else 0.0
        if kind == Kind.INQUIRY and rules.rules.trust.on:
            mean *= math.exp(rules.residents.reporting_elasticity * (float(self.trust[c]) - 0.5))
        if kind > Kind.CERTIFICATE and rules.rules.hotline.on:
            calls = rules.rules.hotline
            more = float(self.hotline[c]) - calls.hotline_start
            mean *= max(0.0, 1.0 + calls.hotline_demand * more)
        if self._day < rates["surge_end"]:
            mean *= float(rates["surge"])
        key = state.keys[NUMBER["arrivals"]]
        return poisson(draw(key, 16 * c + kind, self._day, 0)[0], mean) if mean > 0.0 else 0

    def _assert_stand(self, rows: np.ndarray[Any, Any]) -> None:
        """Status and the rest of a live issue agree, and no moment is before its cause."""
        hidden = rows["status"] == Status.HIDDEN
        assert (rows["first_report"][hidden] == NOBODY).all()
        assert (rows["first_report"][~hidden] >= rows["born"][~hidden]).all()
        assert (rows["closings"][rows["status"] == Status.QUIET] > 0).all()
        assert (rows["due"][np.isin(rows["status"], WAITING)] > self._day).all()
        assert ((rows["status"] == Status.JOB) == (rows["open_jobs"] > 0)).all()
        assert (rows["visited"] < 1 << np.maximum(rows["needed"], 1)).all()
        assert not rows["resolved"].any()
        assert not rows["given_up"].any()
        for name in ("effort", "hazard", "danger", "refusals", "rounds", "open_jobs"):
            assert (rows[name] >= 0).all(), name
        self._assert_in_order(rows, "first_report", "first_start", "closed")

    def _assert_ended(self, rows: np.ndarray[Any, Any]) -> None:
        """Solved, closed on paper for good, or given up."""
        assert (rows["resolved"] | rows["false_closed"] | rows["given_up"]).all()
        assert not (rows["resolved"] & rows["given_up"]).any()
        assert ((rows["first_closed"] >= 0) | rows["given_up"]).all()
        assert (rows["reported"] >= 0).all()
        self._assert_in_order(rows, "reported", "started", "ended")

    def _assert_in_order(
        self, rows: np.ndarray[Any, Any], reported: str, started: str, closed: str
    ) -> None:
        """Nothing is before its cause; overtime runs beside the next morning."""
        overtime = int(self.model.state.parameters["overtime_ticks"][0])
        night = (self._day + 1) * DAY_TICKS + overtime
        assert (rows["born"] // DAY_TICKS == rows["entity"] >> 24 & 2**20 - 1).all()
        for before, after in (
            ("born", reported),
            (reported, started),
            (reported, closed),
            (reported, "first_closed"),
            ("first_closed", closed),
            ("first_closed", "first_back"),
        ):
            reached = rows[after] != NOBODY
            assert (rows[before][reached] >= 0).all(), after
            beside = overtime if after == "first_back" else 0
            assert (rows[before][reached] <= rows[after][reached] + beside).all(), after
            assert (rows[after] <= night).all(), after

    def _assert_booked(self, live: list[np.ndarray[Any, Any]], ended: np.ndarray[Any, Any]) -> None:
        state, row = self.model.state, self._day - self.model.settings.warmup_days
        if row < 0:
            return
        daily = state.daily[row]
        moments = [*(rows["first_report"] for rows in live), ended["reported"]]
        today = sum(int((moment // DAY_TICKS == self._day).sum()) for moment in moments)
        assert daily[Daily.RAISED] == today
        assert daily[Daily.RESOLVED] == ended["resolved"].sum()
        solved = ended["ended"][ended["resolved"]]
        assert daily[Daily.CLOSED] >= (solved >= self._day * DAY_TICKS).sum()
        if not self.model.settings.rules.causes.on:
            assert (solved >= self._day * DAY_TICKS).all()
        status = Counter(int(one) for rows in live for one in rows["status"])
        assert daily[Daily.HIDDEN] == status[Status.HIDDEN]
        in_hand = status.total() - status[Status.HIDDEN] - status[Status.QUIET]
        assert daily[Daily.BACKLOG] == in_hand
        given_up = int(state.counts[:, Count.GIVEN_UP].sum())
        assert given_up - self.given_up == ended["given_up"].sum()
        self.given_up = given_up
