"""Settings of departments and streets."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.parameters import Days, Group, NotNegative, Positive, SettingsError, Share, Span, assume

MOST_ANSWERING = 62
MOST_STAFF = 10_000
Staff = Annotated[float, Field(ge=0, le=MOST_STAFF)]


class Departments(Group):
    """Departments whose powers communities lack: their hours, answers and closings."""

    answering: tuple[str, ...] = Field(
        default=(
            "fire",
            "police",
            "market supervision",
            "urban management",
            "civil affairs",
            "housing",
            "water",
            "justice",
            "human resources",
            "health",
            "emergency management",
            "construction",
        ),
        min_length=1,
        description="departments that answer communities",
    )
    hours_scale: NotNegative = Field(
        default=1.0, description="factor on the hours that departments have for communities"
    )
    field_staff: NotNegative = assume("field_staff")
    staff: tuple[Staff | None, ...] = Field(
        default=(),
        description="staff of each answering department that this place has, and no other; null, "
        "empty: its part of the field_staff of a district",
    )
    discretionary_hours: NotNegative = assume("discretionary_hours")
    response_share: Share = assume("response_share")
    hours_noise: NotNegative = assume("hours_noise", le=10)
    field_hours: Positive = assume("field_hours")
    third_department: Share = assume("third_department")
    street_ask_minutes: NotNegative = assume("street_ask_minutes")
    street_days: Days = assume("street_days")
    street_hours: NotNegative = assume("street_hours")
    ask_minutes: NotNegative = assume("ask_minutes")
    answer_days: Days = assume("answer_days")
    register_minutes: NotNegative = assume("register_minutes")
    receive_days: int = assume("receive_days", ge=0, le=10_000)
    return_days: Days = assume("return_days")
    returns_at_most: int = assume("returns_at_most", ge=0, le=10_000)
    designation_days: int = assume("designation_days", ge=0, le=10_000)
    accept_share: Share = assume("accept_share")
    ordinary_deadline: Span = assume("ordinary_deadline")
    root_joint: Share = assume("root_joint")
    root_in_turn: Share = assume("root_in_turn")
    together_days: Span = assume("together_days")
    relapse_share: Share = assume("relapse_share")
    relapse_days: Days = assume("relapse_days")
    false_closure: Share = assume("false_closure_base")
    false_closure_slope: NotNegative = assume("false_closure_slope")
    false_closure_load: NotNegative = assume("false_closure_load")
    false_found: Share = assume("false_found")
    false_found_days: Days = assume("false_found_days")
    load_memory: float = assume("load_memory", ge=1)
    attention_share: Share = assume("attention_share")
    attention_months: float = assume("attention_months", ge=1)

    @model_validator(mode="after")
    def distinct(self) -> Self:
        names = self.answering
        if len(set(names)) < len(names) or len(names) > MOST_ANSWERING:
            raise SettingsError("answering", names, f"at most {MOST_ANSWERING} different names")
        if self.staff and len(self.staff) != len(names):
            rule = f"{len(names)} values, one for each of departments.answering"
            raise SettingsError("staff", self.staff, rule)
        return self
