"""The expected load of a society: hours by work, and loads of all who have hours."""

from __future__ import annotations

import math
from dataclasses import dataclass

from experiments.designs.expected_load.departments import department_loads, office_loads
from experiments.designs.expected_load.field import field
from experiments.designs.expected_load.fixed_time import fixed_time
from experiments.designs.expected_load.forms import editions
from experiments.designs.expected_load.free_time import FreeTime, free_time
from experiments.designs.expected_load.issues import Issues, issues
from experiments.designs.expected_load.queued import overtime, queued, spent
from experiments.designs.expected_load.sizes import PAID, Sizes
from experiments.designs.expected_load.stock import stock
from sim.enums import UPWARD_WORKS, YEAR_WEEKS, Work
from sim.initialization.powers import kinds
from sim.measures.activities import ACTIVITY, LEDGER
from sim.settings import Settings

PASSES = 2
"""Times that free time, and what depends on it, is worked out."""
FIRST = FreeTime({}, 0.8, 0.8, 0.03)
"""Free time of the first pass."""
LOADS = (
    "load", "upward_share", "department_load", "busiest_department", "street_office_load",
    "busiest_office",
)  # fmt: skip
"""Numbers of `ExpectedLoad` that are loads or shares."""


@dataclass(frozen=True, slots=True)
class ExpectedLoad:
    """What settings let expect of the window, before any lever.

    Parameters:
        works: hours per worker-week by work, free time included, overtime apart.
        overtime: hours per worker-week of overtime that is no task.
        load: hours of all that has to be done, over paid hours that are not spent away.
        department_load, busiest_department: hours asked over hours for communities.
        street_office_load, busiest_office: the same of the offices of the street.
        issues: hours and numbers of residents' issues.
    """

    works: dict[Work, float]
    overtime: dict[Work, float]
    load: float
    department_load: float
    busiest_department: float
    street_office_load: float
    busiest_office: float
    issues: Issues

    @property
    def activities(self) -> dict[str, float]:
        """Hours per worker-week by activity of the time ledger, overtime included."""
        hours = dict.fromkeys(LEDGER, 0.0)
        for part in (self.works, self.overtime):
            for work, length in part.items():
                hours[ACTIVITY[work]] += length
        return hours

    @property
    def upward_share(self) -> float:
        """Share of paid time that goes to upward work, or of all work where that is more."""
        upward = sum(self.works.get(work, 0.0) for work in UPWARD_WORKS)
        return upward / max(PAID, sum(self.works.values()))

    @property
    def numbers(self) -> dict[str, float]:
        """Loads by name, and hours by activity as `hours.forms`."""
        hours = {f"hours.{name}": length for name, length in self.activities.items()}
        return {name: getattr(self, name) for name in LOADS} | hours


def expected_load(settings: Settings) -> ExpectedLoad:
    """The expected load of a society with these settings, in the mean of its window."""
    sizes = Sizes.of(settings)
    table, powers = kinds(settings)
    forms = editions(settings).minutes(settings.territory.residents, sizes.communities)
    free, upward, serious, departments = FIRST, 0.5, 0.0, 0.5
    for _ in range(PASSES):
        rows = stock(settings, free.noticed, upward, serious)
        seen = field(settings, sizes, forms[0], free)
        taken = issues(settings, table, seen, departments)
        extra = overtime(settings, sizes, taken, free.walked)
        own = queued(settings, sizes, forms, rows, taken, seen.volunteered)
        works = fixed_time(settings, sizes, rows) | spent(settings, own, extra, sizes)
        demanded, away = sum(works.values()), works[Work.AWAY]
        departments, busiest = department_loads(settings, table, powers, taken)
        free = free_time(settings, sizes, works)
        upward = sum(works.get(work, 0.0) for work in UPWARD_WORKS) / max(PAID, demanded)
        serious = taken.incidents * YEAR_WEEKS * settings.rules.incidents.serious_share
    street, office = office_loads(settings, table, taken)
    for work, hours in free.works.items():
        works[work] = works.get(work, 0.0) + hours
    return ExpectedLoad(
        works=works,
        overtime=overtime(settings, sizes, taken, free.walked),
        load=(demanded - away) / (PAID - away) if away < PAID else math.inf,
        department_load=departments,
        busiest_department=busiest,
        street_office_load=street,
        busiest_office=office,
        issues=taken,
    )
