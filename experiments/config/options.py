"""The words that steer an experiment: everything a user chooses beside the model's settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from experiments.config.errors import InputError
from experiments.config.factors import Sampling
from sim.parameters import not_text

Path = Annotated[str, Field(min_length=1, pattern=r"^[^$\x00-\x1f\x7f]+$")]
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


LEAST_DRAWS = 20
"""Draws below which their quantiles and shares would say nothing."""


class ExecutorOptions(BaseModel):
    """Who does the runs; dask and ray may be called at an address, else they start one here."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: Literal["serial", "processes", "dask", "ray"] = "processes"
    address: Annotated[str, Field(min_length=1)] | None = None


class Options(BaseModel):
    """Keys that every experiment has: where results go, how runs are executed."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    output: Path | None = Field(
        None, description="Folder of tables, figures and report; null: outputs/EXPERIMENT."
    )
    overwrite: bool = Field(
        False, description="Replace the results of another command in that folder."
    )
    store: Path = Field(
        "results", description="Folder of finished runs; what is there is not run again."
    )
    seed: Annotated[int, Field(ge=0)] = Field(
        1, description="A whole number; the same seed gives the same results."
    )
    executor: ExecutorOptions = Field(
        ExecutorOptions(), description="Where runs are done: serial, processes, dask or ray."
    )
    workers: Annotated[int, Field(ge=1, le=MOST_WORKERS)] | None = Field(
        None, description="Processes at most; null: one a core."
    )
    calibration: Path | None = Field(
        None,
        description="File of a calibration (overlay.yaml) that takes the place of the declared "
        "evidence.",
    )
    timeout: Annotated[float, Field(gt=0, le=MOST_SECONDS, allow_inf_nan=False)] | None = Field(
        None, description="Seconds that a run may take, compiling not counted; null: any number."
    )

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


Bounds = Annotated[tuple[float | None, float | None], Field(strict=False)]


class SampleOptions(Options):
    """What experiments share that run scenarios at draws of many assumptions at once."""

    scenarios: Names
    draws: Annotated[int, Field(ge=LEAST_DRAWS)]
    sampling: Sampling = Field(
        "latin", description="Design of the draws: Latin hypercube or Sobol' sequence."
    )
    assumptions: Names | None = Field(
        None, description="Assumptions to draw; null: all that have a range."
    )
    keep: dict[str, Bounds] | None = Field(
        None,
        description="{outcome: [low, high]}: draws whose baseline lies outside are left out as "
        "implausible; null in place of a number: no bound.",
    )


Kind = TypeVar("Kind", bound=Options)


def own_fields(kind: type[Options]) -> dict[str, FieldInfo]:
    """Fields that an experiment has beside those of every experiment, and that a user may set."""
    fields = kind.model_fields.items()
    return {
        name: field for name, field in fields
        if name not in Options.model_fields and not field.exclude
    }  # fmt: skip


def defaults(kind: type[Options]) -> dict[str, Any]:
    """Defaults of an experiment's own options, as plain data."""
    return {
        name: _plain(field.get_default(call_default_factory=True, validated_data={}))
        for name, field in own_fields(kind).items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return list(value) if isinstance(value, tuple) else value


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
