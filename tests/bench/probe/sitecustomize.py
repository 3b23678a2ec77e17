"""Loaded by each process of a command that is measured: tells what its parts spend.

The functions of PARTS are timed where they are defined; nothing of the program is changed. Each
call appends a line to the file UNBURDEN_PROBE: the part, and its seconds of processor time.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PARTS = {
    "sim.kernels.days": {"run_days": "kernels"},
    "sim.initialization.place": {"build": "set-up"},
    "sim.measures.tables": {"measures": "measures", "measure_columns": "measures"},
}
"""Functions by module, and the part that each belongs to."""


class Active(threading.local):
    """Whether a timed function is running in a thread; those that it calls are part of it."""

    now = False


active = Active()


class Timed:
    """The same function; each call is told."""

    def __init__(self, work: Any, part: str, file: int) -> None:
        self.work, self.part, self.file = work, part, file

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if active.now:
            return self.work(*arguments, **named)
        active.now, start = True, time.thread_time()
        try:
            return self.work(*arguments, **named)
        finally:
            active.now = False
            os.write(self.file, f"{self.part} {time.thread_time() - start:.9f}\n".encode())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.work, name)


class Loader(importlib.abc.Loader):
    """Loads a module as another loader does, then has its functions timed."""

    def __init__(self, loader: Any, functions: Mapping[str, str], file: int) -> None:
        self.loader, self.functions, self.file = loader, functions, file

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self.loader.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        self.loader.exec_module(module)
        for name, part in self.functions.items():
            if work := getattr(module, name, None):
                setattr(module, name, Timed(work, part, self.file))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.loader, name)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of PARTS."""

    def __init__(self, file: int) -> None:
        self.file = file

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in PARTS:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and spec.loader:
            spec.loader = Loader(spec.loader, PARTS[name], self.file)
        return spec


if place := os.environ.get("UNBURDEN_PROBE"):
    sys.meta_path.insert(0, Finder(os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)))
