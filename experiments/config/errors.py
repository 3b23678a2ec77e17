"""Errors that end an experiment, and what their messages propose."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence


class InputError(ValueError):
    """One line that names the key, the value and what is allowed; the command line exits with 2.

    A check of a file reports `others` too, a line each.
    """

    def __init__(self, key: str, value: object, allowed: str, others: Sequence[str] = ()) -> None:
        self.key, self.value, self.allowed = key, value, allowed
        lines = [f"{key}={as_written(value)}: {fault}" for fault in (allowed, *others)]
        super().__init__("\n".join(" ".join(line.split()) for line in lines))


class NotKeyValueError(InputError):
    """An argument that sets nothing, because it has no equals sign or no key."""

    def __init__(self, argument: str, meant: str) -> None:
        super().__init__(argument, "", meant)
        self.args = (" ".join(f"{argument!r} is not key=value{meant}".split()),)


class RunError(RuntimeError):
    """An internal error that its message reports in full; the command line exits with 1."""


def as_written(value: object) -> str:
    """The value as a user writes it on the command line, without quotes."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {as_written(item)}" for key, item in value.items()) + "}"
    # A named tuple, such as an outcome, says itself how it is written.
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return "[" + ", ".join(map(as_written, value)) + "]"
    return str(value)


def unknown_key(key: str, known: Iterable[str]) -> str:
    """The message for a key that is not known."""
    return f"unknown key{did_you_mean(key, known) or '; unburden --cfg job lists them'}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """'; did you mean ...?' with the closest known names, or empty."""
    known = list(known)
    last = name.rpartition(".")[2]
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.75)
    if not close and name.lower() != name:
        close = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.75)
    if last in known and all(path.rpartition(".")[2] != last for path in close):
        close = [last]  # an option that was looked for inside a group
    if not close:
        tails: dict[str, list[str]] = {}
        for path in known:
            tails.setdefault(path.rpartition(".")[2], []).append(path)
        tail = difflib.get_close_matches(last, list(tails), n=1, cutoff=0.7)
        close = tails[tail[0]][:3] if tail else []
    return f"; did you mean {' or '.join(close)}?" if close else ""
