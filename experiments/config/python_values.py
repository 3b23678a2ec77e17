"""Values of Python, and their text as overrides of the command line."""

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


def plain_value(value: Any, key: str) -> Any:
    """The value in Python's own types: numpy numbers and arrays, paths and tuples are converted.

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
        return {str(name): plain_value(item, f"{key}.{name}") for name, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return [plain_value(item, key) for item in value]
    raise InputError(key, repr(value), ALLOWED)


def as_overrides(values: Mapping[str, Any]) -> list[str]:
    """Keys and plain values as overrides of the command line, quoted where they have to be."""
    return [f"{key}={_text(value)}" for key, value in values.items()]


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if _needs_no_quotes(value) else quoted(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}:{_text(item)}" for key, item in value.items()) + "}"
    return "[" + ",".join(map(_text, value)) + "]"


def quoted(text: str) -> str:
    """The text in double quotes; a backslash is doubled only before a quote or at the end."""
    inner = QUOTES.sub(lambda match: match[1] * 2 + ('\\"' if match[2] else ""), text)
    return f'"{inner}"'


def _needs_no_quotes(text: str) -> bool:
    """Whether Hydra reads the bare text, alone and in a list, as this text."""
    try:
        alone, listed = (
            OverridesParser.create().parse_override(f"key={item}") for item in (text, f"[{text}]")
        )
        return not alone.is_sweep_override() and [alone.value()] == listed.value() == [text]
    except (HydraException, ValueError):
        return False
