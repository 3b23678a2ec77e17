"""Minutes that one edition of a form is expected to take, from settings alone.

ODD 3 (obligations, items, copies) and 5.3 (minutes of an edition).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.enums import PERIODS, RECORD_BASE, YEAR_DAYS, Cadence
from sim.initialization.obligations import MOST_ITEMS
from sim.settings import Settings

Array = npt.NDArray[np.float64]

STEPS = 32
"""Points of the age of a copy at which its distribution is summed up."""
EDITIONS = YEAR_DAYS / np.array(PERIODS)
"""Editions a year by cadence."""
_MIDDLES = (np.arange(STEPS) + 0.5) / STEPS
_AGES = np.array(PERIODS)[:, None] * _MIDDLES
"""Ages of a copy, from none to the period of the form, (5, STEPS)."""
_REACHED = np.minimum(1.0, _AGES[:, :, None] / np.array(PERIODS))
"""Chance that another form fell due within such an age, by its cadence, (5, STEPS, 5)."""
_COUNTS = np.arange(1, MOST_ITEMS + 1, dtype=np.float64)
_FACTORIALS = np.array([math.factorial(int(count) - 1) for count in _COUNTS], np.float64)


class Editions(NamedTuple):
    """Obligations and their editions at the start, by cadence (5,).

    `number` counts obligations, `asking` and `desk` are minutes of a mean edition in a place of
    `RECORD_BASE` residents without compiling and reading; `fixed` are the minutes of these two.
    """

    number: Array
    asking: Array
    desk: Array
    fixed: Array

    def minutes(self, residents: float, communities: int) -> tuple[float, float]:
        """Asking and desk minutes a week of all communities together."""
        weekly = self.number * EDITIONS / 50.0
        size = residents / RECORD_BASE
        asking = float(weekly @ self.asking) * size
        return asking, float(weekly @ (self.desk * size + self.fixed * communities))


def editions(settings: Settings) -> Editions:
    """Expected editions of the obligations of the start.

    Items of a form are taken as independent of each other, ages of copies as those of forms whose
    dates are independent; every form is delivered, so that copies are as old as its period at most.
    """
    rules = settings.obligations
    kinds = rules.kinds
    totals = np.minimum(np.floor(kinds * np.cumsum(rules.cadence_shares) + 0.5), kinds)
    number = np.diff(totals, prepend=0.0, append=float(kinds))
    shares = number / max(kinds, 1)
    chance, asked_of = _item_counts(settings)
    core, own = asked_of
    departments = _others(settings)
    fresh = _changed(settings, shares, float(chance @ core), max(0.0, kinds - 1.0))
    roster = np.where(np.arange(len(Cadence)) >= Cadence.MONTHLY, rules.roster_share, 0.0)
    asking, typed, retyped = np.zeros(5), np.zeros(5), np.zeros(5)
    items = float(chance @ (rules.core_items * core + rules.own_items * own))
    for weight, others in departments:
        core_old = _changed(settings, shares, float(chance @ core), others)
        own_old = _changed(settings, shares, float(chance @ own), others)
        reused = fresh + np.maximum(0.0, core_old - fresh) * (1.0 - rules.notes_reuse)
        again = rules.reask_share * (1.0 - core_old)
        plain = _asked(chance, core, own, reused, own_old, rules.core_items, rules.own_items)
        more = _asked(chance, core, own, reused + again, own_old, rules.core_items, rules.own_items)
        asking += weight * ((1.0 - roster) * plain + roster * more)
        changed = float(chance @ core) * rules.core_items * core_old
        changed = changed + float(chance @ own) * rules.own_items * own_old
        typed += weight * changed
        retyped += weight * roster * (items - changed)
    frequent = np.arange(len(Cadence)) <= Cadence.WEEKLY
    counted = np.where(frequent, rules.dynamic_share_frequent, rules.dynamic_share)
    usual = (
        rules.records_daily, rules.records_weekly, rules.records_monthly,
        rules.records_quarterly, rules.records_yearly,
    )  # fmt: skip
    records = np.array(usual) * math.exp(rules.records_sigma**2 / 2.0)
    entered = (1.0 - counted) * (typed + retyped) + counted * items
    compiled = (
        rules.compile_daily, rules.compile_weekly, 1.0, rules.compile_quarterly,
        rules.compile_yearly,
    )  # fmt: skip
    return Editions(
        number,
        rules.contact_minutes * records * asking,
        rules.enter_minutes * records * entered,
        rules.read_minutes + rules.compile_minutes * np.array(compiled),
    )


def _item_counts(settings: Settings) -> tuple[Array, tuple[Array, Array]]:
    """Chances of 1 to 12 draws of items; chance that one core or own item is among so many."""
    rules = settings.obligations
    more = max(0.0, rules.items_per_form - 1.0)
    chance = math.exp(-more) * more ** (_COUNTS - 1.0) / _FACTORIALS
    chance[-1] += 1.0 - chance.sum()
    core: Array = 1.0 - np.power(1.0 - rules.overlap / rules.core_items, _COUNTS)
    own: Array = 1.0 - np.power(1.0 - (1.0 - rules.overlap) / rules.own_items, _COUNTS)
    return chance, (core, own)


def _others(settings: Settings) -> list[tuple[float, float]]:
    """Share of obligations of departments with powers and without, and others of the same one."""
    rules = settings.obligations
    answering, kinds = len(settings.departments.answering), rules.kinds
    usual = (kinds - rules.boards) / rules.demanding
    with_powers = usual + rules.boards / answering
    share = answering * with_powers / max(kinds, 1)
    return [(share, max(0.0, with_powers - 1.0)), (1.0 - share, max(0.0, usual - 1.0))]


def _changed(settings: Settings, shares: Array, asked: float, others: float) -> Array:
    """Share of records of an item that changed since the copy, by cadence of the form (5,).

    Parameters:
        shares: of cadences, (5,).
        asked: chance that another form asks the item.
        others: forms of which each may have brought a copy.
    """
    rules = settings.obligations
    kept = np.maximum(0.0, 1.0 - asked * (_REACHED @ shares)) ** others
    step = np.array(PERIODS)[:, None] / STEPS
    changed = np.zeros(len(PERIODS))
    for weight, churn in (
        (rules.status_share, rules.churn_status),
        (1.0 - rules.status_share, rules.churn_static),
    ):
        rate = churn / YEAR_DAYS
        changed += weight * (rate * np.exp(-rate * _AGES) * kept * step).sum(axis=1)
    return changed


def _asked(
    chance: Array, core: Array, own: Array, ask_core: Array, ask_own: Array, cores: int, owns: int
) -> Array:
    """Share of records of which something is asked, by cadence (5,)."""
    spared = (1.0 - np.outer(ask_core, core)) ** cores * (1.0 - np.outer(ask_own, own)) ** owns
    return np.asarray(1.0 - spared @ chance, np.float64)
