"""Oracles: the compiled kernels reduced to models that queueing theory solves exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from experiments.config.errors import InputError, did_you_mean
from experiments.kinds.verify.oracles import (
    abandonment,
    little,
    mg1,
    mmc,
    priorities,
    repeats,
    tandem,
)
from experiments.kinds.verify.oracles.oracle import Oracle

Solved = (
    mmc.Mmc
    | mg1.Mg1
    | priorities.Priorities
    | little.Little
    | tandem.Tandem
    | abandonment.Abandonment
    | repeats.Repeats
)
ORACLES: dict[str, type[Solved]] = {
    "mmc": mmc.Mmc,
    "mg1": mg1.Mg1,
    "priorities": priorities.Priorities,
    "little": little.Little,
    "tandem": tandem.Tandem,
    "abandonment": abandonment.Abandonment,
    "repeats": repeats.Repeats,
}
STANDARD: dict[str, tuple[Oracle, ...]] = {
    "mmc": mmc.STANDARD,
    "mg1": mg1.STANDARD,
    "priorities": priorities.STANDARD,
    "little": little.STANDARD,
    "tandem": tandem.STANDARD,
    "abandonment": abandonment.STANDARD,
    "repeats": repeats.STANDARD,
}
ALL = "all"


def select(tree: Mapping[str, Any]) -> tuple[Oracle, ...]:
    """Oracles of a name: the standard ones, or one with the parameters that are given.

    Raises InputError naming the first invalid parameter.
    """
    parameters = {key: value for key, value in tree.items() if value is not None}
    name = parameters.pop("name", ALL)
    if name == ALL:
        for key, value in parameters.items():
            raise InputError(f"oracle.{key}", value, "needs the oracle as well, such as oracle=mmc")
        return tuple(oracle for oracles in STANDARD.values() for oracle in oracles)
    if not isinstance(name, str) or name not in ORACLES:
        known = [ALL, *ORACLES]
        raise InputError(
            "oracle.name", name, f"one of {', '.join(known)}{did_you_mean(str(name), known)}"
        )
    if not parameters:
        return STANDARD[name]
    try:
        return (ORACLES[name].model_validate(parameters),)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(["oracle", *(str(part) for part in first["loc"])])
        allowed = str(first["msg"]).replace("Input should be", "should be")
        raise InputError(path, first["input"], allowed.removeprefix("Value error, ")) from None


__all__ = ["ALL", "ORACLES", "STANDARD", "Oracle", "select"]
