"""unburden: the society. Community workers, their burdens, and residents' problems."""

from sim.model import GovernanceModel
from sim.settings import Settings, SettingsError

__all__ = ["GovernanceModel", "Settings", "SettingsError"]
