"""Import `sim` and `experiments` of this installation, whatever lies beside a user's script.

Their names are common. A user's own `sim.py` or `experiments/` stands before them on the path that
Python searches, in worker processes as well: they inherit that path.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

HOME = Path(__file__).resolve().parents[1]
NAMES = ("sim", "experiments")
HIDDEN = "UNBURDEN_HIDDEN"
"""Variable with the files that users were warned of; processes started from here inherit it."""


class Neighbours(MetaPathFinder):
    """Finds the two packages in the folder of this one, and nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in NAMES:
            return None
        _warn_of_hidden(fullname)
        folder = HOME / fullname
        return spec_from_file_location(
            fullname, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )


def install() -> None:
    """Make the two names mean our packages from now on.

    Raises ImportError if another module of such a name is imported already.
    """
    for name in NAMES:
        loaded = sys.modules.get(name)
        if loaded is not None and not _ours(name, getattr(loaded, "__file__", None)):
            where = getattr(loaded, "__file__", None) or "somewhere else"
            raise ImportError(
                f"unburden has a package {name!r} of its own, but {name!r} is imported already "
                f"from {where}: rename that file or folder"
            )
    if not any(isinstance(finder, Neighbours) for finder in sys.meta_path):
        sys.meta_path.insert(0, Neighbours())


def _ours(name: str, file: str | None) -> bool:
    return file is not None and Path(file).resolve() == HOME / name / "__init__.py"


def _warn_of_hidden(name: str) -> None:
    """Warn once of a user's module that our package hides."""
    spec = PathFinder.find_spec(name)
    found = spec.origin if spec is not None else None
    if found is None or _ours(name, found):
        return
    warned = os.environ.get(HIDDEN, "").split(os.pathsep)
    if found not in warned:
        os.environ[HIDDEN] = os.pathsep.join([*filter(None, warned), found])
        print(
            f"unburden: {found} is hidden by the package {name!r} of unburden; give it another "
            "name to import it beside unburden",
            file=sys.stderr,
        )
