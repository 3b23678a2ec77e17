"""The society: start at `society.py`; rules are in `kernels/`, reforms in `levers/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.settings import Settings, SettingsError

if TYPE_CHECKING:
    from sim.city import City
    from sim.model import GovernanceModel

__all__ = ["City", "GovernanceModel", "Settings", "SettingsError"]


def __getattr__(name: str) -> Any:
    """Models are imported when first used: Mesa and Numba take a second that settings do not."""
    if name == "City":
        from sim.city import City

        return City
    if name == "GovernanceModel":
        from sim.model import GovernanceModel

        return GovernanceModel
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
