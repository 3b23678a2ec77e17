"""Amounts of time that settings make together stay within 64 bits, or are refused in a line."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from sim import GovernanceModel, Settings, SettingsError
from sim.settings.magnitudes import AMOUNTS
from sim.settings.nested import Tree, grow, overlay

SMALL: Tree = {
    "territory": {"communities": 1, "workers": 2, "residents": 600},
    "horizon_days": 5,
    "warmup_days": 1,
}
LARGEST = 1_000_000.0
OTHERS: list[dict[str, Any]] = [
    {"obligations.records_sigma": 10.0},
    {"obligations.records_yearly": LARGEST, "obligations.enter_minutes": LARGEST},
    {"obligations.compile_minutes": LARGEST, "obligations.compile_daily": LARGEST},
    {"issues.kinds.hazard.minutes": LARGEST, "issues.growth_limit": LARGEST},
    {"issues.kinds.hazard.minutes": LARGEST, "rules.incidents.incident_effort": LARGEST},
    {"issues.funding_sigma": 10.0},
]
BOUNDED = {"obligations.campaigns": 500.0}
"""Settings with a lower bound of their own."""
CORNERS = [dict.fromkeys(one.factors, LARGEST) for one in AMOUNTS] + OTHERS


@pytest.mark.parametrize("rows", CORNERS, ids=lambda rows: "-".join(rows))
@pytest.mark.parametrize("scale", [1.0, 0.1, 0.001])
def test_a_corner_is_refused_in_a_line_or_runs_without_overflow(
    rows: dict[str, Any], scale: float, warm: None
) -> None:
    tree = grow({path: BOUNDED.get(path, value) * scale for path, value in rows.items()})
    try:
        settings = Settings.read(overlay(SMALL, tree))
    except SettingsError:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = GovernanceModel(settings, rng=2)
        model.run()
    state = model.state
    for table in (state.burden, state.counts, state.totals, state.fixed_time):
        assert (table >= 0).all()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            {"obligations.records_sigma": 10.0},
            r"^obligations\.records_sigma=10\.0: with .* minutes of a form at most$",
        ),
        (
            dict.fromkeys(
                ("rules.merchants.merchant_visits", "rules.merchants.merchant_visit_hours",
                 "workday.community_merchants"), 1e6,
            ),
            r"^workday\.community_merchants=1000000\.0: with .* at most$",
        ),
    ],
)  # fmt: skip
def test_what_overflowed_is_refused(rows: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Settings.read(grow(rows))


def test_the_largest_places_with_the_usual_numbers_are_allowed() -> None:
    place = {"communities": 100_000, "workers": 1_000_000, "residents": 500_000_000,
             "residents_per_agent": 100}  # fmt: skip
    assert Settings(territory=place)
