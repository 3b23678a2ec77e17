"""Documented places as settings: their sizes are facts, the rest is as usual."""

from __future__ import annotations

from sim.evidence import Ledger
from sim.settings.each import Each
from sim.settings.nested import Tree

ONE_COMMUNITY: Tree = {
    "territory.districts": 1,
    "territory.communities": 1,
    "territory.villages": 0,
    "territory.streets": 1,
    "territory.sampled": 1.0,
    "territory.towns": 0,
    **{f"territory.each.{name}": () for name in Each.model_fields},
    "departments.staff": (),
}
"""What a place of the user states of its own communities does not hold there."""


def wanghailou(ledger: Ledger) -> Tree:
    """A community of Wanghailou's households and residents, with the usual staff."""
    people = ledger.value("fact:wanghailou_population")
    households = ledger.value("fact:wanghailou_households")
    return {
        **ONE_COMMUNITY,
        "territory.workers": ledger.value("assume:community_workers"),
        "territory.residents": people,
        "territory.household_size": people / households,
    }


def jiubasan(ledger: Ledger, rounds: float) -> Tree:
    """A community with Jiubasan's households, workers and merchants; rounds due to these a week."""
    households = ledger.value("fact:jiubasan_households")
    return {
        **ONE_COMMUNITY,
        "territory.workers": ledger.value("fact:jiubasan_workers"),
        "territory.residents": round(households * ledger.value("assume:household_size")),
        "workday.community_merchants": ledger.value("fact:jiubasan_merchants"),
        "workday.merchant_rounds": rounds,
    }
