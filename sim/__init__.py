"""The society: start at `society.py`; rules are in `kernels/`, reforms in `levers/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.settings import Settings, SettingsError

if TYPE_CHECKING:
    from sim.model import GovernanceModel

__all__ = ["GovernanceModel", "Settings", "SettingsError"]


def __getattr__(name: str) -> Any:
    """The model is imported when first used: Mesa and Numba take a second that settings do not."""
    if name == "GovernanceModel":
        from sim.model import GovernanceModel

        return GovernanceModel
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
