"""What is expected to be done in the field, on which the discovery of hidden issues depends.

ODD 6.3.
"""

from __future__ import annotations

from typing import NamedTuple

from experiments.designs.expected_load.fixed_time import volunteers
from experiments.designs.expected_load.free_time import FreeTime
from experiments.designs.expected_load.sizes import PAID, Sizes
from sim.enums import WEEK_DAYS, YEAR_DAYS, Work
from sim.initialization.people import VULNERABLE_BASE
from sim.settings import Settings


class Field(NamedTuple):
    """What a day in the field brings.

    Hours that a grid is patrolled; visits to a listed household; contacts with a household, by
    visits and rounds; rounds to merchants; active volunteers of a micro-grid; the chance that a
    micro-grid has one; the share of households on the list.
    """

    patrol: float
    listed: float
    door: float
    rounds: float
    volunteers: float
    volunteered: float
    on_list: float


def field(settings: Settings, sizes: Sizes, asking: float, free: FreeTime) -> Field:
    """What is done in the field.

    Parameters:
        asking: minutes a week of asking residents for forms, in the whole place.
        free: free time, and what it becomes.
    """
    rules, day, size = settings.issues, settings.workday, settings.territory
    active, some = volunteers(settings)
    hours = free.works.get(Work.FREE_VISITS, day.visit_propensity * free.noticed * PAID)
    more = hours * sizes.workers * 60.0 / day.visit_minutes
    prescribed = free.visited * day.tier_visits * sizes.communities
    share = min(1.0, size.vulnerable_households * size.household_size / VULNERABLE_BASE)
    homes = sizes.households * share
    listed = (prescribed + day.visit_target_share * more) / WEEK_DAYS
    doors = settings.obligations.campaigns * settings.obligations.campaign_share / YEAR_DAYS
    contacts = asking / settings.obligations.contact_minutes / WEEK_DAYS
    contacts += doors * sizes.households * (1.0 - settings.rules.volunteers.volunteer_doors * some)
    at_random = (1.0 - day.visit_target_share) * more / WEEK_DAYS
    reached = at_random + rules.collect_discovery * contacts
    return Field(
        patrol=sizes.present * day.daily_patrol * free.walked,
        listed=listed / homes if homes else 0.0,
        door=reached / sizes.households if sizes.households else 0.0,
        rounds=day.merchant_rounds / WEEK_DAYS,
        volunteers=active,
        volunteered=some,
        on_list=share,
    )
