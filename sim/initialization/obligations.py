"""Obligations of a district: their forms, the items they ask, and the first copies."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from sim.arrays import zeros
from sim.enums import (
    FOR_EVER,
    ITEMS,
    NOBODY,
    PERIODS,
    YEAR_DAYS,
    Cadence,
    Kind,
)
from sim.kernels.pursuit import PIECES_OF_AN_EDITION
from sim.records import CADENCE, FORM, OBLIGATION, PURSUIT
from sim.settings import Settings
from sim.state import State
from sim.streams import NUMBER, draws, exponential, normal, poisson

Keys = npt.NDArray[np.uint64]
Uniforms = npt.NDArray[np.float64]

MOST_ITEMS = 12
NEVER = -YEAR_DAYS
LONGEST_LIFE = 1e9
GUARDED = (Kind.HAZARD, Kind.CARE, Kind.MERCHANT)
"""Kinds whose hidden issues turn into incidents, and against which obligations guard."""


def obligations(settings: Settings, keys: Keys) -> npt.NDArray[np.void]:
    """OBLIGATION (K,): initial obligations, with exact shares of cadences and departments."""
    rules = settings.obligations
    numbers = np.arange(rules.kinds)
    table = np.zeros(len(numbers), OBLIGATION)
    drawn = _drawn(keys, numbers)
    u, v = drawn[NUMBER["cadence"]]
    limits = [math.floor(rules.kinds * total + 0.5) for total in running_shares(settings)]
    boards, answering = rules.boards, len(settings.departments.answering)
    table["cadence"] = np.searchsorted(limits, _ranks(u), side="right")
    table["department"][:boards] = _ranks(v[:boards]) % answering
    table["department"][boards:] = _ranks(v[boards:]) % rules.demanding
    table["board"][:boards] = True
    _set_traits(table, settings, drawn)
    _set_items(table, settings, keys, numbers)
    return table


def later_obligations(
    settings: Settings, keys: Keys, first: int, count: int
) -> npt.NDArray[np.void]:
    """OBLIGATION (count,): rows from `first` on, for obligations that are set later."""
    rules = settings.obligations
    numbers = np.arange(first, first + count)
    answering = len(settings.departments.answering)
    boards = settings.territory.each.boards
    mean = sum(boards) / len(boards) if boards else rules.boards
    on_boards = mean / rules.kinds if rules.kinds else 0.0
    table = np.zeros(count, OBLIGATION)
    drawn = _drawn(keys, numbers)
    u, v = drawn[NUMBER["cadence"]]
    table["cadence"] = np.searchsorted(running_shares(settings), u, side="right")
    table["board"] = drawn[NUMBER["board"]][0] < on_boards
    table["department"] = np.floor(v * np.where(table["board"], answering, rules.demanding))
    _set_traits(table, settings, drawn)
    _set_items(table, settings, keys, numbers)
    return table


def running_shares(settings: Settings) -> list[float]:
    """Shares of obligations due daily, at least weekly, at least monthly, at least quarterly."""
    totals, total = [], 0.0
    for share in settings.obligations.cadence_shares:
        total += share
        totals.append(total)
    return totals


def _drawn(keys: Keys, numbers: npt.NDArray[np.int64]) -> dict[int, Uniforms]:
    """Both uniforms of each obligation, float64 (2, K), by number of the stream."""
    streams = tuple(
        NUMBER[name] for name in ("cadence", "board", "phase", "records", "obsolete", "subject")
    )
    drawn = draws(keys[[*streams]][:, None], numbers)
    return dict(zip(streams, np.stack(drawn, axis=1), strict=True))


def _set_traits(
    table: npt.NDArray[np.void], settings: Settings, drawn: Mapping[int, Uniforms]
) -> None:
    """Sets size, life and purpose of obligations, by their cadence and their uniforms."""
    rules = settings.obligations
    cadence = table["cadence"]
    usual = [getattr(rules, f"records_{cadence.name.lower()}") for cadence in Cadence]
    table["phase"] = drawn[NUMBER["phase"]][0]
    u, v = drawn[NUMBER["records"]]
    spread = [math.exp(rules.records_sigma * normal(uniform)) for uniform in u]
    table["records"] = np.array(usual)[cadence] * spread
    table["roster"] = (cadence >= Cadence.MONTHLY) & (v < rules.roster_share)
    frequent = cadence <= Cadence.WEEKLY
    table["dynamic"] = np.where(frequent, rules.dynamic_share_frequent, rules.dynamic_share)
    mean_life = rules.obligation_life * YEAR_DAYS
    table["life"] = [
        min(LONGEST_LIFE, exponential(v, mean_life)) for v in drawn[NUMBER["obsolete"]][1]
    ]
    purpose = np.floor(drawn[NUMBER["subject"]][0] * len(GUARDED)).astype(np.int64)
    table["guards"] = np.array(GUARDED)[purpose]


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Rank of each value in ascending order, ties by index."""
    ranks = np.empty(len(values), np.int64)
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks


def _set_items(
    table: npt.NDArray[np.void], settings: Settings, keys: Keys, numbers: npt.NDArray[np.int64]
) -> None:
    """Sets the items that each obligation asks, as a bit mask, and how many these are."""
    rules = settings.obligations
    more = max(0.0, rules.items_per_form - 1.0)
    u, v = draws(keys[NUMBER["items"]], numbers[:, None], np.arange(MOST_ITEMS + 1))
    counts = np.array([1 + poisson(uniform, more) for uniform in u[:, 0]], np.int64)
    u, v = u[:, 1:], v[:, 1:]
    own = rules.core_items + np.floor(v * rules.own_items)
    items = np.where(u < rules.overlap, np.floor(v * rules.core_items), own).astype(np.int64)
    drawn = np.arange(MOST_ITEMS) < counts[:, None]
    masks = np.bitwise_or.reduce(np.where(drawn, 1 << items, 0), axis=1)
    table["items"], table["item_count"] = masks, np.bitwise_count(masks)


def asked(table: npt.NDArray[np.void], items: int) -> npt.NDArray[np.bool_]:
    """Whether each obligation asks each item, bool (K, items)."""
    bits: npt.NDArray[np.bool_] = table["items"][:, None] >> np.arange(items) & 1 == 1
    return bits


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


def churn(settings: Settings, keys: Keys) -> npt.NDArray[np.float64]:
    """Changes a record and year, float64 (D + 1, I); the last row holds the core items."""
    rules = settings.obligations
    core, departments = rules.core_items, np.arange(rules.demanding)[:, None]
    own, _ = draws(keys[NUMBER["churn"]], (departments + 1) * ITEMS + np.arange(rules.own_items))
    common, _ = draws(keys[NUMBER["churn"]], np.arange(core))
    changes = np.zeros((rules.demanding + 1, core + rules.own_items))
    for part, uniforms in ((changes[:-1, core:], own), (changes[-1, :core], common)):
        part[:] = np.where(uniforms < rules.status_share, rules.churn_status, rules.churn_static)
    return changes


def shared(settings: Settings, table: npt.NDArray[np.void]) -> npt.NDArray[np.bool_]:
    """Core items that at least two departments ask, bool (I,)."""
    rules = settings.obligations
    asks = np.zeros((rules.demanding, rules.core_items + rules.own_items), np.bool_)
    np.logical_or.at(asks, table["department"], asked(table, asks.shape[1]))
    several: npt.NDArray[np.bool_] = asks.sum(axis=0) >= 2
    several[rules.core_items :] = False
    return several


def forms(settings: Settings, keys: Keys, table: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """FORM (C, K): every initial obligation is active everywhere, before its first edition."""
    editions = blank_forms(1, len(table))[0]
    editions["active"] = True
    for name in ("records", "items", "item_count", "board"):
        editions[name] = table[name]
    editions["on_wall"] = table["board"]
    editions["due"] = np.floor(table["phase"] * np.array(PERIODS)[table["cadence"]])
    uniforms, _ = draws(keys[NUMBER["obsolete"]], np.arange(len(table)))
    obsolete = uniforms < settings.obligations.obsolete_start
    later: Uniforms | int = settings.warmup_days + np.floor(table["life"])
    if not settings.rules.rebound.on:
        later = FOR_EVER
    editions["obsolete_from"] = np.where(obsolete, NOBODY, later)
    everywhere = np.tile(editions, (settings.territory.communities, 1))
    if boards := settings.territory.each.boards:
        here = np.arange(len(table)) < np.array(boards)[:, None]
        everywhere["board"] &= here
        everywhere["on_wall"] &= here
    return everywhere


def blank_forms(communities: int, count: int) -> npt.NDArray[np.void]:
    """FORM (communities, count): obligations that are not set yet."""
    editions = zeros((communities, count), FORM)
    editions["edition"] = NOBODY
    editions["moved_on"] = editions["first_check"] = editions["sent_back_on"] = NOBODY
    editions["due"] = FOR_EVER
    return editions


def blank_pursuits(communities: int, count: int) -> npt.NDArray[np.void]:
    """PURSUIT (communities, count): nothing is reminded of yet."""
    pursuits = zeros((communities, count), PURSUIT)
    pursuits["remind_on"] = pursuits["criticise_on"] = NOBODY
    return pursuits


def blank_pieces(communities: int, count: int) -> npt.NDArray[np.int32]:
    """Slots of pieces of editions (communities, count, pieces): none yet."""
    return np.zeros((communities, count, PIECES_OF_AN_EDITION), np.int32)


def first_copies(state: State, settings: Settings) -> None:
    """Sets the ages of copies and notes on day 0. Changes `state` in place."""
    core = settings.obligations.core_items
    departments, items = state.pooled.shape
    obligation, item = np.nonzero(asked(state.obligations, items))
    demanding, cadence = (state.obligations[name][obligation] for name in ("department", "cadence"))
    shortest = np.full((departments, items), np.inf)
    np.minimum.at(shortest, (demanding, item), np.array(PERIODS)[cadence])
    entities = np.arange(departments)[:, None] * ITEMS + np.arange(items)
    uniforms, _ = draws(state.keys[NUMBER["copy"]], entities)
    copied = np.isfinite(shortest)
    last = np.full((departments, items), NEVER)
    last[copied] = -np.floor(uniforms[copied] * shortest[copied])
    state.copies[:] = last
    state.notes[:, departments, :core] = last[:, :core].max(axis=0)
    state.notes[:, :departments, core:] = last[:, core:]
