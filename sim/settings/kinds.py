"""Settings of each kind of issue: rate, effort, and the departments whose powers it needs."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.parameters import Days, Group, NotNegative, Positive, SettingsError, Share, assume

MOST_POWERS = 8
EffortShape = Literal["lognormal", "exponential", "deterministic"]


Powers = Annotated[
    tuple[str, ...],
    Field(min_length=1, description="departments whose powers it may need, in order"),
]


class CounterKind(Group):
    """An issue brought to the counter and settled there."""

    rate: NotNegative = assume("{name}_rate")
    minutes: Positive = assume("{name}_minutes")
    cv: float = assume("{name}_cv", gt=0, le=10)
    promise: Days = assume("{name}_promise")
    effort_shape: EffortShape = Field(
        default="lognormal", description="distribution of the minutes of work"
    )


class FieldKind(CounterKind):
    """An issue in the field, which may start hidden and may need powers from above."""

    hidden: Share = assume("{name}_hidden")
    level1: Share = assume("{name}_level1")
    level2: Share = assume("{name}_level2")
    departments: float = assume("{name}_departments", ge=1)
    relapse: Share = assume("{name}_relapse")
    powers: Powers

    @model_validator(mode="after")
    def distinct(self) -> Self:
        if len(set(self.powers)) < len(self.powers) or len(self.powers) > MOST_POWERS:
            raise SettingsError("powers", self.powers, f"at most {MOST_POWERS} different names")
        return self


class Dispute(FieldKind):
    powers: Powers = ("justice", "police", "housing")


class Hazard(FieldKind):
    seen: NotNegative = assume("{name}_seen")
    powers: Powers = ("fire", "emergency management", "housing", "water")


class Facility(FieldKind):
    seen: NotNegative = assume("{name}_seen")
    powers: Powers = ("housing", "urban management", "water", "construction")


class Care(FieldKind):
    seen: NotNegative = assume("{name}_seen")
    powers: Powers = ("civil affairs", "human resources", "health")


class StreetOrder(FieldKind):
    seen: NotNegative = assume("{name}_seen")
    powers: Powers = ("urban management", "police", "market supervision", "fire")


class Merchant(FieldKind):
    seen: NotNegative = assume("{name}_seen")
    powers: Powers = ("market supervision", "fire", "urban management")


class Kinds(Group):
    """Kinds of issues, in the order of sim/ODD.md."""

    inquiry: CounterKind
    certificate: CounterKind
    dispute: Dispute
    hazard: Hazard
    facility: Facility
    care: Care
    street_order: StreetOrder
    merchant: Merchant
