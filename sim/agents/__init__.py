"""Mesa agents: read-only views of the arrays, with a fixed id by type and index."""

from sim.agents.department import Department
from sim.agents.obligation import Obligation
from sim.agents.resident import Resident
from sim.agents.street import Street
from sim.agents.worker import Worker

__all__ = ["Department", "Obligation", "Resident", "Street", "Worker"]
