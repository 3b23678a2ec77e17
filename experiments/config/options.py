"""Options of an experiment: everything a user chooses except the model's settings."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from experiments.config.catalogue import is_file
from experiments.config.errors import InputError
from sim.parameters import TYPE_MESSAGES, not_text


@dataclass(frozen=True, slots=True)
class Accepts:
    """The type that a function of Python takes for an option, where a validator converts it.

    It is part of the `Annotated` type of the option.
    """

    type: Any


Path = Annotated[
    str,
    Field(min_length=1, pattern=r"^[^$\x00-\x1f\x7f]+$"),
    Accepts(str | os.PathLike[str]),
]
MOST = 1_000_000
"""The largest number of anything: more would not end, or not fit into memory."""
MOST_WORKERS = 1024
MOST_SECONDS = 1_000_000.0
"""Longer than a run ever takes, and a time that a clock can be set to."""
MESSAGES = {
    **TYPE_MESSAGES,
    "int_parsing": TYPE_MESSAGES["int_type"],
    "float_parsing": TYPE_MESSAGES["float_type"],
    "bool_parsing": TYPE_MESSAGES["bool_type"],
    "missing": "is required",
    "extra_forbidden": "unknown key",
    "string_pattern_mismatch": "should be a plain path, in one line and without interpolation",
    "string_type": "should be text",
    "string_too_short": "should not be empty",
    "too_short": "should name at least one",
    "tuple_type": "should be a list, such as [a,b]",
    "dict_type": "should be a group, such as {key: value}",
    "none_required": "is not for this experiment; only null is allowed",
    "model_type": "should be a group, such as {key: value}",
}
"""What is allowed, by pydantic's type of error, where its own message speaks of Python."""
LEAST_DRAWS = 20
"""The smallest number of draws of which quantiles and shares are reported."""


class ExecutorOptions(BaseModel):
    """Where runs are done. dask and ray use the cluster at `address`, else start one here."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: Literal["serial", "processes", "dask", "ray"] = "processes"
    address: Annotated[str, Field(min_length=1)] | None = None


class Options(BaseModel):
    """Keys that every experiment has: where results go, how runs are executed."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
    compiles: ClassVar[bool] = True
    """Whether it runs the model: that is compiled while the rest of the command is imported."""
    read_first: ClassVar[bool] = True
    """Whether nothing else of a study is checked before its options are read, but `needs`."""
    needs: ClassVar[str] = ""
    """A package of the extra `analysis` without which it cannot be run."""
    settings_checked: ClassVar[Literal["first", "opened", "later"]] = "later"
    """When the settings of its scenarios are checked: right after options, after those checks that
    `Opening` and `refuse_contradictions` make, or after others of its own."""

    output: Path | None = Field(
        None, description="Folder of tables, figures and report; null: outputs/EXPERIMENT."
    )
    overwrite: bool = Field(
        False, description="Replace the results of another command in that folder."
    )
    store: Path = Field(
        "results", description="Folder of finished runs; a run that is there is not done again."
    )
    seed: Annotated[int, Field(ge=0)] = Field(
        1, description="A whole number; the same seed gives the same results."
    )
    evidence: Path | None = Field(
        None,
        description="A YAML file with facts and assumptions of your own, laid over those of the "
        "package (docs/how-to/evidence.md); null: those of the package alone.",
    )
    executor: ExecutorOptions = Field(
        ExecutorOptions(), description="Where runs are done: serial, processes, dask or ray."
    )
    workers: Annotated[int, Field(ge=1, le=MOST_WORKERS)] | None = Field(
        None, description="Processes at most; null: one for each core."
    )
    timeout: Annotated[float, Field(gt=0, le=MOST_SECONDS, allow_inf_nan=False)] | None = Field(
        None, description="Seconds that a run may take, without compilation; null: no limit."
    )
    lang: Literal["en", "zh"] | None = Field(
        None,
        description="Language of terminal, report and figures: en or zh (Chinese); null: that of "
        "the environment variable UNBURDEN_LANG, else en. Tables in files are the same in both.",
    )

    @property
    def processes(self) -> int:
        """The number of processes: `workers`, else one for each core."""
        return self.workers or os.cpu_count() or 1

    def refuse_contradictions(self) -> None:
        """Raises InputError for options that contradict each other."""


def as_list(value: object) -> object:
    """A list of one for a text; any other value as it is."""
    return [value] if isinstance(value, str) else value


def name_list(key: str, names: object) -> list[str]:
    """The names that a function is given: a text is one. Raises InputError for no names."""
    found = as_list(names)
    if isinstance(found, Iterable) and not isinstance(found, Mapping | bytes):
        found = list(found)
        if all(isinstance(name, str) for name in found):
            return list(map(str, found))
    raise InputError(key, repr(names), "should be a name or a list of names")


def path_text(key: str, path: object) -> str:
    """The path that a function is given, as text. Raises InputError for what is none."""
    if not isinstance(path, str | os.PathLike):
        raise InputError(key, repr(path), "should be text or a path")
    return os.fspath(path)


PATHS = Accepts(str | os.PathLike[str] | Sequence[str | os.PathLike[str]])
Names = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    Field(min_length=1, strict=False),
    BeforeValidator(as_list),
    Accepts(str | Sequence[str]),
]
Scenarios = Annotated[Names, PATHS]
"""Names of scenarios, or paths of their files."""


Kind = TypeVar("Kind", bound=Options)


def experiment_fields(kind: type[Options]) -> dict[str, FieldInfo]:
    """Fields that this experiment has and others do not, and that a user may set.

    A field that all have, in another type, is one of them.
    """
    shared = {name: field.annotation for name, field in Options.model_fields.items()}
    return {
        name: field for name, field in kind.model_fields.items()
        if shared.get(name, ...) != field.annotation and not field.exclude
    }  # fmt: skip


def defaults(kind: type[Options]) -> dict[str, Any]:
    """Defaults of these fields (`experiment_fields`), as plain data."""
    return {
        name: _plain(field.get_default(call_default_factory=True, validated_data={}))
        for name, field in experiment_fields(kind).items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return list(value) if isinstance(value, tuple) else value


def read(kind: type[Kind], tree: Mapping[str, Any]) -> Kind:
    """Validate a tree of options. Raises InputError naming the first invalid key."""
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
    _check_folders(chosen)
    _check_store_outside_output(chosen)
    return chosen


def _check_folders(chosen: Options) -> None:
    """Raises InputError where the path of a folder is one of a file."""
    for key in ("store", "output"):
        path = getattr(chosen, key)
        if path is not None and is_file(pathlib.Path(path)):
            raise InputError(key, path, "is a file, not a folder; name another")


def _check_store_outside_output(chosen: Options) -> None:
    """Raises InputError where replacing the output folder would remove the store."""
    if chosen.output is None:
        return
    store, output = (os.path.realpath(path) for path in (chosen.store, chosen.output))
    if os.path.commonpath([store, output]) == output:
        reason = f"the store ({chosen.store}) lies there, and what is there is replaced"
        raise InputError("output", chosen.output, f"{reason}; name another")


def _allowed(fault: Mapping[str, Any]) -> str:
    kind = str(fault["type"])
    if kind in MESSAGES:
        return MESSAGES[kind] + not_text(kind, fault["input"])
    message = str(fault["msg"]).replace("Input should be", "should be")
    return message + not_text(kind, fault["input"])
