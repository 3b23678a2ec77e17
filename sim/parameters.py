"""Groups of settings whose defaults refer to evidence, and how given values complete them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from sim.evidence import EvidenceError, Ledger

LARGEST_VALUE = 1_000_000
"""Upper limit of settings that declare none: ticks are counted in 64 bits."""
LEAST_MINUTES = 0.001
"""Minutes of a tick, the shortest time of the model."""
NUMBERS = (int, float)
DECLARED = "declared"
"""Key of a field's extra with the assumption that the field brings."""
NOT_FROM_TEXT = ("float_type", "int_type", "bool_type")
"""Pydantic's names of faults where text was given in place of a number, true or false."""
TYPE_MESSAGES = {
    "int_type": "should be a whole number, such as 20",
    "int_from_float": "should be a whole number, such as 20",
    "float_type": "should be a number, such as 0.5",
    "bool_type": "should be true or false",
    "tuple_type": "should be a list, such as [1, 2]",
}
"""What is allowed where a value has a wrong type, by pydantic's name of the fault."""
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Duration = Annotated[float, Field(ge=0.001)]
Days = Annotated[float, Field(ge=0.001, le=10_000)]
Span = Annotated[float, Field(ge=0, le=10_000)]
NotNegative = Annotated[float, Field(ge=0)]


def _zero_or_a_tick(minutes: float) -> float:
    if 0 < minutes < LEAST_MINUTES:
        raise ValueError(f"0, or at least {LEAST_MINUTES} minutes")
    return minutes


Effort = Annotated[float, Field(ge=0), AfterValidator(_zero_or_a_tick)]
"""Minutes: 0, or at least a tick."""


class SettingsError(ValueError):
    """A setting is invalid: its dotted `path`, its `value`, and what is `allowed`."""

    def __init__(self, path: str, value: object, allowed: str) -> None:
        super().__init__(f"{path}={value!r}: {allowed}")
        self.path, self.value, self.allowed = path, value, allowed

    @property
    def reason(self) -> str:
        """What is invalid, without values: it is the same wherever it is invalid alike."""
        return f"{self.path}: {self.allowed}"

    def inside(self, group: str) -> SettingsError:
        """The same error, of a group within other groups; `group` is its dotted path."""
        return SettingsError(f"{group}.{self.path}", self.value, self.allowed)

    def given(self, paths: Collection[str]) -> SettingsError:
        """The same error; if several settings are at fault it begins with one of these paths."""
        return self


if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)


class Group(BaseModel):
    """An immutable group of settings with strict types."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="after")
    def within_limits(self) -> Self:
        values = self.__dict__
        for key in without_limits(type(self)):
            value = values[key]
            if isinstance(value, NUMBERS) and abs(value) > LARGEST_VALUE:
                raise SettingsError(key, value, f"{LARGEST_VALUE:,} at most")
        return self


class FromEvidence(ModelMetaclass):
    """Calling a class of levers fills in the parameters that are not given from the evidence.

    Settings make their levers without such a call, which costs them nothing.
    """

    def __call__(cls: type[Any], **given: Any) -> Any:
        """A lever; `model_fields_set` are the parameters that were given. Raises SettingsError."""
        from sim.settings import default_ledger

        facts = vars(cls).get("facts")
        if facts is None:
            raise TypeError(f"{cls.__name__}: is not registered; @lever(...) above it does that")
        path = f"{facts.part}.{facts.name}"
        full = fill(cls, given, default_ledger(), {}, path, facts.name)
        try:
            new = super().__call__(**full)
        except ValidationError as error:
            raise first_fault(error).inside(path) from None
        object.__setattr__(new, "__pydantic_fields_set__", {*given})
        return new


@cache
def without_limits(group: type[Group]) -> tuple[str, ...]:
    """Settings of a group that may be numbers and declare no upper limit."""
    return tuple(
        key
        for key, field in group.model_fields.items()
        if field.annotation not in (bool, str)
        and subgroup(field) is None
        and not any(hasattr(rule, "le") or hasattr(rule, "lt") for rule in field.metadata)
    )


def fact(identifier: str, **bounds: Any) -> Any:
    """A setting whose default is a fact of the evidence.

    Parameters:
        identifier: id of the fact; `{name}` in it is replaced by the name of the group.
        bounds: `ge`, `gt`, `le`, `lt` as pydantic has them, in the unit of the fact.
    """
    return Field(json_schema_extra={"evidence": f"fact:{identifier}"}, **bounds)


def assume(identifier: str, **bounds: Any) -> Any:
    """A setting whose default is an assumption of the evidence; parameters as of `fact`."""
    return Field(json_schema_extra={"evidence": f"assume:{identifier}"}, **bounds)


def declare(
    value: float,
    low: float,
    high: float,
    *,
    unit: str,
    meaning: str,
    why: str,
    distribution: str | None = None,
    sources: tuple[str, ...] = (),
    **bounds: Any,
) -> Any:
    """A parameter of a lever that brings its own assumption, for levers outside the package.

    It enters the evidence as `assume:LEVER_PARAMETER` when the lever registers, is checked as
    entries of `seeds/` are, and is drawn and listed as they are.

    Parameters:
        value, low, high: the default and the range in which it is drawn, in the unit.
        unit: one of `seeds/units.yaml`, such as "share", "factor" or "minutes/worker/week".
        meaning: what it is, in a sentence.
        why: the reason for value and range; honest where nothing is known.
        distribution: "uniform", "loguniform", "triangular" (mode at the value) or "integer"; by
            default "integer" for a parameter of type int, else "uniform".
        sources: short citations; with one the assumption is of grade `literature`.
        bounds: `ge`, `gt`, `le`, `lt`, where the type of the parameter has none.

    Example:
        share: Share = declare(
            0.2, 0.1, 0.3, unit="share", meaning="Share of meetings that are not held.",
            why="One working day in five.",
        )
    """
    row: dict[str, Any] = {
        "value": value,
        "low": low,
        "high": high,
        "unit": unit,
        "meaning": meaning,
        "why": why,
    }
    row |= {"distribution": distribution, "sources": sources}
    return Field(json_schema_extra={DECLARED: row}, **bounds)


def evidence_of(field: FieldInfo, group: str) -> str | None:
    """Evidence reference of the default of a field.

    Parameters:
        group: name of the group that replaces `{name}`.

    Returns:
        Such as "assume:overlap"; None where the default is a choice without evidence.
    """
    extra = field.json_schema_extra
    if not isinstance(extra, dict) or "evidence" not in extra:
        return None
    return str(extra["evidence"]).format(name=group)


def subgroup(field: FieldInfo) -> type[Group] | None:
    """The class of a field that is a group of settings, or None for a single setting."""
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, Group) else None


def leaves(group: type[Group], path: str = "", name: str = "") -> Iterator[tuple[str, str | None]]:
    """Dotted path and evidence reference (None for a choice) of every setting of a group."""
    for key, field in group.model_fields.items():
        place = f"{path}.{key}" if path else key
        if (inner := subgroup(field)) is not None:
            yield from leaves(inner, place, key)
        else:
            yield place, evidence_of(field, name)


def fill(
    group: type[Group],
    tree: Mapping[str, Any],
    ledger: Ledger,
    sources: dict[str, str],
    path: str = "",
    name: str = "",
) -> dict[str, Any]:
    """Complete a partial nested mapping of settings with defaults from the evidence.

    Parameters:
        group: class of the settings.
        tree: given settings; a string such as "${assume:overlap}" is replaced by its number.
        sources: filled in place with the source of each setting by its dotted path. A source is an
            evidence reference, "override" or "choice".
        path, name: dotted path and name of the group within all settings.

    Raises:
        SettingsError: a key is unknown, or a reference is to evidence that does not exist.
    """
    if not isinstance(tree, Mapping):
        raise SettingsError(path, tree, f"a group of settings: {', '.join(group.model_fields)}")
    for key in tree:
        if key not in group.model_fields:
            near = difflib.get_close_matches(str(key), list(group.model_fields), n=3, cutoff=0.5)
            place = f"{path}.{key}" if path else str(key)
            known = f"known here: {', '.join(group.model_fields)}"
            hint = f"did you mean {' or '.join(near)}?" if near else known
            raise SettingsError(place, tree[key], f"unknown key; {hint}")
    full: dict[str, Any] = {}
    for key, field in group.model_fields.items():
        place = f"{path}.{key}" if path else key
        inner = subgroup(field)
        if inner is not None:
            full[key] = fill(inner, tree.get(key, {}), ledger, sources, place, key)
            continue
        default = evidence_of(field, name)
        if key in tree:
            value = tree[key]
            reference = reference_of(value)
            if reference is not None:
                full[key], sources[place] = _looked_up(ledger, reference, place), reference
            else:
                full[key] = unsigned(tuple(value) if isinstance(value, list) else value)
                sources[place] = source_of(value, field.default, default, path)
        elif default is not None:
            full[key], sources[place] = _looked_up(ledger, default, place), default
        else:
            sources[place] = "choice"
    return full


def first_fault(error: ValidationError) -> SettingsError:
    """The first fault that pydantic found, with its path, value and what is allowed."""
    first = error.errors(include_url=False)[0]
    path = ".".join(str(part) for part in first["loc"])
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, SettingsError):
        return cause.inside(path) if path else cause
    message = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
    allowed = TYPE_MESSAGES.get(first["type"], message)
    value = first["input"]
    return SettingsError(path, value, allowed + not_text(first["type"], value))


def not_text(fault: str, value: object) -> str:
    """ ", not text" if text was given in place of a number, true or false, else "".

    Without this a message would show "0.5" in quotes as it shows the number.
    """
    return ", not text" if fault in NOT_FROM_TEXT and isinstance(value, str) else ""


def source_of(value: object, usual: object, evidence: str | None, group: str) -> str:
    """The source of a value that was given: "override", or "choice" if no evidence is claimed.

    Parameters:
        usual: default of the setting, if it is a choice.
        evidence: evidence reference of the default, if it has one.
        group: dotted path of the group of the setting, empty for the settings as a whole.
    """
    number = isinstance(value, NUMBERS) and not isinstance(value, bool)
    chosen = not group or not number or value == usual
    return "choice" if evidence is None and chosen else "override"


def reference_of(value: object) -> str | None:
    """The evidence reference in a text such as "${assume:overlap}"; None for other values."""
    if isinstance(value, str) and value.startswith("${") and value.endswith("}"):
        return value[2:-1]
    return None


def unsigned(value: Any) -> Any:
    """The value, with -0.0 as 0.0: the same settings must be the same run."""
    return value + 0 if isinstance(value, float) else value


def _looked_up(ledger: Ledger, reference: str, path: str) -> float | int | str:
    try:
        value: float | int | str = unsigned(ledger.setting(reference))
    except EvidenceError as error:
        raise SettingsError(path, f"${{{reference}}}", str(error)) from error
    return value
