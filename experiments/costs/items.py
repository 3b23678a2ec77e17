"""Yuan of single runs, item by item: what is paid or given, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from experiments.config.outcomes import FULL, HOURS, Outcome
from experiments.designs.prices import Priced
from experiments.statistics.matched_values import Matched
from sim.enums import YEAR_WEEKS
from sim.levers.resources import Budget
from sim.purchases import Purchase
from sim.settings import Settings

Array = npt.NDArray[np.float64]
Kind = Literal["money", "paid time", "overtime", "time given"]
"""Money; time of staff who are paid in any case; overtime that is paid; time that nobody pays."""
IN_COST: tuple[Kind, ...] = ("money", "paid time")
"""Kinds that add up to the yuan of a scenario."""
OUTSIDE, DEPARTMENTS = "outside_hours", "department_hours_per_week"
OVERTIME = "overtime_hours_per_worker_week"


class Item(NamedTuple):
    """What is paid or given: whose it is, of what kind, and what for."""

    budget: Budget
    kind: Kind
    item: str


class Hours(NamedTuple):
    """Time that a run counts: an item, hours a year, and the price of an hour."""

    item: Item
    hours: Callable[[Counted], Array]
    price: str


class Waiting(NamedTuple):
    """How residents' waiting is counted: from what, mean days, and the number of issues."""

    since: str
    days: str
    issues: str


WAITING = (
    Waiting("onset", "days_from_onset_by_group", "issues_by_group"),
    Waiting("report", "days_to_resolution_restricted_mean", "issues_raised"),
)
"""The first that a run has is taken. From onset includes issues that nobody knows of."""


class Counted:
    """Values of the runs of one scenario, and the size of the place."""

    def __init__(self, matched: Matched, values: Array, settings: Settings) -> None:
        rows = {Outcome(*row[:2]): number for number, row in enumerate(matched.rows)}
        self._rows, self._values = rows, values
        self.communities = settings.territory.communities
        self.residents = settings.territory.residents
        self.years = settings.horizon_days / (5 * YEAR_WEEKS)

    def __call__(self, measure: str, group: str = "all") -> Array:
        """A measure of each run, (runs,)."""
        row: Array = self._values[self._rows[Outcome(measure, group)]]
        return row

    @property
    def waiting(self) -> Waiting:
        """How the waiting of these runs is counted; those of a city have no days from onset."""
        return next(one for one in WAITING if Outcome(one.days) in self._rows)

    def of_workers(self, measure: str, group: str = "all") -> Array:
        """Hours a year of all workers, of a measure in hours per worker-week."""
        return self(measure, group) * self("workers") * YEAR_WEEKS

    def of_residents(self, measure: str) -> Array:
        """Yuan a year, of a measure for 1,000 residents; none where nobody lives."""
        if not self.residents:
            return np.zeros(self._values.shape[1])
        return self(measure) * self.residents / 1000.0

    def outside(self, group: str) -> Array:
        """Hours a year of others."""
        return self(OUTSIDE, group) * YEAR_WEEKS

    @property
    def upward(self) -> Array:
        """Hours a year of upward work at full delivery."""
        return self.of_workers(FULL)


OTHERS = Item(Budget.PARTNERS, "time given", "members, partner units, legal bodies")
TIME = (
    Hours(
        Item(Budget.STREET, "paid time", "set-up of the reform by workers"),
        lambda runs: runs.of_workers(HOURS, "setup"), "worker",
    ),
    Hours(
        Item(Budget.STREET, "paid time", "offices of the street"),
        lambda runs: runs.outside("street"), "official",
    ),
    Hours(
        Item(Budget.DISTRICT, "paid time", "departments for communities"),
        lambda runs: runs(DEPARTMENTS) * YEAR_WEEKS, "official",
    ),
    Hours(
        Item(Budget.DISTRICT, "paid time", "departments' visits to merchants"),
        lambda runs: runs("merchant_visit_hours") * runs.communities * YEAR_WEEKS, "official",
    ),
    Hours(
        Item(Budget.STREET, "money", "what goes with volunteers' hours"),
        lambda runs: runs.outside("volunteers"), "volunteer_money",
    ),
    Hours(
        Item(Budget.VOLUNTEERS, "time given", "volunteers"),
        lambda runs: runs.outside("volunteers"), "volunteer",
    ),
    Hours(
        Item(Budget.RESIDENTS, "time given", "residents: asked, in halls, on trips"),
        lambda runs: runs.outside("residents") + runs.outside("trips"), "resident",
    ),
    Hours(
        Item(Budget.MERCHANTS, "time given", "merchants"),
        lambda runs: runs.outside("merchants"), "merchant",
    ),
    Hours(OTHERS, lambda runs: runs.outside("others"), "partner"),
)  # fmt: skip
"""Time but for overtime."""
PAID_OVERTIME = Item(Budget.STREET, "overtime", "overtime that is paid")
UNPAID_OVERTIME = Item(Budget.WORKERS, "time given", "overtime that is not paid")
"""Overtime is workers' time, of which hours freed are a part: no cost of these."""
WORKS = Item(Budget.DISTRICT, "money", "works for issues")
COMMUNITY_WORKS = Item(Budget.DISTRICT, "money", "repairs and works that communities pay")
REPAIRS = Item(Budget.RESIDENTS, "money", "repairs that residents pay")
COUNTED_NAMES = frozenset(
    item.item
    for item in (
        *(one.item for one in TIME), PAID_OVERTIME, UNPAID_OVERTIME, WORKS, COMMUNITY_WORKS, REPAIRS
    )
)  # fmt: skip
"""Names of what runs count, which no resource may have."""


def counted_items(runs: Counted, prices: Sequence[Mapping[str, float]]) -> dict[Item, Array]:
    """Yuan a year of what a run counts, by item, each of shape (runs,).

    Parameters: values of runs; of each run the prices `OF_TIME`, by name.
    """

    def price(name: str) -> Array:
        return np.array([each[name] for each in prices])

    found = {one.item: one.hours(runs) * price(one.price) for one in TIME}
    overtime = runs.of_workers(OVERTIME) * price("worker")
    found[PAID_OVERTIME] = overtime * price("overtime_paid")
    found[UNPAID_OVERTIME] = overtime * (1.0 - price("overtime_paid"))
    found[WORKS] = runs("works_paid") - runs("works_paid", "communities")
    found[COMMUNITY_WORKS] = runs.of_residents("community_paid")
    found[REPAIRS] = runs.of_residents("residents_paid")
    return found


def bought_items(
    purchases: Sequence[Sequence[Purchase]], prices: Sequence[Priced]
) -> tuple[dict[Item, Array], Array]:
    """Yuan a year of resources by item, and yuan spent at their beginning, each of shape (runs,).

    Parameters: purchases, and prices, of each run.
    """
    found: dict[Item, Array] = {}
    outlay = np.zeros(len(purchases))
    for run, (bought, priced) in enumerate(zip(purchases, prices, strict=True)):
        for purchase in bought:
            resource = purchase.resource
            yearly, once = resource.yuan(priced)
            kind: Kind = "paid time" if resource.paid_time else "money"
            item = Item(resource.budget, kind, resource.name)
            row = found.setdefault(item, np.zeros(len(purchases)))
            row[run] += purchase.units * yearly
            outlay[run] += purchase.units * once
    return found, outlay


def paid_hours(purchases: Sequence[Sequence[Purchase]]) -> Array:
    """Hours a year that runs count among those of others and that resources pay, (runs,).

    Parameters: purchases of each run.
    """
    return np.array(
        [sum(one.units * one.resource.hours * one.acting for one in each) for each in purchases]
    )


def further(after: Mapping[Item, Array], before: Mapping[Item, Array]) -> dict[Item, Array]:
    """Yuan of items more than before, (runs,); what both have in full is left out."""
    found = {}
    for item in dict.fromkeys([*after, *before]):
        row = after.get(item, 0.0) - before.get(item, np.zeros(1))
        if item not in before or row.any():
            found[item] = row
    return found
