"""What a lever sees and may change: the interface `sim.levers.Place` over the arrays."""

from __future__ import annotations

from sim.facade.data import DataSide
from sim.facade.departments import DepartmentSide
from sim.facade.issues import IssueSide
from sim.facade.obligations import ObligationSide
from sim.facade.people import PeopleSide
from sim.facade.work import WorkSide


class CompiledPlace(ObligationSide, DataSide, DepartmentSide, IssueSide, PeopleSide, WorkSide):
    """Implements the facade, a side of it in each room of this folder."""
