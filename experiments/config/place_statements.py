"""What can be stated of a place: the settings that a statement sets, and the outcome it shows in.

A statement is in the words of those who count: inspections a month, meetings a week. The model has
parameters of its own, in other units.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from experiments.config.outcomes import Outcome, outcome
from experiments.language import marked
from sim.enums import MONTHS, WEEK_DAYS, YEAR_WEEKS
from sim.parameters import subgroup
from sim.settings import Settings
from sim.settings.kinds import Kinds

MEETING_MINUTES = "meeting_minutes"
"""How long a meeting is: it says how many minutes the stated meetings are, and is no setting."""
DEPARTMENT_STAFF, DEPARTMENTS = "department_staff", "departments"
STAFF, ANSWERING = "departments.staff", "departments.answering"

GROWTH = marked(
    "it holds on the first day of the warm-up; obligations are then set and withdrawn "
    "(rules.rebound)"
)
AWAY = marked("who is away or seconded attends none (workday.away_share, workday.secondment_share)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that may be stated of a place.

    Attributes
    ----------
    key
        Its key in the file of a place.
    unit
        What the number counts.
    setting
        Path of the setting that it sets.
    each
        Path of the setting that a column of the table sets, if there is one.
    times
        What the number is multiplied by, for the setting.
    whole
        Whether it is a whole number.
    shown
        The outcome that shows it; None where no measure does.
    per
        What the outcome is multiplied by, given settings, to be in the unit.
    why
        Why the outcome may differ from what is stated.
    otherwise
        What it follows from if it is not stated and its setting names no evidence.
    """

    key: str
    unit: str
    setting: str
    each: str = ""
    times: float = 1.0
    whole: bool = False
    shown: Outcome | None = None
    per: Callable[[Settings], float] = field(default=lambda settings: 1.0)
    why: str = ""
    otherwise: str = ""


def _forms_a_week(settings: Settings) -> float:
    weeks = settings.horizon_days / WEEK_DAYS
    return 1.0 / (settings.territory.communities * weeks)


QUANTITIES = (
    Quantity("communities", "communities", "territory.communities", whole=True),
    Quantity("villages", "villages", "territory.villages", whole=True),
    Quantity(
        "residents", "residents", "territory.residents", "territory.each.residents", whole=True
    ),
    Quantity(
        "households", "households", "territory.each.households", "territory.each.households",
        whole=True, otherwise="residents / assume:household_size",
    ),
    Quantity(
        "workers", "paid workers, heads included", "territory.workers", "territory.each.workers",
        whole=True, shown=outcome("workers"),
    ),
    Quantity(
        "forms_a_week", "forms due a week in a community", "obligations.forms_a_week",
        shown=outcome("forms_due"), per=_forms_a_week, why=GROWTH,
        otherwise="assume:form_kinds, and how often these are due",
    ),
    Quantity(
        "boards", "boards in a community", "obligations.boards", "territory.each.boards",
        whole=True, shown=outcome("obligations.boards"), why=GROWTH,
    ),
    Quantity(
        "meetings_a_week", "minutes of meetings a week of a front-line worker",
        "workday.meeting_minutes", shown=outcome("hours_in_meetings.frontline"),
        per=lambda settings: 60.0, why=AWAY,
    ),
    Quantity(
        "inspections_a_month", "inspections a month in a community", "obligations.inspections",
        times=MONTHS / YEAR_WEEKS, shown=outcome("inspections"),
        per=lambda settings: YEAR_WEEKS / MONTHS, why=GROWTH,
    ),
    Quantity(
        "vulnerable", "vulnerable households in a community", "territory.each.vulnerable",
        "territory.each.vulnerable", whole=True,
        otherwise="assume:vulnerable_households, for each 5,000 residents",
    ),
    Quantity(
        "merchants", "merchants in a community", "workday.community_merchants",
        "territory.each.merchants",
    ),
    Quantity(
        DEPARTMENT_STAFF, "staff of a department for this place", "departments.staff",
        otherwise="assume:field_staff, by the place's share of a district",
    ),
)  # fmt: skip
"""Numbers of a place, in the order of its table."""
BY_KEY = {quantity.key: quantity for quantity in QUANTITIES}
TABLE_ALONE = ("households",)
"""Quantities that only the table of a place has."""
KINDS = tuple(
    name
    for name, kind in Kinds.model_fields.items()
    if (group := subgroup(kind)) is not None and "powers" in group.model_fields
)
"""Kinds of issues that departments have powers for."""


def powers_path(kind: str) -> str:
    """Path of the departments of a kind of issue."""
    return f"issues.kinds.{kind}.powers"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a place says of itself, or what the evidence says in its stead.

    Attributes
    ----------
    key, unit
        Of the quantity, or the path of a setting.
    value
        As it is stated: a number, or text where it is no single one.
    mean
        The number that the outcome of the quantity is compared with; None where there is none.
    source
        Where it is from, in the user's words or by its id in the evidence.
    paths
        Settings that it sets.
    stated
        Whether the place says it; else it is filled in from the evidence.
    """

    key: str
    unit: str
    value: float | int | str
    mean: float | None
    source: str
    paths: tuple[str, ...]
    stated: bool = True


def of_quantity(
    quantity: Quantity, value: float | str, source: str, setting: float | str | None = None
) -> tuple[Statement, dict[str, Any]]:
    """The statement of one number for all, and its setting: the value unless another is given."""
    mean = None if isinstance(value, str) else float(value)
    paths = tuple(dict.fromkeys(filter(None, (quantity.setting, quantity.each))))
    statement = Statement(quantity.key, quantity.unit, value, mean, source, paths)
    return statement, {quantity.setting: value if setting is None else setting}


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a file describes.

    Attributes
    ----------
    file, digest
        Its file, and a digest of the file and of its table.
    name
        What it is called.
    statements
        What it states, and what had to be filled in.
    settings
        Settings of the model that follow, as a nested mapping.
    """

    file: str
    digest: str
    name: str
    statements: tuple[Statement, ...]
    settings: Mapping[str, Any]

    def statement_of(self, path: str) -> Statement | None:
        """The statement that sets a setting, if one does; `path` may lead to an item of it."""
        for statement in self.statements:
            if any(f"{path}.".startswith(f"{one}.") for one in statement.paths):
                return statement
        return None

    def record(self) -> dict[str, Any]:
        """File, digest, name and statements, for a manifest."""
        return {
            "file": self.file,
            "digest": self.digest,
            "name": self.name,
            "statements": [asdict(statement) for statement in self.statements],
        }
