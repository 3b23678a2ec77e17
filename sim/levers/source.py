"""Code of users: the digest by which stored runs of it are known, and how it travels."""

from __future__ import annotations

import inspect
import re
import sys
import sysconfig
from collections import deque
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import cloudpickle

from sim.levers.constants import constants
from sim.version import statements

IMPORT = re.compile(r"^\s+(?:from|import)\s+(\w+)", re.MULTILINE)
"""The module that a function imports: its line is indented."""
OURS = ("sim", "experiments", "unburden")
"""Packages of this one."""


def source(kind: Any) -> str:
    """Digest of the code of a class or function: its module, those that it imports, constants.

    Of imported modules those of the user count, also where they are imported inside a function.
    Constants are values that its functions, and functions and classes of the user that these use,
    take from outside: globals, attributes of classes, defaults of arguments. So a number that was
    read from a file or an argument when the code was imported counts. What is read when functions
    are called (files, variables of the environment) is not seen.

    Raises:
        LeverError: The source cannot be read.
    """
    first = sys.modules.get(kind.__module__)
    parts = [_code(kind)]
    known = {module.__name__: module for module in modules(first)}
    parts += [_text(str(module.__file__)) for module in known.values()]
    parts += _imported_inside(parts, {*known, kind.__module__})
    values = constants(kind, {kind.__module__, *known})
    parts += [f"{name}={values[name]}" for name in sorted(values)]
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
    return isinstance(file, str) and _of_user(module.__name__, file)


def _of_user(name: str, file: str) -> bool:
    if name.partition(".")[0] in OURS or not file.endswith(".py"):
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


def _text(file: str) -> str:
    try:
        return statements(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return file


def _imported_inside(texts: Iterable[str], known: set[str]) -> Iterator[str]:
    """Statements of modules of the user that functions import when they are called."""
    waiting = deque(texts)
    while waiting:
        for name in IMPORT.findall(waiting.popleft()):
            if name in known:
                continue
            known.add(name)
            try:
                spec = find_spec(name)
            except (ImportError, ValueError):
                continue
            if spec is not None and spec.origin is not None and _of_user(name, spec.origin):
                waiting.append(text := _text(spec.origin))
                yield text
