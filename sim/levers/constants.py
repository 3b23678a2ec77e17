"""Values that code of users takes from outside its functions, as part of its digest."""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Collection, Iterator
from hashlib import blake2b
from types import CodeType, FunctionType, ModuleType
from typing import Any

import cloudpickle

SCALARS = (bool, int, float, complex, str, bytes, type(None))


def constants(kind: Any, modules: Collection[str]) -> dict[str, str]:
    """Values that a class or function uses, by a name that says where they are.

    Functions and classes of the user that its functions name are followed. Globals count if one of
    these functions names them; of modules of the user that they name, all values.

    Parameters:
        kind: class or function.
        modules: names of the modules of the user, its own among them.
    """
    found: dict[str, str] = {}
    seen: set[int] = set()
    waiting: deque[Any] = deque([kind])
    while waiting:
        one = waiting.popleft()
        if id(one) in seen or _home(one) not in modules:
            continue
        seen.add(id(one))
        for name, value in _attributes(one):
            found[f"{_home(one)}.{getattr(one, '__qualname__', '')}.{name}"] = written(value)
        for function in _functions(one):
            where = f"{function.__module__}.{function.__qualname__}"
            defaults = (function.__defaults__, function.__kwdefaults__)
            if any(defaults):
                found[f"{where}()"] = written(defaults)
            for name in _names(function.__code__):
                if name in function.__globals__:
                    value = function.__globals__[name]
                    if _is_code(value):
                        waiting.append(value)
                    else:
                        found[f"{function.__module__}.{name}"] = written(value)
    return found


def _home(one: Any) -> str:
    """The name of the module that something is, or is of."""
    return str(one.__name__ if isinstance(one, ModuleType) else getattr(one, "__module__", ""))


def _is_code(value: object) -> bool:
    return isinstance(value, ModuleType | type) or inspect.isroutine(value)


def _functions(one: Any) -> Iterator[FunctionType]:
    """A function, or those of a class: methods and properties, decorated ones too."""
    if isinstance(one, ModuleType):
        return
    for each in vars(one).values() if isinstance(one, type) else (one,):
        parts = (each.fget, each.fset) if isinstance(each, property) else (each,)
        for part in parts:
            inner = getattr(part, "__func__", part)
            function = inspect.unwrap(inner) if callable(inner) else inner
            if inspect.isfunction(function):
                yield function


def _attributes(one: Any) -> Iterator[tuple[str, Any]]:
    """Values of a class or module that are no code."""
    if not isinstance(one, ModuleType | type):
        return
    for name, value in vars(one).items():
        private = name.startswith(("__", "_abc", "model_")) or name == "facts"
        if not private and not _is_code(value) and not hasattr(value, "__get__"):
            yield name, value


def written(value: Any) -> str:
    """A value as text: numbers and text as Python writes them, others by what pickles them."""
    if isinstance(value, SCALARS):
        return repr(value)
    if isinstance(value, (set, frozenset)):
        return "{" + ",".join(sorted(map(written, value))) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{written(k)}:{written(v)}" for k, v in value.items()) + "}"
    try:
        return blake2b(cloudpickle.dumps(value), digest_size=8).hexdigest()
    except Exception:  # What cannot be pickled cannot be told apart.
        return type(value).__qualname__


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
