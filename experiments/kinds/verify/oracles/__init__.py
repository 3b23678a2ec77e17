"""Oracles: societies so reduced that theory knows the answer, run through the real kernels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from experiments.config.errors import InputError, nearest
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
KINDS: dict[str, type[Solved]] = {
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


def chosen(tree: Mapping[str, Any]) -> tuple[Oracle, ...]:
    """The oracles that a choice asks for: those of a name, or one with the traits that are given.

    Raises InputError naming the first trait that is off.
    """
    traits = {key: value for key, value in tree.items() if value is not None}
    name = traits.pop("name", ALL)
    if name == ALL:
        for key, value in traits.items():
            raise InputError(f"oracle.{key}", value, "say of which oracle too, such as oracle=mmc")
        return tuple(one for ones in STANDARD.values() for one in ones)
    if not isinstance(name, str) or name not in KINDS:
        there = [ALL, *KINDS]
        raise InputError(
            "oracle.name", name, f"one of {', '.join(there)}{nearest(str(name), there)}"
        )
    if not traits:
        return STANDARD[name]
    try:
        return (KINDS[name].model_validate(traits),)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(["oracle", *(str(part) for part in first["loc"])])
        told = str(first["msg"]).replace("Input should be", "should be")
        raise InputError(path, first["input"], told.removeprefix("Value error, ")) from None


__all__ = ["ALL", "KINDS", "STANDARD", "Oracle", "chosen"]
