"""Obligations of a district: their forms, the items they ask, and the first copies."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from sim.enums import (
    FOR_EVER,
    ITEMS,
    NOBODY,
    PERIODS,
    YEAR_DAYS,
    Cadence,
    Kind,
)
from sim.records import CADENCE, FORM, OBLIGATION, zeros
from sim.settings import Settings
from sim.state import State
from sim.streams import NUMBER, draw, exponential, normal, poisson

MOST_ITEMS = 12
NEVER = -YEAR_DAYS
LONGEST_LIFE = 1e9
GUARDED = (Kind.HAZARD, Kind.CARE, Kind.MERCHANT)
"""Kinds whose hidden issues turn into incidents, and against which obligations guard."""


def obligations(settings: Settings, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.void]:
    """OBLIGATION (K,): initial obligations, with exact shares of cadences and departments."""
    rules = settings.obligations
    table = np.zeros(rules.form_kinds, OBLIGATION)
    drawn = [draw(keys[NUMBER["cadence"]], k, 0, 0) for k in range(rules.form_kinds)]
    limits = [math.floor(rules.form_kinds * total + 0.5) for total in running_shares(settings)]
    cadence_ranks = _ranks(u for u, _ in drawn)
    boards, answering = rules.boards, len(settings.departments.answering)
    holders = [rank % answering for rank in _ranks(v for _, v in drawn[:boards])]
    holders += [rank % rules.demanding for rank in _ranks(v for _, v in drawn[boards:])]
    for k, obligation in enumerate(table):
        obligation["cadence"] = sum(cadence_ranks[k] >= limit for limit in limits)
        obligation["department"] = holders[k]
        obligation["board"] = k < boards
        _traits(obligation, settings, keys, k)
    return table


def later_obligations(
    settings: Settings, keys: npt.NDArray[np.uint64], first: int, count: int
) -> npt.NDArray[np.void]:
    """OBLIGATION (count,): rows from `first` on, for obligations that are set later."""
    rules = settings.obligations
    answering = len(settings.departments.answering)
    on_boards = rules.boards / rules.form_kinds if rules.form_kinds else 0.0
    table = np.zeros(count, OBLIGATION)
    for k, obligation in enumerate(table, start=first):
        u, v = draw(keys[NUMBER["cadence"]], k, 0, 0)
        obligation["cadence"] = sum(u >= total for total in running_shares(settings))
        obligation["board"] = draw(keys[NUMBER["board"]], k, 0, 0)[0] < on_boards
        obligation["department"] = math.floor(
            v * (answering if obligation["board"] else rules.demanding)
        )
        _traits(obligation, settings, keys, k)
    return table


def running_shares(settings: Settings) -> list[float]:
    """Shares of obligations due daily, at least weekly, at least monthly, at least quarterly."""
    rules = settings.obligations
    totals, total = [], 0.0
    for share in (
        rules.cadence_daily,
        rules.cadence_weekly,
        rules.cadence_monthly,
        rules.cadence_quarterly,
    ):
        total += share
        totals.append(total)
    return totals


def _traits(obligation: np.void, settings: Settings, keys: npt.NDArray[np.uint64], k: int) -> None:
    """Sets records, items, life and purpose of row k."""
    rules = settings.obligations
    cadence = Cadence(int(obligation["cadence"]))
    records = getattr(rules, f"records_{cadence.name.lower()}")
    obligation["phase"] = draw(keys[NUMBER["phase"]], k, 0, 0)[0]
    u, v = draw(keys[NUMBER["records"]], k, 0, 0)
    obligation["records"] = records * math.exp(rules.records_sigma * normal(u))
    obligation["roster"] = cadence >= Cadence.MONTHLY and v < rules.roster_share
    frequent = cadence <= Cadence.WEEKLY
    obligation["dynamic"] = rules.dynamic_share_frequent if frequent else rules.dynamic_share
    mask = _items(rules.items_per_form, rules.overlap, rules.core_items, rules.own_items, keys, k)
    obligation["items"] = mask
    obligation["item_count"] = mask.bit_count()
    _, v = draw(keys[NUMBER["obsolete"]], k, 0, 0)
    mean_life = settings.obligations.obligation_life * YEAR_DAYS
    obligation["life"] = min(LONGEST_LIFE, exponential(v, mean_life))
    u, _ = draw(keys[NUMBER["subject"]], k, 0, 0)
    obligation["guards"] = GUARDED[math.floor(u * len(GUARDED))]


def _ranks(values: Iterable[float]) -> list[int]:
    """Rank of each value in ascending order, ties by index."""
    listed = list(values)
    ranks = [0] * len(listed)
    for rank, index in enumerate(sorted(range(len(listed)), key=lambda k: (listed[k], k))):
        ranks[index] = rank
    return ranks


def _items(
    mean: float, overlap: float, core: int, own: int, keys: npt.NDArray[np.uint64], obligation: int
) -> int:
    """Bit mask of the items that an obligation asks.

    Parameters:
        mean: items a form on average.
        overlap: share of them that are core items, 0 to 1.
        core, own: number of core items, and of own items of each department.
    """
    key = keys[NUMBER["items"]]
    u, _ = draw(key, obligation, 0, 0)
    mask = 0
    for j in range(1, min(MOST_ITEMS, 1 + poisson(u, max(0.0, mean - 1.0))) + 1):
        u, v = draw(key, obligation, 0, j)
        item = math.floor(v * core) if u < overlap else core + math.floor(v * own)
        mask |= 1 << item
    return mask


def asks(obligation: np.void, item: int) -> bool:
    """Whether an obligation asks an item."""
    return bool(int(obligation["items"]) >> item & 1)


def cadences(settings: Settings) -> npt.NDArray[np.void]:
    """CADENCE (5,)."""
    rules = settings.obligations
    table = np.zeros(len(Cadence), CADENCE)
    table["period"] = PERIODS
    table["span"] = (
        rules.span_daily,
        rules.span_weekly,
        rules.span_monthly,
        rules.span_quarterly,
        rules.span_yearly,
    )
    table["compile"] = (
        rules.compile_daily,
        rules.compile_weekly,
        1.0,
        rules.compile_quarterly,
        rules.compile_yearly,
    )
    return table


def churn(settings: Settings, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float64]:
    """Changes a record and year, float64 (D + 1, I); the last row holds the core items."""
    rules = settings.obligations
    core, items = rules.core_items, rules.core_items + rules.own_items
    changes = np.zeros((rules.demanding + 1, items))
    for row in range(rules.demanding + 1):
        for item in range(core, items) if row < rules.demanding else range(core):
            entity = item if row == rules.demanding else (row + 1) * ITEMS + item - core
            u, _ = draw(keys[NUMBER["churn"]], entity, 0, 0)
            changes[row, item] = (
                rules.churn_status if u < rules.status_share else rules.churn_static
            )
    return changes


def shared(settings: Settings, table: npt.NDArray[np.void]) -> npt.NDArray[np.bool_]:
    """Core items that at least two departments ask, bool (I,)."""
    rules = settings.obligations
    several = np.zeros(rules.core_items + rules.own_items, np.bool_)
    for item in range(rules.core_items):
        askers = {int(obligation["department"]) for obligation in table if asks(obligation, item)}
        several[item] = len(askers) >= 2
    return several


def forms(
    settings: Settings, keys: npt.NDArray[np.uint64], table: npt.NDArray[np.void]
) -> npt.NDArray[np.void]:
    """FORM (C, K): every initial obligation is active everywhere, before its first edition."""
    editions = blank_forms(settings.territory.communities, len(table))
    editions["active"] = True
    for k, obligation in enumerate(table):
        editions["records"][:, k] = obligation["records"]
        editions["items"][:, k], editions["item_count"][:, k] = (
            obligation["items"],
            obligation["item_count"],
        )
        editions["on_wall"][:, k] = editions["board"][:, k] = obligation["board"]
        editions["due"][:, k] = math.floor(obligation["phase"] * PERIODS[obligation["cadence"]])
        u, _ = draw(keys[NUMBER["obsolete"]], k, 0, 0)
        obsolete = u < settings.obligations.obsolete_start
        editions["obsolete_from"][:, k] = NOBODY if obsolete else math.floor(obligation["life"])
    return editions


def blank_forms(communities: int, count: int) -> npt.NDArray[np.void]:
    """FORM (communities, count): obligations that are not set yet."""
    editions = zeros((communities, count), FORM)
    editions["edition"] = NOBODY
    editions["set_on"] = editions["first_check"] = editions["sent_back_on"] = NOBODY
    editions["until"] = editions["due"] = FOR_EVER
    return editions


def first_copies(state: State, settings: Settings) -> None:
    """Sets the ages of copies and notes on day 0. Changes `state` in place."""
    core = settings.obligations.core_items
    departments, items = state.pooled.shape
    for department in range(departments):
        own_obligations = [
            obligation for obligation in state.obligations if obligation["department"] == department
        ]
        for item in range(items):
            periods = [
                PERIODS[obligation["cadence"]]
                for obligation in own_obligations
                if asks(obligation, item)
            ]
            last = NEVER
            if periods:
                u, _ = draw(state.keys[NUMBER["copy"]], department * ITEMS + item, 0, 0)
                last = -math.floor(u * min(periods))
            state.copies[:, department, item] = last
    state.notes[:, departments, :core] = state.copies[:, :, :core].max(axis=1)
    state.notes[:, :departments, core:] = state.copies[:, :, core:]
