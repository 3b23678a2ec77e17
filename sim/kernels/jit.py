"""How kernels are compiled: most are only called by other kernels, a few from Python."""

from __future__ import annotations

import hashlib
import pickle
import platform
import sys
from collections.abc import Callable
from functools import cache
from types import CodeType
from typing import Any

import llvmlite  # type: ignore[import-untyped]
import numba
import numpy as np
from numba import config
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from sim import compiled_cache
from sim.kernels.linking import EntryCompiler, KernelCompiler, KernelDispatcher
from sim.version import compiled_version


def kernel(function: Callable[..., Any]) -> Any:
    """Decorator of a kernel that kernels call; it is compiled into them and cached with them."""
    return _dispatcher(function, KernelCompiler, no_cpython_wrapper=True)


def entry(function: Callable[..., Any]) -> Any:
    """Decorator of a kernel that Python calls as well; its compiled code is kept on disk."""
    compiled = _dispatcher(function, EntryCompiler)
    # Numba's own cache unpickles whatever it finds.
    compiled._cache = CompiledCode(function)
    return compiled


def _dispatcher(function: Callable[..., Any], compiler: type, **options: bool) -> KernelDispatcher:
    options |= {"nopython": True, "nogil": True, "no_cfunc_wrapper": True}
    return KernelDispatcher(function, targetoptions=options, pipeline_class=compiler)


class CompiledCode(NullCache):  # type: ignore[misc]
    """Numba's interface to the compiled code on disk: one for each entry kernel."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._name = f"{function.__module__}.{function.__qualname__}"
        self._function = (self._name, _code_parts(function.__code__, function.__doc__))

    def load_overload(self, signature: Any, target: Any) -> Any:
        """The compiled code for a signature, or None. Called by Numba."""
        target.refresh()
        name, key = self._place(signature, target.codegen())
        content = compiled_cache.load(name, key)
        if content is None:
            return None
        try:
            return CompileResult._rebuild(target, *pickle.loads(content))
        except Exception as error:
            compiled_cache.drop(name, error)
            return None

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Keep the compiled code for a signature. Called by Numba."""
        if compiled.lifted or compiled.library.has_dynamic_globals:
            return
        name, key = self._place(signature, compiled.codegen)
        compiled_cache.save(name, key, dumps(compiled._reduce()))

    def _place(self, signature: Any, codegen: Any) -> tuple[str, bytes]:
        """File name and key of an entry: all that its content depends on."""
        parts = (self._function, signature, codegen.magic_tuple(), _environment())
        key = hashlib.blake2b(repr(parts).encode(), digest_size=32).digest()
        return f"{self._name}.{key[:8].hex()}", key


def _code_parts(code: CodeType, documentation: str | None) -> tuple[object, ...]:
    """Bytecode, names and constants of a function without its docstring."""
    constants = [
        _code_parts(constant, None) if isinstance(constant, CodeType) else constant
        for constant in code.co_consts
        if documentation is None or constant != documentation
    ]
    return code.co_code, code.co_names, constants


@cache
def _environment() -> tuple[object, ...]:
    """Versions and options that compiled code depends on, beside processor and signature."""
    versions = (numba.__version__, llvmlite.__version__, np.__version__)
    options = ("OPT", "BOUNDSCHECK", "DEBUGINFO_DEFAULT", "LOOP_VECTORIZE", "SLP_VECTORIZE")
    return (
        compiled_version(),
        (sys.implementation.cache_tag, platform.python_version(), *versions),
        [getattr(config, name, None) for name in (*options, "USING_SVML")],
    )
