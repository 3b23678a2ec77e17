"""The side of the compiled model that levers see: `sim.levers.Place` over the arrays."""

from __future__ import annotations

from sim.place.data import DataSide
from sim.place.departments import DepartmentSide
from sim.place.duties import DutySide
from sim.place.matters import MatterSide
from sim.place.people import PeopleSide
from sim.place.work import WorkSide


class CompiledPlace(DutySide, DataSide, DepartmentSide, MatterSide, PeopleSide, WorkSide):
    """Implements the facade, a side of it in each room of this folder."""
