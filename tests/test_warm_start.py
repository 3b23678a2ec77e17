"""Scenarios that share a warm-up are to the bit what they are alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from experiments.config.study import Study
from experiments.runs.run import Job, Limit, Record, perform
from sim import Settings
from sim.society import Society
from sim.warm_start import _of_thread, keep, resumed

TREE: dict[str, Any] = {
    "territory": {"communities": 2, "workers": 14, "residents": 4000},
    "warmup_days": 60,
    "horizon_days": 40,
}
SCENARIOS = ("baseline", "headline_package", "one_table", "recruitment", "inspection_season")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    _of_thread.kept = None


def jobs() -> list[Job]:
    trees = Study("compare", TREE, {}).trees(SCENARIOS)
    return [Job(name, 5, Settings.read(tree), "full") for name, tree in trees.items()]


def rows(records: list[Any]) -> list[tuple[bytes, bytes]]:
    assert all(isinstance(one, Record) for one in records), records
    return [(one.measures, one.series) for one in records]


def test_runs_that_share_a_warm_up_are_those_that_do_not() -> None:
    together = rows(perform(jobs()))
    alone = []
    for job in jobs():
        _of_thread.kept = None
        alone += rows(perform([job]))
    assert together == alone
    assert len(set(together)) == len(SCENARIOS)


def test_a_run_with_a_limit_goes_by_days_and_shares_too() -> None:
    limited = [replace(job, limit=Limit(60.0, fatal=False)) for job in jobs()[:2]]
    assert rows(perform(limited)) == rows(perform(jobs()[:2]))


def test_only_the_same_society_under_the_same_seed_goes_on() -> None:
    settings = Settings(**TREE)
    society = Society(settings, 5)
    society.advance(60)
    keep(society)
    other = Settings(**TREE | {"levers": {"one_table": {"on": True}}})
    begun = resumed(other, 5)
    assert begun is not None
    assert begun.day == 60
    society.run()
    assert begun.day == 60, "a copy of its own"
    assert resumed(settings, 6) is None
    assert resumed(Settings(**TREE | {"workday": {"daily_patrol": 0.5}}), 5) is None
    assert resumed(Settings(**TREE | {"warmup_days": 61}), 5) is None
    more = {"recruitment": {"on": True, "coverage": 1.0}}
    assert resumed(Settings(**TREE | {"levers": more}), 5) is None, "it keeps places for recruits"
