"""How an experiment ends when it cannot be done."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping


class InputError(ValueError):
    """One line that names the key, the value and what is allowed; the command line exits with 2."""

    def __init__(self, key: str, value: object, allowed: str) -> None:
        self.key, self.value, self.allowed = key, value, allowed
        super().__init__(" ".join(f"{key}={_shown(value)}: {allowed}".split()))


class NotKeyValueError(InputError):
    """An argument that sets nothing, because it has no equals sign or no key."""

    def __init__(self, argument: str, meant: str) -> None:
        super().__init__(argument, "", meant)
        self.args = (" ".join(f"{argument!r} is not key=value{meant}".split()),)


class RunError(RuntimeError):
    """An internal error that its message reports in full; the command line exits with 1."""


def _shown(value: object) -> str:
    """As the user writes it."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(one)}" for key, one in value.items()) + "}"
    # A tuple with names, as an outcome is one, has words of its own.
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value)


def unknown(key: str, known: Iterable[str]) -> str:
    """What to say of a key that nothing reads."""
    return f"unknown key{nearest(key, known) or '; unburden --cfg job lists them'}"


def nearest(word: str, known: Iterable[str]) -> str:
    """'; did you mean ...?' with the closest of the known words, or nothing."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.75)
    if not close:
        tails: dict[str, list[str]] = {}
        for name in known:
            tails.setdefault(name.rpartition(".")[2], []).append(name)
        tail = difflib.get_close_matches(word.rpartition(".")[2], list(tails), n=1, cutoff=0.7)
        close = tails[tail[0]][:3] if tail else []
    return f"; did you mean {' or '.join(close)}?" if close else ""
