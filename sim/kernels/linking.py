"""How kernels become machine code: each is translated once, and optimised in each entry once.

Numba would link a kernel with all that it calls, optimise all of it and generate machine code, at
each level of calls again. Here a kernel that only kernels call stays intermediate code. An entry is
linked with all that it reaches, and that whole is optimised. What it reaches is private to it, so
that LLVM may inline it and drop the rest.

Uses internals of Numba: `Compiler` and its state and flags, `JITCodeLibrary`, and `CPUDispatcher`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import config, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.registry import CPUDispatcher


class KernelLibrary(JITCodeLibrary):  # type: ignore[misc]
    """Intermediate code of a kernel that only kernels call."""

    def finalize(self) -> None:
        """Nothing is linked; called by Numba when all code was added."""
        self._raise_if_finalized()
        self._finalized = True


def add_callees(library: JITCodeLibrary, seen: dict[JITCodeLibrary, None]) -> None:
    """Add the libraries of what a kernel calls, directly or not, each after its own callees."""
    for callee in library._linking_libraries:
        if callee not in seen and isinstance(callee, KernelLibrary):
            add_callees(callee, seen)
        seen.setdefault(callee)


class EntryLibrary(JITCodeLibrary):  # type: ignore[misc]
    """Code of a kernel that Python calls, with all that it reaches."""

    def finalize(self) -> None:
        """Link, optimise, generate machine code; called by Numba when all code was added."""
        reached: dict[JITCodeLibrary, None] = {}
        add_callees(self, reached)
        # LLVM links what is already asked for, so callers come first.
        self._linking_libraries = list(reversed(reached))
        self._own = {one.name for one in self._final_module.functions if not one.is_declaration}
        super().finalize()

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.name not in self._own:
                function.linkage = "internal"
        super()._optimize_final_module()


class KernelCompiler(Compiler):  # type: ignore[misc]
    """Numba's compiler for a kernel that only kernels call."""

    library = KernelLibrary

    def compile_extra(self, function: Callable[..., Any]) -> Any:
        """The compiled function. Called by Numba."""
        state = self.state
        state.library = self.library(state.targetctx.codegen(), function.__qualname__)
        state.library.enable_object_caching()
        state.flags.no_compile = self.library is KernelLibrary
        return super().compile_extra(function)


class EntryCompiler(KernelCompiler):
    """Numba's compiler for a kernel that Python calls."""

    library = EntryLibrary


class KernelDispatcher(CPUDispatcher):  # type: ignore[misc]
    """A kernel: compiled once for all numbers of an argument, not once for each constant."""

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """How a kernel calls this one. Called by Numba."""
        widened = {name: widest(kind) for name, kind in kws.items()}
        return super().get_call_template(tuple(map(widest, args)), widened)

    def compile(self, signature: Any) -> Any:
        """The compiled code for a signature, also where NUMBA_DISABLE_JIT is set. Called by Numba.

        Kernels find a state by its address, so plain Python cannot run them.
        """
        disabled, config.DISABLE_JIT = config.DISABLE_JIT, 0
        try:
            return super().compile(signature)
        finally:
            config.DISABLE_JIT = disabled

    def add_overload(self, compiled: Any) -> None:
        """Add the code for a signature. Called by Numba."""
        if compiled.entry_point is not None:
            super().add_overload(compiled)
            return
        # Numba finds what a kernel calls by its entry point; this one cannot be called by Python.
        compiled = compiled._replace(entry_point=object())
        self.targetctx.insert_user_function(
            compiled.entry_point, compiled.fndesc, [compiled.library]
        )
        self.overloads[tuple(compiled.signature.args)] = compiled


def widest(kind: types.Type) -> types.Type:
    """The type for which a kernel is compiled, if it is called with this one."""
    kind = types.unliteral(kind)
    if isinstance(kind, types.IntEnumMember):
        kind = kind.dtype
    if isinstance(kind, types.Integer) and kind.signed:
        return types.int64
    return kind
