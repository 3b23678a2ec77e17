"""The society: start at `society.py`; rules are in `kernels/`, reforms in `levers/`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.city import City
    from sim.model import GovernanceModel
    from sim.settings import Settings, SettingsError

__all__ = ["City", "GovernanceModel", "Settings", "SettingsError"]
HOMES = {"City": "sim.city", "GovernanceModel": "sim.model"}


def __getattr__(name: str) -> Any:
    """Each name is imported when first used: Mesa and Numba take seconds that settings do not."""
    if name not in __all__:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    home = HOMES.get(name, "sim.settings")
    return globals().setdefault(name, getattr(import_module(home), name))
