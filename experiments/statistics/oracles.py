"""Queues whose answer is known, as settings that reduce the real kernel to them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim import GovernanceModel, Settings
from sim.settings.rules import BARE
from sim.terms import DAY_MINUTES, YEAR_DAYS

SERVICE_MINUTES = 16.0
RESIDENTS = 1000
WARMUP_DAYS = 100
MEASURED_DAYS = 250
LAST_DAYS = 10
"""Arrivals of the last days are left out: not all of them have begun to be served."""


@dataclass(frozen=True, slots=True)
class Mmc:
    """Poisson arrivals, exponential service, `servers` alike, `load` of each."""

    servers: int
    load: float

    @property
    def name(self) -> str:
        return f"M/M/{self.servers} at {self.load:g}"

    def theory(self) -> dict[str, float]:
        """Mean wait in units of the mean service time, and share that waits (Erlang's C)."""
        delayed = erlang_c(self.servers, self.load)
        return {
            "mean wait": delayed / (self.servers * (1.0 - self.load)),
            "share that waits": delayed,
        }

    def simulate(self, seed: int) -> dict[str, float]:
        """The same quantities from one run of the model, after a warm-up of 100 days."""
        model = GovernanceModel(Settings(**self.settings()), rng=seed)
        model.run()
        waits = self._waits(model)
        return {"mean wait": float(waits.mean()), "share that waits": float((waits > 0).mean())}

    def settings(self) -> dict[str, Any]:
        """One community of interchangeable workers with nothing to do but answer inquiries."""
        arrivals = self.load * self.servers * DAY_MINUTES / SERVICE_MINUTES
        rate = arrivals * YEAR_DAYS / RESIDENTS * 1000
        nothing = {"rate": 0.0}
        kinds = ("certificate", "dispute", "hazard", "facility", "care", "street_order", "merchant")
        inquiry = {"rate": rate, "minutes": SERVICE_MINUTES, "effort_shape": "exponential"}
        idle = (
            "away_share", "secondment_share", "overtime_cap_minutes", "meeting_minutes",
            "chat_minutes", "party_minutes", "activity_minutes", "board_trace_minutes",
            "sign_upkeep_minutes", "log_events", "tier_visits", "merchant_rounds", "daily_patrol",
            "visit_propensity",
        )  # fmt: skip
        return {
            "territory": {"communities": 1, "workers": self.servers, "residents": RESIDENTS},
            "organisation": {"head": False, "line_penalty": 1.0, "counter_posts": 0},
            "workday": dict.fromkeys(idle, 0.0),
            "obligations": {
                "form_kinds": 0,
                "boards": 0,
                "adhoc_requests": 0.0,
                "inspections": 0.0,
                "campaigns": 0.0,
            },
            "issues": {
                "rate_scale": 1.0,
                "kinds": {"inquiry": inquiry} | dict.fromkeys(kinds, nothing),
            },
            "rules": BARE,
            "warmup_days": WARMUP_DAYS,
            "horizon_days": MEASURED_DAYS,
        }

    def _waits(self, model: GovernanceModel) -> npt.NDArray[np.float64]:
        matters = model.outcomes()
        reported = matters["reported"].to_numpy(float)
        last = WARMUP_DAYS + MEASURED_DAYS - LAST_DAYS
        chosen = matters[(reported >= WARMUP_DAYS) & (reported < last)]
        days = (chosen["started"] - chosen["reported"]).to_numpy(float)
        if np.isnan(days).any():
            raise RuntimeError(f"{self.name}: a wait of more than {LAST_DAYS} days")
        return days * DAY_MINUTES / SERVICE_MINUTES


def erlang_c(servers: int, load: float) -> float:
    """Chance that an arrival has to wait in M/M/c (Erlang 1917)."""
    offered = servers * load
    terms = [offered**k / math.factorial(k) for k in range(servers)]
    full = offered**servers / math.factorial(servers) / (1.0 - load)
    return full / (sum(terms) + full)
