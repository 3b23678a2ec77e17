"""Values as Python has them: made plain for settings, and spelled for the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException

from experiments.config.errors import InputError

ALLOWED = "should be a number, true or false, text, a path, None, a list or a mapping of these"
QUOTES = re.compile(r"(\\*)(\"|$)")


def plain(value: Any, key: str) -> Any:
    """The value in types of Python alone: numpy numbers and arrays, paths and tuples as well.

    Raises InputError, naming the `key`, for anything that no setting can be.
    """
    if hasattr(value, "tolist") and not isinstance(value, str | bytes):
        value = value.tolist()
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float, str):
        # Subclasses, as of an enumeration or of numpy's text, become the kind itself.
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, Mapping):
        if wrong := [name for name in value if not isinstance(name, str)]:
            raise InputError(key, repr(wrong[0]), "a key of a mapping should be text")
        return {str(name): plain(one, f"{key}.{name}") for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return [plain(one, key) for one in value]
    raise InputError(key, repr(value), ALLOWED)


def spelled(chosen: Mapping[str, Any]) -> list[str]:
    """Keys and plain values as overrides of the command line, quoted where they have to be."""
    return [f"{key}={_spell(value)}" for key, value in chosen.items()]


def _spell(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if _reads_as(value) else quoted(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}:{_spell(one)}" for key, one in value.items()) + "}"
    return "[" + ",".join(map(_spell, value)) + "]"


def quoted(text: str) -> str:
    """The text in double quotes; a backslash counts as one unless a quote comes next."""
    inner = QUOTES.sub(lambda found: found[1] * 2 + ('\\"' if found[2] else ""), text)
    return f'"{inner}"'


def _reads_as(text: str) -> bool:
    """Whether the bare text, alone and in a list, is read as this text."""
    try:
        alone, listed = (
            OverridesParser.create().parse_override(f"key={one}") for one in (text, f"[{text}]")
        )
        return not alone.is_sweep_override() and [alone.value()] == listed.value() == [text]
    except (HydraException, ValueError):
        return False
