"""unburden: what is freed when burdens are taken off community workers, and where it goes.

`import unburden` gives every experiment (`unburden.compare(...)`), `unburden.load` for what one
left in its output folder, and the model (`unburden.GovernanceModel`, `unburden.Settings`). Each
name is imported when it is first used: reading results loads no model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from unburden.neighbours import install

if TYPE_CHECKING:
    from experiments.api import (
        ablation,
        account,
        calibrate,
        compare,
        discover,
        levers,
        portfolio,
        rules,
        sensitivity,
        store,
        sweep,
        uncertainty,
        validate,
    )
    from experiments.reporting.results import Results, load
    from sim import GovernanceModel, Settings, SettingsError

    __version__: str

__all__ = [
    "GovernanceModel",
    "Results",
    "Settings",
    "SettingsError",
    "__version__",
    "ablation",
    "account",
    "calibrate",
    "compare",
    "discover",
    "levers",
    "load",
    "portfolio",
    "rules",
    "sensitivity",
    "store",
    "sweep",
    "uncertainty",
    "validate",
]

_HOMES = {
    "GovernanceModel": "sim",
    "Settings": "sim",
    "SettingsError": "sim",
    "Results": "experiments.reporting.results",
    "load": "experiments.reporting.results",
}
"""Modules of those names that are not in experiments.api."""

install()


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name not in __all__:
        raise AttributeError(f"module 'unburden' has no attribute {name!r}")
    found = getattr(import_module(_HOMES.get(name, "experiments.api")), name)
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
