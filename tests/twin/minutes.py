"""Minutes that an edition of a form costs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sim.enums import YEAR_DAYS
from tests.twin.numbers import ticks

if TYPE_CHECKING:
    from tests.twin.forms import Form

RECORDS_OF = 4300.0
WEEKS = 50


class Minutes(NamedTuple):
    """What one edition of a form costs."""

    read: float
    ask: float
    type: float
    retype: float
    compile: float


class Ages(NamedTuple):
    """Days since an item was last received, taken down, and put into the pool (if it is pooled)."""

    copy: float
    notes: float
    pool: float | None


class Service(NamedTuple):
    """What spares a community work: the one table, its own base of data, the exchange."""

    table: bool
    cockpit: bool
    exchange: bool


def changed(churn: float, days: float) -> float:
    """Share of records that changed in so many days."""
    return 1.0 - math.exp(-churn * days / YEAR_DAYS)


def minutes_today(form: Form, day: int) -> Minutes:
    """Minutes of the edition of today; what is asked is taken down."""
    community, department = form.community, form.obligation.department
    service = Service(
        community.table_serves(department), community.cockpit_serves(), form.exchanged
    )

    def ages(item: int) -> Ages:
        place = community.keeper(department, item)
        pool = None
        if service.table and item in form.model.departments[department].pooled:
            pool = day - community.pool[place]
            community.pool[place] = day
        notes = day - community.notes[place]
        community.notes[place] = day
        return Ages(day - community.copies[department, item], notes, pool)

    return minutes(form, ages, service)


def by_standard(form: Form) -> Minutes:
    """Minutes of an edition one period old, without pool, cockpit or exchange."""
    period = form.obligation.period
    return minutes(form, lambda item: Ages(period, period, None), Service(False, False, False))


def ticks_by_standard(form: Form) -> int:
    """Ticks of such an edition, part by part."""
    return sum(map(ticks, by_standard(form)))


def minutes_a_week(form: Form) -> float:
    """Minutes a week that an obligation costs here, without pool, cockpit or exchange."""
    period, one = form.obligation.period, by_standard(form)
    whole = one.ask + one.read + one.type + one.retype + one.compile
    week = whole * (YEAR_DAYS / period / WEEKS)
    return week + form.model.settings.workday.board_trace_minutes if form.board else week


class Item(NamedTuple):
    """Shares of the records whose item is asked, typed and typed again."""

    ask: float
    type: float
    retype: float


def unpooled(form: Form, item: int, age: Ages, service: Service) -> Item:
    """An item that is asked and typed without the one table."""
    rules, policy = form.model.settings.obligations, form.community.policy
    roster, churn = form.obligation.roster, form.model.churn(form.obligation.department, item)
    c, c0 = changed(churn, age.copy), changed(churn, age.notes)
    if service.exchange and item < rules.core_items:
        c, c0 = c * (1.0 - policy["exchange_feed"]), c0 * (1.0 - policy["exchange_feed"])
        roster = False
    reuse = policy["cockpit_reuse"] if service.cockpit else rules.notes_reuse
    ask = c0 + (c - c0) * (1.0 - reuse)
    if roster and item in form.model.shared_items:
        ask += rules.reask_share * (1.0 - c)
    if service.cockpit:
        ask *= 1.0 - policy["cockpit_byproduct"]
    return Item(ask, c, 1.0 - c if roster else 0.0)


def pooled(form: Form, item: int, age: float, without: Item) -> Item:
    """An item of the pool; parts of the one table that are off leave it as it is without."""
    policy = form.community.policy
    cp = changed(form.model.churn(form.obligation.department, item), age)
    ask, type_, retype = without
    if policy["ask_once"]:
        ask = cp * (1.0 - policy["feed_share"]) * (1.0 - policy["byproduct_share"])
    if policy["type_once"]:
        type_, retype = cp * (1.0 - policy["feed_share"]), 0.0
    return Item(ask, type_, retype)


def minutes(form: Form, ages: Callable[[int], Ages], service: Service) -> Minutes:
    """Minutes of an edition, from the ages of its items."""
    rules, policy, obligation = (
        form.model.settings.obligations,
        form.community.policy,
        form.obligation,
    )
    spared, types, retypes, plain_types, plain_retypes = 1.0, 0.0, 0.0, 0.0, 0.0
    for item in form.items:
        age = ages(item)
        shares = without = unpooled(form, item, age, service)
        if age.pool is not None:
            shares = pooled(form, item, age.pool, without)
        spared *= 1.0 - shares.ask
        types += shares.type
        retypes += shares.retype
        plain_types += without.type
        plain_retypes += without.retype
    n = form.records * form.community.people / RECORDS_OF
    q, enter, items = obligation.dynamic, rules.enter_minutes, len(form.items)
    s = 1.0 - policy["source_share"] if service.table and policy["type_once"] else 1.0
    typing = enter * n * ((1.0 - q) * types + q * items * s)
    retyping = enter * n * (1.0 - q) * retypes
    plain_compile = rules.compile_minutes * obligation.compile_factor
    compiling = plain_compile
    if service.table and policy["export"]:
        compiling = min(policy["export_minutes"], plain_compile)
    elif service.cockpit:
        compiling = min(policy["cockpit_export"], plain_compile)
    if service.table and form.kept_beside_the_pool:
        typing += enter * n * ((1.0 - q) * plain_types + q * items)
        retyping += enter * n * (1.0 - q) * plain_retypes
        compiling = plain_compile
    asking = rules.contact_minutes * (n * (1.0 - spared))
    return Minutes(rules.read_minutes, asking, typing, retyping, compiling)
