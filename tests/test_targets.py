"""Targets: documented numbers, where they stand, and what of a run is compared with them."""

from __future__ import annotations

import pandas as pd

from experiments.patterns.targets import TARGETS, UNUSED, simulated
from sim.evidence import Assumption, Ledger
from sim.settings import Settings


def test_every_outcome_that_is_told_as_reached_is_a_target_or_has_a_reason() -> None:
    ledger = Ledger.load()
    reached = {name for name, fact in ledger.facts.items() if fact.role == "target"}
    used = {one.evidence.removeprefix("fact:") for one in TARGETS}
    unused = [name for names in UNUSED.values() for name in names]
    assert len(unused) == len(set(unused))
    assert reached == set(unused) | (used & reached)
    assert not used & set(unused)


def test_targets_stand_in_the_evidence() -> None:
    ledger = Ledger.load()
    for one in TARGETS:
        entry = ledger.entry(one.evidence)
        if one.printed:
            assert entry.grade == "literature"
            assert isinstance(entry, Assumption)
            assert one.printed in entry.why
            numbers = one.printed.replace(",", "").replace("%", "").split()
            ends = {str(end).removesuffix(".0") for end in (one.low, one.high)} - {"inf", "-inf"}
            derived = {"traces", "overtime"}
            assert one.name in derived or ends <= set(numbers)
        else:
            assert one.evidence.startswith("fact:")
    ranges = {one.name: one.range(ledger) for one in TARGETS}
    assert ranges["reporting_cut"] == (0.75, float("inf"))
    assert ranges["merchant_rounds"] == (1.0, 1.0)


def test_outcomes_become_what_is_documented() -> None:
    chosen = {one.name: one for one in TARGETS}
    wanted = [chosen[name] for name in ("reporting_cut", "forms_due", "disputes", "boards_removed")]
    place = {"communities": 4, "workers": 8, "residents": 2000}
    society = Settings(horizon_days=125, territory=place)
    rows = {
        "wanghailou before": {"reporting_desk": 8.0},
        "wanghailou after": {"reporting_desk": 2.0},
        "baseline": {
            "forms_due": 3000.0,
            "issues_raised.dispute": 12.0,
            "obligations.boards": 31.0,
        },
        "signboards after": {"obligations.boards": 8.5},
    }
    index = [(case, 3, 0) for case in rows]
    levels = ["scenario", "point", "replication"]
    values = pd.DataFrame(list(rows.values()), pd.MultiIndex.from_tuples(index, names=levels))
    found = simulated(values, wanted, dict.fromkeys(rows, society)).iloc[0]
    assert found["reporting_cut"] == 0.75
    assert found["forms_due"] == 1500.0
    assert found["disputes"] == 12.0
    assert found["boards_removed"] == 22.5
