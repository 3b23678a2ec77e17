"""Forms by the standard cost model beside what a run spends on them, and what the gap consists of.

The model takes it that every edition is filled in once, in full and on its own, by somebody rested.
"""

from __future__ import annotations

import numpy as np

from sim.enums import Account
from sim.measures.measure import ALL, WEEKLY, Groups, Measure, Values
from sim.measures.observation import HOUR_TICKS, Observation
from sim.measures.survival import Integers

SPENT = slice(Account.ASKING, Account.CRITICISM + 1)
"""Accounts of ticks spent."""
STANDARD = "standard"
PARTS: Groups = {
    STANDARD: "by the standard cost model",
    "at_hand": "figures at hand from other forms",
    "pool": "one table, cockpit, exchange",
    "undelivered": "forms not delivered",
    "patchwork": "filled in from old figures",
    "pursuit": "reminders and criticism",
    "redone": "redoing what was sent back",
    "pace": "tired, new and other hands, work carried over",
    ALL: "",
    "overtime": "of it overtime",
}
"""From the standard, parts add up to all that was spent; overtime is a part of that."""
OTHERS = "others"


def gap(account: Integers) -> dict[str, int]:
    """Ticks by the standard, and what is added to it or taken off, down to those spent.

    Parameters: sums of accounts of forms, (accounts,).
    """
    standard, demanded = int(account[Account.STANDARD]), int(account[Account.DEMANDED])
    delivered, spared = int(account[Account.DELIVERED]), int(account[Account.SPARED])
    pursuit = int(account[Account.REMINDER] + account[Account.CRITICISM])
    redone, spent = int(account[Account.REDO]), int(account[SPENT].sum())
    pool = int(account[Account.POOLED])
    return {
        STANDARD: standard,
        "at_hand": demanded - standard + pool,
        "pool": -pool,
        "undelivered": delivered - demanded,
        "patchwork": -spared,
        "pursuit": pursuit,
        "redone": redone,
        "pace": spent - pursuit - redone - (delivered - spared),
        ALL: spent,
        "overtime": int(account[Account.OVERTIME]),
    }


def _gap(seen: Observation) -> Values:
    parts = gap(seen.sums.accounts.sum(axis=0))
    return {name: part / seen.worker_week_ticks for name, part in parts.items()}


def _by_department(seen: Observation, ticks: Integers) -> Values:
    """Hours a week of each answering department, and of all that answer to nothing."""
    names, hours = seen.settings.departments.answering, ticks / HOUR_TICKS / seen.weeks
    known = dict(zip(names, hours.tolist(), strict=False))
    each = {name: known.get(name, 0.0) for name in names}
    return {ALL: float(np.sum(hours)), OTHERS: float(np.sum(hours[len(names) :])), **each}


def _standard(seen: Observation) -> Values:
    return _by_department(seen, seen.sums.accounts[:, Account.STANDARD])


def _spent(seen: Observation) -> Values:
    return _by_department(seen, seen.sums.accounts[:, SPENT].sum(axis=1))


DEPARTMENTS: Groups = {ALL: "", OTHERS: "departments that do not answer communities"}
MEASURES = (
    Measure(
        name="form_hours_explained",
        label="forms, from standard to spent",
        unit=WEEKLY,
        definition="standard is ticks of the editions that fell due in the window by the standard "
        "cost model (section 12.7); the parts after it add up to ticks spent on forms, which are "
        "all; overtime is the part of all that is overtime; over workers and weeks",
        values=_gap,
        groups=PARTS,
    ),
    Measure(
        name="standard_hours_of_forms",
        label="forms by the standard cost model",
        unit="hours per week",
        total_by="communities",
        definition="the same standard by the department that demands the forms, over weeks",
        values=_standard,
        groups=DEPARTMENTS,
        each_department=True,
        digits=0,
        whole_only=True,
    ),
    Measure(
        name="spent_hours_of_forms",
        label="spent on forms",
        unit="hours per week",
        total_by="communities",
        definition="ticks spent on forms, by the department that demands them, over weeks",
        values=_spent,
        groups=DEPARTMENTS,
        each_department=True,
        digits=0,
        whole_only=True,
    ),
)
