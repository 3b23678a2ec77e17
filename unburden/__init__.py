"""unburden: what is freed when burdens are taken off community workers, and where it goes.

`import unburden` gives every experiment (`unburden.compare(...)`), `unburden.load` for what one
left in its output folder, and the model (`unburden.GovernanceModel`, `unburden.City`,
`unburden.Settings`). `unburden.evaluate` is one run of the model as a function, for other tools;
`unburden.ranges`, `quantiles` and `plausible` give them the values of assumptions. Each name is
imported when it is first used: reading results loads no model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from unburden.neighbours import HOME, install

if TYPE_CHECKING:
    from experiments import Results, api, evaluate, load, plausible, quantiles, ranges
    from experiments.api import *  # noqa: F403
    from sim import City, GovernanceModel, Settings, SettingsError

    __version__: str

__all__ = [
    "City", "GovernanceModel", "Results", "Settings", "SettingsError", "__version__", "evaluate",
    "load", "plausible", "quantiles", "ranges",
]  # fmt: skip
if TYPE_CHECKING:
    __all__ += api.__all__
else:
    # The experiments, as `experiments.api` has them, without an import of it.
    _KINDS = HOME / "experiments" / "kinds"
    __all__ += sorted(path.parent.name for path in _KINDS.glob("*/options.py"))
_SOCIETY = ("City", "GovernanceModel", "Settings", "SettingsError")

install()


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name not in __all__:
        raise AttributeError(f"module 'unburden' has no attribute {name!r}")
    home = "sim" if name in _SOCIETY else "experiments"
    found = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("unburden")
    except PackageNotFoundError:
        return "not installed"
