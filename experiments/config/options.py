"""The words that steer an experiment: everything a user chooses beside the model's settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from experiments.config.errors import InputError
from sim.parameters import not_text

Path = Annotated[str, Field(min_length=1, pattern=r"^[^$\x00-\x1f\x7f]+$")]
Filter = str | None
MOST = 1_000_000
"""What any number of things is at most: more of them would not end, or not fit."""
MOST_WORKERS = 1024
MOST_SECONDS = 1_000_000.0
"""Longer than a run ever takes, and a time that a clock can be set to."""
PLAIN = {
    "missing": "has to be given",
    "extra_forbidden": "unknown key",
    "string_pattern_mismatch": "should be a plain path, in one line and without interpolation",
    "string_type": "should be a word",
    "string_too_short": "should not be empty",
    "too_short": "should name at least one",
    "tuple_type": "should be a list, such as [a,b]",
    "dict_type": "should be a group, such as {key: value}",
    "none_required": "is not for this experiment; null is all that it takes",
    "model_type": "should be a group, such as {key: value}",
}
"""What is allowed, by the kind of fault, where pydantic says it in words of Python."""


class ExecutorOptions(BaseModel):
    """Who does the runs; dask and ray may be called at an address, else they start one here."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: Literal["serial", "processes", "dask", "ray"] = "processes"
    address: Annotated[str, Field(min_length=1)] | None = None


class Options(BaseModel):
    """Keys that every experiment has: where results go, how runs are executed.

    `output` is a folder by the experiment's name unless one is named; `overwrite` lets it replace
    the results of another command. `calibration` names the file of a calibration, which takes the
    place of declared evidence; `timeout` is the seconds that a run may take, compiling not counted
    (null: any number).
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    output: Path | None = None
    overwrite: bool = False
    store: Path = "results"
    seed: Annotated[int, Field(ge=0)] = 1
    executor: ExecutorOptions = ExecutorOptions()
    workers: Annotated[int, Field(ge=1, le=MOST_WORKERS)] | None = None
    calibration: Path | None = None
    timeout: Annotated[float, Field(gt=0, le=MOST_SECONDS, allow_inf_nan=False)] | None = None

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


class RulesOptions(Options):
    """Themes of rules to be switched off and on (all without it), replicated."""

    themes: Names | None = None
    replications: Annotated[int, Field(ge=1)]


class LeversOptions(Options):
    """Levers and shocks to be run alone (all of them without it), replicated."""

    only: Names | None = None
    replications: Annotated[int, Field(ge=1)]


class AccountOptions(Options):
    """Scenarios whose freed time is followed over the years, replicated."""

    years: Annotated[int, Field(ge=1, le=20)] = 3
    scenarios: Annotated[
        tuple[Path, ...], Field(min_length=1, strict=False), BeforeValidator(listed)
    ]
    replications: Annotated[int, Field(ge=1)]


class TraceOptions(Options):
    """One issue and one day of a community, in the baseline and in scenarios."""

    issue: Annotated[str, BeforeValidator(str)] = "departments"
    community: Annotated[int, Field(ge=0)] = 0
    day: Annotated[int, Field(ge=1)] = 60
    scenarios: Annotated[tuple[Path, ...], Field(strict=False), BeforeValidator(listed)]
    timeout: None = None


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


class EvidenceOptions(Options):
    evidence: EvidenceFilter = EvidenceFilter()
    timeout: None = None


Kind = TypeVar("Kind", bound=Options)


def read(kind: type[Kind], tree: Mapping[str, Any]) -> Kind:
    """Validate a tree of choices. Raises InputError naming the first key that is off."""
    try:
        chosen = kind.model_validate(dict(tree))
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
        value = "" if first["type"] == "missing" else first["input"]
        raise InputError(path, value, _allowed(dict(first))) from None
    for name, value in chosen:
        if name != "seed" and type(value) is int and value > MOST:
            raise InputError(name, value, f"{MOST:,} at most")
    _refuse_store_in_output(chosen)
    return chosen


def _refuse_store_in_output(chosen: Options) -> None:
    """Raises InputError where the store would go with an output folder that is replaced."""
    if chosen.output is None:
        return
    store, output = (os.path.realpath(path) for path in (chosen.store, chosen.output))
    if os.path.commonpath([store, output]) == output:
        told = f"the store ({chosen.store}) lies there, and what is there is replaced"
        raise InputError("output", chosen.output, f"{told}; name another")


def _allowed(fault: Mapping[str, Any]) -> str:
    kind = str(fault["type"])
    if kind in PLAIN:
        return PLAIN[kind]
    told = str(fault["msg"]).replace("Input should be", "should be")
    return told + not_text(kind, fault["input"])
