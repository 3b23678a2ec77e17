"""Levers: a module for each, found by name; its class registers itself."""

from sim.levers import registry
from sim.levers.base import Lever, Place
from sim.levers.registry import LeverError, Registered, lever, shock, unregister

registry.discover(__name__, __path__)


class Levers(Registered):
    """One field for each lever; a later one sees what an earlier one did."""


registry.keep_fields(Levers, "levers")

__all__ = ["Lever", "LeverError", "Levers", "Place", "lever", "shock", "unregister"]
