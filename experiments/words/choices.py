"""The words that steer an experiment: everything a user chooses beside the model's settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from experiments.words.refusal import Refusal

Path = Annotated[str, Field(min_length=1, pattern=r"^[^$]+$")]
Filter = str | None


class ExecutorChoice(BaseModel):
    """Who does the runs; dask and ray may be called at an address, else they start one here."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: Literal["serial", "processes", "dask", "ray"] = "processes"
    address: Annotated[str, Field(min_length=1)] | None = None


class Choices(BaseModel):
    """Keys that every experiment has: where results go, how runs are executed.

    `calibration` names a file of calibrated ranges that takes the place of declared ones.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    output: Path
    store: Path = "results"
    seed: Annotated[int, Field(ge=0)] = 1
    executor: ExecutorChoice = ExecutorChoice()
    workers: Annotated[int, Field(ge=1)] | None = None
    calibration: Path | None = None

    @property
    def processes(self) -> int:
        """As many as asked for, else one a core."""
        return self.workers or os.cpu_count() or 1


def listed(value: object) -> object:
    """A word alone is a list of one."""
    return [value] if isinstance(value, str) else value


Names = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    Field(min_length=1, strict=False),
    BeforeValidator(listed),
]


class RulesChoices(Choices):
    """Themes of rules to be switched off and on (all without it), replicated."""

    themes: Names | None = None
    replications: Annotated[int, Field(ge=1)]


class LeversChoices(Choices):
    """Levers and shocks to be run alone (all of them without it), replicated."""

    only: Names | None = None
    replications: Annotated[int, Field(ge=1)]


class AccountChoices(Choices):
    """Scenarios whose freed time is followed over the years, replicated."""

    years: Annotated[int, Field(ge=1, le=20)] = 3
    scenarios: Annotated[
        tuple[Path, ...], Field(min_length=1, strict=False), BeforeValidator(listed)
    ]
    replications: Annotated[int, Field(ge=1)]


class TraceChoices(Choices):
    """One matter and one day of a community, in the baseline and in scenarios."""

    issue: Annotated[str, BeforeValidator(str)] = "departments"
    community: Annotated[int, Field(ge=0)] = 0
    day: Annotated[int, Field(ge=1)] = 60
    scenarios: Annotated[tuple[Path, ...], Field(strict=False), BeforeValidator(listed)]


class EvidenceFilter(BaseModel):
    """Which entries to list: by grade, role, document, lever, use; `id` shows one in full.

    With `levers` only the register of levers and shocks is printed.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    grade: Filter = None
    role: Filter = None
    source: Filter = None
    lever: Filter = None
    used: bool | None = None
    id: Filter = None
    levers: bool = False


class EvidenceChoices(Choices):
    evidence: EvidenceFilter = EvidenceFilter()


Kind = TypeVar("Kind", bound=Choices)


def read(kind: type[Kind], tree: Mapping[str, Any]) -> Kind:
    """Validate a tree of choices. Raises Refusal naming the first key that is off."""
    try:
        return kind.model_validate(dict(tree))
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
        raise Refusal(path, first["input"], _allowed(dict(first))) from None


def _allowed(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "missing":
        return "has to be given"
    if fault["type"] == "string_pattern_mismatch":
        return "a plain path, without interpolation"
    if fault["type"] == "too_short":
        return "should name at least one"
    return str(fault["msg"]).replace("Input should be", "should be")
