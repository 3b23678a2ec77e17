"""YAML as plain data: mappings, lists, words, numbers, true, false and null, and nothing else.

No tags, so that nothing else is ever made; no aliases, and no key twice, so that what is read is
what is there; numbers as YAML 1.2 has them, so that 1e-3 is one, and 010, 1:30 and yes are words.
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
    """Why a file is no plain data, in one line."""


class TwiceError(PlainError):
    """A `key` that a mapping has twice; `entry` is the id that stands in that mapping, if any."""

    def __init__(self, key: str, entry: object) -> None:
        super().__init__(f"{key}: given twice")
        self.key, self.entry = key, entry


class _Loader(_SafeLoader):  # type: ignore[misc]
    """Safe YAML that refuses a key given twice, and keys that are no words."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != _tag("str"):
                raise PlainError(f"a key should be a word{_where(key)}")
            if key.value in seen:
                entry = next((v.value for k, v in node.value if k.value == "id"), None)
                raise TwiceError(key.value, entry if isinstance(entry, str) else None)
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
    try:
        if path.exists() and not path.is_file():
            raise PlainError("cannot be read: not a file")
        if path.stat().st_size > LARGEST:
            raise PlainError(f"cannot be read: more than {LARGEST // 1_000_000} MB")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or error
        raise PlainError(f"cannot be read: {told}") from None
    return data(text)


def data(text: str) -> Any:
    """The data a text holds. Raises PlainError."""
    try:
        _refuse_unplain(text)
        return yaml.load(text, _Loader)
    except PlainError:
        raise
    except (yaml.YAMLError, ValueError) as error:
        raise PlainError("not valid YAML: " + " ".join(str(error).split())) from None


def _refuse_unplain(text: str) -> None:
    """Raises PlainError for what would be more than it seems, before anything is made of it."""
    depth = 0
    for event in yaml.parse(text, _SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise PlainError(f"more than {DEEPEST} brackets deep{_where(event)}")
        if getattr(event, "anchor", None) is not None:
            raise PlainError(f"anchors and aliases are not read{_where(event)}")
        if getattr(event, "tag", None) is not None:
            raise PlainError(f"tags are not read, and nothing is ever run{_where(event)}")


def _where(mark: Any) -> str:
    return f" (line {mark.start_mark.line + 1})"
