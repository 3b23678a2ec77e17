"""Code of users: the digest by which stored runs of it are known, and how it travels."""

from __future__ import annotations

import inspect
import sys
import sysconfig
from collections import deque
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import cloudpickle

from sim.version import statements

PLAIN = (bool, int, float, str, bytes, tuple, list, dict, set, frozenset, type(None))
OURS = ("sim", "experiments", "unburden")
"""Packages of this one."""


def source(kind: Any) -> str:
    """Digest of the code of a class or function: its module, those that it imports, constants.

    Of imported modules those of the user count. Constants are plain values of the module that the
    function or methods of the class use, such as a number read from an argument. What is read when
    these are called (files, variables of the environment) is not seen.

    Raises:
        LeverError: The source cannot be read.
    """
    parts = [_code(kind)]
    for module in modules(sys.modules.get(kind.__module__)):
        parts.append(_text(module))
    parts += _constants(kind)
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _code(kind: Any) -> str:
    """Statements of the file of a class or function, or of it alone where it has no file."""
    from sim.levers.registry import LeverError

    try:
        file = inspect.getsourcefile(kind)
        text = Path(file).read_text(encoding="utf-8") if file else ""
    except (OSError, TypeError):
        text = ""
    try:
        text = text or inspect.getsource(kind)
    except (OSError, TypeError):
        reason = (
            "its source cannot be read, so runs of it cannot be distinguished; put it in a file"
        )
        raise LeverError(f"{kind.__name__}: {reason}") from None
    return statements(text)


def modules(first: ModuleType | None) -> Iterator[ModuleType]:
    """Modules of the user that a module imports, directly or through others, by name."""
    seen: dict[str, ModuleType] = {}
    waiting = deque([first] if first is not None else [])
    while waiting:
        for value in vars(waiting.popleft()).values():
            name = value.__name__ if isinstance(value, ModuleType) else _home(value)
            module = sys.modules.get(name or "")
            if module is None or module is first or name in seen:
                continue
            if _own(module) or _same_package(module, first):
                seen[str(name)] = module
                waiting.append(module)
    return iter(seen[name] for name in sorted(seen))


def _home(value: object) -> str | None:
    name = getattr(value, "__module__", None)
    return name if isinstance(name, str) else None


def _own(module: ModuleType) -> bool:
    """Whether a module is the user's: not Python's, not installed, not of this package."""
    file = getattr(module, "__file__", None)
    if not isinstance(file, str) or module.__name__.partition(".")[0] in OURS:
        return False
    path = Path(file).resolve()
    paths = sysconfig.get_paths()
    homes = [Path(paths[key]).resolve() for key in ("stdlib", "platstdlib", "purelib", "platlib")]
    return not any(path.is_relative_to(home) for home in homes)


def carry(name: str) -> None:
    """Let a module of the user, and those of the user that it imports, be pickled by value.

    Workers then need not have them, nor the same version of them.
    """
    first = sys.modules.get(name)
    for module in (first, *modules(first)):
        if module is not None and name.partition(".")[0] not in (*OURS, "__main__"):
            cloudpickle.register_pickle_by_value(module)


def _same_package(module: ModuleType, first: ModuleType | None) -> bool:
    """Whether a module is of the installed package that the first one is of."""
    top = first.__name__.partition(".")[0] if first is not None else ""
    of_package = module.__name__.partition(".")[0] == top and top not in OURS
    return of_package and isinstance(getattr(module, "__file__", None), str)


def _text(module: ModuleType) -> str:
    try:
        return statements(Path(str(module.__file__)).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return str(module.__file__)


def _constants(kind: Any) -> list[str]:
    """Plain global values that methods of a class use, by name."""
    values: dict[str, str] = {}
    for attribute in vars(kind).values() if isinstance(kind, type) else (kind,):
        function = inspect.unwrap(attribute) if callable(attribute) else None
        if not inspect.isfunction(function):
            continue
        for name in _names(function.__code__):
            value: Any = function.__globals__.get(name)
            if name in function.__globals__ and isinstance(value, PLAIN):
                values[name] = repr(value)
    return [f"{name}={values[name]}" for name in sorted(values)]


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
