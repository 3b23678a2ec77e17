"""Code of users: files named by `--code`, and modules of installed packages.

A module registers levers, measures and figures when it is imported. Nothing else imports code: no
config, scenario, place, evidence, store or result file does.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from experiments.config import own_figures
from experiments.config.errors import InputError
from experiments.config.messages import say
from sim.levers import registry, source
from sim.measures import own

FLAG = "--code"
GROUP = "unburden"
"""The group of entry points; the name of an entry is any, its value a module."""
HINT = "; see unburden new lever NAME"


class Beside(MetaPathFinder):
    """Finds modules that lie beside a file of code and that nothing else finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if path is not None:
            return None
        spec = PathFinder.find_spec(fullname, [str(self.folder)])
        if spec is not None and spec.loader is not None:
            self.found.append(Path(spec.origin or fullname).name)
            return spec
        return None


_FILES: dict[Path, str] = {}
"""Files that were imported, and the names of their modules."""
_PACKAGES: dict[str, str] = {}
"""Modules of installed packages that were imported, and the packages."""
_LOOKED = [False]


def load(files: Sequence[str]) -> None:
    """Import files of code, each once, under names that no other module has.

    A file may import modules beside it; a line says which. Raises InputError where it cannot be
    imported, or registers nothing.
    """
    for file in files:
        path = Path(file)
        if path.suffix != ".py":
            raise InputError(FLAG, file, "should be a file of Python, ending in .py")
        if not path.is_file():
            raise InputError(FLAG, file, "no such file")
        if path.resolve() not in _FILES:
            _import(path, file)


def load_installed() -> None:
    """Import modules of installed packages in the group of entry points, once.

    One that cannot be imported is left out, with one line that says why.
    """
    if _LOOKED[0]:
        return
    _LOOKED[0] = True
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        package = entry.dist.name if entry.dist is not None else entry.value
        before = {*_registered()}
        try:
            module = importlib.import_module(entry.value.partition(":")[0])
            source.carry(module.__name__)
            _PACKAGES[module.__name__] = package
        except BaseException as error:
            _forget({*_registered()} - before)
            if isinstance(error, KeyboardInterrupt):
                raise
            reason = " ".join(f"{type(error).__name__}: {_said(error)}".split())
            say(f"{package}: {entry.value} cannot be imported and is left out: {reason}")


def record() -> list[dict[str, str]]:
    """Levers and measures that registered code has, for a manifest.

    Each has its name, what it is, its file, the digest of its source and, of an installed package,
    the name and version of that.
    """
    code: list[tuple[str, str, Any, str]] = [
        ("lever", name, kind, kind.facts.source) for name, kind in registry.outside().items()
    ]
    code += [
        ("measure", name, own.function_of(name), digest) for name, digest in own.sources().items()
    ]
    return [
        {"name": name, "kind": what, "source": digest, **_origin(str(one.__module__))}
        for what, name, one, digest in code
    ]


def _origin(module: str) -> dict[str, str]:
    """The file of a module, and its package where it is of an installed one."""
    file = getattr(sys.modules.get(module), "__file__", None)
    packages = [
        package
        for entry, package in _PACKAGES.items()
        if module == entry or module.startswith(f"{entry}.")
    ]
    origin = {"file": Path(file).name if isinstance(file, str) else module}
    for package in packages[:1]:
        try:
            origin["package"] = f"{package} {version(package)}"
        except PackageNotFoundError:
            origin["package"] = package
    return origin


def arguments() -> list[str]:
    """Flags that name the files of all registered code, so that a command runs again.

    Code of installed packages needs none, nor does what has no file, as in a notebook.
    """
    files = dict.fromkeys(filter(None, map(_file, _modules())))
    return [part for file in files for part in (FLAG, file)]


def _modules() -> Iterator[ModuleType]:
    """Modules of users that registered levers or measures, but those of installed packages."""
    levers = [kind.__module__ for kind in registry.outside().values()]
    measures = [own.function_of(each).__module__ for each in own.names()]
    for name in dict.fromkeys([*levers, *measures, *_FILES.values()]):
        installed = any(name == each or name.startswith(f"{each}.") for each in _PACKAGES)
        if name in sys.modules and not installed:
            yield sys.modules[name]


def _file(module: ModuleType) -> str | None:
    """The file of a module, relative to the working folder where it lies below it.

    None for a script that would do its work again when it is imported.
    """
    file = getattr(module, "__file__", None)
    if not isinstance(file, str) or not Path(file).is_file():
        return None
    path = Path(file).resolve()
    if module.__name__ == "__main__" and "__name__" not in path.read_text("utf-8", "replace"):
        return None
    here = Path.cwd().resolve()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _import(path: Path, given: str) -> None:
    path = path.resolve()
    digest = blake2b(str(path).encode(), digest_size=4).hexdigest()
    name = f"unburden_code_{path.stem}_{digest}"
    before = {*_registered()}
    beside = Beside(path.parent)
    sys.meta_path.append(beside)  # It stays: functions may import when they are called.
    try:
        spec = spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    except BaseException as error:
        sys.modules.pop(name, None)
        sys.meta_path.remove(beside)
        _forget({*_registered()} - before)
        if isinstance(error, KeyboardInterrupt):
            raise
        raise InputError(FLAG, given, _reason(error, path)) from None
    if {*_registered()} == before:
        raise InputError(FLAG, given, f"registers no lever, measure or figure{HINT}")
    source.carry(name)
    _FILES[path] = name
    if beside.found:
        say(f"{given} imports {', '.join(dict.fromkeys(beside.found))} beside it")


def _reason(error: BaseException, path: Path) -> str:
    """What is wrong with a file, and in which line of it."""
    if isinstance(error, SyntaxError):
        file = Path(error.filename or path).name
        where = "" if file == path.name else f"{file}, "
        line = f"line {error.lineno}: " if error.lineno is not None else ""
        return f"{where}{line}{error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename) == path]
    where = f"line {lines[-1]}: " if lines else ""
    plain = isinstance(error, registry.LeverError | own.MeasureError | own_figures.FigureError)
    return f"{where}{error}" if plain else f"{where}{type(error).__name__}: {_said(error)}"


def _said(error: BaseException) -> str:
    """What an exception says; those of users may not even do that."""
    try:
        return str(error)
    except Exception:
        return "says nothing"


def _registered() -> Iterator[tuple[str, str]]:
    """Kind and name of all that users registered."""
    yield from (("lever", name) for name in registry.outside())
    yield from (("measure", name) for name in own.names())
    yield from (("figure", name) for name in own_figures.names())


def _forget(registered: set[tuple[str, str]]) -> None:
    """Take out what a module registered before it failed."""
    for kind, name in registered:
        if kind == "lever":
            registry.unregister(name)
        elif kind == "measure":
            own.forget(name)
        else:
            own_figures.forget(*name.split("."))
