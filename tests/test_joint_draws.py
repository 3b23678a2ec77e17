"""Draws of all assumptions together: none has a joint value that no place could have."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np
import pytest

from experiments.runs.points import assumed, uniforms
from sim.enums import DAY_TICKS
from sim.evidence import Ledger
from sim.initialization.place import build
from sim.settings import Settings, SettingsError

DRAWS = 400
PLACE = {"communities": 4, "workers": 46, "residents": 20000}
SHORT = {"territory": PLACE, "horizon_days": 1, "warmup_days": 0}


@pytest.fixture(scope="module")
def ledgers() -> list[Ledger]:
    """The evidence at each draw of all declared ranges."""
    ledger = Ledger.load()
    names = ledger.ranged
    drawn = uniforms("latin", DRAWS, len(names), 7)
    rows = assumed(names, ledger, drawn).rename(columns=lambda name: name.removeprefix("assume:"))
    whole = {name for name in names if ledger.assumptions[name].distribution == "integer"}
    return [
        ledger.replace({
            str(name): int(value) if name in whole else value for name, value in row.items()
        })
        for row in rows.to_dict("records")
    ]  # fmt: skip


def _settings(ledgers: list[Ledger]) -> Iterator[Settings]:
    """Settings of all draws that are feasible."""
    for ledger in ledgers:
        with contextlib.suppress(SettingsError):
            yield Settings.read(SHORT, ledger)


def test_all_draws_but_one_in_a_hundred_are_feasible(ledgers: list[Ledger]) -> None:
    assert len([*_settings(ledgers)]) >= 0.99 * DRAWS


def test_logging_takes_no_longer_than_is_reported(ledgers: list[Ledger]) -> None:
    """Fifteen events in eight applications at five minutes each would be ten hours a day."""
    for settings in _settings(ledgers):
        day = settings.workday
        assert day.log_events * day.log_apps * day.log_minutes <= 150.0 + 1e-9


def test_fixed_time_leaves_something_of_each_day(ledgers: list[Ledger]) -> None:
    most = max(
        float(build(settings, 1).fixed_time.sum(axis=1).max()) for settings in _settings(ledgers)
    )
    assert most < DAY_TICKS


def test_departments_have_the_hours_that_they_spend_on_merchants(ledgers: list[Ledger]) -> None:
    for settings in _settings(ledgers):
        rule, departments = settings.rules.merchants, settings.departments
        merchants = settings.workday.community_merchants
        visits = settings.territory.district_communities * merchants * rule.merchant_visits
        own = departments.field_staff * (40.0 - departments.discretionary_hours) * 50.0
        assert visits * rule.merchant_visit_hours <= own * (1.0 + 1e-9)


def test_colours_are_in_order(ledgers: list[Ledger]) -> None:
    for settings in _settings(ledgers):
        tiers, visits = settings.rules.tiers, settings.levers.tiered_visits
        risks = [tiers.risk_red, tiers.risk_orange, tiers.risk_yellow, tiers.risk_green]
        visited = [
            getattr(visits, f"visits_{name}") for name in ("red", "orange", "yellow", "green")
        ]
        for values in (risks, visited):
            assert np.all(np.diff(values) <= 0)


def test_means_and_spans_are_within_what_rules_can_make(ledgers: list[Ledger]) -> None:
    """A second department is needed with probability kbar - 1; a hall has days for a session."""
    for settings in _settings(ledgers):
        for _, kind in settings.issues.kinds:
            assert getattr(kind, "departments", 1.0) <= 2.0
        assert settings.rules.mediation.hall_notice <= settings.rules.mediation.hall_wait
