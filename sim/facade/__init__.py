"""The side of the compiled model that levers see: `sim.levers.Place` over the arrays."""

from __future__ import annotations

from sim.facade.data import DataSide
from sim.facade.departments import DepartmentSide
from sim.facade.issues import MatterSide
from sim.facade.obligations import DutySide
from sim.facade.people import PeopleSide
from sim.facade.work import WorkSide


class CompiledPlace(DutySide, DataSide, DepartmentSide, MatterSide, PeopleSide, WorkSide):
    """Implements the facade, a side of it in each room of this folder."""
