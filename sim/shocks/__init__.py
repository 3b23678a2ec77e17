"""Shocks, registered and switched like levers; they are not reforms."""

from sim.levers import registry
from sim.levers.registry import Registered

registry.discover(__name__, __path__)


class Shocks(Registered):
    """One field for each shock."""


registry.keep_fields(Shocks, "shocks")

__all__ = ["Shocks"]
