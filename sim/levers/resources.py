"""What levers need besides time that a run counts: devices, software, posts, training, works."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from numbers import Integral, Real
from typing import Any

Price = str | float
"""A number, or the reference of one in the evidence, such as `assume:camera_price`."""


class Budget(StrEnum):
    """Who pays, or gives time."""

    STREET = "street"
    DISTRICT = "district"
    CITY = "city"
    RESIDENTS = "residents"
    MERCHANTS = "merchants"
    PARTNERS = "partners"
    WORKERS = "workers"
    VOLUNTEERS = "volunteers"


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing that is bought or staffed, and who pays for it.

    Parameters:
        name: of a unit, such as "camera".
        budget: who pays.
        once: yuan when it begins, for one unit.
        life: years over which these are spread.
        yearly: yuan a year, for one unit.
        upkeep: yuan a year, as a share of `once`.
        paid_time: whether it is time of staff who are there in any case, and no new money.
        hours: hours a year of one unit that a run counts among those of others. They are paid,
            and so no time given.
    """

    name: str
    budget: Budget
    once: Price = 0.0
    life: Price = 1.0
    yearly: Price = 0.0
    upkeep: Price = 0.0
    paid_time: bool = False
    hours: float = 0.0

    @property
    def prices(self) -> tuple[Price, ...]:
        """All its prices: numbers and references."""
        return (self.once, self.life, self.yearly, self.upkeep)

    def yuan(self, number: Callable[[Price], float]) -> tuple[float, float]:
        """Yuan a year of one unit, and yuan when it begins.

        What is bought once is spread evenly over its years; nothing is discounted.

        Parameters: what gives the number of a price.
        """
        once, life, yearly, upkeep = map(number, self.prices)
        return once / life + yearly + upkeep * once, once

    def fault(self, look_up: Callable[[str], float] | None = None) -> str:
        """What of it cannot be used: key, value and what is allowed; empty if nothing is.

        Parameters: what gives the number of a reference; without it references pass.
        """
        stated: dict[str, Any] = {
            "name": self.name, "budget": self.budget, "paid_time": self.paid_time,
        }  # fmt: skip
        if not isinstance(stated["name"], str) or not self.name.strip():
            return f"name: {plain(self.name)}: should be a text"
        if stated["budget"] not in tuple(Budget):
            return f"budget: {plain(self.budget)}: should be one of {', '.join(Budget)}"
        if not isinstance(stated["paid_time"], bool):
            return f"paid_time: {plain(self.paid_time)}: should be True or False"
        for key, price in zip(PRICES, self.prices, strict=True):
            if isinstance(price, str) and look_up is None:
                continue
            number = look_up(price) if isinstance(price, str) and look_up else price
            if not is_amount(number) or (key == "life" and number == 0):
                value = f"{price}: {plain(number)}" if isinstance(price, str) else plain(price)
                return f"{key}: {value}: should be a number {'above 0' if key == 'life' else MORE}"
        if not is_amount(self.hours):
            return f"hours: {plain(self.hours)}: should be a number {MORE}"
        return ""


PRICES = ("once", "life", "yearly", "upkeep")
"""Names of `Resource.prices`."""
MORE = "from 0 on"


def is_amount(value: object) -> bool:
    """Whether this is a finite number, 0 or more."""
    number = isinstance(value, Real) and not isinstance(value, bool)
    return number and 0 <= float(value) < math.inf  # type: ignore[arg-type]


def plain(value: object) -> str:
    """A value in a message: a number or text as it is written, anything else by its type."""
    if isinstance(value, Real) and not isinstance(value, bool):  # type: ignore[unreachable]
        value = int(value) if isinstance(value, Integral) else float(value)
    short = value is None or isinstance(value, bool | int | float | str)
    return repr(value) if short else f"a {type(value).__name__}"


@dataclass(frozen=True, slots=True)
class Covered:
    """Sizes of what a lever covers, by which it states the units that it needs.

    Parameters:
        communities, residents, households, listed_households, frontline, merchants, micro_grids:
            sums over the communities that are covered.
        unkept_estates: estates of covered old communities without a property firm.
        posts: recruits of the lever.
        sent: people whom the lever sends besides (`Lever.sent`).
        departments: departments of the district, as far as they serve this place.
        streets, districts: size of the whole place, as a number of streets and of districts. What
            serves a whole one is paid for in proportion. Streets are those of the place where it
            has several, else its communities over those of a usual street.
        visit_hours: hours of one visit to a household.
    """

    communities: float
    residents: float
    households: float
    listed_households: float
    frontline: float
    merchants: float
    micro_grids: float
    unkept_estates: float
    posts: float
    sent: float
    departments: float
    streets: float
    districts: float
    visit_hours: float


def _device(name: str, budget: Budget, price: str) -> Resource:
    return Resource(name, budget, price, "assume:device_life", upkeep="assume:device_upkeep")


def _software(name: str, budget: Budget, price: str) -> Resource:
    return Resource(name, budget, price, "assume:software_life", upkeep="assume:software_upkeep")


CAMERAS = _device("cameras of a community", Budget.STREET, "assume:camera_community")
ALARM = _device("fall alarm", Budget.DISTRICT, "assume:alarm_price")
BLOCKER = _device("lift blockers of a household", Budget.PARTNERS, "assume:blocker_household")
ROBOT = _device("patrol robots of a community", Budget.PARTNERS, "assume:robot_community")
GATES = _device("applications at gates of a community", Budget.STREET, "assume:gate_community")
BROADCASTS = _device("equipment for broadcasts", Budget.STREET, "assume:broadcast_price")
TABLE = _software("platform of one table", Budget.DISTRICT, "assume:table_platform")
LINK = _software("link of a department's system", Budget.DISTRICT, "assume:system_link")
COCKPIT = _software("data cockpit", Budget.STREET, "assume:cockpit_price")
APPLICATION = _software("residents' application", Budget.STREET, "assume:street_application")
MODULE = _software("module of a street's platform", Budget.STREET, "assume:street_module")
TRAINING = Resource(
    "hour of training of a worker", Budget.STREET, "assume:training_hour_price",
    "assume:training_life",
)  # fmt: skip
HEADS_TRAINING = Resource(
    "hour of training of a head", Budget.CITY, "assume:training_hour_price", "assume:training_life"
)
HALL = Resource("hall", Budget.STREET, "assume:hall_room", "assume:room_life")
STATION = Resource(
    "station", Budget.STREET, "assume:station_price", "assume:room_life", "assume:station_upkeep"
)
POINTS = Resource("goods for points", Budget.STREET, yearly="assume:points_budget")
POST = Resource("post of a worker", Budget.DISTRICT, yearly="assume:worker_year_cost")
CADRE = Resource(
    "post of a cadre", Budget.DISTRICT, yearly="assume:official_year_cost", paid_time=True
)
INSTRUCTOR = Resource(
    "hour of an instructor of firms", Budget.DISTRICT, yearly="assume:official_hour_cost",
    paid_time=True, hours=1.0,
)  # fmt: skip
REVIEW = Resource(
    "examination of obligations", Budget.DISTRICT, yearly="assume:review_year_cost", paid_time=True
)
FIRM = Resource(
    "works that a property firm advances", Budget.PARTNERS, "fact:wenhuacun_tower_advance_funds",
    "assume:works_life",
)  # fmt: skip
OF_TIME = {
    "worker": "assume:worker_hour_cost",
    "official": "assume:official_hour_cost",
    "overtime_paid": "assume:overtime_paid",
    "volunteer": "assume:volunteer_hour_value",
    "resident": "assume:resident_hour_value",
    "merchant": "assume:merchant_hour_value",
    "partner": "assume:partner_hour_value",
    "volunteer_money": "assume:volunteer_hour_spent",
}
"""References of prices of an hour, by whose it is; `overtime_paid` is the share that is paid."""
FUNDS = "fact:heping_community_budget"
"""Yearly funds of one community, as a scale for costs."""
