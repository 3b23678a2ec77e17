"""What readers see in place of the names the code uses."""

from __future__ import annotations

from math import floor, log10

ACTIVITIES = {
    "forms": "forms",
    "traces": "traces of work",
    "inspections": "inspections",
    "meetings": "meetings, chat groups",
    "chasing": "chasing departments",
    "setup": "set-up of the reform",
    "issues": "residents' matters",
    "mediation": "mediation",
    "emergency": "emergencies",
    "certificates": "certificates",
    "counter": "manning the counter",
    "visits": "visits to residents",
    "patrol": "patrol",
    "merchant_checks": "merchant checks",
    "activities": "events for residents",
    "party": "Party work",
    "away": "away: leave, training",
    "slack": "slack",
    "vacant": "vacant place",
}
"""Every activity of the time ledger, in the order in which it is shown."""


def spelled(name: str) -> str:
    """A name, or a unit of evidence, as words."""
    return name.replace("_", " ")


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign; never a negative nought."""
    text = f"{value:+.{digits}f}"
    return text[1:] if not text.strip("+-0.") else text.replace("-", "−")


def decimals(largest: float) -> int:
    """How many decimals show three figures of a number, from none to four."""
    return min(max(2 - floor(log10(largest)), 0), 4) if largest > 0 else 2
