"""YAML as plain data: mappings, lists, text, numbers, true, false and null, and nothing else.

Tags are invalid, so that no other object is created. Aliases and duplicate keys are invalid, so
that a file says all that is read from it. Numbers follow YAML 1.2: 1e-3 is a number, while 010,
1:30 and yes are text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

DEEPEST = 32
LARGEST = 5_000_000
"""Bytes."""
# The C parser is the same safe loader, about ten times faster.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainError(ValueError):
    """A file is not plain data; the message is one line."""


class DuplicateKeyError(PlainError):
    """A mapping has a `key` twice; `entry` is the id in that mapping, if it has one."""

    def __init__(self, key: str, entry: object) -> None:
        super().__init__(f"{key}: given twice")
        self.key, self.entry = key, entry


class _Loader(_SafeLoader):  # type: ignore[misc]
    """Safe YAML without duplicate keys, and with text as keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != _tag("str"):
                raise PlainError(f"a key must be text{_where(key)}")
            if key.value in seen:
                entry = next((v.value for k, v in node.value if k.value == "id"), None)
                raise DuplicateKeyError(key.value, entry if isinstance(entry, str) else None)
            seen.add(key.value)
        return dict(super().construct_mapping(node, deep))


def _tag(kind: str) -> str:
    return f"tag:yaml.org,2002:{kind}"


_Loader.yaml_implicit_resolvers = {}
for _kind, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?(?:0|[1-9][0-9]*(?:_[0-9]+)*)", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan",
        list("-+.0123456789"),
    ),
):
    _Loader.add_implicit_resolver(_tag(_kind), re.compile(rf"^(?:{_pattern})$"), _first)


def read(path: Path) -> Any:
    """The data of a YAML file. Raises PlainError."""
    return data(text(path))


def text(path: Path) -> str:
    """The text of a file in UTF-8. Raises PlainError."""
    try:
        if path.exists() and not path.is_file():
            raise PlainError("cannot be read: not a file")
        if path.stat().st_size > LARGEST:
            raise PlainError(f"cannot be read: more than {LARGEST // 1_000_000} MB")
        return path.read_bytes().decode("utf-8")
    except PlainError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PlainError(f"cannot be read: {reason}") from None


def data(text: str) -> Any:
    """The data of a YAML text. Raises PlainError."""
    try:
        _check_plain(text)
        return yaml.load(text, _Loader)
    except PlainError:
        raise
    except (yaml.YAMLError, ValueError) as error:
        raise PlainError("not valid YAML: " + " ".join(str(error).split())) from None


def _check_plain(text: str) -> None:
    """Raises PlainError for tags, aliases and deep nesting, before any object is created."""
    depth = 0
    for event in yaml.parse(text, _SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise PlainError(f"nested more than {DEEPEST} levels deep{_where(event)}")
        if getattr(event, "anchor", None) is not None:
            raise PlainError(f"anchors and aliases are not read{_where(event)}")
        if getattr(event, "tag", None) is not None:
            raise PlainError(f"tags are not read, and no code is ever run{_where(event)}")


def _where(mark: Any) -> str:
    return f" (line {mark.start_mark.line + 1})"
